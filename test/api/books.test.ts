import { Readable } from 'node:stream'
import t from 'tap'
import { verifyExport } from '../../src/audit/verify-export.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { done, openTaicheng } from './taicheng.ts'
import { walk } from './walk-pages.ts'

const C = '/communities/taicheng'

t.test('the journal is listed newest first, by member, kind and business dates', async (t) => {
  const { post, get } = await openTaicheng(t)
  for (let i = 0; i < 5; i++) done(await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00', serviceDate: `2025-03-1${i}` }))
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '9.00' }))
  const numbers = async (query: string) => (await walk(get, `${C}/transactions?limit=2${query}`)).map((each) => Number(each.number))
  t.same(await numbers(''), [9, 8, 7, 6, 5, 4, 3, 2, 1], 'each exactly once')
  t.same(await numbers('&kind=gift'), [8, 7, 6, 5, 4])
  t.same(await numbers('&member=2'), [9, 8, 7, 6, 5, 4])
  t.same(await numbers('&kind=gift&from=2025-03-11&to=2025-03-12'), [6, 5])
  t.same(await numbers('&kind=damage'), [])
  t.match(await get(`${C}/transactions/99`), { status: 404, body: { code: 'unknown_transaction' } })
  t.match(await get(`${C}/transactions?kind=DROP%20TABLE`), { status: 400, body: { field: 'kind' } })
})

t.test('a transaction is read with its entries, lots and leaf', async (t) => {
  const { get, service } = await openTaicheng(t)
  const { body } = await get(`${C}/transactions/2`)
  t.match(body, {
    number: 2, kind: 'earn', voucher: '2025-03 记1', businessDate: '2025-03-01', reversedBy: null, note: null,
    entries: [
      { line: 1, account: 'M6101.科普宣传', unit: 'MINUTE', side: 'debit', amount: '480', balance: '480', version: 1 },
      {}, {},
      { account: 'P2101.1', unit: 'POINT', side: 'credit', amount: '80.00', balance: '80.00', lots: [{ expiresOn: '2028-03-01', originNumber: 2, originLine: 4, change: '80.00', remaining: '80.00' }] }
    ]
  })
  t.strictSame((body.entries as unknown as { balance: string }[]).map((entry) => entry.balance), ['480', '480', '80.00', '80.00'], 'on the normal side')
  const { transaction } = service.bank.store.journal
  const rows = await service.bank.store.db.select({ number: transaction.number, leaf: transaction.leaf }).from(transaction)
  t.equal(body.leaf, rows.find((row) => row.number === 2)?.leaf.toString('hex'), 'the stored leaf')
})

t.test('accounts are listed by member and code, each once, and read with their lots', async (t) => {
  const { get } = await openTaicheng(t)
  const ids = (await walk(get, `${C}/accounts?limit=1`)).map((each) => each.account)
  t.same(ids, ['M6101.科普宣传', 'M6201.1', 'P2101.1', 'P5101.科普宣传'])
  t.same((await walk(get, `${C}/accounts?limit=2&member=1`)).map((each) => each.account), ['M6201.1', 'P2101.1'])
  t.match((await get(`${C}/accounts?code=P2101`)).body.items, [{ account: 'P2101.1', zh: '个人积分', en: 'Personal points', side: 'credit', balance: '100.00', member: 1, state: 'open' }])
  t.match((await get(`${C}/accounts/${encodeURIComponent('P5101.科普宣传')}`)).body, { balance: '100.00', side: 'debit', lots: [] })
  t.match(await get(`${C}/accounts/P2101.99`), { status: 404, body: { code: 'unknown_account' } })
  t.match(await get(`${C}/accounts?code=X1`), { status: 400, body: { field: 'code' } })
})

t.test('balances and the trial balance tie', async (t) => {
  const { post, get } = await openTaicheng(t)
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '12.50' }))
  t.match((await get(`${C}/balances`)).body.items, [
    { code: 'M6101', balance: '600', accounts: 1 }, { code: 'M6201', balance: '600' },
    { code: 'P2101', balance: '100.00', accounts: 2, side: 'credit' }, { code: 'P5101', balance: '100.00' }
  ])
  const march = (await get(`${C}/trial-balance?from=2025-03-02&to=2025-03-31`)).body
  t.match(march, {
    range: { from: '2025-03-02', to: '2025-03-31' },
    lines: [{ code: 'M6101', opening: '480', debit: '120', closing: '600' }, {}, { code: 'P2101', opening: '80.00', debit: '12.50', credit: '32.50', closing: '100.00' }, {}],
    totals: [{ unit: 'MINUTE', balanced: true }, { unit: 'POINT', balanced: true, closingDebit: '100.00', closingCredit: '100.00' }]
  })
  t.equal((await get(`${C}/trial-balance?by=account`)).body.lines?.[2]?.accountId, 'P2101.1')
  t.match(await get(`${C}/trial-balance?from=2025-04-01&to=2025-03-01`), { status: 400, body: { code: 'bad_range' } })
  for (const path of ['transactions?', 'exports?format=csv&']) t.match(await get(`${C}/${path}from=2025-04-01&to=2025-03-01`), { status: 400, body: { code: 'bad_range', detail: /2025-04-01/ } }, path)
  t.match(await get(`${C}/transactions?kind=bogus`), { status: 400, body: { code: 'invalid_request', field: 'kind' } })
})

