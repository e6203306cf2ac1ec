import t from 'tap'
import { problemOf } from '../../src/api/problems/problem-of.ts'
import { titleOf } from '../../src/api/problems/status-of.ts'
import { languageOf } from '../../src/api/problems/language.ts'
import { problem } from '../../src/contracts/problem.ts'
import { REFUSALS, type RefusalCode, refuse } from '../../src/refusal.ts'
import { type Answer, openApp } from './app.ts'
import { openTaicheng } from './taicheng.ts'

/** Every refusal, whoever makes it, has this form. */
function isProblem(t: Tap, answer: Answer, status: number, code: RefusalCode): void {
  t.equal(answer.status, status, `${code}: ${answer.text}`)
  t.match(answer.headers['content-type'], /^application\/problem\+json/)
  t.ok(problem.safeParse(answer.body).success, answer.text)
  t.match(answer.body, { status, code, type: `urn:timebank:problem:${code}`, requestId: answer.headers['x-request-id'] })
}

type Tap = Parameters<typeof openApp>[0]

t.test('every refusal has words in Chinese and in English, a status and a title', async (t) => {
  for (const code of Object.keys(REFUSALS) as RefusalCode[]) {
    const zh = problemOf(refuse(code), { language: 'zh', requestId: '1' })
    const en = problemOf(refuse(code), { language: 'en', requestId: '1' })
    t.match(zh.detail, /\p{Script=Han}/u, code)
    t.notMatch(en.detail, /\p{Script=Han}|[{}]/u, code)
    t.notMatch(titleOf(zh.status).zh, '请求未完成', `${code} ${zh.status} has a title of its own`)
  }
})

t.test('the reader is answered in the language wanted most, Chinese where neither is named', async (t) => {
  const wanted: [string | undefined, 'zh' | 'en'][] = [
    [undefined, 'zh'], ['', 'zh'], ['*', 'zh'], ['fr', 'zh'], ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'], ['en-US,en;q=0.9', 'en'],
    ['en;q=0.5, zh;q=0.7', 'zh'], ['en;q=0.7, zh;q=0.5', 'en'], ['zh;q=0, en;q=0.1', 'en'], ['EN', 'en'], ['en;q=x', 'zh']
  ]
  for (const [header, language] of wanted) t.equal(languageOf(header), language, String(header))
})

t.test('an address without a route is not found, and one with other methods says which', async (t) => {
  const { send } = await openApp(t)
  isProblem(t, await send({ method: 'GET', url: '/v2/communities' }), 404, 'not_found')
  isProblem(t, await send({ method: 'GET', url: '/v1/%zz' }), 404, 'not_found')
  isProblem(t, await send({ method: 'GET', url: `/v1/communities/${'x'.repeat(3000)}` }), 404, 'not_found')
  const wrong = await send({ method: 'DELETE', url: '/v1/communities/taicheng/members/1?x=1' })
  isProblem(t, wrong, 405, 'method_not_allowed')
  t.equal(wrong.headers.allow, 'GET, HEAD, PATCH')
  isProblem(t, await send({ method: 'PATCH', url: '/v1/communities/taicheng/goods/G001' }), 405, 'method_not_allowed')
})

t.test('a body that cannot be read is refused before anything is done', async (t) => {
  const test = await openTaicheng(t)
  const url = '/v1/communities/taicheng/gifts'
  const headers = { 'idempotency-key': 'k', 'content-type': 'application/json' }
  const before = (await test.get('/communities/taicheng/periods')).body.lastNumber
  const bodies = ['{"from":1,', '', 'null', '[]', '"text"', '{"__proto__":{"from":1},"from":1,"to":2,"points":"1"}', '{"from":1,"to":2,"points":1}']
  for (const payload of bodies) isProblem(t, await test.send({ method: 'POST', url, headers, payload }), 400, 'invalid_request')
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  isProblem(t, await test.send({ method: 'POST', url, headers, payload: deep }), 400, 'invalid_request')
  const deepField = `{"from":1,"to":2,"points":"1","note":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`
  isProblem(t, await test.send({ method: 'POST', url, headers, payload: deepField }), 400, 'invalid_request')
  isProblem(t, await test.send({ method: 'POST', url, headers: { ...headers, 'content-type': 'text/plain' }, payload: '{}' }), 415, 'unsupported_media_type')
  isProblem(t, await test.send({ method: 'POST', url, headers: { ...headers, 'content-type': 'application/xml' }, payload: '<a/>' }), 415, 'unsupported_media_type')
  isProblem(t, await test.send({ method: 'POST', url, headers, payload: `{"note":"${'x'.repeat(1_100_000)}"}` }), 413, 'body_too_large')
  t.equal((await test.get('/communities/taicheng/periods')).body.lastNumber, before, 'nothing was posted')
})

