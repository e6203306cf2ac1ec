import t from 'tap'
import { createCommunity } from '../../../src/communities/communities.ts'
import { createMember } from '../../../src/communities/members.ts'
import { postAction } from '../../../src/communities/post-action.ts'
import { addRelation } from '../../../src/communities/relations.ts'
import { answerFlag } from '../../../src/hours/records/answer-flag.ts'
import { changeRecord, withdrawRecord } from '../../../src/hours/records/change-record.ts'
import { listRecords } from '../../../src/hours/records/read-records.ts'
import { putRecordSettings } from '../../../src/hours/records/record-settings.ts'
import { recordService, recordServices } from '../../../src/hours/records/record-service.ts'
import { recordHours } from '../../../src/hours/record-hours.ts'
import { codeOf, granted } from '../../communities/open-service.ts'
import { idNumberOf } from '../../communities/people-scene.ts'
import { C, CATEGORY, onEveryScene } from './record-scene.ts'

onEveryScene(t, 'what cannot be is not recorded, and nothing is posted', async (t, scene) => {
  t.equal(await scene.refusal(), 'no_policy')
  await scene.policy({ servicesBeforeJoining: 'refused', minimumAgeYears: 18 })
  t.equal(await scene.refusal({ serviceDate: '2025-03-21' }), 'future_date')
  t.equal(await scene.refusal(), 'before_joining', 'the member was registered the day after')
  scene.at('2025-03-25T02:00:00Z')
  const { service } = scene
  const today = { serviceDate: '2025-03-25' }
  t.equal(await scene.refusal({ ...today, member: 99 }), 'unknown_member')
  t.equal(await scene.refusal({ ...today, category: '没有' }), 'unknown_category')
  t.equal(await scene.refusal({ ...today, minutes: 1500 }), 'impossible_day')
  t.equal(await scene.refusal({ ...today, startMinute: 600, endMinute: 660, minutes: 90 }), 'duration_mismatch')
  t.equal(await scene.refusal({ ...today, startMinute: 660, endMinute: 600 }), 'end_before_start')
  const child = await scene.member({ name: '小明', birthDate: '2012-05-01', guardian: { relative: { number: 1 }, evidence: '户口簿' } })
  const orphan = await scene.member({ name: '小红', birthDate: '2000-05-01' })
  await service.bank.store.write((db) => db.update(service.bank.store.tables.person).set({ birthDate: '2013-01-01' }))
  t.equal(await scene.refusal({ ...today, member: orphan }), 'minor_without_guardian')
  t.equal(codeOf(await recordService(service, 'nowhere', { member: 1, ...today, minutes: 5, category: CATEGORY, method: 'by_hand', evidence: 'none' }, { actor: 'x' })), 'unknown_community')
  t.same(scene.flagsOf(await scene.record({ ...today, member: child })), ['minor_alone'], 'with a guardian on record somebody says that the guardian was there')
  t.same(scene.flagsOf(await scene.record({ ...today, member: child, activity: '讲座', guardianPresent: true })), [])
  t.equal(await scene.transactions(), 1, 'the policy alone')
})

onEveryScene(t, 'records that wait and hours that are posted see each other', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  const morning = { startMinute: 480, endMinute: 540 }
  const record = await scene.record(morning)
  t.equal(await scene.refusal(morning), 'duplicate')
  t.equal(await scene.refusal({ ...morning, activity: '讲座' }), 'overlap')
  t.equal(await scene.refusal({ startMinute: 540, endMinute: 600, activity: '讲座' }), 'granted', 'what only touches does not overlap')
  const direct = { member: 1, category: CATEGORY, minutes: 60, backfilled: false, activity: '探访', ...morning }
  const asking = () => ({ ...scene.asked('coordinator'), serviceDate: '2025-03-19' })
  t.equal(codeOf(await recordHours(service, C, direct, asking())), 'duplicate')
  granted(await withdrawRecord(service, C, record.recordId, scene.asked('coordinator')))
  t.equal(codeOf(await recordHours(service, C, direct, asking())), 'granted', 'what was withdrawn no longer counts')
  t.equal(await scene.refusal(morning), 'duplicate', 'and what is posted does')
  const rush = await Promise.all([1, 2, 3, 4].map(() => scene.refusal({ serviceDate: '2025-03-18' })))
  t.same(rush.sort(), ['duplicate', 'duplicate', 'duplicate', 'granted'], 'at the same moment too')
})

