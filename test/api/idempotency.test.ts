import t from 'tap'
import { openTaicheng } from './taicheng.ts'

const GIFT = { from: 1, to: 2, points: '1.00' }
const C = '/communities/taicheng'

t.test('a write without a key, or with one that nobody can see, is refused', async (t) => {
  const { send, get } = await openTaicheng(t)
  const before = (await get(`${C}/periods`)).body.lastNumber
  for (const key of [undefined, '', ' ', 'a b', '钥匙', 'x'.repeat(201)]) {
    const headers = key === undefined ? {} : { 'idempotency-key': Buffer.from(key).toString('latin1') }
    const zh = await send({ method: 'POST', url: `/v1${C}/gifts`, payload: GIFT, headers })
    const en = await send({ method: 'POST', url: `/v1${C}/gifts`, payload: GIFT, headers: { ...headers, 'accept-language': 'en' } })
    t.match(zh, { status: 400, body: { code: 'key_required', field: 'idempotency-key', detail: '写操作须带 Idempotency-Key' } }, String(key))
    t.match(en.body.detail, 'A write needs an Idempotency-Key')
  }
  t.equal((await get(`${C}/periods`)).body.lastNumber, before)
})

t.test('the same request with the same key gives the first answer again, marked so', async (t) => {
  const { post, get } = await openTaicheng(t)
  const first = await post(`${C}/gifts`, GIFT, { 'idempotency-key': 'once' })
  const again = await post(`${C}/gifts`, { points: '1.0', to: 2, from: 1 }, { 'idempotency-key': 'once' })
  t.equal(first.status, 201)
  t.equal(first.headers['idempotency-replayed'], undefined)
  t.equal(again.status, 201)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal(again.headers.location, first.headers.location)
  t.strictSame(again.body, first.body, 'fields in another order and an amount written otherwise are the same request')
  t.equal((await get(`${C}/members/2/balances`)).body.points, '1.00')
})

t.test('many at once with the same key post once', async (t) => {
  const { post, get } = await openTaicheng(t)
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(`${C}/gifts`, GIFT, { 'idempotency-key': 'rush' })))
  t.same(new Set(answers.map((each) => each.text)).size, 1)
  t.equal(answers.filter((each) => each.headers['idempotency-replayed'] === undefined).length, 1)
  t.equal((await get(`${C}/members/2/balances`)).body.points, '1.00')
})

t.test('a key is not taken for another body, another operation, or another address', async (t) => {
  const { post, get } = await openTaicheng(t)
  await post(`${C}/gifts`, GIFT, { 'idempotency-key': 'mine' })
  const others: [string, object][] = [
    [`${C}/gifts`, { ...GIFT, points: '2.00' }],
    [`${C}/gifts`, { ...GIFT, evidence: '口头' }],
    [`${C}/donations`, { member: 1, points: '1.00' }],
    [`${C}/accounts/P2101.1/freeze`, { reason: 'lost_card' }]
  ]
  for (const [path, body] of others) {
    t.match(await post(path, body, { 'idempotency-key': 'mine' }), { status: 409, body: { code: 'key_reused', detail: /幂等键/ } }, path)
    t.match((await post(path, body, { 'idempotency-key': 'mine', 'accept-language': 'en' })).body.detail, /was used for another request/)
  }
  t.match((await get(`${C}/members/1/balances`)).body, { points: '99.00', frozen: false })
  const same = { member: 1, points: '1.00' }
  await post(`${C}/holds`, same, { 'idempotency-key': 'hold' })
  t.match(await post(`${C}/recoveries`, same, { 'idempotency-key': 'hold' }), { status: 409, body: { code: 'key_reused' } }, 'the same body elsewhere')
})

t.test('a refusal does not use up its key', async (t) => {
  const { post } = await openTaicheng(t)
  t.equal((await post(`${C}/gifts`, { from: 2, to: 1, points: '1.00' }, { 'idempotency-key': 'later' })).body.code, 'insufficient_points')
  await post(`${C}/gifts`, GIFT)
  t.equal((await post(`${C}/gifts`, { from: 2, to: 1, points: '1.00' }, { 'idempotency-key': 'later' })).status, 201)
})

