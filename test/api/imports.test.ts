import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { taichengFile } from '../taicheng-files.ts'
import { type Answer, openApp, type TestApp } from './app.ts'
import { multipart } from './multipart.ts'
import { done, openTaicheng, POLICY } from './taicheng.ts'
import { walk } from './walk-pages.ts'

const C = '/communities/taicheng'
const fixture = (name: string): Buffer => readFileSync(taichengFile(name))
let uploads = 0

// A place of this test's own, so that what is left behind is its own.
const place = mkdtempSync(join(tmpdir(), 'timebank-imports-'))
process.env['TMPDIR'] = place
t.teardown(() => rmSync(place, { recursive: true }))

function upload({ send }: TestApp, kind: string, file: { name: string; text: string | Buffer }, fields: Record<string, string> = {}, key = `upload-${++uploads}`): Promise<Answer> {
  const form = multipart({ file, fields })
  return send({ method: 'POST', url: `/v1${C}/imports?kind=${kind}`, payload: form.payload, headers: { ...form.headers, 'idempotency-key': key } })
}

/** Folders that uploads leave behind. */
const leftovers = (): string[] => readdirSync(place).filter((name) => name.startsWith('timebank-upload-'))

async function importWhole(test: TestApp, kind: string, name: string): Promise<Answer> {
  const { importId } = done(await upload(test, kind, { name, text: fixture(name) })).body
  return done(await test.post(`${C}/imports/${importId}/confirm`, {}, { actor: 'approver' }))
}

t.test('the month of Taicheng comes in through the API, record by record as expected', async (t) => {
  const test = await openApp(t)
  test.clock.set('2025-04-02T02:00:00Z')
  done(await test.post('/communities', { communityId: 'taicheng', name: '台城花园社区' }))
  done(await test.post(`${C}/policies`, { policy: POLICY }))
  await importWhole(test, 'members', 'members.csv')
  await importWhole(test, 'goods', 'goods.csv')
  const preview = done(await upload(test, 'hours', { name: 'hours-2025-03.csv', text: fixture('hours-2025-03.csv') }))
  const before = (await test.get(`${C}/periods`)).body.lastNumber
  const { importId } = preview.body
  t.match(preview, { status: 201, body: { state: 'previewed', kind: 'hours', repeated: false }, headers: { location: `/v1${C}/imports/${importId}` } })
  const confirmed = await test.post(`${C}/imports/${importId}/confirm`, {}, { actor: 'approver' })
  t.match(confirmed, { status: 200, body: { state: 'confirmed', preparedBy: 'administrator', confirmedBy: 'approver' } })
  t.equal(Number((await test.get(`${C}/periods`)).body.lastNumber) - Number(before), confirmed.body.accepted as never, 'one transaction a row')

  const expected = JSON.parse(fixture('hours-2025-03.expected.json').toString()) as { outcomes?: object[]; records?: object[] }
  const outcomes = (expected.outcomes ?? expected.records) as { accepted: boolean; reason?: string }[]
  const rows = await walk(test.get, `${C}/imports/${importId}/rows?limit=150`)
  t.equal(rows.length, outcomes.length)
  t.match(rows.map((row) => row.outcome), outcomes)

  const again = await upload(test, 'hours', { name: 'again.csv', text: fixture('hours-2025-03.csv') })
  t.match(again, { status: 201, body: { importId, repeated: true, state: 'confirmed' }, headers: { 'idempotency-replayed': 'true' } })
  const number = (await test.get(`${C}/periods`)).body.lastNumber
  t.match(await test.post(`${C}/imports/${importId}/confirm`, {}), { status: 200, body: { repeated: true } })
  t.equal((await test.get(`${C}/periods`)).body.lastNumber, number, 'and posts nothing')
  t.same(leftovers(), [])
})

