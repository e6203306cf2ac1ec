import t from 'tap'
import type { Answer, TestApp } from './app.ts'
import { done, openTaicheng, POLICY } from './taicheng.ts'
import { walk } from './walk-pages.ts'

const C = '/communities/taicheng'

/** The entries of a posting as `debit P2101.1 12.50`. */
function entriesOf(answer: Answer): string[] {
  const { entries } = done(answer).body.transaction as unknown as { entries: { side: string; account: string; amount: string }[] }
  return entries.map(({ side, account, amount }) => `${side} ${account} ${amount}`)
}

/** Toothpaste at 15.00, ten of them at the counter `main`. */
async function stock({ put, post }: TestApp): Promise<void> {
  done(await put(`${C}/goods/G005`, { name: '牙膏', price: '15.00', barcode: '6955028240683', monthlyLimit: 3 }))
  done(await post(`${C}/stock/receipts`, { sku: 'G005', pieces: 10, sponsor: '博物馆' }))
}

t.test('hours become minutes and, by the policy of their day, points', async (t) => {
  const { post } = await openTaicheng(t)
  const answer = await post(`${C}/hours`, { member: 2, category: '老人陪护', minutes: 100, serviceDate: '2025-03-05', evidence: '签到' })
  t.same(entriesOf(answer), ['debit M6101.老人陪护 100', 'credit M6201.2 100', 'debit P5101.老人陪护 22.50', 'credit P2101.2 22.50'])
  t.match(answer.body.transaction, { kind: 'earn', member: 2, convertibleMinutes: 90, coefficient: '1.5', evidence: '签到', serviceDate: '2025-03-05' })
  const late = await post(`${C}/hours`, { member: 2, category: '老人陪护', minutes: 60, backfilled: true })
  t.match(late.body.transaction, { kind: 'record_honorary' })
  const timed = { member: 2, category: '老人陪护', startTime: '08:30', endTime: '10:00', serviceDate: '2025-03-06' }
  t.match(await post(`${C}/hours`, timed), { status: 201, body: { transaction: { minutes: 90 } } })
  t.match(await post(`${C}/hours`, timed), { status: 409, body: { code: 'duplicate' } })
  t.match(await post(`${C}/hours`, { ...timed, activity: '探访', endTime: '09:00' }), { status: 409, body: { code: 'overlap' } })
  for (const [bad, code, field] of [
    [{ endTime: undefined }, 'invalid_request', 'endTime'], [{ endTime: '08:30' }, 'end_before_start', 'endTime'], [{ minutes: 60 }, 'duration_mismatch', 'minutes'],
    [{ startTime: '8:30' }, 'bad_time', 'startTime'], [{ startTime: undefined, endTime: undefined }, 'invalid_request', 'minutes']
  ] as const) t.match(await post(`${C}/hours`, { ...timed, ...bad }), { status: 400, body: { code, field } })
  t.match(await post(`${C}/hours`, { member: 2, category: '代购', minutes: 60 }), { status: 409, body: { code: 'unknown_category', detail: /代购/ } })
  t.match(await post(`${C}/hours`, { member: 2, category: '老人陪护', minutes: 1500 }), { status: 400, body: { field: 'minutes' } }, '25 hours typed for 2')
  t.match(await post(`${C}/hours`, { member: 2, category: '老人陪护', minutes: 60, serviceDate: '2025-03-21' }), { status: 400, body: { code: 'future_date' } })
})

t.test('hours recorded one by one are known to a later import', async (t) => {
  const { post, service } = await openTaicheng(t)
  done(await post(`${C}/hours`, { member: 2, category: '科普宣传', activity: '讲座', minutes: 60, serviceDate: '2025-03-05' }))
  const { serviceRecord } = service.bank.store.tables
  const rows = await service.bank.store.db.select().from(serviceRecord)
  t.match(rows.at(-1), { memberNumber: 2, activity: '讲座', minutes: 60, convertibleMinutes: 60, number: 4 })
})

