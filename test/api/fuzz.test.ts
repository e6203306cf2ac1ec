import fc from 'fast-check'
import { getTableName } from 'drizzle-orm'
import type { InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { migratedDatabase, testDialects } from '../postgres.ts'
import { buildWorkbook, textRow } from '../sheet/build-workbook.ts'
import type { TestApp } from './app.ts'
import { hostilePart, hostileText, spoiled } from './hostile-values.ts'
import { multipart } from './multipart.ts'
import { done, openTaicheng } from './taicheng.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
}

interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  operationId: string
  parameters: Parameter[]
  bodies: object[]
  takesFile: boolean
}

interface Described {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { examples?: Record<string, { value: object }> }> }
}

const GOOD: Record<string, string> = {
  communityId: 'taicheng', member: '1', card: 'TC100001', sku: 'G005', account: 'P2101.1', number: '1', user: 'program', areaId: 'xuanwu', limit: '5', kind: 'members',
  format: 'csv', from: '2025-03-01', to: '2025-03-31', through: '2025-03-31'
}

/** Something of everything that is planned, so that what comes after its address is reached as well. */
async function planned({ post }: TestApp): Promise<Record<string, string>> {
  const C = '/communities/taicheng'
  const idOf = async (path: string, body: object, field: string) => String(done(await post(`${C}/${path}`, body)).body[field])
  const activity = { title: '讲座', place: '社区', category: '科普宣传', date: '2025-03-26', startMinute: 540, endMinute: 600, responsible: { member: 1 }, expectedMinutes: 60 }
  const activityId = await idOf('activities', activity, 'activityId')
  done(await post(`${C}/activities/${activityId}/state`, { state: 'open' }))
  const webhook = done(await post(`${C}/webhooks`, { address: 'https://notice.example.org/', events: ['sign_up_cancelled'] })).body.webhook
  return {
    activityId, signUpId: await idOf('members/1/sign-ups', { activityId }, 'signUpId'), entryId: await idOf('list-entries', { list: 'needs', title: '修灯' }, 'entryId'),
    webhookId: String(webhook?.webhookId), field: 'elder_care', category: '科普宣传', brand: 'xiaohonghua', project: activityId, post: activityId, unclaimedIn: '2025', year: '2025'
  }
}

/** A roster, shifts, a swap and a visit, for the same reason. */
async function attended({ post, get }: TestApp): Promise<Record<string, string>> {
  const C = '/communities/taicheng'
  const idOf = async (path: string, body: object, field: string) => String(done(await post(`${C}/${path}`, body)).body[field])
  const kind = { title: '巡逻', category: '科普宣传', startTime: '08:00', endTime: '09:00', responsible: 1 }
  const shiftId = await idOf('shifts', { ...kind, serviceDate: '2025-03-20', members: [1] }, 'shiftId')
  const later = await idOf('shifts', { ...kind, serviceDate: '2025-03-22', members: [1] }, 'shiftId')
  const { rows } = done(await post(`${C}/attendance-lists`, { purpose: 'shift', purposeId: shiftId, rows: [{ member: 1, from: '08:00' }] })).body
  const planId = await idOf('visit-plans', { member: 2, visitors: [1], everyDays: 2, purpose: 'company', category: '老人陪护' }, 'planId')
  return {
    rosterId: await idOf('rosters', { ...kind, weekdays: [4], startsOn: '2025-03-20', members: [1, 2] }, 'rosterId'), shiftId, roster: shiftId, place: '1',
    swapId: await idOf('members/1/shift-swaps', { shiftId: later, to: 2, evidence: '电话' }, 'swapId'), planId, presenceId: String(rows?.[0]?.presenceId),
    absenceId: await idOf('members/1/absences', { from: '2025-05-01', through: '2025-05-02' }, 'absenceId'), purpose: 'shift', purposeId: shiftId, visitor: '1',
    visitId: String(done(await get(`${C}/care-visits/due`)).body.items?.[0]?.visitId)
  }
}

/** Words that only a stack trace, a database or a file system says. */
const TELL_TALES = /node_modules|\.(?:js|ts):\d+|SQLITE|SqliteError|drizzle|syntax error|pg_|invalid byte sequence|ENOENT|TypeError|RangeError|\/tmp\//

/** What refusals may change: counts of tries, the log of access, and what is known of sessions. */
const COUNTED = ['access_log', 'pin', 'sign_in_try', 'sign_in_session', 'sign_in_verification']

