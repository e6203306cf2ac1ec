import t from 'tap'
import { giftRefused, mayNotBeGranted, notEntitled, priorityOf } from '../../src/policy/entitlement.ts'
import { PRESETS } from '../../src/policy/presets.ts'
import { notOpenYet } from '../../src/policy/redemption-rules.ts'
import { earned, judged, presetOf } from './policies.ts'

t.test('there are eleven presets; each names its place, its rules, and what its city left open', async (t) => {
  t.same(PRESETS.map(({ name, year }) => [name, year]), [
    ['nanjing-2019', 2019], ['nanjing-gulou-2018', 2018], ['beijing-2022', 2022], ['shanghai-2026', 2026], ['guangzhou-2019', 2019], ['chengdu-pidu-2021', 2021],
    ['huangshi', null], ['huangshan', null], ['hailin', null], ['ruian', null], ['jiaozhou-2015', 2015]
  ])
  for (const { name, place, rules, defaults } of PRESETS) {
    t.match(place, { zh: /\p{Script=Han}/u, en: /[A-Z]/ }, name)
    t.match(rules, /\p{Script=Han}.* · /u, name)
    t.ok(defaults.includes('keeping.atDeath') && defaults.includes('timezone'), `${name}: no city says what becomes of the points of the dead`)
  }
  t.notOk(presetOf('huangshi').defaults.includes('earning.backfilledHoursConvert'))
  t.ok(presetOf('nanjing-2019').defaults.includes('earning.pointsPerHour'), 'Nanjing’s text names no rate')
})

t.test('Nanjing, 2019: over 1,500 stored hours the rest is donated, and so is what a group does', async (t) => {
  const { parameters, year } = presetOf('nanjing-2019')
  t.equal(year, 2019)
  t.match(earned(parameters, { minutes: 180 }, { standing: { toRecover: 0, counted: 149_900 } }), { points: 300, memberPoints: 100, poolPoints: 200 })
  t.match(earned(parameters, { minutes: 120, asGroup: true }), { points: 200, memberPoints: 0, poolPoints: 200, verifiedMinutes: 120 })
  t.equal(notEntitled(parameters, { ageYears: 60 }), undefined)
  t.match(notEntitled(parameters, { ageYears: 59, tags: ['hardship'] }), { code: 'not_entitled' })
  const order = [{ ageYears: 81, tags: ['living_alone'] }, { ageYears: 70, tags: ['hardship'] }, { ageYears: 70, tags: ['disabled', 'living_alone'] }, { ageYears: 70, tags: ['disabled'] }, { ageYears: 79, tags: ['living_alone'] }]
  t.same(order.map((person) => priorityOf(parameters, person)), [0, 0, 0, 1, 1])
  t.match(mayNotBeGranted(parameters, { ageYears: 70 }, { points: 100, grantedBefore: false }), { code: 'grant_not_allowed' })
  t.equal(parameters.spending.usableElsewhere, 'city')
})

t.test('Gulou, Nanjing, 2018: services for self, spouse and direct relatives of 60 and more, never money', async (t) => {
  const { parameters } = presetOf('nanjing-gulou-2018')
  t.equal(notEntitled(parameters, { ageYears: 60, relation: 'spouse' }), undefined)
  t.match(notEntitled(parameters, { ageYears: 80, relation: 'friend' }), { code: 'not_entitled' })
  t.match(notEntitled(parameters, { ageYears: 59, relation: 'self' }), { code: 'not_entitled' })
  t.match(notEntitled(parameters, undefined), { code: 'beneficiary_unknown' })
  t.match(parameters, { earning: { approvalLevels: 2 }, spending: { goodsRedeemable: false, servicesRedeemable: true } })
})

t.test('Beijing, 2022: a coin an hour, with check-in and check-out, from 18 or with a guardian', async (t) => {
  const { parameters } = presetOf('beijing-2022')
  t.match(earned(parameters, { minutes: 90, evidence: 'check_in_and_out', ageYears: 18 }), { points: 150, convertibleMinutes: 90 })
  t.match(earned(parameters, { minutes: 90, evidence: 'check_in' }), { points: 0, honorary: true, honoraryMinutes: 90 })
  t.equal(judged(parameters, { evidence: 'check_in_and_out', ageYears: 17 }), 'minor_without_guardian')
  t.match(judged(parameters, { evidence: 'check_in_and_out', ageYears: 17, withGuardian: true }), { points: 100 })
  t.equal(giftRefused(parameters, { points: 100, usedPoints: 0, relation: 'direct_relative' }), undefined)
  t.match(giftRefused(parameters, { points: 100, usedPoints: 0, relation: 'friend' }), { code: 'gift_not_allowed' })
  t.equal(parameters.spending.benefitPricesPoints['care_home_place'], '10000')
})

