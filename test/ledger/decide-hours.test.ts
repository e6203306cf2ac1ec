import t from 'tap'
import type { Action } from '../../src/ledger/command.ts'
import { onEveryStore, POLICY, shown, shownLots } from './books.ts'

function earn(minutes: number, more: Partial<Extract<Action, { action: 'earn' }>> = {}): Action {
  return { action: 'earn', member: 1, category: '科普宣传', minutes, backfilled: false, ...more }
}

onEveryStore(t, 'earning is refused without a policy, in an unknown category, and on a closed account', async (t, books) => {
  t.equal(await books.refused(earn(60)), 'no_policy')
  await books.post({ action: 'publish_policy', policy: POLICY })
  t.equal(await books.refused(earn(60, { category: 'gardening' })), 'unknown_category')
  t.equal(await books.refused(earn(60, { category: 'constructor' })), 'unknown_category')
  await books.member(1, 100)
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 100 })
  await books.post({ action: 'close', account: 'P2101.1', reason: 'moved_away' })
  t.equal(await books.refused(earn(60)), 'account_closed')
})

onEveryStore(t, 'amounts that are no whole number above zero are refused', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  for (const minutes of [0, -60, 0.5, Number.NaN, 2 ** 53]) t.equal(await books.refused(earn(minutes)), 'bad_amount')
})

onEveryStore(t, 'a date that is none, or after today, is refused', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  for (const serviceDate of ['2025-02-29', '2025-2-1', 'infinity', '']) {
    t.equal(await books.refused(earn(60), { serviceDate }), 'bad_date')
  }
  t.equal(await books.refused(earn(60), { serviceDate: '2025-03-21' }), 'future_date')
})

onEveryStore(t, 'the policy of the service date judges, and the first one holds for every earlier date', async (t, books) => {
  await books.post({ action: 'publish_policy', from: '2025-02-01', policy: POLICY })
  await books.post({ action: 'publish_policy', from: '2025-03-10', policy: { ...POLICY, pointsPerHour: '20', pointsValidMonths: 12 } })
  const dates: [string, number, string][] = [
    ['2024-06-01', 1, 'P2101.1 2027-06-01 1000'],
    ['2025-03-09', 1, 'P2101.1 2028-03-09 1000'],
    ['2025-03-10', 2, 'P2101.1 2026-03-10 2000'],
    ['2025-03-20', 2, 'P2101.1 2026-03-20 2000']
  ]
  for (const [serviceDate, policyVersion, lot] of dates) {
    const earned = await books.post(earn(60), { serviceDate })
    t.match(earned, { serviceDate, businessDate: serviceDate, policyVersion })
    t.same(shownLots(earned), [lot])
  }
})

onEveryStore(t, 'the daily cap counts what stands of that day, in the order of posting', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const first = await books.post(earn(400))
  t.equal(first.convertibleMinutes, 390)
  const second = await books.post(earn(120))
  t.match(second, { minutes: 120, convertibleMinutes: 90 })
  t.match(await books.post(earn(60)), { minutes: 60, convertibleMinutes: 0 })
  t.match(await books.post(earn(60), { serviceDate: '2025-03-19' }), { convertibleMinutes: 60 })
  t.match(await books.post(earn(60, { member: 2 })), { convertibleMinutes: 60 })
  await books.post({ action: 'reverse', number: second.number, reason: 'clerk_error' })
  t.match(await books.post(earn(120)), { convertibleMinutes: 90 })
  t.same(await books.balances('M6201.1'), { 'M6201.1': 400 + 60 + 60 + 120 })
})

onEveryStore(t, 'the daily cap holds within one batch too', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const outcomes = await Promise.all([books.submit(earn(300)), books.submit(earn(300)), books.submit(earn(300))])
  t.same(outcomes.map((each) => (each.refused ? each.code : each.transactions[0]?.convertibleMinutes)), [300, 180, 0])
})

onEveryStore(t, 'backfilled hours are honorary where the policy does not convert them', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const honorary = await books.post(earn(100, { backfilled: true }), { serviceDate: '2025-03-01' })
  t.match(honorary, { kind: 'record_honorary', minutes: 100, convertibleMinutes: 0 })
  t.same(shown(honorary), ['Dr M6101.科普宣传 100', 'Cr M6202.1 100'])
  t.match(await books.post(earn(480), { serviceDate: '2025-03-01' }), { convertibleMinutes: 480 }, 'the cap does not count them')
  await books.post({ action: 'publish_policy', policy: { ...POLICY, backfilledHoursConvert: true } }, { today: '2025-03-21' })
  t.match(await books.post(earn(60, { backfilled: true }), { today: '2025-03-21' }), { kind: 'earn', convertibleMinutes: 60 })
})

onEveryStore(t, 'what is earned pays first what is to be recovered, exactly and over', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const wrong = await books.post(earn(120))
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 2000 })
  await books.post({ action: 'reverse', number: wrong.number, reason: 'clerk_error' })
  t.same(shown(await books.post(earn(60))).slice(2), ['Dr P5101.科普宣传 10.00', 'Cr P1301.1 10.00'])
  t.same(shown(await books.post(earn(60))).slice(2), ['Dr P5101.科普宣传 10.00', 'Cr P1301.1 10.00'])
  t.same(shown(await books.post(earn(60))).slice(2), ['Dr P5101.科普宣传 10.00', 'Cr P2101.1 10.00'])
})

onEveryStore(t, 'a cap that is reached sends everything to the pool, and expired points leave room', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { ...POLICY, balanceCapPoints: '10' } })
  await books.member(1, 1000, '2025-03-20')
  t.same(shown(await books.post(earn(60))).slice(2), ['Dr P5101.科普宣传 10.00', 'Cr P2103.general 10.00'])
  const posted = await books.postAll(earn(60), { today: '2025-03-21' })
  t.same(posted.map((each) => [each.kind, ...shown(each).slice(-2)]), [
    ['expire', 'Dr P2101.1 10.00', 'Cr P4102 10.00'],
    ['earn', 'Dr P5101.科普宣传 10.00', 'Cr P2101.1 10.00']
  ])
})

onEveryStore(t, 'points that expired before an hour entered late are posted as expired today, not on its day', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  await books.member(1, 1000, '2025-04-10')
  const [expired, earned] = await books.postAll(earn(60), { today: '2025-05-02', serviceDate: '2025-04-01' })
  t.match(expired, { kind: 'expire', serviceDate: '2025-05-02', businessDate: '2025-05-02', voucherNumber: 1 })
  t.match(earned, { kind: 'earn', serviceDate: '2025-04-01', businessDate: '2025-04-01', voucherNumber: 1 })
})
