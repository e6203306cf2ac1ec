import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import t from 'tap'
import type { Policy } from '../../src/policy/content.ts'
import type { Evaluation } from '../../src/policy/evaluate.ts'
import { explain } from '../../src/policy/explain.ts'
import { pointsForMinutes, roundMinutes, countedMinutes } from '../../src/policy/minutes.ts'
import { splitGroup } from '../../src/policy/split-group.ts'
import { type EarlierRecord, type Tally, type Usage, usageOf } from '../../src/policy/usage.ts'
import { UsageSoFar } from '../../src/policy/usage-so-far.ts'
import { earned, judged, policyWith } from './policies.ts'

const RUNS = { numRuns: 500 }
const cap = fc.option(fc.integer({ min: 0, max: 600 }), { nil: null })
const cents = (most: number) => fc.integer({ min: 1, max: most }).map((number) => (number / 100).toFixed(2))

/** Policies that differ in all that turns minutes into points. */
const earning = fc.record({
  pointsPerHour: cents(2000),
  categoryCoefficients: fc.record({ 助老: cents(300), 助学: cents(300) }),
  minimumMinutes: fc.constantFrom(0, 0, 15, 60),
  shortRecordCountsAsMinutes: fc.constantFrom(0, 0, 60),
  stepMinutes: fc.constantFrom(1, 15, 30, 60),
  roundingDirection: fc.constantFrom('down', 'up', 'nearest'),
  roundedPer: fc.constantFrom('record', 'day', 'month'),
  pointsRounding: fc.constantFrom('down to 0.01', 'down to 1'),
  recordCapMinutes: cap, activityCapMinutes: cap, dayCapMinutes: cap, monthCapMinutes: cap,
  capExcessGoesTo: fc.constantFrom('verified_minutes', 'honorary_minutes', 'donation_pool'),
  balanceCapPoints: fc.option(cents(5000), { nil: null }),
  balanceExcessGoesTo: fc.constantFrom('donation_pool', 'honorary_minutes'),
  groupHours: fc.constantFrom('members', 'donated')
})
const policy = earning.map((each) => policyWith({ earning: each }))
const minutes = fc.integer({ min: 1, max: 720 })
const tally = fc.record({ countedMinutes: fc.nat(600), convertedMinutes: fc.nat(600) })
const circumstances = fc.record({
  usage: fc.record({ day: tally, month: tally, activityConvertedMinutes: fc.nat(600) }),
  standing: fc.record({ toRecover: fc.nat(2000), counted: fc.nat(6000) })
})
const record = fc.record({
  category: fc.constantFrom('助老', '助学'), minutes, serviceDate: fc.constantFrom('2025-03-05', '2025-03-06', '2025-04-01'), activity: fc.constantFrom('a', 'b'), asGroup: fc.boolean()
})

interface Approved {
  evaluation: Evaluation
  serviceDate: string
  activity: string
}

/** Approves records one after another, each knowing what those before it used. */
function approve(policy: Policy, records: { minutes: number; serviceDate?: string; activity?: string; category?: string }[], counted = 0): Approved[] {
  const earlier: EarlierRecord[] = []
  let balance = counted
  return records.map(({ serviceDate = '2025-03-05', activity = 'a', ...more }) => {
    const usage = usageOf(policy, earlier, { serviceDate, activity })
    const evaluation = earned(policy, { serviceDate, ...more }, { usage, standing: { toRecover: 0, counted: balance } })
    earlier.push({ serviceDate, activity, minutes: more.minutes, convertibleMinutes: evaluation.convertibleMinutes })
    balance += evaluation.memberPoints
    return { evaluation, serviceDate, activity }
  })
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0)

t.test('points never rise when minutes fall', async (t) => {
  fc.assert(
    fc.property(policy, minutes, minutes, circumstances, fc.boolean(), (policy, a, b, around, asGroup) => {
      const [fewer, more] = [Math.min(a, b), Math.max(a, b)].map((minutes) => earned(policy, { minutes, asGroup }, around)) as [Evaluation, Evaluation]
      return fewer.points <= more.points && fewer.memberPoints <= more.memberPoints && fewer.convertibleMinutes <= more.convertibleMinutes
    }),
    RUNS
  )
  t.pass()
})

