import fc from 'fast-check'
import t from 'tap'
import type { Action } from '../../src/ledger/command.ts'
import { openBooks, onEveryStore, shown, shownLots, Books } from './books.ts'

/** The policy of `today` on every store: what the engine decides arrives in the books. */
const EARNING = { pointsPerHour: '10', categoryCoefficients: { 助老: '1' } }

function earn(minutes: number, more: Partial<Extract<Action, { action: 'earn' }>> = {}): Action {
  return { action: 'earn', member: 1, category: '助老', minutes, backfilled: false, ...more }
}

const redeem = (member = 1): Action => ({ action: 'redeem', member, counter: 'main', lines: [{ sku: 'a', pieces: 1, points: 100 }] })

onEveryStore(t, 'minutes are rounded by the day or the month they add up to, and up where the policy says so', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: { ...EARNING, stepMinutes: 60, roundedPer: 'day' } } })
  t.match(await books.post(earn(40)), { minutes: 40, convertibleMinutes: 0 })
  t.match(await books.post(earn(40)), { minutes: 40, convertibleMinutes: 60 })
  const april = { today: '2025-04-02' }
  await books.post({ action: 'publish_policy', from: '2025-04-01', policy: { earning: { ...EARNING, stepMinutes: 60, roundingDirection: 'up', roundedPer: 'month' } } }, april)
  t.match(await books.post(earn(40), { ...april, serviceDate: '2025-04-01' }), { convertibleMinutes: 60 })
  t.match(await books.post(earn(15), april), { convertibleMinutes: 0 })
  t.match(await books.post(earn(15), april), { convertibleMinutes: 60 })
  await books.post({ action: 'publish_policy', from: '2025-05-01', policy: { earning: { ...EARNING, shortRecordCountsAsMinutes: 60 } } }, april)
  t.match(await books.post(earn(20), { today: '2025-05-02' }), { minutes: 20, convertibleMinutes: 60 })
})

onEveryStore(t, 'caps by record, activity and month are held, and the excess goes where the policy says', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: { ...EARNING, activityCapMinutes: 120, recordCapMinutes: 90, capExcessGoesTo: 'honorary_minutes' } } })
  t.same(shown(await books.post(earn(100, { activity: 'a' }))), ['Dr M6101.助老 100', 'Cr M6201.1 90', 'Cr M6202.1 10', 'Dr P5101.助老 15.00', 'Cr P2101.1 15.00'])
  t.match(await books.post(earn(60, { activity: 'a' }), { serviceDate: '2025-02-10' }), { convertibleMinutes: 30 })
  t.match(await books.post(earn(60, { activity: 'b' })), { convertibleMinutes: 60 })
  await books.post({ action: 'publish_policy', from: '2025-03-21', policy: { earning: { ...EARNING, monthCapMinutes: 240, capExcessGoesTo: 'donation_pool' } } })
  const posted = await books.post(earn(120), { today: '2025-03-21' })
  t.same([posted.convertibleMinutes, shown(posted)], [90, ['Dr M6101.助老 120', 'Cr M6201.1 120', 'Dr P5101.助老 20.00', 'Cr P2101.1 15.00', 'Cr P2103.general 5.00']])
  await books.post({ action: 'publish_policy', from: '2025-03-22', policy: { earning: { ...EARNING, dayCapMinutes: 60, capExcessGoesTo: 'refused' } } })
  t.equal(await books.refused(earn(61), { today: '2025-03-22' }), 'day_cap')
})

onEveryStore(t, 'a balance cap in hours holds back minutes as honorary ones', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: { ...EARNING, balanceCapHours: '1', balanceExcessGoesTo: 'honorary_minutes' } } })
  await books.member(1, 700)
  const earned = await books.post(earn(60))
  t.same(shown(earned), ['Dr M6101.助老 60', 'Cr M6201.1 18', 'Cr M6202.1 42', 'Dr P5101.助老 3.00', 'Cr P2101.1 3.00'])
  t.match(await books.post(earn(60)), { kind: 'earn', convertibleMinutes: 0 })
})

onEveryStore(t, 'points die with the year, go to the pool where the policy says, and are not born expired unasked', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: EARNING, keeping: { validity: 'end_of_year', expiredPointsGoTo: 'donation_pool' } } })
  t.same(shownLots(await books.post(earn(60), { serviceDate: '2025-01-02' })), ['P2101.1 2025-12-31 1000'])
  const newYear = { today: '2026-01-01' }
  t.equal(await books.refused(earn(60), { ...newYear, serviceDate: '2025-12-31' }), 'points_born_expired')
  t.same(shown(await books.post({ action: 'expire', member: 1 }, newYear)), ['Dr P2101.1 10.00', 'Cr P2103.general 10.00'])
  t.same(shownLots(await books.post(earn(60, { expiredAccepted: true }), { ...newYear, serviceDate: '2025-12-31' })), ['P2101.1 2025-12-31 1000'])
  await books.post({ action: 'publish_policy', from: '2026-01-02', policy: { earning: EARNING, keeping: { validity: 'months', validMonths: 1, lotStart: 'approval_date' } } }, newYear)
  const approved = await books.post(earn(60, { approvedOn: '2026-03-05' }), { today: '2026-03-05', serviceDate: '2026-01-03' })
  t.same(shownLots(approved), ['P2101.1 2026-04-05 1000'])
})

