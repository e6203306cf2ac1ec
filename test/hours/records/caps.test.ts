import fc from 'fast-check'
import t from 'tap'
import { beginApproval, carryOnApproval } from '../../../src/hours/records/approval-runs.ts'
import { decodeTransaction } from '../../../src/journal/canonical.ts'
import { granted } from '../../communities/open-service.ts'
import { C, openScene } from './record-scene.ts'

const DAY_CAP = 120
const MONTH_CAP = 300
const ACTIVITY_CAP = 240

const record = fc.record({
  member: fc.constantFrom(1, 2), serviceDate: fc.constantFrom('2025-02-27', '2025-03-03', '2025-03-04', '2025-03-05'), minutes: fc.integer({ min: 1, max: 300 }),
  activity: fc.constantFrom('探访', '讲座', '值班')
})

/** Records, and in which order and in what groups they are approved. */
const month = fc.array(record, { minLength: 1, maxLength: 14 }).chain((records) =>
  fc.record({ records: fc.constant(records), order: fc.shuffledSubarray(records.map((_, index) => index), { minLength: records.length }), groups: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 14, maxLength: 14 }) })
)

t.test('caps of the day, the month and the activity hold whatever the order of approval', async (t) => {
  let approved = 0
  await fc.assert(
    fc.asyncProperty(month, async ({ records, order, groups }) => {
      const scene = await openScene(t, 'sqlite')
      await scene.member()
      await scene.policy({ dayCapMinutes: DAY_CAP, monthCapMinutes: MONTH_CAP, activityCapMinutes: ACTIVITY_CAP })
      const ids: (string | undefined)[] = []
      for (const each of records) {
        const code = await scene.refusal(each)
        ids.push(code === 'granted' ? (await lastRecord(scene)) : undefined)
      }
      const inOrder = order.flatMap((index) => ids[index] ?? [])
      await scene.submit(...inOrder)
      for (let from = 0, group = 0; from < inOrder.length; group++) {
        const size = groups[group] ?? 1
        const some = inOrder.slice(from, from + size)
        from += size
        const { runId } = granted(await beginApproval(scene.service, C, { ids: some }, scene.asked('approver')))
        granted(await carryOnApproval(scene.service, C, runId))
      }
      const { store } = scene.service.bank
      const rows = await store.db.select({ canonical: store.journal.transaction.canonical }).from(store.journal.transaction)
      const used = new Map<string, number>()
      for (const { kind, memberNumber, serviceDate, convertibleMinutes, content } of rows.map((row) => decodeTransaction(row.canonical))) {
        if (kind !== 'earn') continue
        approved++
        const { activity } = JSON.parse(content ?? '{}') as { activity?: string }
        for (const key of [`day ${memberNumber} ${serviceDate}`, `month ${memberNumber} ${serviceDate.slice(0, 7)}`, `activity ${memberNumber} ${activity}`]) {
          used.set(key, (used.get(key) ?? 0) + (convertibleMinutes ?? 0))
        }
      }
      const caps: Record<string, number> = { day: DAY_CAP, month: MONTH_CAP, activity: ACTIVITY_CAP }
      for (const [key, minutes] of used) {
        const cap = caps[key.split(' ')[0] ?? ''] ?? 0
        if (minutes > cap) throw new Error(`${key}: ${minutes} of ${cap}`)
      }
    }),
    { numRuns: 25, endOnFailure: true }
  )
  t.ok(approved > 50, `${approved} records were approved`)
})

async function lastRecord({ service }: Awaited<ReturnType<typeof openScene>>): Promise<string | undefined> {
  const { hoursRecord } = service.bank.store.tables
  const rows = await service.bank.store.db.select({ recordId: hoursRecord.recordId }).from(hoursRecord)
  return rows.map(({ recordId }) => recordId).sort().at(-1)
}
