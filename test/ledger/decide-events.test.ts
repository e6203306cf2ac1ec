import t from 'tap'
import { onEveryStore, POLICY } from './books.ts'

onEveryStore(t, 'a policy that is none is refused, and one that reaches back or is out of order', async (t, books) => {
  t.equal(await books.refused({ action: 'publish_policy', policy: { ...POLICY, extra: 1 } }), 'invalid_request')
  t.equal(await books.refused({ action: 'publish_policy', policy: { ...POLICY, roundMinutesDownTo: 0 } }), 'invalid_request')
  t.equal(await books.refused({ action: 'publish_policy', policy: null }), 'invalid_request')
  t.equal(await books.refused({ action: 'publish_policy', from: '2025-02-30', policy: POLICY }), 'bad_date')
  const first = await books.post({ action: 'publish_policy', from: '2025-03-10', policy: POLICY })
  t.match(first, { kind: 'policy_published', policyVersion: 1, voucherNumber: null, entries: [] })
  await books.post({ action: 'close_period', through: '2025-03-15' })
  t.equal(await books.refused({ action: 'publish_policy', from: '2025-03-15', policy: POLICY }), 'policy_reaches_back')
  t.match(await books.post({ action: 'publish_policy', from: '2025-03-16', policy: POLICY }), { policyVersion: 2 })
  t.equal(await books.refused({ action: 'publish_policy', from: '2025-03-16', policy: POLICY }), 'policy_out_of_order')
})

onEveryStore(t, 'the first policy holds for every date, and a later one from any open day on', async (t, books) => {
  const earn = { action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false } as const
  const points = async (serviceDate: string) => (await books.post(earn, { serviceDate })).entries[2]?.amount
  await books.post({ action: 'publish_policy', policy: POLICY })
  t.equal(await points('2024-01-05'), 1000)
  await books.post({ action: 'publish_policy', from: '2024-06-01', policy: { ...POLICY, pointsPerHour: '20' } })
  t.equal(await points('2024-05-31'), 1000)
  t.equal(await points('2024-06-01'), 2000)
})

onEveryStore(t, 'a policy published in a batch judges the next command of that batch', async (t, books) => {
  const earn = { action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false } as const
  const outcomes = await Promise.all([
    books.submit(earn),
    books.submit({ action: 'publish_policy', from: '2025-03-01', policy: POLICY }),
    books.submit(earn),
    books.submit({ action: 'publish_policy', from: '2025-03-20', policy: { ...POLICY, pointsPerHour: '20' } }),
    books.submit(earn)
  ])
  t.same(outcomes.map((each) => (each.refused ? each.code : each.transactions[0]?.entries[2]?.amount)), ['no_policy', undefined, 1000, undefined, 2000])
})

onEveryStore(t, 'freezing, unfreezing and closing follow the state the account is in', async (t, books) => {
  const event = (action: 'freeze' | 'unfreeze' | 'close') => ({ action, account: 'P2101.1', reason: 'other' }) as const
  for (const action of ['freeze', 'unfreeze', 'close'] as const) t.equal(await books.refused(event(action)), 'unknown_account')
  await books.member(1, 100)
  t.equal(await books.refused(event('unfreeze')), 'account_not_frozen')
  t.match(await books.post(event('freeze')), { kind: 'account_frozen', accountId: 'P2101.1', content: '{"reason":"other"}', entries: [] })
  t.equal(await books.refused(event('freeze')), 'account_frozen')
  await books.post(event('unfreeze'))
  t.equal(await books.refused(event('close')), 'balance_not_zero')
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 100 })
  await books.post(event('freeze'))
  await books.post(event('close'))
  for (const action of ['freeze', 'close'] as const) t.equal(await books.refused(event(action)), 'account_closed')
  t.equal(await books.refused(event('unfreeze')), 'account_not_frozen')
  t.same((await books.everything()).accounts.find((each) => each.accountId === 'P2101.1')?.state, 'closed')
})

onEveryStore(t, 'only personal and held points can be frozen; every account can be closed', async (t, books) => {
  await books.member(1, 100)
  await books.stock('G005', 1)
  const hold = await books.post({ action: 'hold', member: 1, points: 50 })
  const others = ['P3101', 'G1101.main.G005', 'G1103.mill.G005']
  for (const account of others) t.equal(await books.refused({ action: 'freeze', account, reason: 'other' }), 'account_not_freezable', account)
  for (const account of ['P2101.1', `P2102.1.${hold.number}`]) t.match(await books.post({ action: 'freeze', account, reason: 'other' }), { accountId: account })
  await books.post({ action: 'damage', counter: 'main', sku: 'G005', pieces: 1, of: 'stock' })
  t.match(await books.post({ action: 'close', account: 'G1101.main.G005', reason: 'other' }), { kind: 'account_closed' })
})

