import { setTimeout as wait } from 'node:timers/promises'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { dateIn } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { readServiceFacts } from '../../communities/known-facts.ts'
import { hashOf } from '../../communities/request-hash.ts'
import type { Command } from '../../ledger/command.ts'
import type { Outcome } from '../../ledger/post.ts'
import { readByKey } from '../../ledger/read-books.ts'
import type { ServiceFacts } from '../../policy/evaluate.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { isDuplicate, overlaps } from '../accepted-hours.ts'
import { earlierHoursOf, insertServiceRecords } from '../earlier-hours.ts'
import { type RecordOutcome, refusalIn } from './record-outcome.ts'
import type { RecordRow } from './record-row.ts'

const BUSY_MILLISECONDS = 50
/** How a posting is marked that nobody but who recorded it approved. */
const BY_ONE_PERSON = 'one_person'

/**
 * Posts approved records in their order, as one group of commits. A record's key in the journal is made from its id: asked
 * again, nothing is posted twice, and what a crash left approved is found posted. What is refused is submitted again.
 */
export async function postRecords(service: Service, communityId: string, rows: readonly RecordRow[], postedBy: string): Promise<RecordOutcome[]> {
  if (rows.length === 0) return []
  const collisions = await collisionsOf(service, communityId, rows)
  const commands = await commandsOf(service, communityId, rows, postedBy)
  const outcomes = await Promise.all(
    rows.map(({ recordId }, index): Promise<Outcome> => {
      const refusal = collisions.get(recordId)
      return refusal ? Promise.resolve(refusal) : service.bank.ledger.submit(commands[index] as Command)
    })
  )
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.refused && outcome.code === 'busy') outcomes[index] = await retry(service, commands[index] as Command)
  }
  const posted = rows.map((row, index): Posted => {
    const outcome = outcomes[index] as Outcome
    if (isRefusal(outcome)) return { row, refusal: outcome }
    const transaction = outcome.transactions.findLast((each) => each.kind !== 'expire')
    if (!transaction) throw new Error(`record ${row.recordId} was posted as nothing`)
    return { row, number: transaction.number, convertibleMinutes: transaction.convertibleMinutes ?? 0 }
  })
  await service.bank.store.write((db) => keepPosted(service, db, communityId, posted))
  return posted.map((each) => ({
    recordId: each.row.recordId,
    ...('number' in each ? { state: 'posted' as const, number: each.number, ...refusalIn(null) } : { state: 'submitted' as const, number: null, ...refusalIn(each.refusal) })
  }))
}

type Posted = { row: RecordRow; number: number; convertibleMinutes: number } | { row: RecordRow; refusal: Refusal }

async function retry({ bank }: Service, command: Command): Promise<Outcome> {
  for (;;) {
    await wait(BUSY_MILLISECONDS)
    const outcome = await bank.ledger.submit(command)
    if (!outcome.refused || outcome.code !== 'busy') return outcome
  }
}

/** What was posted since a record was recorded, and is the same or at the same time. */
async function collisionsOf(service: Service, communityId: string, rows: readonly RecordRow[]): Promise<Map<string, Refusal>> {
  const days = rows.map(({ memberNumber, serviceDate }) => ({ memberNumber, from: serviceDate, to: serviceDate }))
  const posted = await earlierHoursOf(service, communityId, days, { postedOnly: true })
  const found = new Map<string, Refusal>()
  for (const { recordId, memberNumber, serviceDate, startMinute, endMinute, minutes, activity } of rows) {
    const own = { startMinute: startMinute ?? undefined, endMinute: endMinute ?? undefined, minutes, activity }
    const sameDay = posted.get(`${memberNumber} ${serviceDate}`) ?? []
    if (sameDay.some((other) => isDuplicate(other, own))) found.set(recordId, refuse('duplicate'))
    else if (sameDay.some((other) => overlaps(other, own))) found.set(recordId, refuse('overlap'))
  }
  // What it posted itself, from another screen or before a crash, is no collision.
  for (const recordId of [...found.keys()]) {
    if ((await readByKey(service.bank.store, communityId, keyOf(recordId))) !== undefined) found.delete(recordId)
  }
  return found
}

