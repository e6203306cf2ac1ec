import { eq } from 'drizzle-orm'
import t from 'tap'
import { postAction } from '../../../src/communities/post-action.ts'
import { explainRecord } from '../../../src/hours/explain-record.ts'
import { answerFlag } from '../../../src/hours/records/answer-flag.ts'
import { correctRecord } from '../../../src/hours/records/correct-record.ts'
import { objectToRecord, postAllDue, postDue } from '../../../src/hours/records/public-notice.ts'
import { findRecord } from '../../../src/hours/records/read-records.ts'
import { serviceOf } from '../../../src/hours/records/change-record.ts'
import { zeroRecord } from '../../../src/hours/records/zero-record.ts'
import { readTransaction } from '../../../src/ledger/read-books.ts'
import { eraseMember } from '../../../src/communities/erase-member.ts'
import { mergeMembers } from '../../../src/communities/merge-members.ts'
import { codeOf, granted } from '../../communities/open-service.ts'
import { C, onEveryScene, type RecordScene } from './record-scene.ts'

onEveryScene(t, 'what is approved stands on public notice, and is posted when nobody has objected', async (t, scene) => {
  await scene.policy({ publicNoticeDays: 5 })
  const { service } = scene
  const { recordId } = await scene.record({}, { submit: true })
  const other = await scene.record({ activity: '讲座' }, { submit: true })
  t.equal(await scene.approve(recordId), 'on_notice')
  t.equal(await scene.approve(other.recordId), 'on_notice')
  t.match(await scene.row(recordId), { noticeThrough: '2025-03-25', number: null })
  scene.at('2025-03-25T15:59:00Z')
  t.match(await postDue(service, C, { postedBy: 'system' }), { posted: 0 }, 'the last day is not over')
  const objection = { reason: 'not_served', note: '那天没见到人' } as const
  t.match(granted(await objectToRecord(service, C, other.recordId, objection, scene.asked('coordinator'))).record, { state: 'submitted', approvals: [], objections: [{ by: 'coordinator', reason: 'not_served' }] })
  scene.at('2025-03-25T16:00:00Z')
  t.match(await postAllDue(service), { posted: 1, sentBack: {} })
  t.equal(codeOf(await objectToRecord(service, C, recordId, objection, scene.asked('coordinator'))), 'record_not_open')
  const { number } = await scene.row(recordId)
  t.match(await readTransaction(service.bank.store, C, number ?? 0), { preparedBy: 'coordinator', approvedBy: 'approver', postedBy: 'system', businessDate: '2025-03-19' })
  t.equal(await scene.approve(other.recordId), 'flags_unanswered', 'the objection is answered first')
  granted(await answerFlag(service, C, other.recordId, { flag: 'objection', answer: 'objection_unfounded' }, scene.asked('approver')))
  t.equal(await scene.approve(other.recordId), 'on_notice', 'and it stands on notice anew')
  scene.at('2025-04-10T16:00:00Z')
  t.match(await postDue(service, C, { postedBy: 'system' }), { posted: 1 })
  t.match(await scene.balances(), { points: 200, verifiedMinutes: 120 })
})

async function posted(scene: RecordScene, given: Parameters<RecordScene['record']>[0] = {}): Promise<string> {
  const { recordId } = await scene.record(given, { submit: true })
  await scene.approve(recordId)
  return recordId
}

onEveryScene(t, 'a correction reverses and records again, linked both ways, and needs its own approval', async (t, scene) => {
  await scene.policy({ dayCapMinutes: 120 })
  const { service } = scene
  const recordId = await posted(scene, { minutes: 90 })
  const right = { ...serviceOf(await scene.row(recordId)), minutes: 60, recordId: undefined }
  const correct = (asked: ReturnType<typeof scene.asked>, given = right) => correctRecord(service, C, recordId, { service: given, reason: 'wrong_amount', note: '签到表写错' }, asked)
  t.equal(codeOf(await correct(scene.asked('coordinator'), { ...right, serviceDate: '2025-04-01' })), 'future_date')
  t.match(await scene.row(recordId), { state: 'posted' }, 'what is refused changes nothing')
  const corrected = granted(await correct(scene.asked('coordinator', 'fix')))
  t.match(corrected, {
    corrected: { state: 'corrected', reason: 'wrong_amount', replacedById: corrected.replacement.recordId },
    replacement: { state: 'submitted', replacesId: recordId, minutes: 60 }
  })
  t.match(await scene.balances(), { points: 0, verifiedMinutes: 0 }, 'nothing stands until it is approved')
  t.equal(granted(await correct(scene.asked('coordinator', 'fix'))).replayed, true)
  t.equal(await scene.transactions(), 3, 'policy, earning, reversal')
  t.equal(codeOf(await correct(scene.asked('coordinator'))), 'record_not_open')
  t.equal(await scene.approve(corrected.replacement.recordId, 'coordinator'), 'second_person_needed')
  t.equal(await scene.approve(corrected.replacement.recordId), 'posted')
  t.match(await readTransaction(service.bank.store, C, 4), { kind: 'earn', minutes: 60, replaces: 2 })
  t.match(await scene.balances(), { points: 100, verifiedMinutes: 60 })
})

