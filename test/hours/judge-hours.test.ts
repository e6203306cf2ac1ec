import fc from 'fast-check'
import t from 'tap'
import type { EarlierHours } from '../../src/hours/accepted-hours.ts'
import { HOURS_REASONS, type HoursOutcome } from '../../src/hours/hours-outcome.ts'
import { createHoursTally, hoursImportReport } from '../../src/hours/hours-report.ts'
import { createHoursJudge, type JudgeInput } from '../../src/hours/judge-hours.ts'
import { hoursReasonText } from '../../src/hours/reason-text.ts'
import { type Policy, parsePolicy } from '../../src/policy/content.ts'
import type { Cell } from '../../src/sheet/cell.ts'
import type { HoursField } from '../../src/sheet/hours-sheet.ts'

const EARNING = { pointsPerHour: '10', categoryCoefficients: { 治安巡逻: '1.0', 老人陪护: '1.5' }, stepMinutes: 30, dayCapMinutes: 480, backfilledHoursConvert: false }

function policyWith(earning: Record<string, unknown> = {}): Policy {
  const policy = parsePolicy({ earning: { ...EARNING, ...earning } })
  if ('refused' in policy) throw new Error(JSON.stringify(policy.parameters))
  return policy
}

const POLICY = policyWith()
const MEMBERS: Record<string, { number: number, name: string }> = { TC1: { number: 1, name: '夏红浩' }, TC2: { number: 2, name: '李福' } }

type Cells = Partial<Record<HoursField, Cell>>
const GOOD: Cells = { card: 'TC1', name: '夏红浩', date: '2025-03-05', start: '08:00', end: '10:00', category: '治安巡逻', activity: '城墙根巡护', method: '签到' }
const UNTIMED: Cells = { ...GOOD, start: null, end: null, duration: '2' }

function judgeAll(records: readonly Cells[], input: Partial<JudgeInput> = {}): HoursOutcome[] {
  const judge = createHoursJudge({ memberByCard: (card) => Object.hasOwn(MEMBERS, card) ? MEMBERS[card] : undefined, policyOn: () => POLICY, ...input })
  return records.map((cells, at) => judge({ seq: at + 1, place: { row: at + 2 }, cells: { ...GOOD, ...cells } }))
}

function resultsOf(records: readonly Cells[], input: Partial<JudgeInput> = {}): Array<string | number> {
  return judgeAll(records, input).map((outcome) => outcome.outcome === 'rejected' ? outcome.reason : outcome.convertibleMinutes)
}

t.test('an accepted record says all that is to be posted', async (t) => {
  t.same(judgeAll([{ card: ' ｔｃ１ ', name: '夏 红浩', duration: '2小时', category: ' 老人陪护 ', start: '8:10' , end: '10:10' }]), [{
    seq: 1, place: { row: 2 }, card: 'TC1', outcome: 'accepted', memberNumber: 1, serviceDate: '2025-03-05', startMinute: 490, endMinute: 610,
    minutes: 120, convertibleMinutes: 120, category: '老人陪护', activity: '城墙根巡护', method: 'check_in', honorary: false, points: 3000
  }])
})

t.test('each fault has its reason and the field it stands in', async (t) => {
  const faults: Array<[Cells, string, string | undefined]> = [
    [{ card: 'TC9' }, 'unknown_card', 'card'], [{ card: null }, 'unknown_card', 'card'], [{ card: '__proto__' }, 'unknown_card', 'card'], [{ name: '夏红' }, 'name_mismatch', 'name'], [{ name: null }, 'name_mismatch', 'name'],
    [{ date: '2025-02-30' }, 'bad_date', 'date'], [{ date: null }, 'bad_date', 'date'], [{ start: 'x' }, 'bad_time', 'start'], [{ end: null }, 'bad_time', 'end'], [{ start: null }, 'bad_time', 'start'],
    [{ end: '8:00' }, 'end_before_start', 'end'], [{ end: '7:00' }, 'end_before_start', 'end'], [{ duration: '25' }, 'bad_duration', 'duration'], [{ start: null, end: null }, 'bad_duration', 'duration'],
    [{ duration: '2.5' }, 'duration_mismatch', 'duration'], [{ category: '其他' }, 'unknown_category', 'category'], [{ category: 'constructor' }, 'unknown_category', 'category']
  ]
  for (const [cells, reason, field] of faults) t.match(judgeAll([cells])[0], { outcome: 'rejected', reason, field }, JSON.stringify(cells))
})

