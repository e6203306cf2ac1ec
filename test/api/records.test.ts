import t from 'tap'
import { C, onEachDatabase } from '../communities/people-scene.ts'
import type { Answer, Body } from './app.ts'
import { multipart } from './multipart.ts'
import { done } from './taicheng.ts'

const VISIT = { member: 1, serviceDate: '2025-03-18', startTime: '09:00', endTime: '10:30', category: '老人陪护', activity: '上门探访', method: 'list', evidence: 'paper_list' }
const RECORDER = { actor: 'wang', role: 'coordinator' }
const APPROVER = { actor: 'li', role: 'approver' }

const itemsOf = (answer: Answer): Body[] => (answer.body.items ?? answer.body.outcomes) as unknown as Body[]

onEachDatabase(t, 'a service goes from the recorder to the approver to points, over HTTP', async (t, { post, get, patch }) => {
  const before = done(await get(`${C}/members/1/balances`)).body
  const recorded = done(await post(`${C}/service-records`, { service: VISIT }, RECORDER))
  const recordId = String(recorded.body.records?.[0]?.recordId)
  const R = `${C}/service-records/${recordId}`
  t.equal(recorded.headers['location'], `/v1${R}`)
  t.match(recorded.body.records, [{ state: 'recorded', minutes: 90, startTime: '09:00', endTime: '10:30', recordedBy: 'wang', number: null }])
  t.match(await patch(R, { startTime: '09:00', endTime: '11:00' }, RECORDER), { status: 200, body: { minutes: 120 } })
  t.match((await patch(R, { startTime: '09:00' }, RECORDER)).status, 400, 'one time without the other')
  t.match(await post(`${C}/record-submissions`, { records: [recordId, 'none'] }, RECORDER), { status: 200, body: { outcomes: [{ state: 'submitted', code: null }, { code: 'unknown_record', message: String }] } })
  t.match(await post(`${R}/approval`, {}, { ...RECORDER, role: 'administrator' }), { status: 403, body: { code: 'second_person_needed' } })
  t.match(await post(`${R}/approval`, {}, RECORDER), { status: 403, body: { code: 'not_permitted' } }, 'a coordinator approves nothing')
  const screens = await Promise.all([post(`${R}/approval`, {}, APPROVER), post(`${R}/approval`, {}, { ...APPROVER, actor: 'zhang' })])
  t.same(screens.map(({ status }) => status).sort(), [200, 409], 'from two screens at once it is approved once')
  t.match(screens.find(({ status }) => status === 409)?.body, { code: 'record_not_open' })
  t.match((await get(R)).body, { state: 'posted', approvals: [{ by: String }], number: Number, reversedBy: null, note: null })
  const after = done(await get(`${C}/members/1/balances`)).body
  t.equal(Number(after.points) - Number(before.points), 30)
  t.match((await get(`${C}/transactions/${(await get(R)).body.number}/explanation`)).body, { points: '30.00' })
})

onEachDatabase(t, 'what was noted with a doubt is read with its record, and with no list', async (t, { post, put, get }) => {
  done(await put(`${C}/record-settings`, { closedWeekdays: [2], closedDates: [], staffMembers: {} }))
  const recorded = done(await post(`${C}/service-records`, { service: { ...VISIT, note: '王家老人' }, submit: true }, RECORDER))
  const R = `${C}/service-records/${String(recorded.body.records?.[0]?.recordId)}`
  t.match(await post(`${R}/approval`, {}, APPROVER), { status: 409, body: { code: 'flags_unanswered' } })
  done(await post(`${R}/flag-answers`, { flag: 'closed_day', answer: 'witnessed', note: '张主任在场' }, APPROVER))
  done(await post(`${R}/return`, { reason: 'wrong_amount', note: '少半小时' }, APPROVER))
  t.match((await get(R)).body, { note: '王家老人', reasonNote: '少半小时', flags: [{ flag: 'closed_day', answer: 'witnessed', answeredBy: 'li', note: '张主任在场' }] })
  t.notMatch((await get(`${C}/service-records`)).text, /王家|张主任|少半/)
})