onEveryScene(t, 'a correction that a crash broke off is finished, and one that the ledger refuses is taken back', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  const { store } = service.bank
  const recordId = await posted(scene)
  const replacement = await scene.record({ minutes: 30 })
  const replaced = { state: 'corrected' as const, reason: 'wrong_amount', replacedById: replacement.recordId }
  const { hoursRecord } = store.tables
  await store.write(async (db) => {
    await db.update(hoursRecord).set(replaced).where(eq(hoursRecord.recordId, recordId))
    await db.update(hoursRecord).set({ replacesId: recordId }).where(eq(hoursRecord.recordId, replacement.recordId))
  })
  granted(await postDue(service, C, { postedBy: 'system' }))
  t.match(await scene.balances(), { points: 0 })
  t.match(await scene.row(replacement.recordId), { state: 'submitted' })
  const other = await posted(scene, { activity: '讲座' })
  granted(await postAction(service, C, { action: 'donate', member: 1, purpose: 'general', points: 100 }, scene.asked('x')))
  granted(await postAction(service, C, { action: 'close', account: 'P2101.1', reason: 'other' }, scene.asked('x')))
  const given = { ...serviceOf(await scene.row(other)), minutes: 20, recordId: undefined }
  t.equal(codeOf(await correctRecord(service, C, other, { service: given, reason: 'wrong_amount', note: '错' }, scene.asked('y', 'closed'))), 'account_closed')
  t.match(await scene.row(other), { state: 'posted', reason: null, replacedById: null })
  t.equal((await store.db.select().from(hoursRecord)).length, 3, 'nothing is left of it')
  t.same(await store.db.select().from(store.tables.note), [])
})

for (const { zeroes, kinds, balances } of [
  { zeroes: 'nothing', kinds: [], balances: { points: 100, verifiedMinutes: 60, honoraryMinutes: 0 } },
  { zeroes: 'points_and_hours', kinds: ['reverse'], balances: { points: 0, verifiedMinutes: 0, honoraryMinutes: 0 } },
  { zeroes: 'points', kinds: ['reverse', 'record_honorary'], balances: { points: 0, verifiedMinutes: 0, honoraryMinutes: 60 } },
  { zeroes: 'hours', kinds: ['reverse', 'award'], balances: { points: 100, verifiedMinutes: 0, honoraryMinutes: 0 } }
]) {
  onEveryScene(t, `a complaint that is upheld zeroes ${zeroes}`, async (t, scene) => {
    await scene.policy({}, { services: { complaintZeroes: zeroes } })
    const { service } = scene
    const recordId = await posted(scene)
    const zero = (key: string) => zeroRecord(service, C, recordId, { note: '态度' }, scene.asked('approver', key))
    const first = await zero('zero')
    t.equal(codeOf(first), zeroes === 'nothing' ? 'complaint_zeroes_nothing' : 'granted')
    t.match(await scene.balances(), balances)
    const after = await scene.transactions()
    const found = []
    for (let number = 3; number <= after; number++) found.push((await readTransaction(service.bank.store, C, number))?.kind)
    t.same(found, kinds)
    if (zeroes === 'nothing') return
    t.match(await scene.row(recordId), { state: 'zeroed', reason: 'complaint' })
    t.equal(granted(await zero('zero')).replayed, true)
    t.equal(codeOf(await zero('again')), 'record_not_open')
    t.match(await postDue(service, C, { postedBy: 'system' }), { posted: 0 })
    t.equal(await scene.transactions(), after, 'once')
    if (zeroes !== 'points') return
    const explained = granted(await explainRecord(service.bank.store, C, after))
    t.match(explained.lines.zh.join(''), /投诉成立/)
    t.equal(await scene.refusal(), 'duplicate', 'it took place, and is not recorded again')
  })
}

onEveryScene(t, 'a record passes on when members are merged, and goes when one is erased', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  const { store } = service.bank
  const other = await scene.member({ name: '周平' })
  const { recordId } = await scene.record({ note: '王家', beneficiary: other }, { submit: true })
  const served = await scene.record({ member: other, activity: '讲座', beneficiary: 1 })
  granted(await mergeMembers(service, C, { from: 1, into: other }, scene.asked('administrator')))
  t.match(await scene.row(recordId), { memberNumber: other, beneficiaryMember: other })
  t.equal(await scene.refusal({ member: other }), 'duplicate')
  const third = await scene.member({ name: '李福' })
  const kept = await scene.record({ member: third, beneficiary: other })
  granted(await eraseMember(service, C, { member: other, reason: 'own_request' }, scene.asked('administrator')))
  t.equal(codeOf(await findRecord(service, C, recordId)), 'unknown_record')
  t.match(await scene.row(kept.recordId), { memberNumber: third, beneficiaryMember: null })
  t.same((await store.db.select().from(store.tables.hoursRecord)).map((row) => row.recordId).includes(served.recordId), false)
  t.same(await store.db.select().from(store.tables.note), [], 'nothing is left of what was noted')
})