t.test('where several faults meet, the first in the order of reasons is given', async (t) => {
  const faults: Cells[] = [{ card: 'TC9' }, { name: '王' }, { date: '2025-13-01' }, { date: '2024-12-31' }, { start: 'x' }, { start: '11:00' }, { duration: 'x' }, { duration: '3' }, { category: '其他' }]
  for (let at = 0; at < faults.length; at++) {
    const all: Cells = Object.assign({}, ...faults.slice(at).reverse())
    t.equal(resultsOf([{}, all], { closedThrough: '2024-12-31' })[1], HOURS_REASONS[at])
  }
  t.same(resultsOf([{}, {}]), [120, 'duplicate'], 'a duplicate overlaps as well, and is named a duplicate')
})

t.test('the same activity and times, or no times and the same length, are a duplicate', async (t) => {
  t.same(resultsOf([{}, { start: '8:00:00', end: '１０：００', duration: '2小时', category: '老人陪护' }]), [120, 'duplicate'])
  t.same(resultsOf([UNTIMED, { ...UNTIMED, duration: '120分钟' }, { ...UNTIMED, duration: '3' }]), [120, 'duplicate', 180])
  t.same(resultsOf([UNTIMED, GOOD, { ...UNTIMED, activity: '另一个' }, { ...UNTIMED, date: '2025-03-06' }, { card: 'TC2', name: '李福' }]), [120, 120, 120, 120, 120])
})

t.test('intervals that share a minute overlap, those that touch do not', async (t) => {
  t.same(resultsOf([{}, { activity: '乙', start: '9:59', end: '11:00' }, { activity: '丙', start: '10:00', end: '11:00' }, { activity: '丁', start: '7:00', end: '8:00' }, { activity: '戊', start: '7:00', end: '12:00' }]),
    [120, 'overlap', 60, 60, 'overlap'])
})

t.test('a rejected record leaves no trace: what collides with it alone is accepted', async (t) => {
  t.same(resultsOf([{ category: '其他' }, {}, { activity: '乙', start: '9:00', end: '12:00' }, { activity: '丙', start: '11:00', end: '12:00' }]), ['unknown_category', 120, 'overlap', 60])
})

t.test('convertible minutes are rounded record by record and held to the daily cap in sheet order', async (t) => {
  const day = (duration: string, activity: string): Cells => ({ ...UNTIMED, duration, activity })
  t.same(resultsOf([day('45分钟', '甲'), day('45分钟', '乙'), day('7', '丙'), day('2', '丁'), day('1', '戊'), { ...day('1', '戊'), date: '2025-03-06' }]), [30, 30, 420, 0, 0, 60])
})

t.test('backfilled hours are honorary, use nothing of the cap, and still collide', async (t) => {
  const [backfilled, later, overlapping] = judgeAll([{ method: '补录', start: '0:00', end: '9:00' }, { ...UNTIMED, duration: '8' }, { start: '8:00', end: '9:30' }])
  t.match(backfilled, { honorary: true, minutes: 540, convertibleMinutes: 0, points: 0, method: 'backfill' })
  t.match(later, { honorary: false, convertibleMinutes: 480 })
  t.match(overlapping, { reason: 'overlap' })
  t.match(judgeAll([{ method: '补录' }], { policyOn: () => policyWith({ backfilledHoursConvert: true }) })[0], { honorary: false, convertibleMinutes: 120 })
})

