import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { type Body, openApp } from './app.ts'
import { openTaicheng } from './taicheng.ts'

const C = '/communities/taicheng'

t.test('the process says that it lives, and that it can serve', async (t) => {
  const { send } = await openApp(t)
  t.match(await send({ method: 'GET', url: '/health' }), { status: 200, body: { status: 'ok' } })
  t.match(await send({ method: 'GET', url: '/ready' }), { status: 200, body: { status: 'ok', database: 'ok', writer: 'ok', queue: 'ok' } })
})

t.test('it cannot serve while the database, the writer or the queue fails', async (t) => {
  const { send, service } = await openApp(t, { mostWaiting: 10 })
  const ready = async (): Promise<[number, Body]> => {
    const { status, body } = await send({ method: 'GET', url: '/ready' })
    return [status, body]
  }
  const { store, ledger } = service.bank
  const { write, db } = store
  store.write = () => Promise.reject(new Error('the writing thread has ended'))
  t.match(await ready(), [503, { status: 'failed', database: 'ok', writer: 'failed', queue: 'ok' }])
  store.write = write
  Object.assign(store, { db: { select: () => { throw new Error('no database') } } })
  t.match(await ready(), [503, { status: 'failed', database: 'failed', writer: 'ok' }])
  Object.assign(store, { db })
  Object.defineProperty(ledger, 'length', { get: () => 9, configurable: true })
  t.match(await ready(), [503, { status: 'failed', queue: 'failed' }])
  Object.defineProperty(ledger, 'length', { get: () => 8, configurable: true })
  t.match(await ready(), [200, { status: 'ok' }])
  t.match(await send({ method: 'GET', url: '/health' }), { status: 200 })
})

t.test('metrics count requests by route, transactions by kind and refusals by code, and nothing of a person', async (t) => {
  const { post, get, send } = await openTaicheng(t)
  const gift = { from: 1, to: 2, points: '1.00' }
  await post(`${C}/gifts`, gift, { 'idempotency-key': 'once' })
  await post(`${C}/gifts`, gift, { 'idempotency-key': 'once' })
  await post(`${C}/gifts`, { ...gift, points: '999.00' })
  await get(`${C}/cards/TC100001`)
  await get('/no/such/address/15404409081')
  const { status, headers, text } = await send({ method: 'GET', url: '/metrics' })
  t.equal(status, 200)
  t.match(headers['content-type'], /^text\/plain/)
  for (const line of [
    'http_request_duration_seconds_count{route="/v1/communities/:communityId/gifts",method="POST",status="201"} 2',
    'http_request_duration_seconds_count{route="/v1/communities/:communityId/cards/:card",method="GET",status="200"} 1',
    'http_request_duration_seconds_count{route="none",method="GET",status="404"} 1',
    'timebank_transactions_posted_total{kind="gift"} 1',
    'timebank_transactions_posted_total{kind="earn"} 2',
    'timebank_replays_total 1',
    'timebank_refusals_total{code="insufficient_points"} 1',
    'timebank_commit_queue_length 0'
  ]) t.ok(text.split('\n').includes(line), line)
  t.match(text, /nodejs_eventloop_lag_seconds/)
  t.notMatch(text, /TC100001|15404409081|taicheng/)
})

t.test('every answer tells the browser to be careful', async (t) => {
  const { send } = await openApp(t)
  for (const url of ['/v1/communities', '/health', '/no/such', '/docs/']) {
    const { headers } = await send({ method: 'GET', url })
    t.match(headers, { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'content-security-policy': /default-src 'self'/, 'x-request-id': /./ }, url)
    t.notOk(headers['x-powered-by'])
  }
})

t.test('closing waits for what is under way, and takes nothing new', async (t) => {
  const test = await openTaicheng(t)
  const { ledger } = test.service.bank
  const submit = ledger.submit.bind(ledger)
  ledger.submit = async (command) => {
    await wait(200)
    return submit(command)
  }
  const address = await test.app.listen({ host: '127.0.0.1', port: 0 })
  const slow = fetch(`${address}/v1${C}/gifts`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'slow' }, body: JSON.stringify({ from: 1, to: 2, points: '1.00' })
  })
  await wait(50)
  await test.app.close()
  t.equal((await slow).status, 201)
  await t.rejects(fetch(`${address}/health`))
})