t.test('a period is closed once it is over, and then takes nothing more', async (t) => {
  const { post, get, clock } = await openTaicheng(t)
  const empty = done(await get(`${C}/periods`)).body
  t.match(empty, { closedThrough: null, lastNumber: 3, root: /^[0-9a-f]{64}$/ })
  t.match(await post(`${C}/periods/close`, { through: '2025-03-20' }), { status: 409, body: { code: 'period_not_over' } })
  t.match(await post(`${C}/periods/close`, { through: '2025-02-30' }), { status: 400, body: { code: 'bad_date', field: 'through' } })
  t.match((await post(`${C}/periods/close`, { through: '2025-03-10' })).body.transaction, { kind: 'period_closed', closesThrough: '2025-03-10' })
  t.match(await post(`${C}/periods/close`, { through: '2025-03-09' }), { status: 409, body: { code: 'period_already_closed' } })
  const closed = done(await get(`${C}/periods`)).body
  t.match(closed, { closedThrough: '2025-03-10', lastNumber: 4 })
  t.not(closed.root, empty.root)
  const late = done(await post(`${C}/hours`, { member: 1, category: '科普宣传', minutes: 60, serviceDate: '2025-03-05' }))
  t.match(late.body.transaction, { serviceDate: '2025-03-05', businessDate: '2025-03-20' }, 'found later, it is of today')
  t.match(await post(`${C}/policies`, { from: '2025-03-10', reason: 'rule_changed', policy: { pointsPerHour: '1', categoryCoefficients: { a: '1' }, roundMinutesDownTo: 1, backfilledHoursConvert: true, pointsRounding: 'down to 0.01', timezone: 'Asia/Shanghai' } }), { status: 409, body: { code: 'policy_reaches_back', detail: /已结账/ } })
  clock.set('2025-03-09T02:00:00Z')
  const refused = await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' }, { 'accept-language': 'en' })
  t.match(refused, { status: 409, body: { code: 'period_closed', detail: 'The books are closed through 2025-03-10' } }, 'a clock that went back posts nothing')
})

t.test('the books are exported in every form, as files with names', async (t) => {
  const { get } = await openTaicheng(t)
  const range = 'from=2025-03-01&to=2025-03-31'
  const forms: [string, string, RegExp][] = [
    ['csv', 'taicheng-2025-03-01-2025-03-31-entries.csv', /^\uFEFF业务日期 Business date,/],
    ['csv&part=balances', 'taicheng-2025-03-01-2025-03-31-balances.csv', /P2101/],
    ['csv&part=trial-balance', 'taicheng-2025-03-01-2025-03-31-trial-balance.csv', /平衡 Balanced/],
    ['jsonl', 'taicheng-2025-03-01-2025-03-31.jsonl', /^\{"type":"header"/],
    ['hledger', 'taicheng-2025-03-01-2025-03-31.journal', /commodity POINT/],
    ['beancount', 'taicheng-2025-03-01-2025-03-31.beancount', /^; .*\noption "title"/]
  ]
  for (const [format, name, beginning] of forms) {
    const { status, headers, text } = await get(`${C}/exports?format=${format}&${range}`)
    t.equal(status, 200, format)
    t.equal(headers['content-disposition'], `attachment; filename="${name}"`)
    t.match(text, beginning, format)
  }
  const jsonl = await get(`${C}/exports?format=jsonl`)
  t.match(await verifyExport(Readable.from([Buffer.from(jsonl.text)])), { ok: true }, 'what is downloaded proves itself')
  t.match(await get(`${C}/exports?format=pdf`), { status: 400, body: { field: 'format' } })
  t.match(await get(`${C}/exports`), { status: 400, body: { field: 'format' } })
  t.match(await get(`${C}/exports?format=csv&from=2025-03-31&to=2025-03-01`), { status: 400 })
})

/** Threads of this process: the writer's, and one for each export under way. */
const threads = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'MessagePort').length

t.test('an export whose reader goes away ends, and one that fails is never taken for a whole file', async (t) => {
  const { app, post, service } = await openTaicheng(t)
  await Promise.all(Array.from({ length: 1500 }, () => post(`${C}/gifts`, { from: 1, to: 2, points: '0.01' })))
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const before = threads()
  const leaving = new AbortController()
  const response = await fetch(`${address}/v1${C}/exports?format=jsonl`, { signal: leaving.signal })
  t.equal((await response.body?.getReader().read())?.done, false)
  t.equal(threads(), before + 1, 'an export has a thread of its own')
  leaving.abort()
  for (let i = 0; i < 200 && threads() > before; i++) await new Promise((resolve) => setTimeout(resolve, 20))
  t.equal(threads(), before, 'which ends with its reader')

  const whole = await (await fetch(`${address}/v1${C}/exports?format=jsonl`)).text()
  t.match(whole, /"type":"footer"/)
  const connection = connectSqlite(service.bank.database)
  connection.exec("DROP TRIGGER journal_transaction_update; UPDATE journal_transaction SET canonical = x'00' WHERE number = 1400")
  connection.close()
  const broken = await fetch(`${address}/v1${C}/exports?format=jsonl`)
  await t.rejects(broken.text(), 'broken off rather than ended')
  t.equal((await fetch(`${address}/health`)).status, 200, 'the service goes on')
})
