import t from 'tap'
import type { Action } from '../../src/ledger/command.ts'
import { onEveryStore, POLICY, shown, shownLots } from './books.ts'

const MOST = Number.MAX_SAFE_INTEGER

onEveryStore(t, 'an award issues by its rule, with recovery and the cap', async (t, books) => {
  const award: Action = { action: 'award', member: 1, rule: 'star-3', points: 500 }
  t.same(shown(await books.post(award)), ['Dr P5103.star-3 5.00', 'Cr P2101.1 5.00'])
  t.same(await books.lots('P2101.1'), ['9999-12-31 500'], 'without a policy nothing expires')
  t.equal(await books.refused({ ...award, rule: 'a.b' }), 'bad_code')
  await books.post({ action: 'publish_policy', policy: { ...POLICY, balanceCapPoints: '7' } })
  t.same(shown(await books.post(award)), ['Dr P5103.star-3 5.00', 'Cr P2101.1 2.00', 'Cr P2103.general 3.00'])
  const dated = await books.post({ ...award, member: 2, expiresOn: '2025-12-31' })
  t.same(shownLots(dated), ['P2101.2 2025-12-31 500'])
})

onEveryStore(t, 'a grant comes from a pool that has it, or from a fund, with its own expiry', async (t, books) => {
  await books.member(1, 1000)
  await books.post({ action: 'donate', member: 1, purpose: 'care', points: 600 })
  const grant: Action = { action: 'grant', member: 2, points: 400, pool: 'care', expiresOn: '2025-06-30' }
  const granted = await books.post(grant)
  t.same(shown(granted), ['Dr P2103.care 4.00', 'Cr P2101.2 4.00'])
  t.same(shownLots(granted), ['P2101.2 2025-06-30 400'])
  t.equal(await books.refused(grant), 'insufficient_pool')
  t.equal(await books.refused({ ...grant, pool: 'other' }), 'insufficient_pool')
  t.equal(await books.refused({ ...grant, pool: 'x y' }), 'bad_code')
  t.same(shown(await books.post({ action: 'grant', member: 2, points: 400, fund: 'starter' })), ['Dr P5102.starter 4.00', 'Cr P2101.2 4.00'])
})

onEveryStore(t, 'a gift keeps the expiry of the lots it came from', async (t, books) => {
  await books.member(1, 1000, '2026-12-31')
  await books.member(1, 500, '2025-12-31')
  const gift = await books.post({ action: 'gift', from: 1, to: 2, points: 700 })
  t.same(shown(gift), ['Dr P2101.1 7.00', 'Cr P2101.2 7.00'])
  t.same(await books.lots('P2101.2'), ['2025-12-31 500', '2026-12-31 200'])
  t.equal(await books.refused({ action: 'gift', from: 1, to: 1, points: 1 }), 'same_member')
  t.equal(await books.refused({ action: 'gift', from: 1, to: 2, points: 801 }), 'insufficient_points')
  t.equal(await books.refused({ action: 'gift', from: 9, to: 2, points: 1 }), 'insufficient_points')
  for (const points of [0, -700, 1.5]) t.equal(await books.refused({ action: 'gift', from: 1, to: 2, points }), 'bad_amount')
})

onEveryStore(t, 'whoever spends first posts what is past its day, and cannot spend it', async (t, books) => {
  await books.member(1, 500, '2025-03-20')
  await books.member(1, 300, '2025-12-31')
  t.equal(await books.refused({ action: 'donate', member: 1, purpose: 'general', points: 301 }, { today: '2025-03-21' }), 'insufficient_points')
  const posted = await books.postAll({ action: 'donate', member: 1, purpose: 'general', points: 300 }, { today: '2025-03-21' })
  t.same(posted.map((each) => [each.kind, ...shown(each)]), [
    ['expire', 'Dr P2101.1 5.00', 'Cr P4102 5.00'],
    ['donate', 'Dr P2101.1 3.00', 'Cr P2103.general 3.00']
  ])
})

onEveryStore(t, 'the last day of a lot is good, the day after it is not', async (t, books) => {
  await books.member(1, 500, '2025-03-21')
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 100 }, { today: '2025-03-21' })
  t.same(await books.postAll({ action: 'expire', member: 1 }, { today: '2025-03-21' }), [])
  t.same(shown(await books.post({ action: 'expire', member: 1 }, { today: '2025-03-22' })), ['Dr P2101.1 4.00', 'Cr P4102 4.00'])
})