onEveryScene(t, 'what is doubtful is flagged, and says why', async (t, scene) => {
  await scene.policy({ ownRelativesEarn: false })
  const { service } = scene
  const settings = { closedWeekdays: [7], closedDates: ['2025-03-12'], staffMembers: { coordinator: 1 } }
  t.equal(codeOf(await putRecordSettings(service, C, { ...settings, staffMembers: { x: 99 } }, scene.asked('administrator'))), 'unknown_member')
  granted(await putRecordSettings(service, C, settings, scene.asked('administrator')))
  const [wife, other] = [await scene.member({ name: '李福' }), await scene.member({ name: '王芳' })]
  granted(await addRelation(service, C, 1, { kind: 'spouse', relative: { number: wife }, evidence: '结婚证' }, scene.asked('administrator')))
  const flags = async (given: Parameters<typeof scene.record>[0], by = 'coordinator') => scene.flagsOf(await scene.record(given, { actor: by }))
  t.same(await flags({ member: other }), [])
  t.same(await flags({ member: 1 }), ['recorder_is_member'])
  t.same(await flags({ member: wife }), ['recorder_is_relative'])
  t.same(await flags({ member: wife, activity: '讲座' }, 'another'), [])
  t.same(await flags({ member: wife, activity: '值班' }, 'resident:1'), ['recorder_is_relative'], 'a resident who records is known')
  t.same(await flags({ member: other, serviceDate: '2025-03-16' }), ['closed_day'], 'a Sunday')
  t.same(await flags({ member: other, serviceDate: '2025-03-12' }), ['closed_day'], 'a date')
  t.same(await flags({ member: other, activity: '讲座', minutes: 661 }), ['long_day', 'unusual_length'], 'over twelve hours in all')
  t.equal(await scene.refusal({ member: other, activity: '值夜', minutes: 720 }), 'impossible_day', 'over a day in all')
  const usual = await scene.record({ member: other, serviceDate: '2025-03-10', minutes: 632 })
  t.match(usual.flags, [{ code: 'unusual_length', detail: { usualMinutes: 210 } }])
  const found = async (filter: object) => (await listRecords(service, C, { ...filter, limit: 50 })).items.length
  t.same([await found({ flag: 'closed_day' }), await found({ flag: 'recorder_is_relative' }), await found({ doubtful: true }), await found({ doubtful: false })], [2, 2, 7, 2])
  t.same((await scene.record({ member: 1, beneficiary: wife, activity: '陪护' }, { actor: 'another' })).facts, { servedOwnRelative: true })
})

onEveryScene(t, 'the same person at the same time in another community is flagged, and nothing else is told', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  const idNumber = idNumberOf('1950-05-01')
  granted(await createCommunity(service, { communityId: 'bihu', name: '碧湖', timeZone: 'Asia/Shanghai' }))
  granted(await createMember(service, 'bihu', { name: '王秀英', idNumber }))
  const policy = { earning: { categoryCoefficients: { 夜巡: '1' } } }
  granted(await postAction(service, 'bihu', { action: 'publish_policy', policy }, scene.asked('x')))
  const there = { member: 1, serviceDate: '2025-03-19', startMinute: 600, endMinute: 720, minutes: 120, category: '夜巡', method: 'list', evidence: 'none' } as const
  granted(await recordService(service, 'bihu', there, { actor: 'x' }))
  const member = await scene.member({ name: '王秀英', idNumber })
  const { flags } = await scene.record({ member, startMinute: 660, endMinute: 780, minutes: 120 })
  t.strictSame(flags, [{ code: 'two_places' }])
  t.same(scene.flagsOf(await scene.record({ member, startMinute: 780, endMinute: 840, activity: '讲座' })), [])
})

onEveryScene(t, 'a service over midnight is a record of each day, within one policy or two', async (t, scene) => {
  await scene.policy({}, { from: '2025-01-01' })
  await scene.policy({ minimumMinutes: 30 }, { from: '2025-03-01' })
  const night = { serviceDate: '2025-02-28', startMinute: 1380, endMinute: 1500, minutes: 120 }
  const given = { member: 1, category: CATEGORY, activity: '值夜', method: 'list', evidence: 'paper_list', ...night } as const
  const { records } = granted(await recordService(scene.service, C, given, { actor: 'coordinator' }))
  t.match(records, [
    { serviceDate: '2025-02-28', startMinute: 1380, endMinute: 1440, minutes: 60, continuesId: null },
    { serviceDate: '2025-03-01', startMinute: 0, endMinute: 60, minutes: 60, continuesId: records[0]?.recordId }
  ])
  t.equal(codeOf(await recordService(scene.service, C, given, { actor: 'coordinator' })), 'duplicate')
  t.equal(await scene.refusal({ serviceDate: '2025-03-19', startMinute: 1380, endMinute: 1500, minutes: 90 }), 'duration_mismatch')
  t.equal(await scene.refusal({ serviceDate: '2025-03-20', startMinute: 1380, endMinute: 1500, minutes: 120 }), 'future_date', 'tomorrow is not over')
  const { items } = await listRecords(scene.service, C, { from: '2025-03-20', limit: 9 })
  t.same(items, [], 'neither half was recorded')
})