t.test('what was accepted before this import counts, and is asked for once a day and member', async (t) => {
  const asked: string[] = []
  const earlierHours = ({ memberNumber, serviceDate }: { memberNumber: number, serviceDate: string }): EarlierHours[] => {
    asked.push(`${memberNumber} ${serviceDate}`)
    return serviceDate === '2025-03-05' ? [{ startMinute: 480, endMinute: 600, minutes: 120, convertibleMinutes: 450, activity: '城墙根巡护' }] : []
  }
  t.same(resultsOf([{}, { activity: '乙', start: '9:00' }, { ...UNTIMED, activity: '丙' }, { date: '2025-03-06' }], { earlierHours }), ['duplicate', 'overlap', 30, 120])
  t.same(asked, ['1 2025-03-05', '1 2025-03-06'])
})

t.test('a service in the future is bad_date, one in a closed period period_closed, each only when asked for', async (t) => {
  t.same(resultsOf([{ date: '2025-03-05' }, { date: '2025-03-06' }], { today: '2025-03-05' }), [120, 'bad_date'])
  t.same(resultsOf([{ date: '2025-02-28' }, { date: '2025-03-01' }], { closedThrough: '2025-02-28' }), ['period_closed', 120])
  t.same(resultsOf([{ date: '2199-01-01' }, { date: '1999-01-01' }]), [120, 120])
})

t.test('a record is judged by the policy of its service date', async (t) => {
  const policyOn = (date: string): Policy => date < '2025-03-05' ? policyWith({ stepMinutes: 60, categoryCoefficients: { 治安巡逻: '2' } }) : POLICY
  t.match(judgeAll([{ date: '2025-03-04', end: '9:30' }, { end: '9:30' }], { policyOn }), [{ convertibleMinutes: 60, points: 2000 }, { convertibleMinutes: 90, points: 1500 }])
})

t.test('no two accepted records of a member overlap, the cap holds, and the tally is the sum of its parts', async () => {
  const record = fc.record({
    card: fc.constantFrom('TC1', 'TC2', 'TC9'), date: fc.constantFrom('2025-03-05', '2025-03-06', '2025-02-30'), start: fc.integer({ min: 0, max: 20 }).map((hour) => `${hour}:00`),
    end: fc.integer({ min: 1, max: 24 }).map((hour) => `${hour}:00`), activity: fc.constantFrom('甲', '乙'), method: fc.constantFrom('签到', '补录')
  }).map((cells) => ({ ...cells, name: MEMBERS[cells.card]?.name ?? '谁' }))
  fc.assert(fc.property(fc.array(record, { maxLength: 40 }), (records) => {
    const outcomes = judgeAll(records)
    const accepted = outcomes.filter((outcome) => outcome.outcome === 'accepted')
    for (const [at, one] of accepted.entries()) {
      const sameDay = accepted.filter((other) => other.memberNumber === one.memberNumber && other.serviceDate === one.serviceDate)
      if (sameDay.reduce((sum, other) => sum + other.convertibleMinutes, 0) > 480) return false
      if (accepted.slice(at + 1).some((other) => sameDay.includes(other) && (one.startMinute ?? 0) < (other.endMinute ?? 0) && (other.startMinute ?? 0) < (one.endMinute ?? 0))) return false
    }
    const report = hoursImportReport(outcomes)
    const tally = createHoursTally()
    for (const outcome of outcomes) tally.add(outcome)
    return report.records === records.length && report.accepted + Object.values(report.rejected).reduce((sum, count) => sum + count, 0) === records.length &&
      report.totalMinutes === accepted.reduce((sum, outcome) => sum + outcome.minutes, 0) && JSON.stringify({ ...tally.summary(), outcomes: report.outcomes }) === JSON.stringify(report)
  }), { numRuns: 300 })
})

t.test('every reason has words in both languages', async (t) => {
  for (const reason of HOURS_REASONS) t.ok(hoursReasonText(reason, 'zh') !== '' && hoursReasonText(reason, 'en') !== '', reason)
})