t.test('what is wrong with a request is said of its field, in the reader’s language', async (t) => {
  const { post, get } = await openTaicheng(t)
  const cases: [body: object, code: RefusalCode, field: string, zh: RegExp, en: RegExp][] = [
    [{ from: 1, to: 2, points: '1.00', extra: true }, 'invalid_request', 'extra', /extra 是未知字段/, /extra is an unknown field/],
    [{ to: 2, points: '1.00' }, 'invalid_request', 'from', /from 必须填写/, /from is required/],
    [{ from: '1', to: 2, points: '1.00' }, 'invalid_request', 'from', /from 须为整数|from 须为数字/, /from must be a (whole )?number/],
    [{ from: 0, to: 2, points: '1.00' }, 'invalid_request', 'from', /from 不能小于 1/, /from must be at least 1/],
    [{ from: 1.5, to: 2, points: '1.00' }, 'invalid_request', 'from', /from /, /from /],
    [{ from: 1, to: 2, points: '1.005' }, 'bad_amount', 'points', /1\.005/, /must be positive.*1\.005/],
    [{ from: 1, to: 2, points: '-1.00' }, 'bad_amount', 'points', /-1\.00/, /-1\.00/],
    [{ from: 1, to: 2, points: '0.00' }, 'bad_amount', 'points', /0\.00/, /0\.00/],
    [{ from: 1, to: 2, points: '1e2' }, 'bad_amount', 'points', /1e2/, /1e2/],
    [{ from: 1, to: 2, points: '１' }, 'bad_amount', 'points', /１/, /１/],
    [{ from: 1, to: 2, points: '1.00', serviceDate: '2025-02-29' }, 'bad_date', 'serviceDate', /日期不存在:2025-02-29/, /no such date: 2025-02-29/],
    [{ from: 1, to: 2, points: '1.00', serviceDate: '2025-3-1' }, 'bad_date', 'serviceDate', /2025-3-1/, /2025-3-1/],
    [{ from: 1, to: 2, points: '1.00', note: 'a\u0000b' }, 'bad_text', 'note', /控制字符/, /control characters/],
    [{ from: 1, to: 2, points: '1.00', note: '\ud800' }, 'bad_text', 'note', /控制字符/, /control characters/]
  ]
  for (const [body, code, field, zh, en] of cases) {
    const chinese = await post('/communities/taicheng/gifts', body)
    const english = await post('/communities/taicheng/gifts', body, { 'accept-language': 'en' })
    isProblem(t, chinese, 400, code)
    isProblem(t, english, 400, code)
    t.equal(chinese.body.field, field)
    t.match(chinese.body.detail, zh)
    t.match(english.body.detail, en)
  }
  const nested = await post('/communities/taicheng/redemptions', { member: 1, lines: [{ sku: 'G005', pieces: 0 }] })
  t.equal(nested.body.field, 'lines[0].pieces')
  isProblem(t, await get('/communities/taicheng/transactions?limit=0'), 400, 'invalid_request')
  isProblem(t, await get('/communities/taicheng/transactions?limit=1&limit=2'), 400, 'invalid_request')
  isProblem(t, await get('/communities/taicheng/transactions?page=2'), 400, 'invalid_request')
  isProblem(t, await get('/communities/taicheng/transactions?after=x'), 400, 'invalid_request')
  isProblem(t, await get('/communities/taicheng/transactions?from=2025-02-30'), 400, 'bad_date')
})

t.test('an error that nobody foresaw says nothing of itself', async (t) => {
  const test = await openTaicheng(t)
  test.service.bank.ledger.submit = () => Promise.reject(new Error('secret detail of the inside'))
  const answer = await test.post('/communities/taicheng/gifts', { from: 1, to: 2, points: '1.00' })
  isProblem(t, answer, 500, 'internal_error')
  t.notMatch(answer.text, /secret|stack|\.ts|\.js/)
})

t.test('a service whose queue is full says when to try again', async (t) => {
  const test = await openTaicheng(t)
  test.service.bank.ledger.submit = () => Promise.resolve(refuse('busy'))
  const answer = await test.post('/communities/taicheng/gifts', { from: 1, to: 2, points: '1.00' })
  isProblem(t, answer, 503, 'busy')
  t.equal(answer.headers['retry-after'], '1')
})

t.test('an answer that is not as its contract says fails, in tests', async (t) => {
  const test = await openTaicheng(t)
  test.service.bank.ledger.submit = () => Promise.resolve({ transactions: [{ bogus: true, entries: [], recordedAt: 0, content: null } as never], replayed: false })
  isProblem(t, await test.post('/communities/taicheng/gifts', { from: 1, to: 2, points: '1.00' }), 500, 'internal_error')
})