t.test('minutes and points are neither lost nor made on the way', async (t) => {
  fc.assert(
    fc.property(policy, record, circumstances, (policy, { activity: _, ...each }, around) => {
      const { verifiedMinutes, honoraryMinutes, points, recoveredPoints, memberPoints, poolPoints } = earned(policy, each, around)
      return (
        verifiedMinutes + honoraryMinutes === each.minutes && points === recoveredPoints + memberPoints + poolPoints &&
        [verifiedMinutes, honoraryMinutes, recoveredPoints, memberPoints, poolPoints].every((number) => Number.isSafeInteger(number) && number >= 0)
      )
    }),
    RUNS
  )
  t.pass()
})

t.test('caps are never exceeded, whatever the order of approval', async (t) => {
  const shuffled = fc.array(record, { minLength: 1, maxLength: 12 }).chain((records) => fc.shuffledSubarray(records, { minLength: records.length }))
  fc.assert(
    fc.property(policy, shuffled, (policy, records) => {
      const approved = approve(policy, records)
      const { recordCapMinutes, activityCapMinutes, dayCapMinutes, monthCapMinutes, balanceCapPoints } = policy.earning
      const within = (most: number | null, keyOf: (each: Approved) => string): boolean => {
        const sums = new Map<string, number>()
        for (const each of approved) sums.set(keyOf(each), (sums.get(keyOf(each)) ?? 0) + each.evaluation.convertibleMinutes)
        return most === null || [...sums.values()].every((total) => total <= most)
      }
      return (
        approved.every(({ evaluation }) => recordCapMinutes === null || evaluation.convertibleMinutes <= recordCapMinutes) &&
        within(activityCapMinutes, (each) => `${each.activity} ${each.serviceDate.slice(0, 4)}`) &&
        within(dayCapMinutes, (each) => each.serviceDate) &&
        within(monthCapMinutes, (each) => each.serviceDate.slice(0, 7)) &&
        (balanceCapPoints === null || sum(approved.map(({ evaluation }) => evaluation.memberPoints)) <= Math.round(Number(balanceCapPoints) * 100))
      )
    }),
    RUNS
  )
  t.pass()
})

/**
 * What splitting may bring. Rounded by day or month: nothing at all. Rounded down record by record: nothing. Rounded up, or
 * to the nearest, record by record: less than a step, or half of one, for each further record; and where a short record
 * counts as more, that much for each. A cap by record is a cap for each. A policy that does not want this rounds by day.
 */
t.test('splitting a record never earns more than the policy allows', async (t) => {
  fc.assert(
    fc.property(policy, fc.array(minutes, { minLength: 2, maxLength: 6 }).filter((parts) => sum(parts) <= 1440), (policy, parts) => {
      const { earning } = policy
      const { roundedPer, roundingDirection, stepMinutes, recordCapMinutes } = earning
      const whole = approve(policy, [{ minutes: sum(parts) }])
      const split = approve(policy, parts.map((minutes) => ({ minutes })))
      const total = (approved: Approved[]): number => sum(approved.map(({ evaluation }) => evaluation.convertibleMinutes))
      const counted = sum(parts.map((part) => countedMinutes(earning, part)))
      const perRecord = { down: 0, up: stepMinutes - 1, nearest: Math.floor(stepMinutes / 2) }[roundingDirection]
      const allowed = roundedPer === 'record' ? counted + perRecord * parts.length : roundMinutes(earning, counted)
      if (total(split) > allowed) return false
      const noPlus = earning.shortRecordCountsAsMinutes === 0 && recordCapMinutes === null && (roundedPer !== 'record' || roundingDirection === 'down')
      const issued = (approved: Approved[]): number => sum(approved.map(({ evaluation }) => evaluation.points))
      if (!noPlus) return true
      // At the balance cap minutes convert as far as their points find room, which small records fill more closely.
      if (earning.balanceCapPoints !== null && earning.balanceExcessGoesTo === 'honorary_minutes') return issued(split) <= Math.round(Number(earning.balanceCapPoints) * 100) || issued(split) <= issued(whole)
      return total(split) <= total(whole) && issued(split) <= issued(whole)
    }),
    RUNS
  )
  t.pass()
})