onEveryStore(t, 'evidence, guardians and groups decide what becomes of hours', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: { ...EARNING, evidenceRequired: 'check_in_and_out', minimumAgeYears: 18, groupHours: 'donated' } } })
  t.match(await books.post(earn(60), { evidence: '签到' }), { kind: 'record_honorary', summaryCode: 'honorary.evidence' })
  const evidence = 'check_in_and_out'
  t.equal(await books.refused(earn(60, { facts: { ageYears: 15 } }), { evidence }), 'minor_without_guardian')
  const minor = await books.post(earn(60, { facts: { ageYears: 15, withGuardian: true } }), { evidence })
  t.match(minor, { kind: 'earn', convertibleMinutes: 60, content: null }, 'an age stays out of the journal')
  t.same(shown(await books.post(earn(60, { facts: { asGroup: true } }), { evidence })).slice(2), ['Dr P5101.助老 10.00', 'Cr P2103.general 10.00'])
})

onEveryStore(t, 'redemptions obey thresholds, windows, frequency, items and finality', async (t, books) => {
  const publish = (from: string, spending: Record<string, unknown>) => books.post({ action: 'publish_policy', from, policy: { earning: EARNING, spending } })
  await publish('2025-01-01', { goodsRedeemable: false })
  await books.stock('a', 20)
  await books.member(1, 10_000)
  t.equal(await books.refused(redeem()), 'goods_not_redeemable')
  await publish('2025-03-21', { firstRedemptionFromHours: '2', redemptionsPerPeriod: 1, redemptionPeriod: 'quarter', redemptionsFinal: true })
  books.today = '2025-03-21'
  t.equal(await books.refused(redeem()), 'redemption_not_open')
  await books.post(earn(120))
  const first = await books.post(redeem())
  t.equal(await books.refused(redeem()), 'redemption_frequency')
  t.equal(await books.refused({ action: 'return', redemption: first.number, lines: [{ line: 1, pieces: 1 }] }), 'redemption_final')
  books.today = '2025-04-01'
  await books.post(redeem())
  await publish('2025-04-02', { redemptionWindows: [{ fromMonthDay: '04-03', throughMonthDay: '04-30' }], itemLimitPieces: { a: 2 } })
  books.today = '2025-04-02'
  t.equal(await books.refused(redeem()), 'outside_redemption_window')
  books.today = '2025-04-03'
  await books.post(redeem())
  t.equal(await books.refused(redeem()), 'item_limit')
  await publish('2025-04-04', { beneficiaryAnyOf: [{ fromAgeYears: 60 }] })
  books.today = '2025-04-04'
  t.equal(await books.refused(redeem()), 'beneficiary_unknown')
  t.equal(await books.refused({ ...redeem(), beneficiary: { ageYears: 59 } } as Action), 'not_entitled')
  await books.post({ ...redeem(), beneficiary: { ageYears: 60 } } as Action)
})

onEveryStore(t, 'gifts obey relations and amounts, donations and grants what is allowed', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: EARNING, spending: { giftRelations: ['direct_relative'], giftCapPoints: '10', giftMonthCapPoints: '15', donationsAllowed: false, grantPoints: '5' } } })
  await books.member(1, 10_000)
  const gift = (points: number, relation?: 'direct_relative' | 'friend'): Action => ({ action: 'gift', from: 1, to: 2, points, relation })
  t.equal(await books.refused(gift(100)), 'gift_not_allowed')
  t.equal(await books.refused(gift(100, 'friend')), 'gift_not_allowed')
  t.equal(await books.refused(gift(1001, 'direct_relative')), 'gift_limit')
  await books.post(gift(1000, 'direct_relative'))
  t.equal(await books.refused(gift(501, 'direct_relative')), 'gift_limit')
  await books.post(gift(500, 'direct_relative'))
  t.equal(await books.refused({ action: 'donate', member: 1, purpose: 'general', points: 1 }), 'donation_not_allowed')
  t.equal(await books.refused({ action: 'grant', member: 1, fund: 'f', points: 501 }), 'grant_not_allowed')
})