async function operationsOf({ app }: TestApp): Promise<Operation[]> {
  const { paths } = (await app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, Described>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody }]) => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      operationId,
      parameters,
      bodies: Object.values(requestBody?.content['application/json']?.examples ?? {}).map(({ value }) => value),
      takesFile: requestBody?.content['multipart/form-data'] !== undefined || operationId === 'previewImport'
    }))
  )
}

/** A part of the address as it should be, more often than not, so that what comes after it is reached as well. */
function part(name: string): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(GOOD[name] ?? '1') }, { weight: 1, arbitrary: hostilePart })
}

function address({ path, parameters }: Operation): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const asked = parameters.filter((each) => each.in === 'query').map(({ name }) => name)
  const pair = fc.constantFrom(...asked, 'unforeseen', '__proto__').chain((name) => part(name).map((value) => `${name}=${value}`))
  const required = asked.filter((name) => name === 'kind' || name === 'format').map((name) => `${name}=${GOOD[name]}`)
  return fc.tuple(fc.tuple(...names.map(part)), fc.array(pair, { maxLength: 3 })).map(([values, pairs]) => {
    const filled = names.reduce((url, name, index) => url.replace(`{${name}}`, () => values[index] ?? ''), path)
    const query = [...required, ...pairs].join('&')
    return query === '' ? filled : `${filled}?${query}`
  })
}

const CONTENT_TYPES = ['application/json', 'application/json; charset=utf-16', 'application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=', 'a/b/c', '']

/** Letters that HTTP lets stand in a header, as Node reads them. */
const headerText = fc.oneof(hostileText.map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, 'é').slice(0, 400)), fc.constantFrom('é'.repeat(43), 'Bearer', '%', 'a=%E0%A4%A'))

const headers = fc.record(
  {
    'idempotency-key': fc.oneof({ weight: 5, arbitrary: fc.uuid() }, { weight: 1, arbitrary: headerText }),
    'accept-language': headerText,
    'x-csrf-token': headerText,
    'x-http-method-override': fc.constant('DELETE'),
    'x-forwarded-for': headerText,
    host: fc.constantFrom('evil.example', 'a b', ''),
    range: fc.constant('bytes=0-1'),
    expect: fc.constant('100-continue')
  },
  { requiredKeys: ['idempotency-key'] }
)

/** A form of a file with a name and content that mean no good. */
const form = fc.record({ name: hostileText, text: hostileText, mapping: fc.oneof(hostileText, fc.constant(`${'['.repeat(30_000)}`), fc.constant('{"__proto__": 1, "card": 0}')) })

function body(operation: Operation): fc.Arbitrary<Pick<InjectOptions, 'payload' | 'headers'>> {
  if (operation.method === 'GET') return fc.constant({})
  const example = fc.constantFrom(...(operation.bodies.length === 0 ? [{}] : operation.bodies))
  const json = example.chain((value) => spoiled(value)).map((value) => ({ payload: JSON.stringify(value), headers: { 'content-type': 'application/json' } }))
  const raw = fc.tuple(hostileText, fc.constantFrom(...CONTENT_TYPES)).map(([payload, type]) => ({ payload, headers: { 'content-type': type } }))
  const file = form.map(({ name, text, mapping }) =>
    multipart({ file: { name: name.replaceAll('"', ''), text: `卡号,姓名\r\nTC9,${text}\r\n${text},${text}\r\n` }, fields: { mapping } })
  )
  return operation.takesFile ? fc.oneof(file, raw) : fc.oneof({ weight: 9, arbitrary: json }, { weight: 1, arbitrary: raw })
}

function requests(operations: Operation[]): fc.Arbitrary<{ operation: string; request: InjectOptions }> {
  return fc.constantFrom(...operations).chain((operation) =>
    fc.tuple(address(operation), headers, body(operation)).map(([url, named, { payload, headers: typed }]) => ({
      operation: operation.operationId,
      request: { method: operation.method, url, headers: { ...named, ...typed }, ...(payload === undefined ? {} : { payload }) } as InjectOptions
    }))
  )
}

/** All that is kept but what refusals are counted in. */
async function kept({ service }: TestApp): Promise<string> {
  const { db, tables, journal } = service.bank.store
  const rows = []
  for (const table of [...Object.values(tables), ...Object.values(journal)]) {
    if (COUNTED.includes(getTableName(table))) continue
    rows.push(await db.select().from(table))
  }
  return JSON.stringify(rows)
}