/** Works an explanation out again from its words alone. */
function recompute(lines: string[]): { points: number; member: number } {
  let points = 0
  for (const line of lines) {
    const formula = /^(\d+) minutes ÷ 60 × ([\d.]+) points an hour × coefficient ([\d.]+) = ([\d.]+) points/.exec(line)
    if (!formula) continue
    const [, length = '', rate = '', coefficient = '', result = ''] = formula
    const exact = new Decimal(length).times(rate).times(coefficient).dividedBy(60)
    const shown = new Decimal(result)
    if (shown.greaterThan(exact) || exact.minus(shown).greaterThanOrEqualTo(1)) throw new Error(line)
    points += Math.round(Number(result) * 100)
  }
  const kept = /of ([\d.]+) points ([\d.]+) go to the member, and/.exec(lines.join('\n'))
  if (kept) points -= Math.round((Number(kept[1]) - Number(kept[2])) * 100)
  const [, total = ''] = /^([\d.]+) points in all/.exec(lines.at(-1) ?? '') ?? []
  if (Math.round(Number(total) * 100) !== points) throw new Error(`${total} is not ${points}`)
  const [, member = '0'] = /([\d.]+) to the member\b/.exec(lines.at(-1) ?? '') ?? []
  return { points, member: Math.round(Number(member) * 100) }
}

t.test('an explanation, worked out again from its words, comes to the points', async (t) => {
  const recovering = circumstances.map((around) => ({ ...around, standing: { ...around.standing, toRecover: 0 } }))
  fc.assert(
    fc.property(policy, record, recovering, (policy, { activity: _, ...each }, around) => {
      const evaluation = earned(policy, each, around)
      const found = recompute(explain(evaluation, 'en'))
      const words = explain(evaluation, 'zh')
      return found.points === evaluation.points && found.member === evaluation.memberPoints && words.length === evaluation.steps.length + 1 && words.every((line) => /\p{Script=Han}.*。$/u.test(line))
    }),
    RUNS
  )
  t.pass()
})

t.test('minutes step by step: each step of an explanation begins where the one before ended', async (t) => {
  fc.assert(
    fc.property(policy, record, circumstances, (policy, { activity: _, ...each }, around) => {
      let minutes = each.minutes
      for (const step of earned(policy, each, around).steps) {
        if (step.step === 'too_short') minutes = 0
        if (step.step === 'counts_as') minutes = step.countedMinutes
        if ((step.step === 'rounded' || step.step === 'cap') && step.minutes !== minutes) return false
        if (step.step === 'rounded') minutes = step.roundedMinutes
        if (step.step === 'cap') minutes = step.keptMinutes
        if (step.step === 'points' && step.to === 'member' && step.minutes !== minutes) return false
      }
      return true
    }),
    RUNS
  )
  t.pass()
})

t.test('points never exceed the exact value, nor fall a hundredth below it', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 99_999 }), fc.nat(1440), (rate, coefficient, convertibleMinutes) => {
      const policy = policyWith({ earning: { pointsPerHour: (rate / 100).toFixed(2), categoryCoefficients: { 甲: (coefficient / 100).toFixed(2) } } })
      return BigInt(pointsForMinutes(policy, { category: '甲', convertibleMinutes })) === (BigInt(rate) * BigInt(coefficient) * BigInt(convertibleMinutes)) / 6000n
    }),
    RUNS
  )
  t.throws(() => pointsForMinutes(policyWith({}), { category: 'constructor', convertibleMinutes: 60 }), RangeError)
})

t.test('a team’s points are split to the last hundredth, the odd ones to the first', async (t) => {
  t.same(splitGroup(policyWith({}), 1000, [60, 60, 60]), [334, 333, 333])
  t.same(splitGroup(policyWith({ earning: { groupSplit: 'by_minutes' } }), 1001, [0, 60, 120]), [0, 334, 667])
  fc.assert(fc.property(fc.nat(1_000_000), fc.array(fc.nat(600), { minLength: 1, maxLength: 9 }), fc.constantFrom('equal', 'by_minutes'), (points, members, groupSplit) => {
    const shares = splitGroup(policyWith({ earning: { groupSplit } }), points, members)
    return sum(shares) === (groupSplit === 'by_minutes' && sum(members) === 0 ? 0 : points)
  }))
})

