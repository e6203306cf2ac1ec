import t from 'tap'
import type { Answer, TestApp } from '../api/app.ts'
import { done } from '../api/taicheng.ts'
import { C, onEachDatabase } from './people-scene.ts'

async function stocked({ put, post }: TestApp): Promise<void> {
  done(await put(`${C}/goods/G005`, { name: '牙膏', price: '15.00' }))
  done(await post(`${C}/stock/receipts`, { sku: 'G005', pieces: 10 }))
}

const agent = { name: '李小福', phone: '13700001234' }
const REDEMPTION = { member: 1, lines: [{ sku: 'G005', pieces: 1 }] }

async function proxyFor({ post }: TestApp, given: object): Promise<string> {
  const { body } = done(await post(`${C}/members/1/proxies`, { agent, powers: ['redeem'], evidence: '委托书', ...given }))
  return String(body.proxyId)
}

onEachDatabase(t, 'a proxy collects for a member; the journal says so and not who', async (t, scene) => {
  const { post, get } = scene
  await stocked(scene)
  const proxy = await proxyFor(scene, { validThrough: '2025-12-31' })
  const redeemed = await post(`${C}/redemptions`, { ...REDEMPTION, proxy, authorisation: 'witness' })
  t.match(redeemed, { status: 201, body: { transaction: { authorisation: 'proxy' } } })
  const number = Number(redeemed.body.transaction?.number)
  t.match((await get(`${C}/redemptions/${number}`)).body, { proxy })
  t.match((await get(`${C}/members/1/proxies`)).body.items, [{ proxyId: proxy, agent: { name: '李小福', phone: '137****1234' }, transactions: [number] }])
  t.notOk((await get(`${C}/transactions/${number}`)).text.includes('李小福'))
})

onEachDatabase(t, 'what a proxy is not for, or when, is refused and nothing is posted', async (t, scene) => {
  const { post, get, clock } = scene
  await stocked(scene)
  const before = (await get(`${C}/periods`)).body.lastNumber
  const refused = async (code: string, answer: Promise<Answer>) => t.match(await answer, { status: 403, body: { code } }, code)
  const proxy = await proxyFor(scene, { validFrom: '2025-03-21', validThrough: '2025-03-22' })
  await refused('proxy_expired', post(`${C}/redemptions`, { ...REDEMPTION, proxy }))
  clock.set('2025-03-21T02:00:00Z')
  await refused('proxy_not_allowed', post(`${C}/gifts`, { from: 2, to: 1, points: '1.00', proxy }))
  await refused('proxy_not_allowed', post(`${C}/redemptions`, { ...REDEMPTION, member: 2, proxy }))
  await refused('unknown_proxy', post(`${C}/redemptions`, { ...REDEMPTION, proxy: '00000000-0000-4000-8000-000000000000' }))
  clock.set('2025-03-23T02:00:00Z')
  await refused('proxy_expired', post(`${C}/redemptions`, { ...REDEMPTION, proxy }))
  clock.set('2025-03-22T02:00:00Z')
  done(await post(`${C}/members/1/proxies/${proxy}/end`, { reason: 'withdrawn' }))
  await refused('proxy_expired', post(`${C}/redemptions`, { ...REDEMPTION, proxy }))
  t.match((await post(`${C}/donations`, { member: 1, points: '1.00', proxy })).status, 400, 'nobody donates by proxy')
  t.equal((await get(`${C}/periods`)).body.lastNumber, before)
  t.match((await post(`${C}/members/1/proxies`, { agent, powers: ['redeem'], evidence: '口头' })).body, { code: 'invalid_request' }, 'for good only where it is good once')
  t.match((await post(`${C}/members/1/proxies`, { agent: { number: 1 }, powers: ['redeem'], evidence: '口头', once: true })).body, { code: 'same_member' })
})

onEachDatabase(t, 'a proxy that is good once is used up by what is posted, not by what is refused', async (t, scene) => {
  const { post } = scene
  await stocked(scene)
  const proxy = await proxyFor(scene, { once: true })
  t.match((await post(`${C}/redemptions`, { ...REDEMPTION, lines: [{ sku: 'G005', pieces: 11 }], proxy })).body, { code: 'insufficient_points' })
  const both = await Promise.all(['a', 'b'].map((key) => post(`${C}/redemptions`, { ...REDEMPTION, proxy }, { 'idempotency-key': key })))
  t.same(both.map((each) => each.status).sort(), [201, 403], 'of two at once one')
  t.match(both.find((each) => each.status === 403)?.body, { code: 'proxy_used' })
  const key = both[0]?.status === 201 ? 'a' : 'b'
  done(await post(`${C}/members/1/proxies/${proxy}/end`, { reason: 'withdrawn' }))
  const again = await post(`${C}/redemptions`, { ...REDEMPTION, proxy }, { 'idempotency-key': key })
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' } })
  t.strictSame(again.body, both.find((each) => each.status === 201)?.body, 'a retry gets the first answer')
})

onEachDatabase(t, 'a claim that a crash left behind stands only where its posting does', async (t, scene) => {
  const { post, service, clock } = scene
  await stocked(scene)
  const proxy = await proxyFor(scene, { once: true })
  const { proxyUse } = service.bank.store.tables
  const claim = { communityId: 'taicheng', idempotencyKey: 'lost', proxyId: proxy, claimedAt: clock.now() }
  await service.bank.store.write((db) => db.insert(proxyUse).values(claim))
  t.match((await post(`${C}/redemptions`, { ...REDEMPTION, proxy })).body, { code: 'proxy_used' }, 'it may be under way')
  clock.set('2025-03-20T02:02:00Z')
  t.match(await post(`${C}/redemptions`, { ...REDEMPTION, proxy }), { status: 201 }, 'nothing came of it')
})

onEachDatabase(t, 'a gift is accepted by proxy, and all ends at death', async (t, scene) => {
  const { post, get } = scene
  await stocked(scene)
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '20.00' }))
  const proxy = await proxyFor(scene, { powers: ['accept_gift', 'redeem'], validThrough: '2026-12-31', agent: { number: 2 } })
  t.match(await post(`${C}/gifts`, { from: 2, to: 1, points: '1.00', proxy }), { status: 201, body: { transaction: { authorisation: 'proxy' } } })
  t.match(await post(`${C}/members/1/death`, { diedOn: '2025-03-21' }), { status: 400, body: { code: 'future_date' } })
  t.match(await post(`${C}/members/1/death`, { diedOn: '2025-03-20' }), { status: 200, body: { diedOn: '2025-03-20', card: null } })
  t.match((await post(`${C}/redemptions`, { ...REDEMPTION, proxy })).body, { code: 'member_died' })
  t.match(await get(`${C}/cards/TC100001`), { status: 409, body: { code: 'card_dead' } })
  t.match((await get(`${C}/members/1/proxies`)).body.items, [{ endReason: 'died' }])
  t.match((await post(`${C}/members/1/proxies`, { agent, powers: ['redeem'], evidence: '口头', once: true })).body, { code: 'member_died' })
})