onEveryStore(t, 'freezing and unfreezing in one batch with the spending between', async (t, books) => {
  await books.member(1, 100)
  const donate = { action: 'donate', member: 1, purpose: 'general', points: 10 } as const
  const outcomes = await Promise.all([
    books.submit(donate),
    books.submit({ action: 'freeze', account: 'P2101.1', reason: 'other' }),
    books.submit(donate),
    books.submit({ action: 'unfreeze', account: 'P2101.1', reason: 'other' }),
    books.submit(donate)
  ])
  t.same(outcomes.map((each) => (each.refused ? each.code : 'posted')), ['posted', 'posted', 'account_frozen', 'posted', 'posted'])
})

onEveryStore(t, 'a period is closed once it is over, and never back', async (t, books) => {
  t.equal(await books.refused({ action: 'close_period', through: '2025-03-20' }), 'period_not_over')
  t.equal(await books.refused({ action: 'close_period', through: '2025-02-29' }), 'bad_date')
  t.match(await books.post({ action: 'close_period', through: '2025-02-28' }), { kind: 'period_closed', closesThrough: '2025-02-28' })
  for (const through of ['2025-02-28', '2025-01-31']) t.equal(await books.refused({ action: 'close_period', through }), 'period_already_closed')
  t.equal(await books.refused({ action: 'award', member: 1, rule: 'r', points: 1 }, { today: '2025-02-28' }), 'period_closed')
})

onEveryStore(t, 'what belongs to a closed day is booked today, and its service date stays', async (t, books) => {
  await books.post({ action: 'publish_policy', from: '2025-01-01', policy: POLICY })
  await books.post({ action: 'close_period', through: '2025-02-28' })
  const earn = { action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false } as const
  t.match(await books.post(earn, { serviceDate: '2025-02-28' }), { serviceDate: '2025-02-28', businessDate: '2025-03-20', voucherNumber: 1 })
  t.match(await books.post(earn, { serviceDate: '2025-03-01' }), { serviceDate: '2025-03-01', businessDate: '2025-03-01', voucherNumber: 2 })
})

onEveryStore(t, 'voucher numbers have no gap within a month, whatever order the days come in', async (t, books) => {
  const award = { action: 'award', member: 1, rule: 'r', points: 1 } as const
  const days = ['2025-03-20', '2025-02-10', '2025-03-01', '2025-02-28', '2025-01-31', '2025-02-01', '2025-03-20']
  const numbers: [string, number | null][] = []
  for (const serviceDate of days) numbers.push([serviceDate.slice(0, 7), (await books.post(award, { serviceDate })).voucherNumber])
  t.same(numbers, [['2025-03', 1], ['2025-02', 1], ['2025-03', 2], ['2025-02', 2], ['2025-01', 1], ['2025-02', 3], ['2025-03', 3]])
  t.same((await books.everything()).vouchers, [{ month: '2025-01', last: 1 }, { month: '2025-02', last: 3 }, { month: '2025-03', last: 3 }])
  const together = await Promise.all(days.map((serviceDate) => books.submit(award, { serviceDate })))
  t.same(together.map((each) => (each.refused ? each.code : each.transactions[0]?.voucherNumber)), [4, 4, 5, 5, 2, 6, 6])
})

onEveryStore(t, 'keys change and members are erased as events; whoever still has points is not erased', async (t, books) => {
  t.match(await books.post({ action: 'change_signing_key', publicKey: 'ed25519:abc' }), { kind: 'signing_key_changed', content: '{"publicKey":"ed25519:abc"}' })
  await books.member(1, 100)
  t.equal(await books.refused({ action: 'erase_member', member: 1 }), 'balance_not_zero')
  const hold = await books.post({ action: 'hold', member: 1, points: 100 })
  t.equal(await books.refused({ action: 'erase_member', member: 1 }), 'balance_not_zero', 'what is held counts')
  await books.post({ action: 'release', hold: hold.number })
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 100 })
  t.match(await books.post({ action: 'erase_member', member: 1 }), { kind: 'member_erased', memberNumber: 1 })
})
