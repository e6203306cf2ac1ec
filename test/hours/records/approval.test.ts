import t from 'tap'
import { changeCommunity } from '../../../src/communities/change-community.ts'
import { postAction } from '../../../src/communities/post-action.ts'
import { keepServiceRecords } from '../../../src/hours/earlier-hours.ts'
import { answerFlag } from '../../../src/hours/records/answer-flag.ts'
import { beginApproval, carryOnApproval } from '../../../src/hours/records/approval-runs.ts'
import { approveRecords } from '../../../src/hours/records/approve-records.ts'
import { returnRecord } from '../../../src/hours/records/change-record.ts'
import { postDue } from '../../../src/hours/records/public-notice.ts'
import { putRecordSettings } from '../../../src/hours/records/record-settings.ts'
import { recordHours } from '../../../src/hours/record-hours.ts'
import { listExceptions } from '../../../src/identity/exceptions.ts'
import { readTransaction } from '../../../src/ledger/read-books.ts'
import { codeOf, granted } from '../../communities/open-service.ts'
import { C, CATEGORY, onEveryScene } from './record-scene.ts'

onEveryScene(t, 'another person approves, and the points name who recorded and who approved', async (t, scene) => {
  await scene.policy({})
  const { recordId } = await scene.record({ sourceHash: 'a'.repeat(64), sourceRow: '12', attachments: 2, note: '王家' })
  t.equal(await scene.approve(recordId), 'record_not_open', 'it was not submitted')
  await scene.submit(recordId)
  t.equal(await scene.approve(recordId, 'coordinator'), 'second_person_needed')
  t.equal(await scene.transactions(), 1, 'and nothing is posted')
  t.equal(await scene.approve(recordId), 'posted')
  t.match(await readTransaction(scene.service.bank.store, C, 2), {
    kind: 'earn', preparedBy: 'coordinator', approvedBy: 'approver', postedBy: 'approver', serviceDate: '2025-03-19', evidence: 'paper_list',
    sourceHash: 'a'.repeat(64), sourceRow: '12', attachments: 2, noteCommitment: String
  })
  t.match(await scene.balances(), { points: 100, verifiedMinutes: 60 })
  t.match(await scene.row(recordId), { number: 2, approvals: [{ by: 'approver' }] })
})

onEveryScene(t, 'approved at once from two screens it is posted once', async (t, scene) => {
  await scene.policy({})
  const { recordId } = await scene.record({}, { submit: true })
  const outcomes = await Promise.all(['approver', 'approver', 'another', 'third'].map((approver) => scene.approve(recordId, approver)))
  const winner = (await scene.row(recordId)).approvals[0]?.by
  t.equal(outcomes.filter((each) => each === 'posted').length, winner === 'approver' ? 2 : 1, 'the same person again gets the first answer')
  t.same(new Set(outcomes), new Set(['posted', 'record_not_open']))
  t.equal(await scene.transactions(), 2)
  t.equal(await scene.approve(recordId, 'fourth'), 'record_not_open')
  t.equal((await scene.balances()).points, 100)
})

onEveryScene(t, 'as many different people approve as the policy wants', async (t, scene) => {
  await scene.policy({ approvalLevels: 2 })
  const { recordId } = await scene.record({}, { submit: true })
  t.equal(await scene.approve(recordId, 'first', { key: 'one' }), 'submitted')
  t.equal(await scene.approve(recordId, 'first', { key: 'one' }), 'submitted', 'a retry')
  t.equal(await scene.approve(recordId, 'coordinator'), 'second_person_needed')
  t.equal(await scene.transactions(), 1)
  t.equal(await scene.approve(recordId, 'second'), 'posted')
  t.match(await scene.row(recordId), { approvals: [{ by: 'first' }, { by: 'second' }] })
  const direct = { member: 1, category: CATEGORY, minutes: 30, backfilled: false, activity: '讲座' }
  t.equal(codeOf(await recordHours(scene.service, C, direct, scene.asked('coordinator'))), 'approval_needed', 'one word is too little')
  const third = await scene.record({ activity: '讲座' }, { submit: true })
  await Promise.all(['first', 'second'].map((approver) => scene.approve(third.recordId, approver)))
  const both = await scene.row(third.recordId)
  t.same([both.state, both.approvals.map(({ by }) => by).sort()], ['posted', ['first', 'second']], 'at the same moment neither is lost')
  t.equal(await scene.transactions(), 3)
})