t.test('points are given, donated, awarded and granted', async (t) => {
  const { post } = await openTaicheng(t)
  t.same(entriesOf(await post(`${C}/gifts`, { from: 1, to: 2, points: '12.50' })), ['debit P2101.1 12.50', 'credit P2101.2 12.50'])
  t.same(entriesOf(await post(`${C}/donations`, { member: 1, points: '20' })), ['debit P2101.1 20.00', 'credit P2103.general 20.00'])
  t.same(entriesOf(await post(`${C}/grants`, { member: 2, points: '5.00' })), ['debit P2103.general 5.00', 'credit P2101.2 5.00'])
  t.same(entriesOf(await post(`${C}/grants`, { member: 2, points: '7.00', fund: '专项' })), ['debit P5102.专项 7.00', 'credit P2101.2 7.00'])
  t.same(entriesOf(await post(`${C}/awards`, { member: 2, rule: '文明家庭', points: '3.00', expiresOn: '2025-12-31' })), ['debit P5103.文明家庭 3.00', 'credit P2101.2 3.00'])
  t.match(await post(`${C}/gifts`, { from: 1, to: 1, points: '1' }), { status: 400, body: { code: 'same_member' } })
  t.match(await post(`${C}/grants`, { member: 2, points: '5.00', fund: 'a', pool: 'b' }), { status: 400, body: { field: 'fund', detail: /不能与 pool 同时填写/ } })
  const poor = await post(`${C}/gifts`, { from: 2, to: 1, points: '500' }, { 'accept-language': 'en' })
  t.match(poor, { status: 409, body: { code: 'insufficient_points', parameters: { available: '27.50', needed: '500.00' }, detail: 'Too few points: 27.50 available, 500.00 needed' } })
  t.match(await post(`${C}/grants`, { member: 2, points: '500' }), { status: 409, body: { code: 'insufficient_pool' } })
})

t.test('goods are redeemed in several lines, found by their barcode, and come back in part', async (t) => {
  const test = await openTaicheng(t)
  const { post, get, put } = test
  await stock(test)
  done(await put(`${C}/goods/G002`, { name: '抽纸', price: '25.00' }))
  done(await post(`${C}/stock/receipts`, { sku: 'G002', pieces: 1 }))
  const redeemed = await post(`${C}/redemptions`, { member: 1, lines: [{ sku: 'G005', pieces: 2 }, { sku: 'G002', pieces: 1 }] })
  t.same(entriesOf(redeemed), [
    'debit P2101.1 30.00', 'credit P4101.main 30.00', 'debit G1102.G005 2', 'credit G1101.main.G005 2',
    'debit P2101.1 25.00', 'credit P4101.main 25.00', 'debit G1102.G002 1', 'credit G1101.main.G002 1'
  ])
  const number = redeemed.body.transaction?.number
  const back = await post(`${C}/redemptions/${number}/returns`, { lines: [{ line: 1, pieces: 1 }] })
  t.equal(back.body.transaction?.kind, 'return_goods')
  t.match((await get(`${C}/redemptions/${number}`)).body, {
    number, member: 1, counter: 'main', points: '55.00', returns: [back.body.transaction?.number], reversedBy: null,
    lines: [{ line: 1, sku: 'G005', pieces: 2, points: '30.00', returnedPieces: 1 }, { line: 2, sku: 'G002', pieces: 1, points: '25.00', returnedPieces: 0 }]
  })
  t.match(await post(`${C}/redemptions/${number}/returns`, { lines: [{ line: 1, pieces: 2 }] }), { status: 409, body: { code: 'return_exceeds', parameters: { line: 1, left: 1 } } })
  t.match(await post(`${C}/redemptions/${number}/returns`, { lines: [{ line: 3, pieces: 1 }] }), { status: 404, body: { code: 'unknown_line' } })
  t.match(await post(`${C}/reversals`, { number, reason: 'clerk_error' }), { status: 409, body: { code: 'partly_returned' } })
  t.match(await get(`${C}/redemptions/1`), { status: 409, body: { code: 'not_a_redemption' } })
  t.match(await get(`${C}/redemptions/999`), { status: 404, body: { code: 'unknown_transaction' } })
  t.match((await get(`${C}/members/1/balances`)).body, { points: '60.00', verifiedMinutes: 600 }, 'hours are untouched')
})

