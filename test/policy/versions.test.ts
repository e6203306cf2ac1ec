import t from 'tap'
import { dispositionAt, needsPin, overIssuance } from '../../src/policy/entitlement.ts'
import { minutesWithin, pointsForMinutes, roundMinutes } from '../../src/policy/minutes.ts'
import { inWindow, notOpenYet, periodOf } from '../../src/policy/redemption-rules.ts'
import { validThrough } from '../../src/policy/validity.ts'
import { misplaced, type PolicyVersion, versionOn } from '../../src/policy/versions.ts'
import { policyWith } from './policies.ts'

function version(number: number, from: string, through: string | null = null): PolicyVersion {
  return { version: number, from, through, author: 'a', approvedBy: null, recordedAt: 0, policy: policyWith({}) }
}

t.test('the version in force judges, the first one every earlier date, and none past a stated end', async (t) => {
  const versions = [version(1, '2025-01-01'), version(2, '2025-03-01', '2025-03-31')]
  t.same(['2020-01-01', '2025-02-28', '2025-03-01', '2025-03-31', '2025-04-01'].map((on) => versionOn(versions, on)?.version), [1, 1, 2, 2, undefined])
  t.equal(versionOn([], '2025-01-01'), undefined)
})

t.test('a version that leaves a gap or overlaps is refused', async (t) => {
  const code = (last: PolicyVersion | undefined, from: string, through: string | null = null) => misplaced(last, { from, through })?.code
  t.equal(code(undefined, '2025-01-01'), undefined)
  t.equal(code(version(1, '2025-06-01'), '2025-01-01'), undefined, 'the first holds for every earlier date, so that the second may start on any')
  t.equal(code(version(2, '2025-03-01'), '2025-03-01'), 'policy_out_of_order')
  t.equal(code(version(2, '2025-03-01', '2025-03-31'), '2025-03-31'), 'policy_overlap')
  t.equal(code(version(2, '2025-03-01', '2025-03-31'), '2025-04-02'), 'policy_gap')
  t.equal(code(version(2, '2025-03-01', '2025-03-31'), '2025-04-01'), undefined)
  t.equal(code(version(2, '2025-03-01'), '2025-04-01', '2025-03-31'), 'policy_out_of_order')
})

t.test('points are good through the day of the same number, the last of a shorter month, or of the year', async (t) => {
  const through = (date: string, validMonths: number, lastDayCounts = true): string => validThrough(policyWith({ keeping: { validity: 'months', validMonths, lastDayCounts } }), date)
  t.equal(through('2025-03-05', 36), '2028-03-05')
  t.equal(through('2025-01-31', 1), '2025-02-28')
  t.equal(through('2024-01-31', 1), '2024-02-29')
  t.equal(through('2024-02-29', 12), '2025-02-28')
  t.equal(through('2025-11-30', 3), '2026-02-28')
  t.equal(through('2025-03-05', 36, false), '2028-03-04')
  t.equal(through('2025-03-01', 12, false), '2026-02-28')
  t.equal(through('9999-03-05', 36), '9999-12-31')
  t.equal(validThrough(policyWith({ keeping: { lastDayCounts: false } }), '2025-03-05'), '9999-12-31')
  t.equal(validThrough(policyWith({ keeping: { validity: 'end_of_year' } }), '2025-12-31'), '2025-12-31')
})

t.test('minutes are rounded down, up, or to the nearest step', async (t) => {
  const round = (roundingDirection: 'down' | 'up' | 'nearest') => [0, 14, 15, 29, 30, 46].map((minutes) => roundMinutes({ stepMinutes: 30, roundingDirection }, minutes))
  t.same(round('down'), [0, 0, 0, 0, 30, 30])
  t.same(round('up'), [0, 30, 30, 30, 30, 60])
  t.same(round('nearest'), [0, 0, 30, 30, 30, 60])
})

t.test('the minutes that find room are the most whose points do', async (t) => {
  for (const pointsRounding of ['down to 0.01', 'down to 1']) {
    const policy = policyWith({ earning: { pointsPerHour: '10', pointsRounding } })
    for (const hundredths of [0, 1, 16, 17, 99, 100, 350, 1000]) {
      const kept = minutesWithin(policy, { category: '助老', convertibleMinutes: 60, hundredths })
      const points = (minutes: number) => pointsForMinutes(policy, { category: '助老', convertibleMinutes: minutes })
      t.ok(points(kept) <= hundredths && (kept === 60 || points(kept + 1) > hundredths), `${pointsRounding} ${hundredths}: ${kept}`)
    }
  }
})

t.test('windows, periods, thresholds, PINs, issuance and dispositions are read as they are written', async (t) => {
  const windows = policyWith({ spending: { redemptionWindows: [{ fromMonthDay: '03-01', throughMonthDay: '03-31' }, { fromMonthDay: '12-20', throughMonthDay: '01-10' }] } })
  t.same(['2025-02-28', '2025-03-01', '2025-03-31', '2025-12-31', '2026-01-10', '2026-01-11'].map((day) => inWindow(windows, day)), [false, true, true, true, true, false])
  t.same(periodOf('quarter', '2025-05-20'), { from: '2025-04-01', to: '2025-06-30' })
  t.same(periodOf('month', '2024-02-20'), { from: '2024-02-01', to: '2024-02-29' })
  t.same(periodOf('year', '2025-05-20'), { from: '2025-01-01', to: '2025-12-31' })
  const open = (spending: Record<string, unknown>, balancePoints: number, lifetime = 0) =>
    notOpenYet(policyWith({ earning: { pointsPerHour: '2' }, spending }), { verifiedMinutes: 0, balancePoints, lifetimePoints: () => lifetime })?.code
  t.same([199, 200].map((points) => open({ firstRedemptionFromHours: '1', firstRedemptionCounts: 'balance' }, points)), ['redemption_not_open', undefined])
  t.same([999, 1000].map((points) => open({ firstRedemptionFromPoints: '10' }, 0, points)), ['redemption_not_open', undefined])
  const pin = policyWith({ spending: { cardAloneDailyPoints: '20' } })
  t.same([needsPin(pin, { points: 500, usedPoints: 1500 }), needsPin(pin, { points: 501, usedPoints: 1500 }), needsPin(policyWith({}), { points: 1, usedPoints: 0 })], [false, true, true])
  const fund = policyWith({ funds: { issuanceLimitPoints: { 敬老: '100' } } })
  t.same([overIssuance(fund, { fund: '敬老', points: 1, issuedPoints: 9999 }), overIssuance(fund, { fund: '敬老', points: 2, issuedPoints: 9999 })?.code], [undefined, 'fund_limit'])
  t.match(dispositionAt(policyWith({}), 'death'), { code: 'disposition_not_chosen' })
  t.equal(dispositionAt(policyWith({ keeping: { atDeath: 'succeed' } }), 'death'), 'succeed')
})