onEveryScene(t, 'where the policy wants nobody’s approval, what is submitted is posted', async (t, scene) => {
  await scene.policy({ approvalLevels: 0 })
  const { recordId } = await scene.record()
  await scene.submit(recordId)
  t.match(await scene.row(recordId), { state: 'posted', approvals: [] })
  t.equal((await scene.balances()).points, 100)
  t.match(await scene.record({ activity: '讲座' }, { submit: true }), { state: 'posted', number: 3 }, 'also where it is submitted as it is recorded')
})

onEveryScene(t, 'in a community too small for two, one person may, and each case is an exception', async (t, scene) => {
  await scene.policy({})
  granted(await changeCommunity(scene.service, C, { fourEyes: false }))
  const { recordId } = await scene.record({ sourceHash: 'a'.repeat(64), sourceRow: '1' }, { submit: true })
  t.equal(await scene.approve(recordId, 'coordinator'), 'posted')
  const other = await scene.record({ activity: '讲座' }, { submit: true })
  t.equal(await scene.approve(other.recordId), 'posted')
  const found = await listExceptions(scene.service, C, { limit: 10 })
  t.match(found?.items, [{ kind: 'recorded_alone', actor: 'coordinator', subject: 'transaction:2' }])
  t.equal(found?.items.length, 1, 'what another approved is none')
})

onEveryScene(t, 'a doubtful record is answered before it is approved, and not by who recorded it where it is about them', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  granted(await putRecordSettings(service, C, { closedWeekdays: [], closedDates: [], staffMembers: { coordinator: 1 } }, scene.asked('administrator')))
  const { recordId } = await scene.record({}, { submit: true })
  t.equal(await scene.approve(recordId), 'flags_unanswered')
  const answer = { flag: 'recorder_is_member', answer: 'asked_beneficiary' } as const
  t.equal(codeOf(await answerFlag(service, C, recordId, answer, scene.asked('coordinator'))), 'second_person_needed')
  granted(await answerFlag(service, C, recordId, answer, scene.asked('approver')))
  t.equal(await scene.approve(recordId), 'posted')
})

onEveryScene(t, 'a record is returned with a reason, mended and submitted again', async (t, scene) => {
  await scene.policy({})
  const { recordId } = await scene.record({}, { submit: true })
  const back = (actor: string) => returnRecord(scene.service, C, recordId, { reason: 'wrong_amount', note: '只有半小时' }, { ...scene.asked(actor), twoPeople: true })
  t.equal(codeOf(await back('coordinator')), 'second_person_needed')
  t.match(granted(await back('approver')).record, { state: 'returned', reason: 'wrong_amount' })
  t.equal(await scene.approve(recordId), 'record_not_open')
  await scene.submit(recordId)
  t.equal(await scene.approve(recordId), 'posted')
  t.match(await scene.row(recordId), { reason: null })
})

onEveryScene(t, 'a March record approved in April with March closed is booked in April by the policy of March', async (t, scene) => {
  await scene.policy({ pointsPerHour: '3' }, { from: '2025-01-01' })
  await scene.policy({ pointsPerHour: '7' }, { from: '2025-04-01' })
  const { recordId } = await scene.record({}, { submit: true })
  scene.at('2025-04-10T02:00:00Z')
  granted(await postAction(scene.service, C, { action: 'close_period', through: '2025-03-31' }, scene.asked('manager')))
  t.equal(await scene.approve(recordId), 'posted')
  const { number } = await scene.row(recordId)
  t.match(await readTransaction(scene.service.bank.store, C, number ?? 0), { serviceDate: '2025-03-19', businessDate: '2025-04-10', policyVersion: 1 })
  t.equal((await scene.balances()).points, 300)
})

onEveryScene(t, 'points born expired are asked about, and posted once somebody accepts that', async (t, scene) => {
  const keep = { pointsPerHour: '1', categoryCoefficients: { [CATEGORY]: '1' } }
  granted(await postAction(scene.service, C, { action: 'publish_policy', from: '2024-01-01', policy: { earning: keep, keeping: { validity: 'end_of_year', lotStart: 'service_date' } } }, scene.asked('manager')))
  const { recordId } = await scene.record({ serviceDate: '2024-06-01' }, { submit: true })
  const before = await scene.transactions()
  t.equal(await scene.approve(recordId, 'approver', { key: 'first' }), 'points_born_expired')
  t.equal(await scene.transactions(), before)
  t.match(await scene.row(recordId), { state: 'submitted', approvals: [] }, 'it waits as before')
  t.equal(await scene.approve(recordId, 'approver', { expiredAccepted: true, key: 'second' }), 'posted')
  t.match(await scene.balances(), { verifiedMinutes: 60 })
})

