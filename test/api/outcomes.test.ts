import t from 'tap'
import { C, idNumberOf, onEachDatabase } from '../communities/people-scene.ts'
import type { Answer, TestApp } from './app.ts'
import { done } from './taicheng.ts'

const ISSUE = { from: '2025-03-01', through: '2025-03-20', responsible: '王主任', handler: '小陈', contact: '025-84400000' }

const ID = idNumberOf('1950-05-01')

async function issued(scene: TestApp, more: object = {}): Promise<Answer> {
  return done(await scene.post(`${C}/members/1/certificates`, { ...ISSUE, ...more }))
}

/** The verification code as the page prints it. */
async function codeOf({ get }: TestApp, number: string): Promise<string> {
  const page = await get(`${C}/members/1/certificates/${number}/page`)
  return /<span class="mono">([^<]+)<\/span>/.exec(page.text)?.[1] ?? ''
}

onEachDatabase(t, 'a certificate states what the law asks, masks the ID number, and is answered for', async (t, scene) => {
  const { post, get, patch, app } = scene
  done(await patch(`${C}/members/1`, { idNumber: ID, birthDate: '1950-05-01', volunteer: {} }))
  done(await post(`${C}/hours`, { member: 1, category: '老人陪护', minutes: 45, backfilled: true, activity: '<b>探访</b>', serviceDate: '2025-03-03' }))
  const first = await issued(scene)
  const prefix = String((await get(C)).body.cardPrefix)
  const number = `${prefix}-2025-000001`
  t.match(first.body, { number, verifiedMinutes: 600, honoraryMinutes: 45, teamMinutes: 0, state: 'valid', idNumberInFull: false })
  const page = await get(`${C}/members/1/certificates/${number}/page`)
  t.match(page.headers, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': /script-src 'self'/ })
  for (const stated of ['夏红浩', `3201**********${ID.slice(-4)}`, '10 小时', '45 分钟', '王主任', '小陈', '025-84400000', '台城花园社区', '2025年3月20日', number]) t.ok(page.text.includes(stated), stated)
  for (const kept of [ID, '15404409081', '<b>探访</b>', '<script', '10 小时 45 分钟', '1950']) t.notOk(page.text.includes(kept), kept)
  t.match(page.text, /V\d{6}/, 'the volunteer number')

  const code = await codeOf(scene, number)
  t.match(code, /^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/)
  const verify = (which: string, given: string, community = 'taicheng') => get(`/communities/${community}/certificates/${which}/verification?code=${given}`, { role: 'nobody' })
  const good = await verify(number, code.toLowerCase())
  t.match(good, { status: 200, body: { number, state: 'valid', name: '夏*浩', verifiedMinutes: 600, honoraryMinutes: 45 }, headers: { 'cache-control': 'no-store' } })
  t.notMatch(good.text, new RegExp(`夏红浩|3201\\*|${ID}|探访|王主任`))
  const wrong = [await verify(number, 'AAAAA-AAAAA-AAAAA-AAAAA'), await verify(`${prefix}-2025-000002`, code), await verify(number, code, 'nowhere')]
  for (const answer of wrong) t.match(answer, { status: 404, body: { code: 'certificate_not_found', parameters: {} } })

  const shown = await app.inject(`/verify/taicheng/${number}?code=${code}`)
  t.match(shown, { statusCode: 200, headers: { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' } })
  t.match(shown.body, /✓ 有效 Valid/)
  t.match((await app.inject(`/verify/taicheng/${number}`)).body, /<form method="get">/)
  const refused = await app.inject(`/verify/taicheng/${number}?code=x`)
  t.equal(refused.statusCode, 404)
  t.notMatch(refused.body.split('<main>')[1], /夏|600|小时/)
  t.notMatch((await app.inject('/verify/taicheng/%3Cscript%3Ealert(1)%3C%2Fscript%3E')).body, /<script/)
})

onEachDatabase(t, 'a certificate says when its figures have changed, is replaced and revoked', async (t, scene) => {
  const { post, get } = scene
  const number = String((await issued(scene)).body.number)
  const code = await codeOf(scene, number)
  const state = async (which = number): Promise<unknown> => (await get(`${C}/members/1/certificates/${which}`)).body.state
  done(await post(`${C}/hours`, { member: 1, category: '老人陪护', minutes: 60, serviceDate: '2025-03-10' }))
  t.equal(await state(), 'valid', 'hours recorded later are simply not in it')
  done(await post(`${C}/reversals`, { number: 3, reason: 'clerk_error' }))
  t.equal(await state(), 'figures_changed')
  t.match((await get(`/communities/taicheng/certificates/${number}/verification?code=${code}`)).body, { state: 'figures_changed', verifiedMinutes: 600 })
  t.match((await get(`${C}/members/1/certificates/${number}/page`)).text, /所载时长有更正/)
  const second = await issued(scene, { replaces: number })
  t.match(second.body, { verifiedMinutes: 540, state: 'valid' })
  t.match((await get(`${C}/members/1/certificates/${number}`)).body, { state: 'superseded', supersededBy: second.body.number })
  t.match(await post(`${C}/members/1/certificates`, { ...ISSUE, replaces: number }), { status: 409, body: { code: 'certificate_not_valid' } })
  t.match(await post(`${C}/members/1/certificates/${second.body.number}/revocation`, {}), { status: 403, body: { code: 'reason_needed' } })
  const revoke = () => post(`${C}/members/1/certificates/${second.body.number}/revocation`, { reason: 'clerk_error' })
  t.match((await revoke()).body, { state: 'revoked', revokeReason: 'clerk_error' })
  t.match(await revoke(), { status: 409, body: { code: 'certificate_not_valid' } })
  t.match((await get(`${C}/members/1/certificates`)).body.items, [{ state: 'superseded' }, { state: 'revoked' }])
  t.match(await get(`${C}/members/2/certificates/${number}`), { status: 404, body: { code: 'unknown_certificate' } })
})

onEachDatabase(t, 'the ID number stands in full only for a reason; numbers are given once, also at the same moment', async (t, scene) => {
  const { post, get, patch, service } = scene
  const whole = { fullIdNumberReason: '升学使用' }
  t.match(await post(`${C}/members/1/certificates`, { ...ISSUE, ...whole }), { status: 409, body: { code: 'id_number_missing' } })
  done(await patch(`${C}/members/1`, { idNumber: ID, birthDate: '1950-05-01' }))
  const full = await issued(scene, whole)
  t.match((await get(`${C}/members/1/certificates/${full.body.number}/page`)).text, new RegExp(ID))
  const rows = JSON.stringify(await service.bank.store.db.select().from(service.bank.store.tables.certificate))
  t.notMatch(rows, new RegExp(`升学|夏红浩|王主任|${ID}`), 'nothing of it stands in clear')
  const rush = await Promise.all([1, 2, 3, 4].map(() => issued(scene)))
  t.same(rush.map(({ body }) => String(body.number).slice(-1)).sort(), ['2', '3', '4', '5'])
  const key = { 'idempotency-key': 'certificate' }
  const once = await post(`${C}/members/1/certificates`, ISSUE, key)
  t.match(await post(`${C}/members/1/certificates`, ISSUE, key), { status: 201, body: { number: once.body.number }, headers: { 'idempotency-replayed': 'true' } })
  t.match(await post(`${C}/members/2/certificates`, ISSUE), { status: 409, body: { code: 'nothing_to_certify' } })
  t.match(await post(`${C}/members/1/certificates`, { ...ISSUE, through: '2025-03-21' }), { status: 400, body: { code: 'future_date' } })
  t.match(await post(`${C}/members/1/certificates`, { ...ISSUE, from: '2025-03-20', through: '2025-03-01' }), { status: 400, body: { code: 'bad_range' } })
})

onEachDatabase(t, 'what is erased is no longer stated, and what was merged is certified whole', async (t, scene) => {
  const { post, get } = scene
  done(await post(`${C}/hours`, { member: 2, category: '科普宣传', minutes: 60, serviceDate: '2025-03-05' }))
  done(await post(`${C}/merges`, { from: 1, into: 2 }))
  const whole = done(await post(`${C}/members/2/certificates`, ISSUE))
  t.match(whole.body, { verifiedMinutes: 660 })
  t.match((await get(`${C}/members/2/hours-total`)).body, { verifiedMinutes: 660, honoraryMinutes: 0, years: [{ year: 2025, verifiedMinutes: 660 }] })
  done(await post(`${C}/donations`, { member: 2, points: '110.00' }))
  done(await post(`${C}/members/2/erasure`, { reason: 'own_request' }))
  const { certificate } = scene.service.bank.store.tables
  t.match(await scene.service.bank.store.db.select().from(certificate), [{ statement: null, revokeReason: 'erased' }])
})

onEachDatabase(t, 'a star is proposed, stands five working days on notice, and is awarded by somebody else', async (t, scene) => {
  const { post, put, get, clock } = scene
  t.match((await get(`${C}/star-levels`)).body, { levels: [100, 300, 600, 1000, 1500], noticeDays: 5 })
  t.match(await put(`${C}/star-levels`, { levels: [10, 5], noticeDays: 5 }), { status: 400 })
  t.match(await put(`${C}/star-levels`, { levels: [5, 10], noticeDays: 4 }), { status: 400 })
  done(await put(`${C}/star-levels`, { levels: [5, 10, 20] }))
  t.match((await get(`${C}/stars/candidates`)).body, { items: [{ member: 1, level: 2, hours: 10, minutes: 600 }], next: null })
  t.match(await post(`${C}/stars`, { member: 1, level: 3 }), { status: 409, body: { code: 'star_not_reached' } })
  const proposed = done(await post(`${C}/stars`, { member: 1, level: 2 }, { actor: 'anna' }))
  // Thursday, 20 March 2025: five working days later is Thursday, the 27th.
  t.match(proposed.body, { state: 'on_notice', noticeFrom: '2025-03-20', noticeThrough: '2025-03-27' })
  const starId = String(proposed.body.starId)
  t.match(await post(`${C}/stars`, { member: 1, level: 1 }), { status: 409, body: { code: 'star_already' } })
  t.same((await get(`${C}/stars/candidates`)).body.items, [])
  const award = (actor: string) => post(`${C}/stars/${starId}/award`, {}, { actor })
  t.match(await award('bert'), { status: 409, body: { code: 'notice_not_over' } })
  clock.set('2025-03-27T15:59:00Z')
  t.match(await award('bert'), { status: 409, body: { code: 'notice_not_over' } }, 'not before the last day is over')
  clock.set('2025-03-27T16:01:00Z')
  t.match(await award('anna'), { status: 403, body: { code: 'second_person_needed' } })
  t.match((await award('bert')).body, { state: 'awarded', awardedOn: '2025-03-28', decidedBy: 'bert' })
  t.match(await award('bert'), { status: 409, body: { code: 'star_not_on_notice' } })
  t.match((await get(`${C}/members/1/stars`)).body.items, [{ level: 2, state: 'awarded' }])
})

onEachDatabase(t, 'an objection stops a star, and hours reversed meanwhile do too', async (t, scene) => {
  const { post, put, clock, service } = scene
  done(await put(`${C}/star-levels`, { levels: [5, 10] }))
  const first = String(done(await post(`${C}/stars`, { member: 1, level: 2 }, { actor: 'anna' })).body.starId)
  t.match((await post(`${C}/stars/${first}/objection`, { objection: '夏红浩当日不在' })).body, { state: 'stopped' })
  t.match(await post(`${C}/stars/${first}/objection`, { objection: 'x' }), { status: 409, body: { code: 'star_not_on_notice', parameters: { state: 'stopped' } } })
  t.notMatch(JSON.stringify(await service.bank.store.db.select().from(service.bank.store.tables.note)), /不在/)
  const second = String(done(await post(`${C}/stars`, { member: 1, level: 2 }, { actor: 'anna' })).body.starId)
  done(await post(`${C}/reversals`, { number: 3, reason: 'clerk_error' }))
  clock.set('2025-04-10T02:00:00Z')
  t.match(await post(`${C}/stars/${second}/award`, {}, { actor: 'bert' }), { status: 409, body: { code: 'star_not_reached' } })
})

onEachDatabase(t, 'points that expire soon are listed, and the year is summed up by what it was', async (t, scene) => {
  const { post, get } = scene
  done(await post(`${C}/awards`, { member: 1, rule: 'r', points: '3.00', expiresOn: '2025-03-31' }))
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '4.00', expiresOn: '2025-04-19' }))
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '5.00', expiresOn: '2025-04-20' }))
  t.same((await get(`${C}/expiring-points?withinDays=30`)).body.items, [
    { member: 1, expiresOn: '2025-03-31', points: '3.00' }, { member: 2, expiresOn: '2025-04-19', points: '4.00' }
  ])
  const page = await get(`${C}/expiring-points?withinDays=31&limit=2`)
  t.match((await get(`${C}/expiring-points?withinDays=31&limit=2&after=${page.body.next}`)).body, { items: [{ member: 2, expiresOn: '2025-04-20', points: '5.00' }], next: null })
  t.same((await get(`${C}/members/2/expiring-points?withinDays=30`)).body.items, [{ member: 2, expiresOn: '2025-04-19', points: '4.00' }])
  done(await post(`${C}/hours`, { member: 2, category: '老人陪护', minutes: 60, serviceDate: '2025-03-04' }))
  done(await post(`${C}/reversals`, { number: 3, reason: 'clerk_error' }))
  const year = (by: string, where = C) => get(`${where}/year-summary?year=2025&by=${by}`)
  t.match((await year('category')).body, {
    groups: [{ key: '科普宣传', services: 1, verifiedMinutes: 480, points: '80.00' }, { key: '老人陪护', services: 1, verifiedMinutes: 60, points: '15.00' }],
    total: { services: 2, verifiedMinutes: 540, points: '95.00' }
  })
  t.match((await year('volunteer')).body.groups, [{ key: '1', verifiedMinutes: 480 }, { key: '2', verifiedMinutes: 60 }])
  t.match((await year('category', `${C}/members/2`)).body, { total: { verifiedMinutes: 60 } })
  t.match((await year('team')).body, { groups: [{ key: null }], total: { services: 2 } })
})

onEachDatabase(t, 'records that name a brand and a post are summed up by them, and what names none stands apart', async (t, { post, get }) => {
  const postId = '0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a11'
  const service = { member: 2, serviceDate: '2025-03-10', minutes: 60, category: '科普宣传', activity: '宣讲', brand: '小红花', postId, evidence: 'check_in' }
  done(await post(`${C}/service-records`, { service, submit: true }, { actor: 'anna' }))
  done(await post(`${C}/record-approvals`, { filter: {} }, { actor: 'bert' }))
  const year = async (by: string) => (await get(`${C}/year-summary?year=2025&by=${by}`)).body
  t.match(await year('brand'), { groups: [{ key: null, verifiedMinutes: 600 }, { key: '小红花', verifiedMinutes: 60 }], total: { services: 3, verifiedMinutes: 660 } })
  t.match(await year('post'), { groups: [{ key: null, services: 2 }, { key: postId, services: 1 }] })
  t.match((await get(`${C}/register?from=2025-03-10&to=2025-03-10`)).text, /宣讲,小红花,60/)
})