onEachDatabase(t, 'a batch is answered record by record, and the same key gives the first answer', async (t, { post, get }) => {
  const services = [VISIT, { ...VISIT, startTime: '10:00' }, { ...VISIT, member: 99 }, { ...VISIT, member: 2, startTime: '22:00', endTime: '01:00', endsNextDay: true }]
  const key = { ...RECORDER, 'idempotency-key': 'batch' }
  const first = done(await post(`${C}/record-batches`, { services, submit: true }, key))
  t.same(itemsOf(first).map(({ code }) => code), [null, 'overlap', 'unknown_member', null])
  t.match(first.body.outcomes?.[3]?.records, [{ serviceDate: '2025-03-18', endTime: '24:00' }, { serviceDate: '2025-03-19', startTime: '00:00', endTime: '01:00', continues: String }])
  const again = await post(`${C}/record-batches`, { services, submit: true }, key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.strictSame(again.body, first.body)
  t.match(await post(`${C}/record-batches`, { services }, key), { status: 409, body: { code: 'key_reused' } })
  const pages = []
  for (let after = ''; ; ) {
    const page = done(await get(`${C}/service-records?state=submitted&limit=1${after}`))
    pages.push(...itemsOf(page))
    if (page.body.next === null) break
    after = `&after=${String(page.body.next)}`
  }
  t.same(pages.map(({ recordId }) => recordId).sort(), itemsOf(first).flatMap(({ records }) => (records as unknown as Body[]).map(({ recordId }) => recordId)).sort())
  const run = done(await post(`${C}/record-approvals`, { filter: { member: 2 } }, APPROVER))
  t.match(run.body, { state: 'done', records: 2, posted: 2 })
  t.match((await get(`${C}/record-approvals/${String(run.body.runId)}`)).body, run.body)
  t.match((await post(`${C}/record-approvals`, { filter: {}, records: ['x'] }, APPROVER)).status, 400)
  const log = done(await get(`${C}/access-log?limit=50`))
  t.match(itemsOf(log).find(({ operation, outcome }) => String(operation) === 'approveServiceRecords' && String(outcome) === 'done'), { subject: `approval:${String(run.body.runId)}`, actor: 'li' })
})

onEachDatabase(t, 'the rows of a sheet are submitted by who handed it in, and one who did not approves them', async (t, { post, send, get }) => {
  const sheet = (name: string, text: string, kind: string) => {
    const { payload, headers } = multipart({ file: { name, text } })
    return send({ method: 'POST', url: `/v1${C}/imports?kind=${kind}`, payload, headers: { ...headers, ...RECORDER, 'idempotency-key': kind } })
  }
  const rows = '卡号,姓名,服务日期,时长,服务类别,活动名称,记录方式\r\nTC100001,夏红浩,2025-03-10,2,老人陪护,探访,签到\r\nTC100001,夏红浩,2025-03-11,1,老人陪护,探访,补录\r\nTC100009,谁,2025-03-11,1,老人陪护,探访,签到\r\n'
  const { importId } = done(await sheet('时长.csv', rows, 'hours')).body
  const submitted = done(await post(`${C}/imports/${String(importId)}/submission`, {}, RECORDER))
  t.match(submitted.body, { state: 'confirmed', accepted: 2, preparedBy: 'wang', confirmedBy: 'wang' })
  t.match(await post(`${C}/imports/${String(importId)}/confirm`, {}, APPROVER), { status: 200, body: { repeated: true } }, 'confirmed now it posts nothing more')
  const waiting = itemsOf(done(await get(`${C}/service-records?state=submitted`)))
  t.match(waiting, [{ evidence: 'check_in', backfilled: false, sourceRow: '2' }, { evidence: 'none', backfilled: true, sourceRow: '3', method: 'import' }])
  t.match((await get(`${C}/exceptions`)).body.items, [], 'who only handed in did nothing alone')
  t.match(done(await post(`${C}/record-approvals`, { filter: {} }, { ...RECORDER, role: 'administrator' })).body, { posted: 0, passedOver: { second_person_needed: 2 } })
  t.match(done(await post(`${C}/record-approvals`, { filter: {} }, APPROVER)).body, { posted: 2 })
  const members = done(await sheet('名册.csv', '卡号,姓名\r\nTC100077,新人\r\n', 'members')).body
  t.match(await post(`${C}/imports/${String(members.importId)}/submission`, {}, RECORDER), { status: 404, body: { code: 'unknown_import' } })
})
