import t from 'tap'
import type { Transaction } from '../../src/journal/transaction.ts'
import { type Books, onEveryStore, POLICY, shown, shownLots } from './books.ts'

function reverse(books: Books, { number }: Transaction): Promise<Transaction> {
  return books.post({ action: 'reverse', number, reason: 'clerk_error' })
}

onEveryStore(t, 'everything that moves something can be reversed, and then nothing has moved', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  await books.member(1, 10000)
  await books.stock('G001', 10)
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 100 })
  await books.post({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 9 }] })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false })
  const redemption = await books.post({ action: 'redeem', member: 1, counter: 'main', lines: [{ sku: 'G001', pieces: 2, points: 100 }] })
  const before = await books.everything()
  const posted = [
    await books.post({ action: 'open', member: { number: 1, lots: [{ points: 5 }, { points: 6 }], minutes: 7, honoraryMinutes: 8 }, goods: [{ counter: 'main', sku: 'G001', pieces: 1 }], funds: [{ fund: 'f', source: 's', fen: 9 }] }),
    await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 100, backfilled: false }),
    await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 100, backfilled: true }),
    await books.post({ action: 'award', member: 1, rule: 'r', points: 50 }),
    await books.post({ action: 'grant', member: 1, points: 50 }),
    await books.post({ action: 'gift', from: 1, to: 2, points: 50 }),
    await books.post({ action: 'donate', member: 1, purpose: 'general', points: 50 }),
    await books.post({ action: 'hold', member: 1, points: 50, goods: [{ sku: 'G001', pieces: 1 }] }),
    await books.post({ action: 'redeem', member: 1, counter: 'main', lines: [{ sku: 'G001', pieces: 1, points: 50 }, { sku: 'G001', pieces: 1, points: 0 }] }),
    await books.post({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 1 }] }),
    await books.post({ action: 'forfeit', member: 1, reason: 'other', points: 50 }),
    await books.post({ action: 'adjust', corrects: earned.number, points: 50 }),
    await books.post({ action: 'stock_in', counter: 'main', sku: 'G001', pieces: 2 }),
    await books.post({ action: 'stock_move', from: 'main', to: 'east', sku: 'G001', pieces: 1 }),
    await books.post({ action: 'damage', counter: 'main', sku: 'G001', pieces: 1, of: 'stock' }),
    await books.post({ action: 'damage', counter: 'main', sku: 'G001', pieces: 1, of: 'difference' }),
    await books.post({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 20 }, { sku: 'G002', counted: 2 }] }),
    await books.post({ action: 'distribute', counter: 'main', sku: 'G001', pieces: 1 }),
    await books.post({ action: 'return_to_sponsor', counter: 'main', sku: 'G001', pieces: 1, sponsor: 'mill' })
  ]
  for (const each of posted.reverse()) {
    const reversal = await reverse(books, each)
    t.same(reversal.entries.map((entry) => -entry.amount), each.entries.map((entry) => entry.amount), each.kind)
    t.match(reversal, { kind: 'reverse', reverses: each.number, memberNumber: null })
    t.equal(await books.refused({ action: 'reverse', number: each.number, reason: 'duplicate' }), 'already_reversed')
    t.equal(await books.refused({ action: 'reverse', number: reversal.number, reason: 'duplicate' }), 'reversal_is_final')
  }
  const after = await books.everything()
  const standing = (rows: { accountId: string; balance: number }[]): unknown => rows.filter((row) => row.balance !== 0).map(({ accountId, balance }) => [accountId, balance])
  t.same(standing(after.accounts), standing(before.accounts))
  t.same(after.lots, before.lots, 'every lot is given back in place')
})