onEveryScene(t, 'a batch is recorded each by itself, once for its key, and an id is recorded once', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  const one = { member: 1, serviceDate: '2025-03-18', minutes: 60, category: CATEGORY, method: 'list', evidence: 'none', note: '王家' } as const
  const batch = [one, one, { ...one, member: 99 }, { ...one, serviceDate: '2025-03-17' }]
  const codes = async (key: string, given = batch) => granted(await recordServices(service, C, given, { actor: 'coordinator', asked: { ...scene.asked('coordinator', key), request: given } }))
  const first = await codes('batch')
  t.same(first.outcomes.map(codeOf), ['granted', 'duplicate', 'unknown_member', 'granted'])
  const again = await codes('batch')
  t.equal(again.replayed, true)
  t.strictSame(again.outcomes, first.outcomes, 'the first answer again')
  t.equal(codeOf(await recordServices(service, C, [one], { actor: 'coordinator', asked: { ...scene.asked('coordinator', 'batch'), request: [one] } })), 'key_reused')
  const recordId = '0195b1a2-7c3d-7e4f-8a5b-0123456789ab'
  const made = [await scene.record({ recordId, serviceDate: '2025-03-10' }), await scene.record({ recordId, serviceDate: '2025-03-10' })]
  t.strictSame(made[0], made[1])
  t.equal((await listRecords(service, C, { limit: 9 })).items.length, 3)
})

onEveryScene(t, 'a record is changed until it is submitted, judged anew, and its flags are answered', async (t, scene) => {
  await scene.policy({})
  const { service } = scene
  await scene.member()
  granted(await putRecordSettings(service, C, { closedWeekdays: [], closedDates: ['2025-03-19'], staffMembers: {} }, scene.asked('administrator')))
  const { recordId } = await scene.record({ note: '第一次' })
  const answer = { flag: 'closed_day', answer: 'seen_document', note: '有照片' } as const
  t.equal(codeOf(await answerFlag(service, C, recordId, { ...answer, flag: 'long_day' }, scene.asked('approver'))), 'no_such_flag')
  const answered = granted(await answerFlag(service, C, recordId, answer, scene.asked('approver')))
  t.match(answered.record, { openFlags: 0, flags: [{ code: 'closed_day', answer: 'seen_document', answeredBy: 'approver' }] })
  t.equal(codeOf(await answerFlag(service, C, recordId, answer, scene.asked('approver'))), 'no_such_flag', 'once')
  const changed = granted(await changeRecord(service, C, recordId, { minutes: 90 }, scene.asked('another')))
  t.match(changed.record, { minutes: 90, openFlags: 1, hands: ['coordinator', 'another'], recordedBy: 'coordinator' }, 'the answer was about another length')
  const moved = granted(await changeRecord(service, C, recordId, { serviceDate: '2025-03-18', member: 2, startMinute: 600, endMinute: 630 }, scene.asked('another')))
  t.match(moved.record, { memberNumber: 2, minutes: 30, openFlags: 0, startMinute: 600 })
  t.equal(codeOf(await changeRecord(service, C, recordId, { serviceDate: '2025-04-01' }, scene.asked('another'))), 'future_date')
  await scene.submit(recordId)
  t.equal(codeOf(await changeRecord(service, C, recordId, { minutes: 60 }, scene.asked('another'))), 'record_not_open')
  t.equal(codeOf(await changeRecord(service, C, 'none', { minutes: 60 }, scene.asked('another'))), 'unknown_record')
  for (const [filter, expected] of [
    [{ state: 'submitted' }, 1], [{ state: 'recorded' }, 0], [{ member: 2 }, 1], [{ member: 1 }, 0], [{ from: '2025-03-19' }, 0], [{ through: '2025-03-18' }, 1],
    [{ activity: '探访' }, 1], [{ recorder: 'coordinator' }, 1], [{ recorder: 'another' }, 0], [{ doubtful: true }, 0], [{ flag: 'closed_day' }, 0]
  ] as const) t.equal((await listRecords(service, C, { ...filter, limit: 9 })).items.length, expected, JSON.stringify(filter))
})