/** The operation's address with one parameter after the other exchanged for a zero byte, which PostgreSQL keeps nowhere. */
function withZeroBytes({ path, parameters }: Operation): string[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const filled = (bad: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => (name === bad ? '%00' : (GOOD[name] ?? '1')))
  const asked = parameters.filter((each) => each.in === 'query').map(({ name }) => name)
  const query = (bad: string): string => asked.filter((name) => name === bad || name === 'kind' || name === 'format').map((name) => `${name}=${name === bad ? '%00' : GOOD[name]}`).join('&')
  return [...names.map((name) => `${filled(name)}?${query('')}`), ...asked.map((name) => `${filled('')}?${query(name)}`)]
}

const RUNS = Number(process.env['TIMEBANK_FUZZ_RUNS'] ?? 300)

for (const dialect of testDialects()) {
  const open = async (t: Test): Promise<TestApp> => openTaicheng(t, dialect === 'postgres' ? { database: await migratedDatabase(t) } : {})

  t.test(`a zero byte in an address is refused, whichever database is asked (${dialect})`, async (t) => {
    const test = await open(t)
    for (const operation of await operationsOf(test)) {
      for (const url of withZeroBytes(operation)) {
        const payload = operation.method === 'GET' || operation.method === 'DELETE' ? {} : { payload: operation.bodies[0] ?? {} }
        const { status, text } = await test.send({ method: operation.method, url, headers: { 'idempotency-key': url.slice(-150).replaceAll(/[^!-~]/g, '') }, ...payload })
        t.ok(status >= 400 && status < 500, `${operation.method} ${url}: ${status} ${text.slice(0, 200)}`)
      }
    }
  })

  t.test(`a workbook of characters that no database keeps is previewed, confirmed and shown (${dialect})`, async (t) => {
    const test = await open(t)
    const hostile = ['_x0000_', '_xD800_', 'a_x0000_b', '_x0008_', '=1+1', '\u202e', '_xFFFF_', "'; DROP TABLE person; --", '9'.repeat(400), '1e309', '-1', '__proto__']
    const kinds = { members: ['卡号', '姓名', '电话'], goods: ['货号', '品名', '积分', '数量'], hours: ['卡号', '姓名', '服务日期', '时长', '服务类别'] }
    const good: Record<string, string> = { 服务日期: '2025-03-05', 时长: '2', 服务类别: '科普宣传', 数量: '5', 积分: '5', 卡号: 'TC100001', 货号: 'G9', 姓名: '夏红浩', 品名: '皂', 电话: '' }
    for (const [kind, headings] of Object.entries(kinds)) {
      const rows = hostile.flatMap((text) => headings.map((bad) => textRow(...headings.map((each) => (each === bad ? text : (good[each] ?? ''))))))
      const workbook = buildWorkbook({ sheets: [{ name: '_x0000_表', rows: [textRow(...headings), ...rows].join('') }] })
      const { payload, headers } = multipart({ file: { name: `${kind}\u0000.xlsx`, text: workbook }, fields: { counter: 'main' } })
      const preview = await test.send({ method: 'POST', url: `/v1/communities/taicheng/imports?kind=${kind}`, payload, headers: { ...headers, 'idempotency-key': kind } })
      t.equal(preview.status, 201, preview.text.slice(0, 300))
      const path = `/communities/taicheng/imports/${preview.body.importId}`
      t.equal((await test.post(`${path}/confirm`, {}, { actor: 'approver' })).status, 200)
      t.equal((await test.get(`${path}/rows?limit=200`)).status, 200)
      const { status, text } = await test.get(`${path}/rejected`)
      t.equal(status, 200)
      t.notMatch(text, /(^|,)"?=1\+1/m, 'no cell begins like a formula')
    }
  })

  t.test(`whatever is sent, nothing answers 500, tells how it is made, or changes what it was refused (${dialect})`, async (t) => {
    const test = await open(t)
    done(await test.post('/areas', { areaId: 'xuanwu', level: 'district', name: '玄武区' }))
    done(await test.post('/users', { user: 'program', kind: 'program' }))
    Object.assign(GOOD, await planned(test), await attended(test))
    const reached = new Set<string>()
    let before = await kept(test)
    await fc.assert(
      fc.asyncProperty(requests(await operationsOf(test)), async ({ operation, request }) => {
        const { status, text } = await test.send(request)
        const said = `${operation} ${status} ${text.slice(0, 400)}`
        if (status >= 500) throw new Error(said)
        if (status >= 400 && TELL_TALES.test(text)) throw new Error(said)
        const after = await kept(test)
        if (status >= 400 && after !== before) throw new Error(`changed by what was refused: ${said}`)
        before = after
        if (status !== 404) reached.add(operation)
      }),
      { numRuns: RUNS, endOnFailure: true }
    )
    t.ok(reached.size > 20, `${reached.size} operations were reached`)
  })
}
