import t from 'tap'
import { AccessLog } from '../../src/identity/access-log.ts'
import { shortenAddress } from '../../src/identity/shorten-address.ts'
import type { Body, TestApp } from './app.ts'
import { multipart } from './multipart.ts'
import { done, openTaicheng, POLICY } from './taicheng.ts'
import { walk } from './walk-pages.ts'

const C = '/communities/taicheng'
const AUDITOR = { role: 'auditor', scope: 'community:taicheng' }

type Entry = Record<'actor' | 'operation' | 'outcome' | 'subject' | 'reason' | 'address' | 'community', string | null> & { times: number }

const logOf = async ({ get }: TestApp, query = ''): Promise<Entry[]> =>
  (await walk((path) => get(path, AUDITOR), `${C}/access-log?limit=50${query}`)) as unknown as Entry[]

/** Shows everything of a member, which is kept. */
const inFull = ({ post }: TestApp, member: number, headers: Record<string, string> = {}) =>
  post(`${C}/members/${member}/full-view`, { reason: 'audit' }, headers)

t.test('changes, full views, exports and refusals are kept; postings and figures are not', async (t) => {
  const test = await openTaicheng(t)
  const before = (await logOf(test)).length
  await test.post(`${C}/members`, { card: 'TC100003', name: '田庆燕' }, { actor: 'wang' })
  await inFull(test, 1, { actor: 'wang' })
  await test.get(`${C}/members/1`, { actor: 'wang' })
  await test.get(`${C}/exports?format=jsonl`, { actor: 'wang' })
  await test.post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' }, { actor: 'wang' })
  await test.get(`${C}/balances`, { actor: 'wang' })
  await test.get(`${C}/members/999`, { actor: 'wang' })
  await test.post(`${C}/gifts`, { from: 1, to: 2, points: '9999.00' }, { actor: 'wang' })
  await test.post(`${C}/awards`, { member: 1, rule: 'r', points: '1' }, { actor: 'li', role: 'clerk' })
  await test.get(`${C}/members/1`, { role: 'nobody' })
  const entries = await logOf(test)
  const kept = entries.slice(0, entries.length - before).map(({ actor, operation, outcome, subject }) => [actor, operation, outcome, subject])
  t.same(new Set(kept.map((each) => each.join(' '))), new Set([
    'wang createMember done member:3', 'wang viewMemberInFull done member:1', 'wang exportBooks done community:taicheng',
    'wang readMember unknown_member ', 'wang giveGift insufficient_points ', 'li awardPoints not_permitted ', '- readMember not_signed_in '
  ]))
  t.ok(entries.every((entry) => entry.address === '127.0.0.0/24' && entry.community === 'taicheng'))
})

t.test('staff of another community are refused in the log of the one they tried', async (t) => {
  const test = await openTaicheng(t)
  await test.get(`${C}/members/1`, { actor: 'spy', role: 'administrator', scope: 'community:bihu' })
  t.match(await logOf(test, '&actor=spy'), [{ operation: 'readMember', outcome: 'unknown_community' }])
  await test.get('/communities/15404409081/members', { actor: 'spy' })
  const service = (await test.get('/access-log?actor=spy', { role: 'auditor' })).body.items as unknown as Entry[]
  t.same(service.map((entry) => entry.community), [null, 'taicheng'], 'what was typed in place of a community is kept by nobody')
})

t.test('the log is searched by actor, operation, outcome and days, and paged', async (t) => {
  const test = await openTaicheng(t)
  for (let i = 0; i < 5; i++) await inFull(test, 1, { actor: 'wang' })
  test.clock.set('2025-03-21T16:30:00Z')
  await inFull(test, 2, { actor: 'li' })
  t.equal((await walk((path) => test.get(path, AUDITOR), `${C}/access-log?actor=wang&limit=2`)).length, 5)
  t.match(await logOf(test, '&operation=viewMemberInFull&outcome=done&from=2025-03-22&through=2025-03-22'), [{ actor: 'li', subject: 'member:2' }], 'half past midnight in Nanjing is the next day')
  t.same(await logOf(test, '&operation=viewMemberInFull&outcome=done&from=2025-03-23'), [])
  t.equal((await logOf(test, '&operation=viewMemberInFull&through=2025-03-21')).length, 5)
  t.match(await test.get(`${C}/access-log?after=zzz`, AUDITOR), { status: 400 })
})