onEveryStore(t, 'a fund issues no more than its limit in a period, and a person is granted once where the policy says so', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: EARNING, funds: { issuanceLimitPoints: { 敬老: '10' }, issuancePeriod: 'quarter' } } })
  const grant = (member: number, points: number, fund = '敬老'): Action => ({ action: 'grant', member, fund, points })
  await books.post(grant(1, 600))
  t.equal(await books.refused(grant(2, 401)), 'fund_limit')
  await books.post(grant(2, 400))
  t.equal(await books.refused(grant(1, 1)), 'fund_limit')
  await books.post(grant(1, 5000, '助学'))
  const granted = await books.post(grant(1, 1), { today: '2025-04-01' })
  t.equal(granted.policyVersion, 1, 'another quarter')
  await books.post({ action: 'reverse', number: granted.number, reason: 'clerk_error' }, { today: '2025-04-02' })
  await books.post(grant(3, 1000), { today: '2025-04-02' })
  t.equal(await books.refused(grant(3, 1), { today: '2025-04-02' }), 'fund_limit', 'what was reversed is free again, and nothing more')
  const together = await Promise.all([400, 400, 400].map((points, index) => books.submit(grant(index + 1, points), { today: '2025-07-01' })))
  t.same(together.map((outcome) => (outcome.refused ? outcome.code : 'posted')), ['posted', 'posted', 'fund_limit'], 'one batch')
  await books.post({ action: 'publish_policy', from: '2025-08-01', policy: { earning: EARNING, spending: { grantOnceOnly: true } } }, { today: '2025-08-01' })
  t.equal(await books.refused(grant(1, 100), { today: '2025-08-01' }), 'grant_not_allowed')
  await books.post(grant(9, 100), { today: '2025-08-01' })
})

onEveryStore(t, 'a version with a stated end is followed on the next day, and nothing is judged past it', async (t, books) => {
  await books.post({ action: 'publish_policy', from: '2025-01-01', through: '2025-03-10', policy: { earning: EARNING } })
  t.equal(await books.refused(earn(60), { serviceDate: '2025-03-11' }), 'no_policy')
  t.equal(await books.refused({ action: 'publish_policy', from: '2025-03-10', policy: {} }), 'policy_overlap')
  t.equal(await books.refused({ action: 'publish_policy', from: '2025-03-12', policy: {} }), 'policy_gap')
  t.equal(await books.refused({ action: 'publish_policy', from: '2025-03-11', through: '2025-02-30', policy: {} }), 'bad_date')
  await books.post({ action: 'publish_policy', from: '2025-03-11', policy: { earning: EARNING } })
  t.match(await books.post(earn(60), { serviceDate: '2025-03-11' }), { policyVersion: 2 })
})

t.test('in the books too no cap is exceeded, whatever the order of approval and of reversals', async (t) => {
  const { store } = await openBooks(t, 'memory')
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ minutes: fc.integer({ min: 1, max: 300 }), day: fc.constantFrom('2025-03-01', '2025-03-02'), activity: fc.constantFrom('a', 'b') }) },
    { weight: 1, arbitrary: fc.record({ reverse: fc.nat(20) }) }
  )
  const caps = fc.record({ stepMinutes: fc.constantFrom(1, 30), roundedPer: fc.constantFrom('record', 'day'), roundingDirection: fc.constantFrom('down', 'up'), dayCapMinutes: fc.constant(240), monthCapMinutes: fc.constantFrom(null, 300), activityCapMinutes: fc.constantFrom(null, 200), balanceCapPoints: fc.constantFrom(null, '40') })
  let runs = 0
  await fc.assert(
    fc.asyncProperty(caps, fc.array(step, { minLength: 2, maxLength: 12 }), async (earning, steps) => {
      const books = new Books(store, `caps-${++runs}`)
      await books.post({ action: 'publish_policy', policy: { earning: { ...EARNING, ...earning } } })
      const standing = new Map<number, { minutes: number; day: string; activity: string }>()
      for (const each of steps) {
        if ('reverse' in each) {
          const number = [...standing.keys()][each.reverse % Math.max(1, standing.size)]
          if (number !== undefined && !(await books.submit({ action: 'reverse', number, reason: 'other' })).refused) standing.delete(number)
          continue
        }
        const { number, convertibleMinutes } = await books.post(earn(each.minutes, { activity: each.activity }), { serviceDate: each.day })
        standing.set(number, { minutes: convertibleMinutes ?? 0, day: each.day, activity: each.activity })
      }
      const sumOf = (wanted: (each: { day: string; activity: string }) => boolean) => [...standing.values()].filter(wanted).reduce((sum, each) => sum + each.minutes, 0)
      const within = (cap: number | null, sum: number) => cap === null || sum <= cap
      for (const day of ['2025-03-01', '2025-03-02']) if (sumOf((each) => each.day === day) > 240) return false
      for (const activity of ['a', 'b']) if (!within(earning.activityCapMinutes, sumOf((each) => each.activity === activity))) return false
      const { 'P2101.1': balance = 0 } = await books.balances('P2101.1')
      return within(earning.monthCapMinutes, sumOf(() => true)) && (earning.balanceCapPoints === null || balance <= 4000)
    }),
    { numRuns: 60, interruptAfterTimeLimit: 8000, markInterruptAsFailure: false }
  )
  t.ok(runs > 5)
})