t.test('too little stock, too few points and the monthly limit refuse a redemption whole', async (t) => {
  const test = await openTaicheng(t)
  const { post, get, put } = test
  await stock(test)
  done(await put(`${C}/goods/G011`, { name: '血压计', price: '400.00' }))
  const refusals: [object, number, string][] = [
    [{ member: 1, lines: [{ sku: 'G005', pieces: 4 }] }, 409, 'limit_reached'],
    [{ member: 1, lines: [{ sku: 'G005', pieces: 1 }, { sku: 'G011', pieces: 1 }] }, 409, 'insufficient_points'],
    [{ member: 1, counter: '南门', lines: [{ sku: 'G005', pieces: 1 }] }, 409, 'out_of_stock'],
    [{ member: 1, lines: [{ sku: 'G999', pieces: 1 }] }, 404, 'unknown_good'],
    [{ member: 99, lines: [{ sku: 'G005', pieces: 1 }] }, 404, 'unknown_member'],
    [{ member: 1, lines: [] }, 400, 'invalid_request'],
    [{ member: 1, hold: 99, lines: [{ sku: 'G005', pieces: 1 }] }, 404, 'unknown_hold']
  ]
  for (const [body, status, code] of refusals) t.match(await post(`${C}/redemptions`, body), { status, body: { code } }, code)
  t.match((await get(`${C}/accounts/G1101.main.G005`)).body, { balance: '10', lots: [{ remaining: '10' }] })
  t.equal((await get(`${C}/members/1/balances`)).body.points, '100.00')
})

t.test('the catalogue is put, changed, listed and read', async (t) => {
  const test = await openTaicheng(t)
  await stock(test)
  const { put, get } = test
  const good = { sku: 'G005', barcode: '6955028240683', name: '牙膏', unitName: null, price: '15.00', monthlyLimit: 3, sponsor: null }
  t.strictSame((await get(`${C}/goods/G005`)).body, good)
  t.strictSame((await get(`${C}/goods/6955028240683`)).body, good)
  t.match((await put(`${C}/goods/G005`, { name: '牙膏', price: '0' })).body, { price: '0.00', monthlyLimit: null })
  t.match((await get(`${C}/goods`)).body, { items: [{ sku: 'G005', price: '0.00' }], next: null })
  t.match(await get(`${C}/goods/none`), { status: 404, body: { code: 'unknown_good' } })
  t.match(await put(`${C}/goods/a.b`, { name: 'x', price: '1' }), { status: 400, body: { code: 'bad_code', field: 'sku' } })
  t.match(await put(`${C}/goods/G1`, { name: 'x', price: '1.001' }), { status: 400, body: { code: 'bad_amount', field: 'price' } })
})

t.test('stock comes in, moves, breaks, is counted, given away and given back', async (t) => {
  const test = await openTaicheng(t)
  await stock(test)
  const { post } = test
  const received = await post(`${C}/stock/receipts`, { sku: 'G005', pieces: 2, sponsor: '博物馆', deliveryNote: 'SH-1', expiresOn: '2026-01-01', unitCost: '3.20' })
  t.match(received.body.transaction?.entries?.[0]?.lots, [{ expiresOn: '2026-01-01', sponsor: '博物馆', deliveryNote: 'SH-1', unitCost: '3.20', change: '2' }])
  t.same(entriesOf(await post(`${C}/stock/moves`, { from: 'main', to: '南门', sku: 'G005', pieces: 3 })), ['debit G1101.南门.G005 3', 'credit G1101.main.G005 3'])
  t.same(entriesOf(await post(`${C}/stock/damages`, { sku: 'G005', pieces: 1 })), ['debit G1106.G005 1', 'credit G1101.main.G005 1'])
  t.same(entriesOf(await post(`${C}/stock/stocktakes`, { counts: [{ sku: 'G005', counted: 6 }] })), ['debit G1104.G005 2', 'credit G1101.main.G005 2'])
  t.same(entriesOf(await post(`${C}/stock/damages`, { sku: 'G005', pieces: 1, of: 'difference' })), ['debit G1106.G005 1', 'credit G1104.G005 1'])
  t.same(entriesOf(await post(`${C}/stock/distributions`, { counter: '南门', sku: 'G005', pieces: 1 })), ['debit G1107.G005 1', 'credit G1101.南门.G005 1'])
  t.same(entriesOf(await post(`${C}/stock/returns`, { sku: 'G005', pieces: 1, sponsor: '博物馆' })), ['debit G1103.博物馆.G005 1', 'credit G1101.main.G005 1'])
  const same = await post(`${C}/stock/stocktakes`, { counts: [{ sku: 'G005', counted: 5 }] })
  t.match(same, { status: 200, body: { transaction: null, expired: null } }, 'nothing to post')
  const pages = await walk(test.get, `${C}/stock/stocktakes?limit=1`)
  t.match(pages.map(({ number, takenBy }) => [number === null, takenBy]).sort(), [[false, 'administrator'], [true, 'administrator']])
  t.match(await test.get(`${C}/stock/stocktakes?after=_`), { status: 400, body: { code: 'invalid_request' } })
  t.match(await post(`${C}/stock/moves`, { from: 'main', to: 'main', sku: 'G005', pieces: 1 }), { status: 400, body: { code: 'invalid_request' } })
  t.match(await post(`${C}/stock/damages`, { sku: 'G005', pieces: 100 }), { status: 409, body: { code: 'out_of_stock' } })
})