t.test('auditors export it; who exports it is in it too', async (t) => {
  const test = await openTaicheng(t)
  await inFull(test, 1, { actor: '=cmd' })
  const csv = await test.get(`${C}/access-log/export?format=csv`, AUDITOR)
  t.match(csv, { status: 200, headers: { 'content-disposition': 'attachment; filename="taicheng-access-log.csv"' }, text: /^\uFEFF时刻 At,社区 Community/ })
  t.match(csv.text, /,'=cmd,viewMemberInFull,done,member:1,/, 'what a spreadsheet would run is defused')
  const jsonl = await test.get(`${C}/access-log/export?format=jsonl&operation=exportAccess`, AUDITOR)
  t.match(jsonl.text.trim().split('\n').map((line) => JSON.parse(line) as Body), [{ actor: 'auditor', operation: 'exportAccess', outcome: 'done' }])
  t.equal((await test.get(`${C}/access-log/export?format=csv`, { role: 'coordinator', scope: 'community:taicheng' })).status, 403)
})

t.test('what must be kept is kept before it is answered: where it cannot be, nothing is shown', async (t) => {
  const test = await openTaicheng(t)
  const { store } = test.service.bank
  const { write } = store
  store.write = () => Promise.reject(new Error('no more room'))
  const answer = await inFull(test, 1)
  t.equal(answer.status, 500)
  t.notMatch(answer.text, '夏红浩')
  t.equal((await test.get(`${C}/balances`)).status, 200, 'figures are shown')
  store.write = write
  t.equal((await inFull(test, 1)).status, 200)
})

t.test('a flood of refusals is counted, in bounded memory and few rows', async (t) => {
  const test = await openTaicheng(t)
  for (let i = 0; i < 300; i++) await test.get(`${C}/members/1`, { role: 'nobody' })
  t.match(await logOf(test, '&outcome=not_signed_in'), [{ times: 300 }])

  const log = new AccessLog(test.service)
  const rows = async (): Promise<{ actor: string; times: number }[]> => {
    const { accessLog } = test.service.bank.store.tables
    return (await test.service.bank.store.db.select().from(accessLog)).filter((row) => row.operation === 'guess' || row.operation === '-')
  }
  for (let i = 0; i < 100_000; i++) log.countRefusal({ communityId: '', actor: `a${i}`, operation: 'guess', outcome: 'not_permitted' })
  await log.flush()
  const kept = await rows()
  t.ok(kept.length <= 250, `${kept.length} rows`)
  t.equal(kept.reduce((sum, row) => sum + row.times, 0), 100_000, 'every one is counted')
})

t.test('refusals that could not be written are written later', async (t) => {
  const { service } = await openTaicheng(t)
  const errors: unknown[] = []
  const log = new AccessLog(service, { onError: (error) => errors.push(error) })
  const { store } = service.bank
  const { write } = store
  store.write = () => Promise.reject(new Error('no more room'))
  for (let i = 0; i < 3; i++) log.countRefusal({ communityId: 'taicheng', actor: 'li', operation: 'o', outcome: 'not_permitted' })
  await log.flush()
  t.equal(errors.length, 1)
  log.countRefusal({ communityId: 'taicheng', actor: 'li', operation: 'o', outcome: 'not_permitted' })
  store.write = write
  await log.flush()
  const rows = (await store.db.select().from(store.tables.accessLog)).filter((row) => row.actor === 'li')
  t.match(rows, [{ times: 4 }])
  t.equal(rows.length, 1)
})

t.test('entries that come together are written together', async (t) => {
  const { service } = await openTaicheng(t)
  const log = new AccessLog(service)
  const { store } = service.bank
  const { write } = store
  let writes = 0
  store.write = (work) => {
    writes++
    return write.call(store, work) as never
  }
  await Promise.all(Array.from({ length: 200 }, (_, i) => log.logAccess({ communityId: 'taicheng', actor: `a${i}`, operation: 'o', outcome: 'done' })))
  t.ok(writes <= 2, `${writes} writes`)
  t.equal((await store.db.select().from(store.tables.accessLog)).filter((row) => row.operation === 'o').length, 200)
})

t.test('an address tells the place and not the person', async (t) => {
  const addresses: [string | undefined, string | null][] = [
    ['203.0.113.77', '203.0.113.0/24'], ['::ffff:203.0.113.77', '203.0.113.0/24'], ['2001:db8:12:34::5', '2001:db8:12::/48'], ['2001:0db8:0012::1', '2001:db8:12::/48'],
    ['::1', '0:0:0::/48'], ['fe80::1%eth0', 'fe80:0:0::/48'], ['64:ff9b::192.0.2.33', '64:ff9b:0::/48'], ['', null], [undefined, null], ['夏红浩', null]
  ]
  for (const [address, shortened] of addresses) t.equal(shortenAddress(address), shortened, String(address))
})

const changed = (from: string) => ({ from, policy: { ...POLICY, pointsPerHour: '12' } })

t.test('what one person did alone, or after the day, or for a reason, is listed as an exception', async (t) => {
  const test = await openTaicheng(t)
  const { post, get, send, service } = test
  const all = async (query = '') => (await walk((path) => get(path, AUDITOR), `${C}/exceptions?limit=2${query}`)) as unknown as Record<string, unknown>[]
  const exceptions = async (query = '') => (await all(query)).filter((each) => each.kind !== 'recorded_alone')
  t.match(await all(), [{ kind: 'recorded_alone', subject: 'transaction:3' }, { kind: 'recorded_alone', subject: 'transaction:2' }])
  t.same(await exceptions(), [], 'the first policy changes nothing')
  t.match(await post(`${C}/policies`, changed('2025-03-18')), { status: 403, body: { code: 'reason_needed' } })
  done(await post(`${C}/policies`, { ...changed('2025-03-18'), reason: 'rule_changed' }, { actor: 'manager' }))
  t.match(await exceptions(), [{ kind: 'policy_alone', actor: 'manager', reason: 'rule_changed' }])

  const form = multipart({ file: { name: 'a.csv', text: '卡号,姓名\r\nTC100777,王芳\r\n' } })
  const { importId } = done(
    await send({ method: 'POST', url: `/v1${C}/imports?kind=members`, payload: form.payload, headers: { ...form.headers, 'idempotency-key': 'i', actor: 'alone' } })
  ).body
  const confirm = () => post(`${C}/imports/${importId}/confirm`, {}, { actor: 'alone' })
  t.match(await confirm(), { status: 403, body: { code: 'second_person_needed', parameters: { by: 'alone' } } })
  t.match((await get(`${C}/imports/${importId}`)).body, { state: 'previewed', confirmedBy: null }, 'and nothing happened')
  const { community } = service.bank.store.tables
  await service.bank.store.write((db) => db.update(community).set({ fourEyes: false }))
  t.match(await confirm(), { status: 200, body: { state: 'confirmed', confirmedBy: 'alone' } }, 'a community too small for two may')
  t.match((await exceptions()).filter((each) => each.kind === 'same_person_import'), [{ actor: 'alone', subject: `import:${importId}` }])

  await post(`${C}/reversals`, { number: 3, reason: 'clerk_error' }, { actor: 'li' })
  t.same((await exceptions()).filter((each) => each.kind === 'late_reversal'), [], 'on the same day it is none')
  t.equal((await all()).length, 4, 'walked by pages, each is met once')
  t.same(await exceptions('&through=2025-03-01'), [])

  const log = new AccessLog(service)
  const entry = { communityId: 'taicheng', actor: 'li', outcome: 'done', subject: 'member:1', reason: 'audit' }
  await log.logAccess({ ...entry, operation: 'reverseTransaction' })
  await log.logAccess({ ...entry, operation: 'putGood' })
  t.match((await exceptions()).filter((each) => each.kind === 'reason_given'), [{ operation: 'reverseTransaction', subject: 'member:1', reason: 'audit' }])
  t.match(await get(`${C}/exceptions?after=x.y`, AUDITOR), { status: 400 })
})

t.test('a counter voids on the same day what it recorded; later a reversal is for supervisors, and an exception', async (t) => {
  const { post, put, get, clock } = await openTaicheng(t)
  // The writer has a clock of its own; the community's day is set to it.
  clock.set(new Date().toISOString())
  const clerk = { role: 'clerk', scope: 'community:taicheng' }
  done(await put(`${C}/goods/G005`, { name: '牙膏', price: '15.00' }))
  done(await post(`${C}/stock/receipts`, { sku: 'G005', pieces: 10, sponsor: '博物馆' }))
  const redeem = async (by: Record<string, string>) => Number(done(await post(`${C}/redemptions`, { member: 1, lines: [{ sku: 'G005', pieces: 1 }] }, by)).body.transaction?.number)
  const gift = async (by = clerk) => Number(done(await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' }, by)).body.transaction?.number)
  const reverse = (number: number, by: Record<string, string>) => post(`${C}/reversals`, { number, reason: 'clerk_error' }, by)
  t.match(await reverse(await gift(), clerk), { status: 403, body: { code: 'not_permitted' } }, 'a gift is none of the counter')
  t.match(await reverse(2, clerk), { status: 403, body: { code: 'not_permitted' } }, 'nor are hours')
  t.match(await reverse(999, clerk), { status: 404, body: { code: 'unknown_transaction' } })
  const number = await redeem(clerk)
  t.match(await reverse(number, { ...clerk, actor: 'other' }), { status: 403, body: { code: 'not_permitted' } }, 'what another counter recorded')
  t.match(await reverse(number, clerk), { status: 201 })
  const later = await redeem(clerk)
  clock.set(new Date(Date.now() + 48 * 3_600_000).toISOString())
  t.match(await reverse(later, clerk), { status: 403, body: { code: 'not_permitted' } })
  t.match(await post(`${C}/reversals`, { number: later }), { status: 403, body: { code: 'reason_needed' } })
  t.match(await reverse(later, { role: 'approver', scope: 'community:taicheng' }), { status: 201 })
  t.equal((await get(`${C}/exceptions`, AUDITOR)).status, 200)
})

t.test('what is recorded alone, spent without authorisation, or said of four eyes, is an exception; what another approved is none', async (t) => {
  const { post, get, send } = await openTaicheng(t)
  const exceptions = async () => (await walk((path) => get(path, AUDITOR), `${C}/exceptions?limit=2`)) as unknown as Record<string, unknown>[]
  done(await post(`${C}/awards`, { member: 1, rule: 'r', points: '1' }, { actor: 'li' }))
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' }, { actor: 'li' }))
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00', authorisation: 'signature' }, { actor: 'li' }))
  t.match((await exceptions()).slice(0, 2), [
    { kind: 'unauthorised_spending', actor: 'li', subject: 'transaction:5' }, { kind: 'recorded_alone', actor: 'li', subject: 'transaction:4' }
  ])
  const form = multipart({ file: { name: 'a.csv', text: '卡号,姓名,日期,服务类别,时长\r\nTC100001,夏红浩,2025-03-03,科普宣传,1\r\n' } })
  const { importId } = done(
    await send({ method: 'POST', url: `/v1${C}/imports?kind=hours`, payload: form.payload, headers: { ...form.headers, 'idempotency-key': 'i', actor: 'wang' } })
  ).body
  t.match(done(await post(`${C}/imports/${importId}/confirm`, {}, { actor: 'li' })).body, { state: 'confirmed', accepted: 1 })
  t.equal((await exceptions()).length, 4, 'the confirmed row is none of them')
  const patch = (payload: object) => send({ method: 'PATCH', url: `/v1${C}`, payload, headers: { 'idempotency-key': JSON.stringify(payload), actor: 'chief' } })
  done(await patch({ fourEyes: true }))
  t.equal((await exceptions()).length, 4)
  done(await patch({ fourEyes: false }))
  t.match((await exceptions()).filter((each) => each.kind === 'four_eyes_off'), [{ actor: 'chief', operation: 'changeCommunity', subject: 'community:taicheng/four_eyes:off' }])
})

t.test('the log is searched by what it is about, parts of it included', async (t) => {
  const test = await openTaicheng(t)
  const { post } = test
  await inFull(test, 1)
  await inFull(test, 2)
  const proxy = { proxyMember: 2, powers: ['redeem'], from: '2025-03-01', through: '2027-03-01', evidence: 'signature' }
  await post(`${C}/members/1/proxies`, proxy)
  const log = new AccessLog(test.service)
  await log.logAccess({ communityId: 'taicheng', actor: 'li', operation: 'endProxy', outcome: 'done', subject: 'member:1/proxy:x' })
  await log.logAccess({ communityId: 'taicheng', actor: 'li', operation: 'endProxy', outcome: 'done', subject: 'member:10' })
  t.same(new Set((await logOf(test, '&subject=member:1&from=2025-01-01')).map(({ subject }) => subject)), new Set(['member:1', 'member:1/proxy:x']))
  t.same(await logOf(test, '&subject=member:%25'), [], 'and not by patterns')
  const csv = await test.get(`${C}/access-log/export?format=jsonl&subject=member:2&operation=viewMemberInFull`, AUDITOR)
  t.equal(csv.text.trim().split('\n').length, 1)
})

t.test('an archived community shows people in full and lets them be erased, and takes nothing else', async (t) => {
  const { post, send } = await openTaicheng(t)
  const { consentId } = done(await post(`${C}/members/2/consents`, { purpose: 'keep_records', evidence: 'signature' })).body as { consentId?: string }
  done(await send({ method: 'POST', url: `/v1${C}/archive`, payload: { reason: 'merged' }, headers: { 'idempotency-key': 'archive' } }))
  t.match(await post(`${C}/members/2/full-view`, { reason: 'audit' }), { status: 200, body: { name: '李福' } })
  t.match(await post(`${C}/awards`, { member: 1, rule: 'r', points: '1' }), { status: 409, body: { code: 'community_archived', title: '无法办理' } })
  t.match(await post(`${C}/members/2/consents/${consentId}/withdrawal`, {}), { status: 200, body: { withdrawnAt: String } })
  t.match(await post(`${C}/members/2/erasure`, { reason: 'own_request' }), { status: 201 })
})

t.test('care tags are shown to those who need them, and to nobody else', async (t) => {
  const { post, get } = await openTaicheng(t)
  done(await post(`${C}/members`, { card: 'TC100003', name: '田庆燕', careTags: ['独居'] }))
  for (const [role, tags] of [['coordinator', ['独居']], ['administrator', ['独居']], ['clerk', undefined], ['auditor', undefined], ['approver', undefined]] as const) {
    const headers = { role, scope: 'community:taicheng' }
    t.same((await get(`${C}/members/3`, headers)).body.careTags, tags, role)
    t.same((await get(`${C}/cards/TC100003`, headers)).body.careTags, tags, role)
    t.same((await get(`${C}/members?card=TC100003`, headers)).body.items?.[0]?.careTags, tags, role)
  }
})