onEveryStore(t, 'a release, a recovery, an expiry and a write-off can be reversed', async (t, books) => {
  const wrong = await books.member(1, 1000)
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 900 })
  await reverse(books, wrong)
  const writtenOff = await books.post({ action: 'write_off', member: 1, points: 100 })
  await books.member(1, 500, '2025-03-20')
  const recovered = await books.post({ action: 'recover', member: 1, points: 200 })
  t.same(shown(await reverse(books, recovered)), ['Cr P2101.1 2.00', 'Dr P1301.1 2.00'])
  t.same(shown(await reverse(books, writtenOff)), ['Cr P5104 1.00', 'Dr P1301.1 1.00'])
  const hold = await books.post({ action: 'hold', member: 1, points: 300 })
  const released = await books.post({ action: 'release', hold: hold.number })
  t.same(shown(await reverse(books, released)), [`Cr P2102.1.${hold.number} 3.00`, 'Dr P2101.1 3.00'])
  books.today = '2025-03-21'
  const expired = await books.post({ action: 'expire', member: 1 })
  t.same(shown(await reverse(books, expired)), ['Cr P2101.1 2.00', 'Dr P4102 2.00'])
  t.same(await books.balances('P1301.1', 'P2101.1'), { 'P1301.1': 900, 'P2101.1': 200 })
})

onEveryStore(t, 'events, merges and what never was are not reversed', async (t, books) => {
  const event = await books.post({ action: 'publish_policy', policy: POLICY })
  t.equal(await books.refused({ action: 'reverse', number: event.number, reason: 'other' }), 'not_reversible')
  t.equal(await books.refused({ action: 'reverse', number: 99, reason: 'other' }), 'unknown_transaction')
  t.equal(await books.refused({ action: 'reverse', number: event.number + 1, reason: 'other' }), 'unknown_transaction', 'its own number')
})

onEveryStore(t, 'pool points, stock and money that are gone cannot be taken back', async (t, books) => {
  await books.member(1, 1000)
  const donated = await books.post({ action: 'donate', member: 1, purpose: 'general', points: 500 })
  await books.post({ action: 'grant', member: 2, points: 1 })
  t.equal(await books.refused({ action: 'reverse', number: donated.number, reason: 'other' }), 'pool_points_gone')
  const received = await books.stock('G001', 5)
  await books.post({ action: 'distribute', counter: 'main', sku: 'G001', pieces: 1 })
  t.equal(await books.refused({ action: 'reverse', number: received.number, reason: 'other' }), 'stock_gone')
})

onEveryStore(t, 'a reversal takes first the lot that was opened, then what expires soonest', async (t, books) => {
  await books.member(1, 300, '2025-06-30')
  const opened = await books.member(1, 500, '2026-12-31')
  await books.member(1, 300, '2025-09-30')
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 700 })
  t.same(shownLots(await reverse(books, opened)), ['P2101.1 2026-12-31 -400'])
  t.same(await books.balances('P2101.1', 'P1301.1'), { 'P2101.1': 0, 'P1301.1': 100 })
})

onEveryStore(t, 'a reversal is of today, whatever day it reverses, and outside the closed period', async (t, books) => {
  const opening = await books.member(1, 500)
  await books.post({ action: 'close_period', through: '2025-03-31' }, { today: '2025-04-02' })
  const reversal = await books.post({ action: 'reverse', number: opening.number, reason: 'other' }, { today: '2025-04-02', serviceDate: '2025-03-20' })
  t.match(reversal, { serviceDate: '2025-04-02', businessDate: '2025-04-02' })
})

onEveryStore(t, 'a redemption reversed after its lots expired gives them back with grace', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  await books.member(1, 300, '2025-03-20')
  await books.member(1, 300, '2025-03-25')
  await books.stock('G001', 5)
  const redemption = await books.post({ action: 'redeem', member: 1, counter: 'main', lines: [{ sku: 'G001', pieces: 1, points: 500 }] })
  books.today = '2025-04-01'
  t.same(shownLots(await reverse(books, redemption)).slice(0, 2), ['P2101.1 2025-05-01 300', 'P2101.1 2025-05-01 200'])
})

onEveryStore(t, 'a closed account takes no reversal, and what it reverses is left as it was', async (t, books) => {
  const opening = await books.member(1, 500)
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 500 })
  await books.post({ action: 'close', account: 'P2101.1', reason: 'moved_away' })
  t.equal(await books.refused({ action: 'reverse', number: opening.number, reason: 'other' }), 'account_closed')
})

onEveryStore(t, 'two reversals of one transaction in one batch: the second is refused', async (t, books) => {
  const opening = await books.member(1, 500)
  const again = { action: 'reverse', number: opening.number, reason: 'other' } as const
  const outcomes = await Promise.all([books.submit(again), books.submit(again)])
  t.same(outcomes.map((each) => (each.refused ? each.code : 'posted')), ['posted', 'already_reversed'])
})