onEveryScene(t, 'what was posted meanwhile is not posted by a record that waits', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  const { recordId } = await scene.record({ startMinute: 600, endMinute: 660 }, { submit: true })
  const posted = granted(await postAction(service, C, { action: 'earn', member: 1, category: CATEGORY, minutes: 60, backfilled: false }, { ...scene.asked('x'), serviceDate: '2025-03-19' }))
  const hours = { memberNumber: 1, serviceDate: '2025-03-19', startMinute: 630, endMinute: 690, minutes: 60, convertibleMinutes: 60, activity: '别的' }
  await keepServiceRecords(service, C, [{ number: posted.transactions[0]?.number ?? 0, hours }])
  t.equal(await scene.approve(recordId), 'overlap')
  t.match(await scene.row(recordId), { state: 'submitted', approvals: [] })
})

onEveryScene(t, 'many are approved at once: doubtful ones and one’s own are passed over, and each says why', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  granted(await putRecordSettings(service, C, { closedWeekdays: [], closedDates: ['2025-03-12'], staffMembers: {} }, scene.asked('administrator')))
  for (let day = 10; day < 20; day++) await scene.record({ serviceDate: `2025-03-${day}` }, { submit: true })
  const own = await scene.record({ activity: '讲座' }, { actor: 'approver', submit: true })
  const waiting = await scene.record({ activity: '值班' })
  const approve = async (request: Parameters<typeof beginApproval>[2], key: string) => {
    const { runId } = granted(await beginApproval(service, C, request, { ...scene.asked('approver', key), request }))
    return granted(await carryOnApproval(service, C, runId))
  }
  const some = await approve({ filter: { through: '2025-03-11' } }, 'some')
  t.match(some, { state: 'done', records: 2, posted: 2, passedOver: {}, outcomes: [] })
  const all = await approve({ filter: {} }, 'all')
  t.match(all, { records: 9, posted: 7, passedOver: { flags_unanswered: 1, second_person_needed: 1 } })
  t.match(all.outcomes.map(({ code }) => code).sort(), ['flags_unanswered', 'second_person_needed'])
  t.strictSame(await approve({ filter: {} }, 'all'), all, 'the same request finds the same run')
  const named = await approve({ ids: [own.recordId, waiting.recordId, 'none'] }, 'named')
  t.same(named.outcomes.map(({ recordId, code }) => [recordId, code]).sort(), [[own.recordId, 'second_person_needed'], [waiting.recordId, 'record_not_open'], ['none', 'unknown_record']].sort())
  t.equal((await scene.balances()).points, 900)
  t.equal(await scene.transactions(), 10)
})

onEveryScene(t, 'what a crash left between approval and posting is posted once, and a run that broke off is taken up', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  const { store } = service.bank
  const [posted, unposted] = [await scene.record({}, { submit: true }), await scene.record({ activity: '讲座' }, { submit: true })]
  t.equal(await scene.approve(posted.recordId), 'posted')
  // As if the process had ended before it noted the number, and before it posted anything of the other.
  await store.write((db) => db.update(store.tables.hoursRecord).set({ state: 'approved', number: null, approvals: [{ by: 'approver', at: 1 }] }))
  await store.write((db) => db.delete(store.tables.serviceRecord))
  t.match(await postDue(service, C, { postedBy: 'system' }), { posted: 2, sentBack: {} })
  t.match(await scene.row(posted.recordId), { state: 'posted', number: 2 })
  t.match(await scene.row(unposted.recordId), { state: 'posted', number: 3 })
  t.match(await postDue(service, C, { postedBy: 'system' }), { posted: 0 })
  t.equal(await scene.transactions(), 3)
  const third = await scene.record({ activity: '值班' }, { submit: true })
  const run = granted(await beginApproval(service, C, { filter: {} }, { ...scene.asked('approver', 'run'), request: 'run' }))
  await approveRecords(service, C, [third.recordId], { approver: 'approver', postedBy: 'approver' })
  t.match(await carryOnApproval(service, C, run.runId), { state: 'done', passedOver: {} })
  t.equal(await scene.transactions(), 4)
})
