import t, { type Test } from 'tap'
import { closeForgotten } from '../../../src/hours/attendance/close-forgotten.ts'
import type { Answer, TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { onEachDatabase } from '../../communities/people-scene.ts'
import { as, C, COORDINATOR, fiveMembers, itemsOf, shiftOn } from './scene.ts'

const refused = (t: Test, answer: Answer, status: number, code: string): unknown => t.match(answer, { status, body: { code } }, code)

const shift = (purposeId: string): { purpose: 'shift'; purposeId: string } => ({ purpose: 'shift', purposeId })

async function codeOf({ get }: TestApp, purposeId: string): Promise<string> {
  return String(done(await get(`${C}/check-in-codes/shift/${purposeId}`)).body.code)
}

/** The service records there are, in the order of their days. */
async function recordsOf({ service }: TestApp) {
  const { hoursRecord: r } = service.bank.store.tables
  const columns = {
    member: r.memberNumber, day: r.serviceDate, start: r.startMinute, end: r.endMinute, minutes: r.minutes, method: r.method, evidence: r.evidence, shiftId: r.shiftId,
    recordId: r.recordId, continuesId: r.continuesId, state: r.state, openFlags: r.openFlags, activity: r.activity, activityId: r.activityId, sourceHash: r.sourceHash
  }
  return service.bank.store.db.select(columns).from(r).orderBy(r.serviceDate, r.recordId)
}

const presences = async ({ get }: TestApp, query = '') => itemsOf<{ presenceId: string; state: string; flags: { code: string; minutes?: number }[] }>(await get(`${C}/presences?${query}`))

onEachDatabase(t, 'in and out by card make one service record with the minutes of the presence', async (t, scene) => {
  const { post, get, clock } = scene
  const shiftId = await shiftOn(scene)
  clock.set('2025-03-20T01:58:00Z')
  refused(t, await post(`${C}/check-outs`, { ...shift(shiftId), card: 'TC100002' }), 409, 'not_checked_in')
  const key = { 'idempotency-key': 'scan', role: 'clerk', scope: 'community:taicheng' }
  const checkedIn = done(await post(`${C}/check-ins`, { ...shift(shiftId), card: 'TC100002' }, key))
  t.match(checkedIn.body, { member: 2, state: 'in', checkInMethod: 'card', checkedInBy: 'clerk', flags: [], minutes: null, title: '巡逻' })
  const again = await post(`${C}/check-ins`, { ...shift(shiftId), card: 'TC100002' }, key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.same(again.body, checkedIn.body, 'the same scan sent again')
  refused(t, await post(`${C}/check-ins`, { ...shift(shiftId), card: 'TC100002' }), 409, 'already_checked_in')
  const other = await shiftOn(scene, { members: [], title: '义诊' })
  refused(t, await post(`${C}/check-ins`, { ...shift(other), member: 2 }), 409, 'present_elsewhere')
  refused(t, await post(`${C}/check-outs`, { ...shift(other), member: 2 }), 409, 'not_checked_in')
  refused(t, await post(`${C}/check-ins`, { ...shift(shiftId), card: 'TC999999' }), 404, 'unknown_member')
  t.equal((await post(`${C}/check-ins`, { ...shift(shiftId) })).status, 400, 'a card or a member')
  t.equal((await presences(scene)).length, 1, 'nothing of what was refused')
  clock.set('2025-03-20T04:00:30Z')
  const out = done(await post(`${C}/check-outs`, { ...shift(shiftId), card: 'TC100002' }))
  t.match(out.body, { state: 'out', minutes: 122, evidence: 'check_in_and_out', flags: [], recordRefusal: null })
  refused(t, await post(`${C}/check-outs`, { ...shift(shiftId), card: 'TC100002' }), 409, 'not_checked_in')
  t.match(await recordsOf(scene), [
    { member: 2, day: '2025-03-20', start: 598, end: 720, minutes: 122, method: 'card', evidence: 'check_in_and_out', shiftId, activity: '巡逻', state: 'recorded', openFlags: 0 }
  ])
  t.same(out.body.recordIds, (await recordsOf(scene)).map((each) => each.recordId))
  t.match((await get(`${C}/members/2/presences`, as(2))).body.items, [{ presenceId: out.body.presenceId }])
})

onEachDatabase(t, 'late, early and unexpected are shown; less than a minute makes no record', async (t, scene) => {
  const { post, clock } = scene
  const shiftId = await shiftOn(scene, { members: [1] })
  clock.set('2025-03-20T02:20:00Z')
  done(await post(`${C}/check-ins`, { ...shift(shiftId), member: 2 }, COORDINATOR))
  clock.set('2025-03-20T02:20:59Z')
  const short = done(await post(`${C}/check-outs`, { ...shift(shiftId), member: 2 }, COORDINATOR))
  t.match(short.body, { minutes: 0, recordIds: [], flags: [{ code: 'late', minutes: 20 }, { code: 'not_expected' }, { code: 'early_leave', minutes: 99 }] })
  t.same(await recordsOf(scene), [])
  done(await post(`${C}/check-ins`, { ...shift(shiftId), member: 2 }, COORDINATOR))
  clock.set('2025-03-20T02:22:00Z')
  t.match(done(await post(`${C}/check-outs`, { ...shift(shiftId), member: 2 }, COORDINATOR)).body, { minutes: 2, checkInMethod: 'list' }, 'who came back was there again')
})

onEachDatabase(t, 'a check-in is taken for the time of the thing itself and its tolerance, and of nothing that was called off', async (t, scene) => {
  const { post, put, clock } = scene
  const shiftId = await shiftOn(scene)
  const tried = async (moment: string) => {
    clock.set(moment)
    return post(`${C}/check-ins`, { ...shift(shiftId), member: 1 })
  }
  t.match(await tried('2025-03-20T01:29:59Z'), { status: 409, body: { code: 'check_in_not_open', parameters: { from: '2025-03-20 09:30' } } })
  t.match(await tried('2025-03-20T04:30:01Z'), { status: 409, body: { code: 'check_in_over', parameters: { through: '2025-03-20 12:30' } } })
  done(await put(`${C}/check-in-codes/shift/${shiftId}`, { rotating: false, toleranceMinutes: 60 }))
  t.equal((await tried('2025-03-20T01:29:59Z')).status, 200)
  const cancelled = await shiftOn(scene, { serviceDate: '2025-03-21', members: [2] })
  done(await post(`${C}/shifts/${cancelled}/cancel`, { reason: 'weather' }))
  clock.set('2025-03-21T02:00:00Z')
  refused(t, await post(`${C}/check-ins`, { ...shift(cancelled), member: 2 }), 409, 'shift_cancelled')
  refused(t, await post(`${C}/check-ins`, { ...shift('0195b1a2-7c3d-7e4f-8a5b-0123456789ab'), member: 2 }), 404, 'unknown_shift')
  t.match(await presences(scene), [{ state: 'in' }])
})

onEachDatabase(t, 'by phone with the code that is shown on the spot; a photograph of it is worth nothing later', async (t, scene) => {
  const { post, put, get, clock } = scene
  const shiftId = await shiftOn(scene)
  const tomorrow = await shiftOn(scene, { serviceDate: '2025-03-21' })
  done(await put(`${C}/check-in-codes/shift/${shiftId}`, { rotating: true }))
  clock.set('2025-03-20T02:00:00Z')
  const code = await codeOf(scene, shiftId)
  const own = (path: string, body: object, member = 2) => post(`${C}/members/${member}/${path}`, { ...shift(shiftId), ...body }, as(member))
  t.equal((await post(`${C}/members/2/check-ins`, { ...shift(shiftId), code }, as(1))).status, 403, 'nobody checks in for another')
  t.equal((await post(`${C}/members/2/check-ins`, { ...shift(shiftId), code }, COORDINATOR)).status, 403)
  refused(t, await own('check-ins', { code: '000000000' }), 403, 'code_wrong')
  refused(t, await post(`${C}/members/2/check-ins`, { ...shift(tomorrow), code }, as(2)), 403, 'code_wrong')
  clock.set('2025-03-20T02:01:00Z')
  refused(t, await own('check-ins', { code }), 403, 'code_expired')
  t.same(await presences(scene), [])
  t.match(done(await own('check-ins', { code: await codeOf(scene, shiftId) })).body, { checkInMethod: 'code', checkedInBy: 'resident:2' })
  clock.set('2025-03-20T04:00:00Z')
  refused(t, await own('check-outs', { code }), 403, 'code_expired')
  t.match(done(await own('check-outs', { code: await codeOf(scene, shiftId) })).body, { minutes: 119 })
  t.match(await recordsOf(scene), [{ member: 2, method: 'code', evidence: 'check_in_and_out', openFlags: 0 }], 'that the member recorded it is no flag: the code was shown by others')
  const image = await get(`${C}/check-in-codes/shift/${shiftId}/qr.svg`)
  t.match(image.headers, { 'content-type': /svg/, 'cache-control': 'no-store' })
  t.match(image.text, /^<svg/)
  t.equal((await get(`${C}/check-in-codes/shift/${shiftId}`, as(2))).status, 403, 'who comes does not see it from home')
})

onEachDatabase(t, 'the code of the day of yesterday has expired, and who guesses is slowed down', async (t, scene) => {
  const { post, get, clock, service } = scene
  const { post: posts } = service.bank.store.tables
  const postId = '0195b1a2-7c3d-7e4f-8a5b-00000000000a'
  const row = {
    communityId: 'taicheng', postId, title: '图书角', field: 'culture', category: '文体活动', grid: null, building: null, expectedYearMinutes: 6000, endedOn: null,
    recordedBy: 'coordinator', recordedAt: 0
  }
  await service.bank.store.write((db) => db.insert(posts).values(row))
  const code = done(await get(`${C}/check-in-codes/post/${postId}`)).body.code
  const own = (given: unknown, member = 2) => post(`${C}/members/${member}/check-ins`, { purpose: 'post', purposeId: postId, code: given }, as(member))
  clock.set('2025-03-20T17:00:00Z')
  refused(t, await own(code), 403, 'code_expired')
  const today = done(await get(`${C}/check-in-codes/post/${postId}`)).body.code
  t.not(today, code)
  for (let guess = 0; guess < 10; guess++) refused(t, await own(`00000000${guess}`), 403, 'code_wrong')
  const slowed = await own(today)
  refused(t, slowed, 429, 'too_many_requests')
  t.equal(slowed.headers['retry-after'], '30')
  t.equal((await own(today, 1)).status, 200, 'whoever is on the same network is not')
  clock.set('2025-03-20T17:01:00Z')
  t.equal((await own(today)).status, 200)
})

onEachDatabase(t, 'who is responsible shows the code and keeps the list, and nobody else', async (t, scene) => {
  const { post, get, clock } = scene
  await fiveMembers(scene)
  const shiftId = await shiftOn(scene, { responsible: 3 })
  clock.set('2025-03-20T04:10:00Z')
  t.match(done(await get(`${C}/members/3/check-in-codes/shift/${shiftId}`, as(3))).body, { code: await codeOf(scene, shiftId) })
  refused(t, await get(`${C}/members/2/check-in-codes/shift/${shiftId}`, as(2)), 403, 'not_responsible')
  refused(t, await get(`${C}/members/2/check-in-codes/shift/0195b1a2-7c3d-7e4f-8a5b-0123456789ab/qr.svg`, as(2)), 403, 'not_responsible')
  const rows = [{ member: 1, from: '10:00', to: '12:00' }, { member: 3, from: '10:00', to: '12:00' }]
  refused(t, await post(`${C}/members/2/attendance-lists`, { ...shift(shiftId), rows }, as(2)), 403, 'not_responsible')
  t.same(await presences(scene), [])
  t.match(done(await post(`${C}/members/3/attendance-lists`, { ...shift(shiftId), rows }, as(3))).body.rows, [{ member: 1, presenceId: /-/ }, { member: 3, presenceId: /-/ }])
  t.match(await recordsOf(scene), [{ member: 1, openFlags: 0, method: 'list' }, { member: 3, openFlags: 1, method: 'list' }], 'who ticks their own name is looked at')
  const late = await shiftOn(scene, { responsible: 3, serviceDate: '2025-03-21', members: [3] })
  clock.set('2025-03-21T02:00:00Z')
  const own = async (path: string) => done(await post(`${C}/members/3/${path}`, { ...shift(late), code: await codeOf(scene, late) }, as(3)))
  await own('check-ins')
  clock.set('2025-03-21T03:00:00Z')
  await own('check-outs')
  t.match((await recordsOf(scene)).at(-1), { member: 3, method: 'code', openFlags: 1 }, 'nor does a code vouch for who shows it')
})

onEachDatabase(t, 'a list and a paper sheet are answered row by row, and once for their key', async (t, scene) => {
  const { post, clock } = scene
  await fiveMembers(scene)
  const shiftId = await shiftOn(scene)
  clock.set('2025-03-20T03:00:00Z')
  done(await post(`${C}/check-ins`, { ...shift(shiftId), member: 5 }))
  const rows = [
    { member: 1, from: '10:00', to: '11:00' },
    { member: 1, from: '10:30', to: '11:00' },
    { member: 2, from: '11:00', to: '10:00' },
    { member: 2, from: '10:00', to: '12:00' },
    { member: 99, from: '10:00', to: '11:00' },
    { member: 5, from: '10:00', to: '11:00' },
    { member: 3, from: '10:30' }
  ]
  const sourceHash = 'ab'.repeat(32)
  const body = { ...shift(shiftId), method: 'sheet', attachments: 2, sourceHash, rows }
  const key = { 'idempotency-key': 'sheet' }
  const answered = done(await post(`${C}/attendance-lists`, body, key))
  t.same((answered.body.rows as unknown as { refusal?: string }[]).map((row) => row.refusal), [undefined, 'overlap', 'end_before_start', 'future_date', 'unknown_member', 'already_checked_in', 'future_date'])
  const again = await post(`${C}/attendance-lists`, body, key)
  t.same(again.body, answered.body)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.match(await recordsOf(scene), [{ member: 1, minutes: 60, method: 'sheet', evidence: 'paper_list', sourceHash }])
  clock.set('2025-03-20T06:00:00Z')
  done(await post(`${C}/attendance-lists`, { ...shift(shiftId), rows: [{ member: 3, from: '10:30' }] }))
  t.match((await recordsOf(scene)).at(-1), { member: 3, start: 630, end: 720, evidence: /^check_in$/, method: 'list' }, 'without an end, to the planned one')
  refused(t, await post(`${C}/attendance-lists`, { ...body, rows: [{ member: 1, from: '10:00', to: '25:00' }] }), 400, 'bad_time')
})

onEachDatabase(t, 'a forgotten check-out is closed by rule at the planned end, and put right by the coordinator', async (t, scene) => {
  const { post, get, clock, service } = scene
  const shiftId = await shiftOn(scene)
  clock.set('2025-03-20T02:00:00Z')
  const { presenceId } = done(await post(`${C}/check-ins`, { ...shift(shiftId), member: 2 }, COORDINATOR)).body
  clock.set('2025-03-20T04:30:00Z')
  t.match(await closeForgotten(service, 'taicheng'), { closed: 0 }, 'within the tolerance it is still open')
  clock.set('2025-03-20T05:00:00Z')
  refused(t, await post(`${C}/check-outs`, { ...shift(shiftId), member: 2 }, COORDINATOR), 409, 'not_checked_in')
  t.match(done(await get(`${C}/presences/${presenceId}`)).body, {
    state: 'out', checkedOutAt: '2025-03-20T04:00:00.000Z', checkOutMethod: 'rule', evidence: /^check_in$/, minutes: 120, flags: [{ code: 'forgotten_check_out' }]
  })
  t.match(done(await post(`${C}/presences/close-forgotten`, {})).body, { closed: 0, more: false })
  t.match(await recordsOf(scene), [{ minutes: 120, evidence: /^check_in$/, state: 'recorded' }])
  const correct = (body: object) => post(`${C}/presences/${presenceId}/correction`, { reason: 'forgotten_check_out', ...body }, COORDINATOR)
  refused(t, await correct({ checkedOutAt: '2025-03-20T02:00:00.000Z' }), 400, 'end_before_start')
  refused(t, await correct({ checkedOutAt: '2025-03-20T06:00:00.000Z' }), 400, 'future_date')
  const corrected = done(await correct({ checkedOutAt: '2025-03-20T03:30:00.000Z' }))
  t.match(corrected.body, { replaces: presenceId, minutes: 90, flags: [{ code: 'early_leave', minutes: 30 }, { code: 'corrected' }], reason: 'forgotten_check_out' })
  t.match(await recordsOf(scene), [{ minutes: 120, state: 'withdrawn' }, { minutes: 90, state: 'recorded' }])
  t.match((await get(`${C}/presences/${presenceId}`)).body, { state: 'void' }, 'the old one stays to be seen')
  refused(t, await correct({ checkedOutAt: '2025-03-20T03:00:00.000Z' }), 409, 'presence_not_correctable')
  const away = await post(`${C}/presences/${corrected.body.presenceId}/correction`, { reason: 'not_there', notThere: true })
  t.match(away.body, { state: 'void', reason: 'not_there' })
  t.same((await recordsOf(scene)).map((each) => each.state), ['withdrawn', 'withdrawn'])
})

onEachDatabase(t, 'a shift over midnight and the end of a closed month makes two linked records, each of its own day', async (t, scene) => {
  const { post, get, clock } = scene
  clock.set('2025-03-31T13:00:00Z')
  const shiftId = await shiftOn(scene, { serviceDate: '2025-03-31', startTime: '22:00', endTime: '02:00', endsNextDay: true })
  clock.set('2025-03-31T14:00:00Z')
  done(await post(`${C}/check-ins`, { ...shift(shiftId), member: 2 }))
  clock.set('2025-03-31T17:00:00Z')
  done(await post(`${C}/periods/close`, { through: '2025-03-31' }))
  clock.set('2025-03-31T18:00:00Z')
  const out = done(await post(`${C}/check-outs`, { ...shift(shiftId), member: 2 }))
  t.match(out.body, { serviceDate: '2025-03-31', minutes: 240 })
  const records = await recordsOf(scene)
  t.match(records, [
    { day: '2025-03-31', start: 1320, end: 1440, minutes: 120, continuesId: null },
    { day: '2025-04-01', start: 0, end: 120, minutes: 120, continuesId: records[0]?.recordId }
  ])
  t.same(out.body.recordIds, records.map((each) => each.recordId))
  const approver = { actor: 'approver', role: 'approver', scope: 'community:taicheng' }
  done(await post(`${C}/record-submissions`, { records: out.body.recordIds }, COORDINATOR))
  const dates: unknown[] = []
  for (const recordId of records.map((each) => each.recordId)) {
    const { number } = done(await post(`${C}/service-records/${recordId}/approval`, {}, approver)).body
    const { serviceDate, businessDate } = done(await get(`${C}/transactions/${number}`)).body
    dates.push([serviceDate, businessDate])
  }
  t.same(dates, [['2025-03-31', '2025-04-01'], ['2025-04-01', '2025-04-01']], 'that of the closed month stands in the books on the day of posting')
  const late = await shiftOn(scene, { serviceDate: '2025-04-01', startTime: '22:00', endTime: '02:00', endsNextDay: true })
  clock.set('2025-04-01T17:00:00Z')
  done(await post(`${C}/check-ins`, { ...shift(late), member: 2 }))
  clock.set('2025-04-01T18:00:00Z')
  done(await post(`${C}/check-outs`, { ...shift(late), member: 2 }))
  t.match((await recordsOf(scene)).at(-1), { day: '2025-04-02', start: 60, end: 120 }, 'who came after midnight served on that day')
})

onEachDatabase(t, 'an activity is checked in to, who signed up is expected, and two at once check in once', async (t, scene) => {
  const { post, clock } = scene
  const plan = {
    title: '读书会', place: '活动室', category: '文体活动', date: '2025-03-21', startMinute: 840, endMinute: 960, responsible: { member: 1 }, expectedMinutes: 120
  }
  const activityId = String(done(await post(`${C}/activities`, plan)).body.activityId)
  clock.set('2025-03-21T06:00:00Z')
  const body = { purpose: 'activity', purposeId: activityId, card: 'TC100002' }
  const both = await Promise.all(['one', 'two'].map((key) => post(`${C}/check-ins`, body, { 'idempotency-key': key })))
  t.same(both.map((each) => each.status).sort(), [200, 409])
  t.match(both.find((each) => each.status === 200)?.body, { flags: [{ code: 'not_expected' }] })
  clock.set('2025-03-21T08:00:00Z')
  const out = done(await post(`${C}/check-outs`, body))
  t.match(out.body, { minutes: 120, recordRefusal: null })
  t.match(await recordsOf(scene), [{ member: 2, activityId, minutes: 120, activity: '读书会' }])
})