t.test('an upload or a confirmation sent again with its key is answered again; with another file the key is refused', async (t) => {
  const test = await openTaicheng(t)
  const file = { name: 'members.csv', text: '卡号,姓名\r\nTC200001,周平\r\n' }
  const other = { name: 'members.csv', text: '卡号,姓名\r\nTC200002,周平\r\n' }
  const first = done(await upload(test, 'members', file, {}, 'key'))
  const again = await upload(test, 'members', file, {}, 'key')
  t.strictSame([again.status, again.body, again.headers['idempotency-replayed']], [201, first.body, 'true'])
  for (const refused of [await upload(test, 'members', other, {}, 'key'), await upload(test, 'goods', file, {}, 'key'), await upload(test, 'members', file, { mapping: '{"card":1}' }, 'key')]) {
    t.match(refused, { status: 409, body: { code: 'key_reused' } })
  }
  t.equal((await test.get(`${C}/imports`)).body.items?.length, 1, 'the preview itself was made once')

  const second = done(await upload(test, 'members', other, {}, 'other')).body.importId
  const confirm = (importId: unknown, key: string) => test.post(`${C}/imports/${importId}/confirm`, {}, { 'idempotency-key': key, actor: 'approver' })
  t.match(await confirm(first.body.importId, 'key'), { status: 409, body: { code: 'key_reused' } }, 'the key of the upload is no key for confirming')
  test.clock.set('2025-03-20T02:01:00Z')
  const confirmed = done(await confirm(first.body.importId, 'confirm'))
  t.equal(confirmed.headers['idempotency-replayed'], undefined)
  t.match(await confirm(first.body.importId, 'confirm'), { status: 200, headers: { 'idempotency-replayed': 'true' } })
  t.match(await confirm(second, 'confirm'), { status: 409, body: { code: 'key_reused' } })
  t.match((await test.get(`${C}/imports/${second}`)).body, { state: 'previewed' }, 'and changed nothing')
  t.match(await confirm(second, 'later'), { status: 409, body: { code: 'preview_outdated' } })
  t.match(await confirm(first.body.importId, 'later'), { status: 200 }, 'a refusal did not use up the key')
})

t.test('rejected rows say why in the reader’s language, and come back as a sheet', async (t) => {
  const test = await openTaicheng(t)
  const text = '卡号,姓名\r\nTC100003,田庆燕\r\nTC100001,夏红浩\r\n'
  const { importId } = done(await upload(test, 'members', { name: 'C:\\名册\\成员.csv', text })).body
  t.match((await test.get(`${C}/imports/${importId}`)).body, { fileName: '成员.csv', records: 2, accepted: 1, rejected: { card_taken: 1 } })
  t.match((await test.get(`${C}/imports/${importId}/rows?accepted=false`)).body, { items: [{ row: 2, line: 3, reason: 'card_taken', message: '卡号已登记', cells: ['TC100001', '夏红浩'] }], next: null })
  t.match((await test.get(`${C}/imports/${importId}/rows?accepted=false`, { 'accept-language': 'en' })).body.items?.[0]?.message, /registered already/)
  const rejected = await test.get(`${C}/imports/${importId}/rejected`)
  t.match(rejected.headers['content-type'], 'text/csv')
  t.match(rejected.text, /^\uFEFF卡号,姓名,.*\r\nTC100001,夏红浩,card_taken,卡号已登记/)
  t.equal((await test.get(`${C}/members/3`)).status, 404, 'a preview registers nobody')
})

t.test('columns can be named by hand, and goods go to the counter that is named', async (t) => {
  const test = await openTaicheng(t)
  const text = 'x,y,z,w\r\nG100,伞,35.00,7\r\n'
  const fields = { mapping: JSON.stringify({ sku: 1, name: 'y', price: 3, stock: 'w' }), counter: '南门' }
  const preview = await upload(test, 'goods', { name: 'goods.csv', text }, fields)
  t.match(preview, { status: 201, body: { accepted: 1 } }, preview.text)
  done(await test.post(`${C}/imports/${preview.body.importId}/confirm`, {}, { actor: 'approver' }))
  t.match((await test.get(`${C}/accounts/${encodeURIComponent('G1101.南门.G100')}`)).body, { balance: '7' })
})

