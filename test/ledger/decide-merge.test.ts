import t from 'tap'
import { onEveryStore, POLICY, shown, shownLots } from './books.ts'

onEveryStore(t, 'a merge moves every account with its lots and closes what it moved', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false })
  const hold = await books.post({ action: 'hold', member: 1, points: 400 })
  const merge = await books.post({ action: 'merge', from: 1, into: 2 })
  t.match(merge, { kind: 'merge', memberNumber: 1, content: '{"into":2}' })
  t.same(shown(merge), [
    'Dr M6201.1 60', 'Cr M6201.2 60', 'Dr P2101.1 6.00', 'Cr P2101.2 6.00',
    `Dr P2102.1.${hold.number} 4.00`, `Cr P2102.2.${hold.number} 4.00`
  ])
  t.same(await books.lots('P2101.2'), ['2028-03-20 600'])
  const { accounts } = await books.everything()
  t.same(accounts.filter((each) => each.memberNumber === 1).map((each) => [each.state, each.successor]), [
    ['closed', 'M6201.2'], ['closed', 'P2101.2'], ['closed', `P2102.2.${hold.number}`]
  ])
  t.equal(await books.refused({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false }), 'account_closed')
  t.equal(await books.refused({ action: 'gift', from: 2, to: 1, points: 1 }), 'account_closed')
  t.equal(await books.refused({ action: 'merge', from: 1, into: 3 }), 'account_closed')
  t.equal(await books.refused({ action: 'merge', from: 2, into: 1 }), 'account_closed')
  t.equal(await books.refused({ action: 'reverse', number: merge.number, reason: 'clerk_error' }), 'not_reversible')
  t.same(shown(await books.post({ action: 'release', hold: hold.number })), [`Dr P2102.2.${hold.number} 4.00`, 'Cr P2101.2 4.00'])
})

onEveryStore(t, 'a merge with oneself, or of nothing, is refused', async (t, books) => {
  t.equal(await books.refused({ action: 'merge', from: 1, into: 1 }), 'same_member')
  t.equal(await books.refused({ action: 'merge', from: 1, into: 2 }), 'empty_request')
})

onEveryStore(t, 'after a chain of merges a reversal reaches whoever carries on, and what is gone is to be recovered there', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 360, backfilled: false })
  await books.member(2, 100)
  await books.member(3, 100)
  await books.post({ action: 'merge', from: 1, into: 2 })
  await books.post({ action: 'merge', from: 2, into: 3 })
  t.match((await books.everything()).accounts.find((each) => each.accountId === 'P2101.1'), { state: 'closed', successor: 'P2101.3' })
  await books.post({ action: 'donate', member: 3, purpose: 'general', points: 4200 })
  const reversed = await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  t.same(shown(reversed), [
    'Cr M6101.科普宣传 360', 'Dr M6201.3 360', 'Cr P5101.科普宣传 60.00', 'Dr P2101.3 20.00', 'Dr P1301.3 40.00'
  ])
  t.same(await books.balances('P1301.3', 'P2101.3', 'M6201.3'), { 'P1301.3': 4000, 'P2101.3': 0, 'M6201.3': 0 })
})

onEveryStore(t, 'a chain of merges posted in one batch ends in the same place', async (t, books) => {
  await books.member(1, 100)
  await books.member(2, 200)
  const outcomes = await Promise.all([
    books.submit({ action: 'merge', from: 1, into: 2 }),
    books.submit({ action: 'merge', from: 2, into: 3 }),
    books.submit({ action: 'gift', from: 3, to: 4, points: 300 })
  ])
  t.same(outcomes.map((each) => each.refused), [undefined, undefined, undefined])
  t.same((await books.everything()).accounts.filter((each) => [1, 2].includes(each.memberNumber ?? 0)).map((each) => each.successor), ['P2101.3', 'P2101.3'])
})

onEveryStore(t, 'what was all spent before a merge can still be reversed after it', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false })
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 1000 })
  await books.post({ action: 'merge', from: 1, into: 2 })
  const reversed = await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  t.same(shown(reversed), ['Cr M6101.科普宣传 60', 'Dr M6201.2 60', 'Cr P5101.科普宣传 10.00', 'Dr P1301.2 10.00'])
})

onEveryStore(t, 'a gift between two who turn out to be one is reversed within their account', async (t, books) => {
  await books.member(1, 500)
  const gift = await books.post({ action: 'gift', from: 1, to: 2, points: 500 })
  await books.post({ action: 'donate', member: 2, purpose: 'general', points: 500 })
  await books.post({ action: 'open', member: { number: 1, lots: [], minutes: 60, honoraryMinutes: 0 } })
  await books.post({ action: 'merge', from: 1, into: 2 })
  const reversed = await books.post({ action: 'reverse', number: gift.number, reason: 'clerk_error' })
  t.same(shown(reversed), ['Cr P2101.2 5.00', 'Dr P2101.2 5.00'])
  t.same(shownLots(reversed), ['P2101.2 2026-12-31 500', 'P2101.2 2026-12-31 -500'])
})

onEveryStore(t, 'a member with hours alone cannot be paid behind the back of the merge', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const short = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 15, backfilled: false })
  await books.post({ action: 'merge', from: 1, into: 2 })
  t.equal(await books.refused({ action: 'award', member: 1, rule: 'r', points: 100 }), 'account_closed')
  t.equal(await books.refused({ action: 'open', member: { number: 1, lots: [{ points: 1 }], minutes: 0, honoraryMinutes: 0 } }), 'account_closed')
  t.same(shown(await books.post({ action: 'adjust', corrects: short.number, points: 100 })), ['Dr P5101.科普宣传 1.00', 'Cr P2101.2 1.00'])
})

onEveryStore(t, 'a frozen member is merged with one that is frozen too, and a return and an adjustment find who carries on', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  await books.stock('G001', 3)
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false })
  const redemption = await books.post({ action: 'redeem', member: 1, counter: 'main', lines: [{ sku: 'G001', pieces: 2, points: 200 }] })
  await books.post({ action: 'freeze', account: 'P2101.1', reason: 'complaint' })
  await books.post({ action: 'award', member: 2, rule: 'test', points: 100 })
  t.equal(await books.refused({ action: 'merge', from: 1, into: 2 }), 'account_frozen', 'a merge is no way out of a freeze')
  await books.post({ action: 'freeze', account: 'P2101.2', reason: 'complaint' })
  await books.post({ action: 'merge', from: 1, into: 2 })
  t.same(shown(await books.post({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 1 }] }))[0], 'Cr P2101.2 2.00')
  t.same(shown(await books.post({ action: 'adjust', corrects: earned.number, points: 100 })).at(-1), 'Cr P2101.2 1.00')
})
