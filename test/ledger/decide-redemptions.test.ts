import t from 'tap'
import type { Action, RedemptionLine } from '../../src/ledger/command.ts'
import { onEveryStore, POLICY, shown, shownLots } from './books.ts'

function redeem(lines: RedemptionLine[], more: Partial<Extract<Action, { action: 'redeem' }>> = {}): Action {
  return { action: 'redeem', member: 1, counter: 'main', lines, ...more }
}

onEveryStore(t, 'a redemption is refused, by its first reason, and leaves no trace', async (t, books) => {
  const line = { sku: 'G001', pieces: 2, points: 300 }
  t.equal(await books.refused(redeem([])), 'empty_request')
  t.equal(await books.refused(redeem([line], { counter: 'a b' })), 'bad_code')
  t.equal(await books.refused(redeem([line])), 'insufficient_points')
  await books.member(1, 1000)
  t.equal(await books.refused(redeem([line])), 'out_of_stock')
  await books.stock('G001', 3)
  t.equal(await books.refused(redeem([line, line])), 'insufficient_points')
  t.equal(await books.refused(redeem([line, { ...line, points: 0 }])), 'out_of_stock', 'a good on two lines is taken once')
  t.equal(await books.refused(redeem([line], { hold: 1 })), 'unknown_hold')
  t.equal(await books.refused(redeem([{ ...line, points: Number.MAX_SAFE_INTEGER }])), 'amount_out_of_range')
  for (const pieces of [0, -1]) t.equal(await books.refused(redeem([{ ...line, pieces }])), 'bad_amount')
  t.equal(await books.refused(redeem([{ ...line, points: -1 }])), 'bad_amount')
})

onEveryStore(t, 'the lots of points and goods that expire soonest are used first, line by line', async (t, books) => {
  await books.member(1, 500, '2026-12-31')
  await books.member(1, 500, '2025-12-31')
  await books.stock('G001', 3, '2026-01-31')
  await books.stock('G001', 3, '2025-06-30')
  const redemption = await books.post(redeem([{ sku: 'G001', pieces: 2, points: 150 }, { sku: 'G001', pieces: 2, points: 150 }]))
  t.same(shownLots(redemption), [
    'P2101.1 2025-12-31 -300', 'G1101.main.G001 2025-06-30 -2',
    'P2101.1 2025-12-31 -200', 'P2101.1 2026-12-31 -100', 'G1101.main.G001 2025-06-30 -1', 'G1101.main.G001 2026-01-31 -1'
  ])
})

onEveryStore(t, 'a good without a price moves goods alone', async (t, books) => {
  await books.stock('G001', 3)
  await books.stock('G002', 3)
  await books.member(1, 100)
  const free = await books.post(redeem([{ sku: 'G001', pieces: 1, points: 0 }, { sku: 'G002', pieces: 1, points: 100 }, { sku: 'G001', pieces: 1, points: 0 }]))
  t.same(shown(free), [
    'Dr G1102.G001 1', 'Cr G1101.main.G001 1',
    'Dr P2101.1 1.00', 'Cr P4101.main 1.00', 'Dr G1102.G002 1', 'Cr G1101.main.G002 1',
    'Dr G1102.G001 1', 'Cr G1101.main.G001 1'
  ])
  t.same(shown(await books.post({ action: 'return', redemption: free.number, lines: [{ line: 2, pieces: 1 }, { line: 3, pieces: 1 }] })), [
    'Cr P2101.1 1.00', 'Dr P4101.main 1.00', 'Cr G1102.G002 1', 'Dr G1101.main.G002 1',
    'Cr G1102.G001 1', 'Dr G1101.main.G001 1'
  ])
})

onEveryStore(t, 'what was paid and taken out of a hold and beside it comes back as one lot each', async (t, books) => {
  await books.member(1, 1000)
  await books.stock('G001', 5)
  const hold = await books.post({ action: 'hold', member: 1, points: 400, goods: [{ sku: 'G001', pieces: 1 }] })
  const redemption = await books.post(redeem([{ sku: 'G001', pieces: 3, points: 200 }], { hold: hold.number }))
  t.same(shown(redemption), [
    `Dr P2102.1.${hold.number} 4.00`, 'Dr P2101.1 2.00', 'Cr P4101.main 6.00',
    'Dr G1102.G001 3', `Cr G1105.${hold.number}.G001 1`, 'Cr G1101.main.G001 2'
  ])
  const back = await books.post({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 3 }] })
  t.same(shownLots(back), ['P2101.1 2026-12-31 600', 'G1101.main.G001 9999-12-31 3'])
})