onEveryStore(t, 'a frozen member cannot spend; credits, expiry, forfeits, recovery and reversal go on', async (t, books) => {
  const opening = await books.member(1, 1000, '2025-03-20')
  await books.member(1, 1000)
  await books.stock('G001', 5)
  await books.post({ action: 'freeze', account: 'P2101.1', reason: 'complaint' })
  const spending: Action[] = [
    { action: 'gift', from: 1, to: 2, points: 1 },
    { action: 'donate', member: 1, purpose: 'general', points: 1 },
    { action: 'hold', member: 1, points: 1 },
    { action: 'redeem', member: 1, counter: 'main', lines: [{ sku: 'G001', pieces: 1, points: 1 }] }
  ]
  for (const action of spending) t.equal(await books.refused(action), 'account_frozen')
  await books.post({ action: 'award', member: 1, rule: 'r', points: 100 })
  await books.post({ action: 'forfeit', member: 1, reason: 'no_show', points: 500 })
  await books.post({ action: 'reverse', number: opening.number, reason: 'clerk_error' })
  t.same(await books.balances('P2101.1', 'P1301.1'), { 'P2101.1': 600, 'P1301.1': 0 })
  await books.post({ action: 'expire', member: 1 }, { today: '2025-03-21' })
  await books.post({ action: 'unfreeze', account: 'P2101.1', reason: 'cleared' }, { today: '2025-03-21' })
  await books.post({ action: 'gift', from: 1, to: 2, points: 1 }, { today: '2025-03-21' })
})

onEveryStore(t, 'what is to be recovered is taken as far as there is, or written off', async (t, books) => {
  const wrong = await books.member(1, 1000)
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 900 })
  await books.post({ action: 'reverse', number: wrong.number, reason: 'clerk_error' })
  t.same(await books.balances('P1301.1', 'P2101.1'), { 'P1301.1': 900, 'P2101.1': 0 })
  t.same(await books.postAll({ action: 'recover', member: 1 }), [], 'nothing is there')
  t.same(await books.postAll({ action: 'recover', member: 7 }), [], 'nothing is owed')
  await books.member(1, 300)
  t.equal(await books.refused({ action: 'recover', member: 1, points: 901 }), 'nothing_to_recover')
  t.equal(await books.refused({ action: 'recover', member: 1, points: 301 }), 'insufficient_points')
  t.same(shown(await books.post({ action: 'recover', member: 1, points: 100 })), ['Dr P2101.1 1.00', 'Cr P1301.1 1.00'])
  t.same(shown(await books.post({ action: 'recover', member: 1 })), ['Dr P2101.1 2.00', 'Cr P1301.1 2.00'])
  t.equal(await books.refused({ action: 'write_off', member: 1, points: 601 }), 'nothing_to_recover')
  t.same(shown(await books.post({ action: 'write_off', member: 1, points: 600 })), ['Dr P5104 6.00', 'Cr P1301.1 6.00'])
})

onEveryStore(t, 'an adjustment corrects an earning that stands, with the expiry it had', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false }, { serviceDate: '2025-03-01' })
  const adjusted = await books.post({ action: 'adjust', corrects: earned.number, points: 250 })
  t.same(shown(adjusted), ['Dr P5101.科普宣传 2.50', 'Cr P2101.1 2.50'])
  t.match(adjusted, { corrects: earned.number, memberNumber: 1, serviceDate: '2025-03-20' })
  t.same(shownLots(adjusted), ['P2101.1 2028-03-01 250'])
  t.equal(await books.refused({ action: 'adjust', corrects: 99, points: 1 }), 'unknown_transaction')
  t.equal(await books.refused({ action: 'adjust', corrects: adjusted.number, points: 1 }), 'not_correctable')
  await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  t.equal(await books.refused({ action: 'adjust', corrects: earned.number, points: 1 }), 'not_correctable')
})

onEveryStore(t, 'a forfeit is booked by its reason and takes no more than there is', async (t, books) => {
  await books.member(1, 1000)
  t.same(shown(await books.post({ action: 'forfeit', member: 1, reason: 'no_show', points: 1000 })), ['Dr P2101.1 10.00', 'Cr P4103.no_show 10.00'])
  t.equal(await books.refused({ action: 'forfeit', member: 1, reason: 'no_show', points: 1 }), 'insufficient_points')
  t.equal(await books.refused({ action: 'forfeit', member: 1, reason: 'no show' as 'no_show', points: 1 }), 'unknown_reason')
  t.equal(await books.refused({ action: 'donate', member: 1, purpose: '', points: 1 }), 'bad_code')
})

onEveryStore(t, 'an account holds up to 2^53 - 1 and not one hundredth more', async (t, books) => {
  await books.post({ action: 'award', member: 1, rule: 'r', points: MOST })
  t.same(await books.balances('P2101.1'), { 'P2101.1': MOST })
  t.equal(await books.refused({ action: 'award', member: 2, rule: 'r', points: 1 }), 'amount_out_of_range')
  await books.post({ action: 'award', member: 2, rule: 'other', points: 1 })
  t.equal(await books.refused({ action: 'gift', from: 2, to: 1, points: 1 }), 'amount_out_of_range')
  await books.post({ action: 'gift', from: 1, to: 2, points: MOST - 1 })
  t.same(await books.balances('P2101.1', 'P2101.2'), { 'P2101.1': 1, 'P2101.2': MOST })
})