t.test('points are held with goods, redeemed out of the hold, and released', async (t) => {
  const test = await openTaicheng(t)
  await stock(test)
  const { post } = test
  const hold = done(await post(`${C}/holds`, { member: 1, points: '30.00', goods: [{ sku: 'G005', pieces: 1 }] })).body.transaction?.number
  t.same(entriesOf(await post(`${C}/redemptions`, { member: 1, hold: Number(hold), lines: [{ sku: 'G005', pieces: 1 }] })), [
    `debit P2102.1.${hold} 15.00`, 'credit P4101.main 15.00', 'debit G1102.G005 1', `credit G1105.${hold}.G005 1`
  ])
  t.same(entriesOf(await post(`${C}/holds/${hold}/release`, {})), [`debit P2102.1.${hold} 15.00`, 'credit P2101.1 15.00'])
  t.match(await post(`${C}/holds/${hold}/release`, {}), { status: 409, body: { code: 'insufficient_hold' } })
  t.match(await post(`${C}/holds/1/release`, {}), { status: 404, body: { code: 'unknown_hold' } })
})

t.test('what has passed its day is posted with whatever touches the account next', async (t) => {
  const { post, clock } = await openTaicheng(t)
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '5.00', expiresOn: '2025-03-31' }))
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '2.00' }))
  clock.set('2025-04-02T02:00:00Z')
  const gift = done(await post(`${C}/gifts`, { from: 2, to: 1, points: '2.00' }, { 'idempotency-key': 'g' }))
  t.match(gift.body, { transaction: { kind: 'gift' }, expired: { kind: 'expire', entries: [{ amount: '5.00' }, { account: 'P4102' }] } })
  const again = await post(`${C}/gifts`, { from: 2, to: 1, points: '2.00' }, { 'idempotency-key': 'g' })
  t.strictSame(again.body, gift.body, 'a replay tells of both')
  t.match(await post(`${C}/expirations`, { member: 2 }), { status: 200, body: { transaction: null } })
})