t.test('Shanghai, 2026: spent at 65, or at 60 in special hardship; given to relatives and friends', async (t) => {
  const { parameters } = presetOf('shanghai-2026')
  t.match(earned(parameters, { minutes: 45 }), { points: 75 })
  const people = [{ ageYears: 65 }, { ageYears: 64 }, { ageYears: 60, tags: ['special_hardship'] }, { ageYears: 59, tags: ['special_hardship'] }, {}]
  t.same(people.map((person) => notEntitled(parameters, person)?.code), [undefined, 'not_entitled', undefined, 'not_entitled', 'not_entitled'])
  t.equal(giftRefused(parameters, { points: 1, usedPoints: 0, relation: 'friend' }), undefined)
  t.match(giftRefused(parameters, { points: 1, usedPoints: 0, relation: 'neighbour' }), { code: 'gift_not_allowed' })
})

t.test('Guangzhou, 2019: whole hours only, redemption from 100 hours, at most 1,500 points', async (t) => {
  const { parameters } = presetOf('guangzhou-2019')
  t.same([59, 60, 119, 120].map((minutes) => earned(parameters, { minutes }).points), [0, 100, 100, 200])
  t.match(earned(parameters, { minutes: 120 }, { standing: { toRecover: 0, counted: 149_950 } }), { memberPoints: 50, poolPoints: 150 })
  const open = (hours: number) => notOpenYet(parameters, { verifiedMinutes: hours * 60, balancePoints: 0, lifetimePoints: () => 0 })?.code
  t.same([99, 100].map(open), ['redemption_not_open', undefined])
})

t.test('Pidu, Chengdu, 2021: services only, priced item by item, starter coins once', async (t) => {
  const { parameters } = presetOf('chengdu-pidu-2021')
  t.match(parameters.spending, { servicesPriced: 'by_item', goodsRedeemable: false, benefitsRedeemable: false, servicesRedeemable: true })
  t.equal(mayNotBeGranted(parameters, {}, { points: 500, grantedBefore: false }), undefined)
  t.match(mayNotBeGranted(parameters, {}, { points: 500, grantedBefore: true }), { code: 'grant_not_allowed' })
})

t.test('Huangshi: backfilled hours are honorary, and points die with the year they were earned in', async (t) => {
  const { parameters } = presetOf('huangshi')
  t.match(earned(parameters, { minutes: 90, backfilled: true }), { honorary: true, honoraryMinutes: 90, verifiedMinutes: 0, points: 0 })
  t.match(earned(parameters, { minutes: 90, serviceDate: '2025-01-02' }), { points: 150, expiresOn: '2025-12-31' })
  t.match(earned(parameters, { minutes: 90, serviceDate: '2025-12-31' }, { today: '2025-12-31' }), { points: 150, expiresOn: '2025-12-31' })
  t.equal(judged(parameters, { serviceDate: '2025-12-31' }, { today: '2026-01-01' }), 'points_born_expired')
  t.match(judged(parameters, { serviceDate: '2025-12-31' }, { today: '2026-01-01', expiredAccepted: true }), { points: 100 })
})

t.test('Huangshan: points live three years; a redemption is final and collected with a code', async (t) => {
  const { parameters } = presetOf('huangshan')
  t.match(earned(parameters, { serviceDate: '2025-03-05' }), { points: 100, expiresOn: '2028-03-05' })
  t.match(parameters.spending, { redemptionsFinal: true, pickupCodeRequired: true })
})

t.test('Hailin: at most two hours an activity, in one record or in several; one redemption a quarter', async (t) => {
  const { parameters } = presetOf('hailin')
  t.match(earned(parameters, { minutes: 180 }), { convertibleMinutes: 120, points: 200, verifiedMinutes: 180 })
  const usage = { day: { countedMinutes: 90, convertedMinutes: 90 }, month: { countedMinutes: 90, convertedMinutes: 90 }, activityConvertedMinutes: 90 }
  t.match(earned(parameters, { minutes: 90 }, { usage }), { convertibleMinutes: 30, points: 50 })
  t.match(parameters, { spending: { redemptionsPerPeriod: 1, redemptionPeriod: 'quarter' }, services: { complaintZeroes: 'points_and_hours' } })
})

t.test('Ruian: multiples of half an hour, of verified hours only', async (t) => {
  const { parameters } = presetOf('ruian')
  t.same([29, 30, 59, 90].map((minutes) => earned(parameters, { minutes, evidence: 'check_in' }).points), [0, 50, 50, 150])
  t.match(earned(parameters, { minutes: 60, evidence: 'paper_list' }), { points: 100 })
  t.match(earned(parameters, { minutes: 60, evidence: 'none' }), { points: 0, honorary: true })
})

t.test('Jiaozhou, 2015: less than an hour counts as one; a public list each month, an audit each quarter', async (t) => {
  const { parameters } = presetOf('jiaozhou-2015')
  t.same([1, 59, 60, 61, 90].map((minutes) => earned(parameters, { minutes }).points), [100, 100, 100, 101, 150])
  t.match(earned(parameters, { minutes: 20 }), { verifiedMinutes: 20, convertibleMinutes: 60 })
  t.match(parameters.funds, { publicNoticeCycle: 'month', auditCycle: 'quarter' })
})