t.test('a reversed record leaves no minutes behind that a later one could convert', async (t) => {
  const policy = policyWith({ earning: { stepMinutes: 30, roundedPer: 'day' } })
  // 20 minutes gave nothing, the next 20 gave 30; with the first reversed, 20 more make 40, of which 30 were converted.
  const usage: Usage = { day: { countedMinutes: 20, convertedMinutes: 30 }, month: { countedMinutes: 20, convertedMinutes: 30 }, activityConvertedMinutes: 0 }
  t.match(earned(policy, { minutes: 20 }, { usage }), { convertibleMinutes: 0 })
})

t.test('what the engine refuses has a code of its own', async (t) => {
  const capped = (earning: Record<string, unknown>) => policyWith({ earning: { capExcessGoesTo: 'refused', ...earning } })
  const used: Usage = { day: { countedMinutes: 50, convertedMinutes: 50 }, month: { countedMinutes: 50, convertedMinutes: 50 }, activityConvertedMinutes: 50 }
  t.equal(judged(capped({ recordCapMinutes: 59 })), 'record_cap')
  t.equal(judged(capped({ activityCapMinutes: 100 }), {}, { usage: used }), 'activity_cap')
  t.equal(judged(capped({ dayCapMinutes: 100 }), {}, { usage: used }), 'day_cap')
  t.equal(judged(capped({ monthCapMinutes: 100 }), {}, { usage: used }), 'month_cap')
  t.equal(judged(policyWith({}), { category: 'constructor' }), 'unknown_category')
  t.equal(judged(policyWith({ earning: { servicesBeforeJoining: 'refused' } }), { joinedOn: '2025-03-06' }), 'before_joining')
  t.match(judged(policyWith({}), { joinedOn: '2025-03-06' }), { honorary: false }, 'old sheets are taken unless the community says otherwise')
  t.equal(judged(policyWith({ earning: { minimumAgeYears: 16, minorsWithGuardian: false } }), { ageYears: 15, withGuardian: true }), 'too_young')
  t.equal(judged(policyWith({ earning: { evidenceRequired: 'check_in', withoutEvidence: 'refused' } }), { evidence: 'paper_list' }), 'evidence_missing')
  t.match(judged(policyWith({ earning: { paidStaffInDutyHoursEarn: false } }), { paidInDutyHours: true }), { honorary: true })
  t.match(judged(policyWith({ earning: { ownRelativesEarn: false } }), { servedOwnRelative: true }), { honorary: true })
})

t.test('what was used so far is what the records before say, day by day, month by month and activity by activity', async (t) => {
  const served = fc.record({
    member: fc.integer({ min: 1, max: 2 }), serviceDate: fc.constantFrom('2025-03-05', '2025-03-06', '2025-04-01', '2026-03-05'),
    minutes: fc.integer({ min: 1, max: 200 }), convertibleMinutes: fc.integer({ min: 0, max: 200 }), activity: fc.constantFrom(undefined, 'a', 'b')
  })
  fc.assert(
    fc.property(policy, fc.array(served, { maxLength: 12 }), served, fc.boolean(), (policy, records, { serviceDate, activity }, merged) => {
      const used = new UsageSoFar(policy)
      for (const { member, ...record } of records) used.add(member, record)
      if (merged) used.merge({ from: 2, into: 1 })
      const usage = usageOf(policy, records.filter(({ member }) => merged || member === 1), { serviceDate, activity })
      const { dayCapMinutes, monthCapMinutes, activityCapMinutes, roundedPer } = policy.earning
      const { day, month, activityConvertedMinutes } = used.of(1, { serviceDate, activity })
      const alike = (a: Tally, b: Tally): boolean => a.countedMinutes === b.countedMinutes && a.convertedMinutes === b.convertedMinutes
      return (
        ((dayCapMinutes === null && roundedPer !== 'day') || alike(day, usage.day)) &&
        ((monthCapMinutes === null && roundedPer !== 'month') || alike(month, usage.month)) &&
        (activityCapMinutes === null || activityConvertedMinutes === usage.activityConvertedMinutes)
      )
    }),
    RUNS
  )
  t.pass()
})