t.test('mistakes are reversed, adjusted, forfeited, recovered and written off', async (t) => {
  const { post, get } = await openTaicheng(t)
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '90.00' }))
  t.same(entriesOf(await post(`${C}/reversals`, { number: 2, reason: 'clerk_error' })), [
    'credit M6101.科普宣传 480', 'debit M6201.1 480', 'credit P5101.科普宣传 80.00', 'debit P2101.1 10.00', 'debit P1301.1 70.00'
  ])
  t.match((await get(`${C}/members/1/balances`)).body, { points: '0.00', toRecover: '70.00' })
  t.match(await post(`${C}/reversals`, { number: 2, reason: 'other' }), { status: 409, body: { code: 'already_reversed', parameters: { by: 5 } } })
  t.match(await post(`${C}/reversals`, { number: 5, reason: 'other' }), { status: 409, body: { code: 'reversal_is_final' } })
  t.match(await post(`${C}/reversals`, { number: 1, reason: 'other' }), { status: 409, body: { code: 'not_reversible' } })
  t.match(await post(`${C}/reversals`, { number: 99, reason: 'other' }), { status: 404, body: { code: 'unknown_transaction' } })
  t.match(await post(`${C}/reversals`, { number: 3, reason: '王芳 录错' }), { status: 400, body: { code: 'unknown_reason', field: 'reason' } }, 'no free text is sealed')
  for (const format of ['csv', 'hledger', 'beancount']) t.match((await get(`${C}/exports?format=${format}`)).text, /红字冲销 Reversal[", ]+录入错误 Clerk's error/, format)
  t.match((await get(`${C}/transactions/2`)).body, { reversedBy: 5 })
  t.match((await get(`${C}/transactions/5`)).body, { summary: 'reverse.clerk_error', reason: { code: 'clerk_error', zh: '录入错误', en: "Clerk's error" } })
  t.same(entriesOf(await post(`${C}/write-offs`, { member: 1, points: '1.00' })), ['debit P5104 1.00', 'credit P1301.1 1.00'])
  t.same(entriesOf(await post(`${C}/adjustments`, { corrects: 3, points: '50.00' })), ['debit P5101.科普宣传 50.00', 'credit P2101.1 50.00'])
  t.same(entriesOf(await post(`${C}/recoveries`, { member: 1 })), ['debit P2101.1 50.00', 'credit P1301.1 50.00'])
  t.match(await post(`${C}/write-offs`, { member: 1, points: '20.00' }), { status: 409, body: { code: 'nothing_to_recover' } })
  t.match(await post(`${C}/adjustments`, { corrects: 4, points: '1.00' }), { status: 409, body: { code: 'not_correctable' } })
  t.same(entriesOf(await post(`${C}/forfeits`, { member: 2, reason: 'no_show', points: '2.00' })), ['debit P2101.2 2.00', 'credit P4103.no_show 2.00'])
})

t.test('a reversal gives the wrong hour, and what is recorded anew names it', async (t) => {
  const { post } = await openTaicheng(t)
  done(await post(`${C}/reversals`, { number: 3, reason: 'clerk_error', note: '应为 2 月 1 日,王芳来电' }))
  const again = done(await post(`${C}/hours`, { member: 1, category: '科普宣传', minutes: 60, replaces: 3 }))
  t.match(again.body.transaction, { replaces: 3 })
})