onEveryStore(t, 'monthly limits count what was redeemed in the month of service, less what came back or was reversed', async (t, books) => {
  await books.member(1, 10000)
  await books.member(2, 1000)
  await books.stock('G001', 50)
  const two = redeem([{ sku: 'G001', pieces: 2, points: 100, monthlyLimit: 3 }])
  const one = redeem([{ sku: 'G001', pieces: 1, points: 100, monthlyLimit: 3 }])
  const first = await books.post(two)
  t.equal(await books.refused(two), 'limit_reached')
  await books.post(two, { serviceDate: '2025-02-28' })
  await books.post({ ...two, member: 2 } as Action)
  await books.post(one)
  t.equal(await books.refused(one), 'limit_reached')
  const back = await books.post({ action: 'return', redemption: first.number, lines: [{ line: 1, pieces: 1 }] })
  await books.post(one)
  t.equal(await books.refused(one), 'limit_reached')
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 1 })
  const third = await books.post(two, { today: '2025-04-01' })
  await books.post({ action: 'reverse', number: third.number, reason: 'clerk_error' }, { today: '2025-04-01' })
  await books.post(two, { today: '2025-04-01' })
  await books.post({ action: 'reverse', number: back.number, reason: 'clerk_error' }, { today: '2025-04-01' })
  const split = redeem([{ sku: 'G001', pieces: 1, points: 1, monthlyLimit: 3 }, { sku: 'G001', pieces: 1, points: 1, monthlyLimit: 3 }])
  t.equal(await books.refused(split, { today: '2025-04-01' }), 'limit_reached')
})

onEveryStore(t, 'monthly limits hold within one batch', async (t, books) => {
  await books.member(1, 10000)
  await books.stock('G001', 50)
  const two = redeem([{ sku: 'G001', pieces: 2, points: 100, monthlyLimit: 4 }])
  const outcomes = await Promise.all([books.submit(two), books.submit(two), books.submit(two)])
  t.same(outcomes.map((each) => (each.refused ? each.code : 'posted')), ['posted', 'posted', 'limit_reached'])
})

onEveryStore(t, 'a return is refused where there is nothing to return to, or no more than was left', async (t, books) => {
  const opening = await books.member(1, 1000)
  await books.stock('G001', 5)
  const redemption = await books.post(redeem([{ sku: 'G001', pieces: 3, points: 100 }]))
  const back = (redeemed: number, line: number, pieces: number): Action => ({ action: 'return', redemption: redeemed, lines: [{ line, pieces }] })
  t.equal(await books.refused({ action: 'return', redemption: redemption.number, lines: [] }), 'empty_request')
  t.equal(await books.refused(back(99, 1, 1)), 'unknown_transaction')
  t.equal(await books.refused(back(opening.number, 1, 1)), 'not_a_redemption')
  t.equal(await books.refused(back(redemption.number, 2, 1)), 'unknown_line')
  t.equal(await books.refused(back(redemption.number, 1, 4)), 'return_exceeds')
  const both = [{ line: 1, pieces: 2 }, { line: 1, pieces: 2 }]
  t.equal(await books.refused({ action: 'return', redemption: redemption.number, lines: both }), 'return_exceeds')
  t.equal(await books.refused(back(redemption.number, 1, -1)), 'bad_amount')
  await books.post(back(redemption.number, 1, 2))
  t.equal(await books.refused(back(redemption.number, 1, 2)), 'return_exceeds')
  t.equal(await books.refused({ action: 'reverse', number: redemption.number, reason: 'returned_goods_void' }), 'partly_returned')
  await books.post(back(redemption.number, 1, 1))
  t.same(await books.balances('P2101.1', 'P4101.main', 'G1101.main.G001', 'G1102.G001'), {
    'P2101.1': 1000, 'P4101.main': 0, 'G1101.main.G001': 5, 'G1102.G001': 0
  })
})