t.test('a file that is not what its name says is refused, and nothing of it stays', async (t) => {
  const test = await openTaicheng(t)
  const xlsx = fixture('hours-2025-03.xlsx')
  const files: [string, string | Buffer, number, string][] = [
    ['empty.csv', '', 422, 'empty_file'],
    ['picture.xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 415, 'not_a_sheet'],
    ['cut.xlsx', xlsx.subarray(0, Math.floor(xlsx.length / 2)), 422, 'truncated_file'],
    ['nothing.csv', '你好\r\n再见\r\n', 422, 'missing_header']
  ]
  for (const [name, text, status, code] of files) {
    const answer = await upload(test, 'hours', { name, text })
    t.match(answer, { status, body: { code } }, `${name}: ${answer.text}`)
  }
  t.same((await test.get(`${C}/imports`)).body.items, [])
  t.same(leftovers(), [])
})

t.test('a file that is too large is refused, announced or not, and nothing of it stays', async (t) => {
  const test = await openTaicheng(t, { mostFileBytes: 1024 * 1024 })
  const text = Buffer.alloc(1024 * 1024 + 1, 'x')
  const sent = await upload(test, 'members', { name: 'large.csv', text })
  t.match(sent, { status: 413, body: { code: 'file_too_large', detail: '文件超过 1 MB' } })
  const headers = { ...multipart({}).headers, 'idempotency-key': 'announced', 'content-length': String(200 * 1024 * 1024), 'accept-language': 'en' }
  const announced = await test.send({ method: 'POST', url: `/v1${C}/imports?kind=members`, headers, payload: Buffer.from('--') })
  t.match(announced, { status: 413, body: { code: 'file_too_large', detail: 'The file is larger than 1 MB' } })
  t.same((await test.get(`${C}/imports`)).body.items, [])
  t.same(leftovers(), [])
})

t.test('a form without a file, with two, broken off, or none at all is refused', async (t) => {
  const test = await openTaicheng(t)
  const url = `/v1${C}/imports?kind=members`
  const send = (form: { payload: Buffer; headers: object }) => test.send({ method: 'POST', url, payload: form.payload, headers: { ...form.headers, 'idempotency-key': `form-${++uploads}` } })
  const whole = multipart({ file: { name: 'a.csv', text: '卡号,姓名\r\nA1,甲\r\n' } })
  const two = Buffer.concat([whole.payload.subarray(0, whole.payload.lastIndexOf('--form')), whole.payload])
  const forms: [object, number, string][] = [
    [await send(multipart({ fields: { counter: 'main' } })), 400, 'invalid_request'],
    [await send({ ...whole, payload: two }), 400, 'invalid_request'],
    [await send({ ...whole, payload: whole.payload.subarray(0, 120) }), 400, 'invalid_request'],
    [await send(multipart({ file: { name: 'a.csv', text: '卡号,姓名\r\nA1,甲\r\n' }, fields: { colour: 'red' } })), 400, 'invalid_request'],
    [await send(multipart({ file: { name: 'a.csv', text: '卡号,姓名\r\nA1,甲\r\n' }, fields: { mapping: '{' } })), 400, 'invalid_request'],
    [await test.post(`${C}/imports?kind=members`, { file: 'x' }), 415, 'unsupported_media_type'],
    [await test.post(`${C}/imports?kind=people`, {}), 400, 'invalid_request']
  ]
  for (const [answer, status, code] of forms) t.match(answer, { status, body: { code } })
  t.match(await test.get(`${C}/imports/none`), { status: 404, body: { code: 'unknown_import' } })
  t.match(await test.post(`${C}/imports/none/confirm`, {}), { status: 404, body: { code: 'unknown_import' } })
  t.match(await test.get(`${C}/imports/none/rows`), { status: 404 })
  t.match(await test.get(`${C}/imports/none/rejected`), { status: 404 })
  t.same(leftovers(), [])
})

t.test('two confirmations at once post each row once', async (t) => {
  const test = await openTaicheng(t)
  const rows = Array.from({ length: 600 }, (_, index) => `Z${index},成员${index}`).join('\r\n')
  const { importId } = done(await upload(test, 'members', { name: 'many.csv', text: `卡号,姓名\r\n${rows}\r\n` })).body
  const answers = await Promise.all([1, 2, 3].map(() => test.post(`${C}/imports/${importId}/confirm`, {}, { actor: 'approver' })))
  for (const answer of answers) t.match(answer, { status: 200, body: { accepted: 600, rejected: {} } })
  t.equal((await walk(test.get, `${C}/members?limit=200`)).length, 602)
})

t.test('imports are listed newest first, each once', async (t) => {
  const test = await openTaicheng(t)
  const ids: unknown[] = []
  for (let i = 0; i < 5; i++) ids.unshift(done(await upload(test, 'members', { name: `${i}.csv`, text: `卡号,姓名\r\nQ${i},甲\r\n` })).body.importId)
  t.same((await walk(test.get, `${C}/imports?limit=2`)).map((each) => each.importId), ids)
})