t.test('the same key in two communities is two keys', async (t) => {
  const { post } = await openTaicheng(t)
  await post('/communities', { communityId: 'bihu', name: '碧湖' })
  for (const name of ['甲', '乙']) await post('/communities/bihu/members', { card: name, name })
  await post('/communities/bihu/awards', { member: 1, rule: 'r', points: '5' })
  t.equal((await post(`${C}/gifts`, GIFT, { 'idempotency-key': 'shared' })).status, 201)
  const other = await post('/communities/bihu/gifts', GIFT, { 'idempotency-key': 'shared' })
  t.equal(other.status, 201)
  t.equal(other.headers['idempotency-replayed'], undefined)
})

t.test('registering again with the same key gives the first answer again; another request with it is refused', async (t) => {
  const { post, put, get } = await openTaicheng(t)
  const send = { POST: post, PUT: put }
  const registrations: { method: 'POST' | 'PUT'; path: string; body: object; other: object; taken?: string }[] = [
    {
      method: 'POST', path: '/communities', body: { communityId: 'bihu', name: ' 碧湖 ' },
      other: { communityId: 'bihu', name: '碧湖社区' }, taken: 'community_exists'
    },
    {
      method: 'POST', path: `${C}/members`, body: { card: 'tc200001', name: '周平' }, other: { card: 'TC200002', name: '周平' }, taken: 'card_taken'
    },
    {
      method: 'PUT', path: `${C}/goods/G900`, body: { name: '毛巾', price: '8.00' }, other: { name: '毛巾', price: '9.00' }
    }
  ]
  for (const { method, path, body, other, taken } of registrations) {
    const key = { 'idempotency-key': `register-${path}` }
    const first = await send[method](path, body, key)
    t.ok(first.status < 300, path)
    t.equal(first.headers['idempotency-replayed'], undefined)
    const again = await send[method](path, body, key)
    t.strictSame([again.status, again.body, again.headers.location], [first.status, first.body, first.headers.location])
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.match(await send[method](path, other, key), { status: 409, body: { code: 'key_reused' } }, path)
    if (taken !== undefined) t.match(await send[method](path, body), { status: 409, body: { code: taken } }, 'with a key of its own it is another request')
  }
  t.equal((await get(`${C}/members?card=TC200002`)).body.items?.length, 0, 'what was refused changed nothing')
  t.match((await get(`${C}/goods/G900`)).body, { price: '8.00' })

  await put(`${C}/goods/G900`, { name: '毛巾', price: '10.00' })
  const late = await put(`${C}/goods/G900`, { name: '毛巾', price: '8.00' }, { 'idempotency-key': `register-${C}/goods/G900` })
  t.match(late, { status: 200, headers: { 'idempotency-replayed': 'true' }, body: { price: '8.00' } })
  t.match((await get(`${C}/goods/G900`)).body, { price: '10.00' }, 'a late retry does not undo what was said since')
})

t.test('a registration that is refused does not use up its key, and many at once with one key register once', async (t) => {
  const { post, get } = await openTaicheng(t)
  const key = { 'idempotency-key': 'register' }
  t.equal((await post(`${C}/members`, { card: 'TC100002', name: '周平' }, key)).body.code, 'card_taken')
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(`${C}/members`, { card: 'TC200001', name: '周平' }, key)))
  t.same(new Set(answers.map((each) => each.text)).size, 1)
  t.equal(answers.filter((each) => each.headers['idempotency-replayed'] === undefined).length, 1)
  t.equal((await get(`${C}/members?name=${encodeURIComponent('周平')}`)).body.items?.length, 1)
})

t.test('who acts is sealed with what is posted, and cannot be said by the request', async (t) => {
  const { post } = await openTaicheng(t)
  const gift = { ...GIFT, points: '0.01' }
  t.match((await post(`${C}/gifts`, gift)).body.transaction, { preparedBy: 'administrator', postedBy: 'administrator' })
  t.match((await post(`${C}/gifts`, gift, { actor: '社工王芳' })).body.transaction, { preparedBy: '社工王芳', postedBy: '社工王芳' })
  t.match(await post(`${C}/gifts`, { ...gift, approvedBy: 'manager' }), { status: 400, body: { field: 'approvedBy' } })
})