onEveryStore(t, 'a return that was reversed counts no more, and then the redemption can be reversed', async (t, books) => {
  await books.member(1, 1000)
  await books.stock('G001', 5)
  const redemption = await books.post(redeem([{ sku: 'G001', pieces: 2, points: 100 }]))
  const back = await books.post({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 1 }] })
  await books.post({ action: 'reverse', number: back.number, reason: 'clerk_error' })
  const reversed = await books.post({ action: 'reverse', number: redemption.number, reason: 'returned_goods_void' })
  t.same(shown(reversed), ['Cr P2101.1 2.00', 'Dr P4101.main 2.00', 'Cr G1102.G001 2', 'Dr G1101.main.G001 2'])
  t.same(await books.lots('P2101.1'), ['2026-12-31 1000'], 'in place, as one lot')
  t.equal(await books.refused({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 1 }] }), 'not_a_redemption')
})

onEveryStore(t, 'points and goods come back to the lots they came from, the last taken first', async (t, books) => {
  await books.member(1, 150, '2025-03-31')
  await books.member(1, 150, '2025-04-30')
  await books.stock('G001', 1, '2025-06-30')
  await books.stock('G001', 2, '2025-07-31')
  const redemption = await books.post(redeem([{ sku: 'G001', pieces: 3, points: 100 }]))
  const backOne: Action = { action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 1 }] }
  t.same(shownLots(await books.post(backOne)), ['P2101.1 2025-04-30 100', 'G1101.main.G001 2025-07-31 1'])
  t.same(shownLots(await books.post(backOne)), ['P2101.1 2025-04-30 50', 'P2101.1 2025-03-31 50', 'G1101.main.G001 2025-07-31 1'])
  t.same(shownLots(await books.post(backOne)), ['P2101.1 2025-03-31 100', 'G1101.main.G001 2025-06-30 1'])
})

onEveryStore(t, 'points come back last taken first, and after their day with the days of grace of the policy', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { ...POLICY, graceDaysAfterReturn: 5 } })
  await books.member(1, 150, '2025-03-31')
  await books.member(1, 150, '2025-04-30')
  await books.stock('G001', 3)
  const redemption = await books.post(redeem([{ sku: 'G001', pieces: 3, points: 100 }]))
  books.today = '2025-05-10'
  t.same(shownLots(await books.post({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 1 }] })).slice(0, 1), [
    'P2101.1 2025-05-15 100'
  ])
  const rest = await books.post({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 2 }] })
  t.same(shownLots(rest).slice(0, 2), ['P2101.1 2025-05-15 50', 'P2101.1 2025-05-15 150'])
})

onEveryStore(t, 'a slip found late goes against the difference, and comes back to it', async (t, books) => {
  await books.member(1, 1000)
  await books.stock('G001', 1)
  t.equal(await books.refused(redeem([{ sku: 'G001', pieces: 1, points: 600 }], { foundLate: true })), 'difference_exceeded')
  await books.post({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 0 }] })
  t.equal(await books.refused({ action: 'damage', counter: 'main', sku: 'G001', pieces: 2, of: 'difference' }), 'difference_exceeded')
  const late = await books.post(redeem([{ sku: 'G001', pieces: 1, points: 600 }], { foundLate: true }))
  t.same(shown(late).slice(2), ['Dr G1102.G001 1', 'Cr G1104.G001 1'])
  const back = await books.post({ action: 'return', redemption: late.number, lines: [{ line: 1, pieces: 1 }] })
  t.same(shown(back).slice(2), ['Cr G1102.G001 1', 'Dr G1104.G001 1'])
})

onEveryStore(t, 'a slip of paper that is entered late spends what was good on its day', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  books.today = '2025-12-30'
  await books.post({ action: 'award', member: 1, rule: 'test', points: 3000, expiresOn: '2025-12-31' })
  await books.post({ action: 'stock_in', counter: 'main', sku: 'G001', pieces: 5 })
  books.today = '2026-01-02'
  const lines = [{ sku: 'G001', pieces: 1, points: 1000 }]
  t.equal(await books.refused({ action: 'redeem', member: 1, counter: 'main', lines }), 'insufficient_points')
  const late = await books.post({ action: 'redeem', member: 1, counter: 'main', lines }, { serviceDate: '2025-12-31' })
  t.equal(late.businessDate, '2025-12-31')
  t.same(await books.lots('P2101.1'), ['2025-12-31 2000'])
})