t.test('a note is kept outside the journal and read with its transaction', async (t) => {
  const { post, get } = await openTaicheng(t)
  const number = done(await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00', note: '谢谢\n老李' })).body.transaction?.number
  const { body, text } = await get(`${C}/transactions/${number}`)
  t.match(body, { note: '谢谢\n老李', noteCommitment: /^[0-9a-f]{64}$/, leaf: /^[0-9a-f]{64}$/, reversedBy: null })
  t.notMatch((await get(`${C}/exports?format=jsonl`)).text, '老李')
  t.equal(text.split('老李').length, 2, 'once, as the note')
})

t.test('books are opened from paper, and two records of one person become one', async (t) => {
  const { post, get, put } = await openTaicheng(t)
  const opening = {
    member: { number: 2, lots: [{ points: '86.00', expiresOn: '2027-12-31' }], minutes: 2580, honoraryMinutes: 60 },
    goods: [{ sku: 'G005', pieces: 40, counter: 'main' }],
    funds: [{ fund: '专项', source: '街道', amount: '5000.00' }]
  }
  t.match(await post(`${C}/openings`, opening), { status: 404, body: { code: 'unknown_good' } })
  done(await put(`${C}/goods/G005`, { name: '牙膏', price: '15.00' }))
  const opened = await post(`${C}/openings`, opening)
  t.same(entriesOf(opened), [
    'debit P3101 86.00', 'credit P2101.2 86.00', 'debit M3102 2580', 'credit M6201.2 2580', 'debit M3102 60', 'credit M6202.2 60',
    'debit G1101.main.G005 40', 'credit G3103.G005 40', 'debit C1201.专项.街道 5000.00', 'credit C3104 5000.00'
  ])
  t.match(await post(`${C}/openings`, {}), { status: 400, body: { code: 'empty_request' } })
  done(await post(`${C}/merges`, { from: 2, into: 1 }))
  t.match((await get(`${C}/members/1/balances`)).body, { points: '186.00', verifiedMinutes: 3180, honoraryMinutes: 60 })
  t.match((await get(`${C}/accounts/P2101.2`)).body, { state: 'closed', successor: 'P2101.1', balance: '0.00' })
  t.match(await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' }), { status: 409, body: { code: 'member_merged', parameters: { member: 2, into: 1 } } })
})

t.test('an account is frozen, unfrozen and closed, each with a reason', async (t) => {
  const { post, get } = await openTaicheng(t)
  t.match((await post(`${C}/accounts/P2101.1/freeze`, { reason: 'lost_card' })).body.transaction, { kind: 'account_frozen', account: 'P2101.1', content: { reason: 'lost_card' } })
  for (const language of ['zh', 'en'] as const) {
    const refused = await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' }, { 'accept-language': language })
    t.match(refused, { status: 409, body: { code: 'account_frozen', detail: language === 'zh' ? '账户已冻结:P2101.1' : 'The account is frozen: P2101.1' } })
  }
  t.equal((await post(`${C}/awards`, { member: 1, rule: 'r', points: '1.00' })).status, 201, 'credits go on')
  t.equal((await get(`${C}/members/1/balances`)).body.frozen, true)
  t.match(await post(`${C}/accounts/P2101.1/freeze`, { reason: 'lost_card' }), { status: 409, body: { code: 'account_frozen' } })
  done(await post(`${C}/accounts/P2101.1/unfreeze`, { reason: 'card_found' }))
  t.match(await post(`${C}/accounts/P2101.1/unfreeze`, { reason: 'card_found' }), { status: 409, body: { code: 'account_not_frozen' } })
  t.match(await post(`${C}/accounts/P2101.1/close`, { reason: 'moved_away' }), { status: 409, body: { code: 'balance_not_zero' } })
  done(await post(`${C}/donations`, { member: 1, points: '101.00' }))
  done(await post(`${C}/accounts/P2101.1/close`, { reason: 'moved_away' }))
  t.match(await post(`${C}/hours`, { member: 1, category: '科普宣传', minutes: 60 }), { status: 409, body: { code: 'account_closed' } })
  t.match(await post(`${C}/accounts/P2101.77/freeze`, { reason: 'other' }), { status: 404, body: { code: 'unknown_account' } })
  t.match(await post(`${C}/accounts/${encodeURIComponent('不是账户')}/freeze`, { reason: 'other' }), { status: 404, body: { code: 'unknown_account' } })
  t.match(await post(`${C}/accounts/P2101.1/freeze`, {}), { status: 400, body: { field: 'reason' } })
})

t.test('policies have versions, each from its day on', async (t) => {
  const { post, get } = await openTaicheng(t)
  done(await post(`${C}/policies`, { from: '2025-03-10', reason: 'rule_changed', policy: { ...POLICY, pointsPerHour: '20', balanceCapPoints: '1500.5' } }))
  t.match((await get(`${C}/policies`)).body, { items: [{ version: 1, from: '2025-01-01' }, { version: 2, from: '2025-03-10', policy: { earning: { balanceCapPoints: '1500.5' } } }] })
  t.match((await get(`${C}/policies/in-force?on=2025-03-09`)).body, { version: 1 })
  t.match((await get(`${C}/policies/in-force?on=2020-01-01`)).body, { version: 1 }, 'the first holds for every date')
  t.match((await get(`${C}/policies/in-force`)).body, { version: 2 })
  t.match(await post(`${C}/policies`, { from: '2025-04-10', policy: POLICY }), { status: 403, body: { code: 'reason_needed' } })
  t.match(await post(`${C}/policies`, { from: '2025-03-10', reason: 'ordered', policy: POLICY }), { status: 409, body: { code: 'policy_out_of_order' } })
  t.match(await post(`${C}/policies`, { policy: { ...POLICY, pointsPerHour: '-1' } }), { status: 400, body: { field: 'policy.pointsPerHour' } })
  t.match(await post(`${C}/policies`, { policy: { ...POLICY, bonus: 1 } }), { status: 400, body: { field: 'policy.bonus' } })
  t.match(await post(`${C}/policies`, { from: '2025-13-01', policy: POLICY }), { status: 400, body: { code: 'bad_date', field: 'from' } })
})