const keyOf = (recordId: string): string => `record:${recordId}`

async function commandsOf(service: Service, communityId: string, rows: readonly RecordRow[], postedBy: string): Promise<Command[]> {
  const { directory, clock } = service
  const timeZone = (await directory.timeZoneOf(communityId)) ?? 'UTC'
  const today = dateIn(timeZone, clock.now())
  const known = await readServiceFacts(service, communityId, rows, (date) => directory.policies.on(communityId, date))
  const replaced = await replacedNumbers(service, communityId, rows)
  return rows.map((row, index): Command => {
    const { recordId, recordedBy, facts, approvals } = row
    const approval = approvals.at(-1)
    const alone = approval?.by === recordedBy
    return {
      community: communityId,
      idempotencyKey: keyOf(recordId),
      requestHash: hashOf(['record', recordId]),
      today,
      serviceDate: row.serviceDate,
      preparedBy: recordedBy,
      approvedBy: alone ? undefined : approval?.by,
      postedBy,
      authorisation: alone ? BY_ONE_PERSON : undefined,
      evidence: row.evidence === 'none' ? undefined : row.evidence,
      sourceHash: row.sourceHash ?? undefined,
      sourceRow: row.sourceRow ?? undefined,
      attachments: row.attachments ?? undefined,
      noteCommitment: row.noteCommitment ?? undefined,
      replaces: row.replacesId === null ? undefined : replaced.get(row.replacesId),
      action: 'earn',
      member: row.memberNumber,
      category: row.category,
      minutes: row.minutes,
      backfilled: row.backfilled,
      activity: row.activity,
      facts: { ...known[index], ...statedFacts(facts) },
      approvedOn: approval === undefined ? undefined : dateIn(timeZone, approval.at),
      expiredAccepted: row.expiredAccepted
    }
  })
}

function statedFacts({ paidInDutyHours, servedOwnRelative, asGroup }: Record<string, boolean>): ServiceFacts {
  return { paidInDutyHours, servedOwnRelative, asGroup }
}

/** The transactions of the records that these are recorded in place of. */
async function replacedNumbers({ bank }: Service, communityId: string, rows: readonly RecordRow[]): Promise<Map<string, number>> {
  const { hoursRecord } = bank.store.tables
  const ids = rows.flatMap(({ replacesId }) => (replacesId === null ? [] : [replacesId]))
  if (ids.length === 0) return new Map()
  const found = await bank.store.db
    .select({ recordId: hoursRecord.recordId, number: hoursRecord.number })
    .from(hoursRecord)
    .where(and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.recordId, ids)))
  return new Map(found.flatMap(({ recordId, number }) => (number === null ? [] : [[recordId, number] as const])))
}

/** Notes what was posted, so that the same service is found again; what was refused goes back to be approved again. */
async function keepPosted(service: Service, db: Database, communityId: string, outcomes: Posted[]): Promise<void> {
  const { hoursRecord } = service.bank.store.tables
  const posted = outcomes.flatMap((each) => ('number' in each ? [each] : []))
  const ofIds = (ids: string[]) => and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.recordId, ids), eq(hoursRecord.state, 'approved'))
  if (posted.length > 0) {
    const numbers = posted.map(({ row, number }) => sql`WHEN ${row.recordId} THEN cast(${number} AS bigint)`)
    await db
      .update(hoursRecord)
      .set({ state: 'posted', number: sql`CASE ${hoursRecord.recordId} ${sql.join(numbers, sql` `)} END` })
      .where(ofIds(posted.map(({ row }) => row.recordId)))
    await insertServiceRecords(service, db, communityId, posted.map(({ row, number, convertibleMinutes }) => ({
      number,
      hours: { ...row, startMinute: row.startMinute ?? undefined, endMinute: row.endMinute ?? undefined, convertibleMinutes }
    })))
  }
  for (const each of outcomes) {
    if ('number' in each) continue
    await db.update(hoursRecord).set({ state: 'submitted', approvals: [...each.row.approvals.slice(0, -1)], noticeThrough: null }).where(ofIds([each.row.recordId]))
  }
}
