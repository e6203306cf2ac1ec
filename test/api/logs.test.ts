import { Writable } from 'node:stream'
import t from 'tap'
import { createLogger } from '../../src/api/create-logger.ts'
import { multipart } from './multipart.ts'
import { done, openTaicheng } from './taicheng.ts'

const C = '/communities/taicheng'

function collect(): { stream: Writable; text: () => string; lines: () => Record<string, unknown>[] } {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      text += chunk.toString()
      callback()
    }
  })
  return { stream, text: () => text, lines: () => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) }
}

/** Whatever of a person passes through the requests below. */
const PERSONAL = [
  'TC100001', 'TC100777', '夏红浩', encodeURIComponent('夏红浩'), '李福', '15404409081', '王芳', '1940-12-04', '18幢', '谢谢老李', 'secret-actor', '名册.csv', '赵钱孙', '203.0.113.9'
]

t.test('logs tell every request by its route and hold nothing of a person', async (t) => {
  const log = collect()
  const test = await openTaicheng(t, { logger: createLogger({ level: 'trace', stream: log.stream }) })
  const from = { 'x-forwarded-for': '203.0.113.9', actor: 'secret-actor' }
  done(await test.post(`${C}/members`, { card: 'TC100777', name: '王芳', phone: '15404409081', birthDate: '1940-12-04', building: '18幢' }, from))
  await test.post(`${C}/members`, { card: 'TC100777', name: '夏红浩' }, from)
  await test.get(`${C}/cards/TC100001`)
  await test.get(`${C}/cards/TC100777x`)
  await test.get(`${C}/members?name=${encodeURIComponent('夏红浩')}&phone=15404409081`)
  await test.get(`${C}/members/${encodeURIComponent('夏红浩')}`)
  await test.get(`/${encodeURIComponent('夏红浩')}?phone=15404409081`)
  await test.get(`${C}/%zz15404409081`)
  await test.post(`${C}/gifts`, { from: 1, to: 2, points: '1.00', note: '谢谢老李' }, from)
  await test.post(`${C}/gifts`, { from: '夏红浩', to: 2, points: '15404409081', 王芳: 1 }, from)
  await test.send({ method: 'POST', url: `/v1${C}/gifts`, headers: { 'content-type': 'application/json' }, payload: '{"name":"夏红浩' })
  const form = multipart({ file: { name: '名册.csv', text: '卡号,姓名\r\nTC100888,赵钱孙\r\n' } })
  await test.send({ method: 'POST', url: `/v1${C}/imports?kind=members`, payload: form.payload, headers: { ...form.headers, 'idempotency-key': 'u' } })
  // A database that fails quotes what it was to write.
  test.service.bank.store.write = () => Promise.reject(Object.assign(new AggregateError([], 'insert into member … params: 夏红浩,15404409081'), { code: 'SQLITE_FULL' }))
  t.equal((await test.post(`${C}/members`, { card: 'TC100778', name: '夏红浩' }, from)).status, 500)

  for (const personal of PERSONAL) t.notMatch(log.text(), personal, personal)
  const requests = log.lines().filter((line) => line.msg === 'request')
  t.ok(requests.length >= 18)
  t.ok(requests.every((line) => typeof line.reqId === 'string' && typeof line.status === 'number' && typeof line.elapsedMilliseconds === 'number'))
  t.match(requests.filter((line) => line.route === '/v1/communities/:communityId/cards/:card').map((line) => line.status), [200, 404])
  t.match(requests.find((line) => line.status === 409), { refusal: 'card_taken', method: 'POST' })
  t.match(log.lines().find((line) => line.level === 50), { msg: 'unexpected error', err: { type: 'AggregateError', code: 'SQLITE_FULL' } })
})

t.test('an unexpected error is logged with the id that its reader was given', async (t) => {
  const log = collect()
  const test = await openTaicheng(t, { logger: createLogger({ stream: log.stream }) })
  test.service.bank.ledger.submit = () => Promise.reject(new TypeError('no such thing'))
  const answer = await test.post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' })
  const line = log.lines().find((each) => each.level === 50)
  t.match(line, { reqId: answer.body.requestId, err: { type: 'TypeError', message: 'no such thing' } })
  t.match(line?.err, { at: [/^at /] }, 'with where it was thrown')
})

t.test('what somebody sent or was answered is left out of a line, whoever logs it', (t) => {
  const log = collect()
  const person = { name: '夏红浩' }
  const given = { req: person, res: person, request: person, reply: person, raw: person, headers: person, body: person, query: person, params: person }
  createLogger({ level: 'trace', stream: log.stream }).info({ ...given, code: 'kept' }, 'a line')
  t.match(log.lines(), [{ code: 'kept', msg: 'a line' }])
  t.notMatch(log.text(), '夏红浩')
  t.end()
})

t.test('nothing is logged where nobody asked for it', async (t) => {
  const log = collect()
  const test = await openTaicheng(t, { logger: createLogger({ level: 'silent', stream: log.stream }) })
  await test.get('/communities')
  t.equal(log.text(), '')
})
