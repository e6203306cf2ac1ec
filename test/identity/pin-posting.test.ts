import t from 'tap'
import { setPin } from '../../src/identity/set-pin.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import { openTaicheng } from '../api/taicheng.ts'
import { agreed } from './service.ts'

const C = '/communities/taicheng'
const PIN = '739146'

t.test('a posting is authorised by the PIN of whose points move', async (t) => {
  const { post, get, service } = await openTaicheng(t)
  agreed(await setPin(createIdentity(service), { communityId: 'taicheng', member: 1, pin: PIN, by: 'clerk' }))
  const gift = { from: 1, to: 2, points: '1.00' }
  t.match(await post(`${C}/gifts`, { ...gift, pin: PIN }), { status: 201, body: { transaction: { authorisation: 'pin' } } })
  t.match(await post(`${C}/donations`, { member: 1, points: '1.00', pin: PIN }), { status: 201, body: { transaction: { authorisation: 'pin' } } })
  t.match(await post(`${C}/holds`, { member: 1, points: '1.00', pin: PIN }), { status: 201, body: { transaction: { authorisation: 'pin' } } })
  t.match(await post(`${C}/gifts`, { ...gift, authorisation: 'signature' }), { status: 201, body: { transaction: { authorisation: 'signature' } } })

  const before = (await get(`${C}/members/1/balances`)).body.points
  for (const [body, status, code] of [
    [{ ...gift, authorisation: 'pin' }, 400, 'pin_required'],
    [{ ...gift, authorisation: 'PIN' }, 400, 'pin_required'],
    [{ ...gift, pin: '111222' }, 403, 'pin_wrong'],
    [{ from: 2, to: 1, points: '1.00', pin: PIN }, 409, 'pin_not_set'],
    [{ ...gift, pin: '1' }, 400, 'invalid_request']
  ] as const) {
    t.match(await post(`${C}/gifts`, body), { status, body: { code } }, code)
  }
  t.match(await post(`${C}/redemptions`, { member: 1, lines: [{ sku: 'G001', pieces: 1 }], pin: '111222' }), { status: 403, body: { code: 'pin_wrong' } })
  t.match(await post(`${C}/hours`, { member: 1, category: '科普宣传', minutes: 60, authorisation: 'pin' }), { status: 400, body: { code: 'pin_required' } })
  t.equal((await get(`${C}/members/1/balances`)).body.points, before, 'nothing moved')
})

t.test('the same request with and without the PIN’s digits is one request, so that its hash tells nothing of them', async (t) => {
  const { post, service } = await openTaicheng(t)
  const identity = createIdentity(service)
  agreed(await setPin(identity, { communityId: 'taicheng', member: 1, pin: PIN, by: 'clerk' }))
  const gift = { from: 1, to: 2, points: '1.00', authorisation: 'signature' }
  const first = await post(`${C}/gifts`, { ...gift, pin: PIN }, { 'idempotency-key': 'one' })
  agreed(await setPin(identity, { communityId: 'taicheng', member: 1, pin: '802611', reason: '忘记', by: 'clerk' }))
  const again = await post(`${C}/gifts`, { ...gift, pin: '802611' }, { 'idempotency-key': 'one' })
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.same(again.body, first.body)
})
