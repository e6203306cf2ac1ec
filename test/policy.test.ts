import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import t from 'tap'
import {
  isCategory,
  type Policy,
  parsePolicy,
  pointsForMinutes,
  policyContent,
  roundMinutes,
  validThrough
} from '../src/policy.ts'
import { taichengFile } from './taicheng-files.ts'

const CONTENT = JSON.parse(
  await readFile(taichengFile('policy.json'), 'utf8')
) as Record<string, unknown>

function policyWith(changes: Record<string, unknown> = {}): Policy {
  const policy = parsePolicy({ ...CONTENT, ...changes })
  if ('refused' in policy) throw new Error(policy.code)
  return policy
}

t.test('the policy of Taicheng is one, with thirty days of grace and its last day counted', async (t) => {
  t.same(policyContent.parse(CONTENT), { ...CONTENT, graceDaysAfterReturn: 30, lastDayCounts: true })
  t.match(policyWith({ balanceCapPoints: '1500.5' }), { balanceCapPoints: 150_050 })
})

t.test('a value that makes no sense is refused, and its field named', async (t) => {
  const bad: Record<string, unknown> = {
    pointsPerHour: '0',
    categoryCoefficients: {},
    roundMinutesDownTo: 0,
    dailyConvertibleCapMinutes: 1441,
    backfilledHoursConvert: 'no',
    pointsRounding: 'up',
    pointsValidMonths: 0,
    timezone: 'Mars/Olympus',
    balanceCapPoints: '1.234',
    graceDaysAfterReturn: -1,
    lastDayCounts: 1,
    unheardOf: true
  }
  for (const [field, value] of Object.entries(bad))
    t.match(parsePolicy({ ...CONTENT, [field]: value }), { refused: true, code: 'invalid_request' }, field)
  for (const value of ['-1', '1e3', '', '01', '1.23456', 10, null])
    t.match(parsePolicy({ ...CONTENT, pointsPerHour: value }), { refused: true })
  for (const value of ['x', '-1', 1.5])
    t.match(parsePolicy({ ...CONTENT, categoryCoefficients: { 甲: value } }), { refused: true })
  t.match(parsePolicy({ ...CONTENT, timezone: 'Mars' }), { parameters: { detail: /timezone/ } })
  const { timezone: _, ...without } = CONTENT
  t.equal('refused' in parsePolicy(without), false, 'the community has a time zone of its own')
  t.match(parsePolicy({}), { refused: true })
})

t.test('points are rounded down once, at the end, to whole hundredths', async (t) => {
  t.equal(pointsForMinutes(policyWith(), { category: '老人陪护', convertibleMinutes: 90 }), 2250)
  t.equal(pointsForMinutes(policyWith(), { category: '文体活动', convertibleMinutes: 30 }), 400)
  t.equal(pointsForMinutes(policyWith({ pointsPerHour: '0.1' }), { category: '老人陪护', convertibleMinutes: 59 }), 14)
  t.equal(
    pointsForMinutes(policyWith({ pointsPerHour: '1.1', categoryCoefficients: { 甲: '1.1' } }), {
      category: '甲',
      convertibleMinutes: 60
    }),
    121
  )
  t.equal(pointsForMinutes(policyWith(), { category: '老人陪护', convertibleMinutes: 0 }), 0)
  t.throws(() => pointsForMinutes(policyWith(), { category: 'constructor', convertibleMinutes: 60 }), RangeError)
  t.notOk(isCategory(policyWith(), 'toString'))
})

t.test('points never exceed the exact value, nor fall a hundredth below it', async () => {
  const cents = fc.integer({ min: 1, max: 99_999 })
  fc.assert(
    fc.property(cents, cents, fc.nat(1440), (rate, coefficient, minutes) => {
      const policy = policyWith({
        pointsPerHour: (rate / 100).toFixed(2),
        categoryCoefficients: { 甲: (coefficient / 100).toFixed(2) }
      })
      return (
        BigInt(pointsForMinutes(policy, { category: '甲', convertibleMinutes: minutes })) ===
        (BigInt(rate) * BigInt(coefficient) * BigInt(minutes)) / 6000n
      )
    }),
    { numRuns: 1000 }
  )
})

t.test('minutes are rounded down to the step', async (t) => {
  t.same(
    [0, 29, 30, 59, 200].map((minutes) => roundMinutes({ roundMinutesDownTo: 30 }, minutes)),
    [0, 0, 30, 30, 180]
  )
  t.equal(roundMinutes({ roundMinutesDownTo: 1 }, 17), 17)
})

t.test('points are good through the day of the same number, or the last day of a shorter month', async (t) => {
  const through = (date: string, months: number | null | undefined, lastDayCounts = true): string =>
    validThrough({ pointsValidMonths: months, lastDayCounts }, date)
  t.equal(through('2025-03-05', 36), '2028-03-05')
  t.equal(through('2025-01-31', 1), '2025-02-28')
  t.equal(through('2024-01-31', 1), '2024-02-29')
  t.equal(through('2024-02-29', 12), '2025-02-28')
  t.equal(through('2025-11-30', 3), '2026-02-28')
  t.equal(through('2025-03-05', 36, false), '2028-03-04')
  t.equal(through('2025-03-01', 12, false), '2026-02-28')
  t.equal(through('2025-03-05', null), '9999-12-31')
  t.equal(through('2025-03-05', undefined, false), '9999-12-31')
  t.equal(through('9999-03-05', 36), '9999-12-31')
})
