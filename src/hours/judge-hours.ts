import { addDays } from '../clock.ts'
import type { Policy } from '../policy/content.ts'
import { evaluate, evidenceOf, type ServiceFacts } from '../policy/evaluate.ts'
import { isCategory } from '../policy/minutes.ts'
import { type EarlierRecord, NOTHING_USED, type Usage, usageOf, usageRange } from '../policy/usage.ts'
import { type Cell, isBlank, type Place, plainText } from '../sheet/cell.ts'
import type { HoursField } from '../sheet/hours-sheet.ts'
import { readDate } from '../sheet/read-date.ts'
import { readCard, readName, readWords } from '../sheet/read-words.ts'
import { AcceptedHoursByDay, type EarlierHours, isDuplicate, overlaps } from './accepted-hours.ts'
import { type HoursOutcome, type HoursReason, isHoursReason, type RecordMethod } from './hours-outcome.ts'
import { readDuration } from './read-duration.ts'
import { readTime } from './read-time.ts'

export interface HoursToJudge {
  seq: number
  place: Place
  cells: Readonly<Partial<Record<HoursField, Cell>>>
}

export interface JudgeInput {
  /** By the normalised card number; undefined for one that is not in the roster. */
  memberByCard: (card: string) => { number: number, name: string } | undefined
  /** The policy in force on a service date; undefined where there is none. */
  policyOn: (serviceDate: string) => Policy | undefined
  /**
   * What was accepted before this import for a member and day. Asked once per member and day, before the first record
   * of that day is judged; records of this import itself must not be in the answer.
   */
  earlierHours?: (member: { memberNumber: number, serviceDate: string }) => readonly EarlierHours[]
  /** What is known of who served, where the policy asks for it. */
  factsOf?: (member: { memberNumber: number, serviceDate: string }) => ServiceFacts | undefined
  /** The business date of today; a service date after it is `bad_date`. Absent: any date goes. */
  today?: string
  /** The last day of the last closed period; a service date up to it is `period_closed`. Absent: closed periods are not refused here. */
  closedThrough?: string
}

class Rejection {
  readonly reason: HoursReason
  readonly field: HoursField | undefined

  constructor(reason: HoursReason, field?: HoursField) {
    this.reason = reason
    this.field = field
  }
}

/**
 * A judge of the records of one sheet, one by one in sheet order. Pure but for what it remembers: the accepted records
 * of each member and day, some hundred bytes each, for duplicates, overlaps and the daily cap.
 */
export function createHoursJudge(input: JudgeInput): (record: HoursToJudge) => HoursOutcome {
  const accepted = new AcceptedHoursByDay(input.earlierHours ?? (() => []))
  return (record) => {
    const { seq, place } = record
    const card = readCard(record.cells.card)
    const judged = judge(input, accepted, record, card)
    if (!(judged instanceof Rejection)) return { seq, place, card, outcome: 'accepted', ...judged }
    const { reason, field } = judged
    return { seq, place, card, outcome: 'rejected', reason, ...field === undefined ? {} : { field } }
  }
}

type Judged = Omit<Extract<HoursOutcome, { outcome: 'accepted' }>, 'seq' | 'place' | 'card' | 'outcome'>

/** The order of the guards is the precedence of the reasons (domain.md section 7, HOURS_REASONS). */
function judge(input: JudgeInput, accepted: AcceptedHoursByDay, { cells }: HoursToJudge, card: string): Judged | Rejection {
  const member = card === '' ? undefined : input.memberByCard(card)
  if (member === undefined) return new Rejection('unknown_card', 'card')
  if (readName(cells.name) !== readName(member.name)) return new Rejection('name_mismatch', 'name')
  const serviceDate = readDate(cells.date ?? null)
  if (serviceDate === null || serviceDate > (input.today ?? '9999-12-31')) return new Rejection('bad_date', 'date')
  if (input.closedThrough !== undefined && serviceDate <= input.closedThrough) return new Rejection('period_closed', 'date')
  const length = judgeLength(cells)
  if (length instanceof Rejection) return length
  const policy = input.policyOn(serviceDate)
  if (!policy) return new Rejection('no_policy', 'date')
  const category = readWords(cells.category)
  if (!isCategory(policy, category)) return new Rejection('unknown_category', 'category')
  const activity = readWords(cells.activity)
  const memberDay = { memberNumber: member.number, serviceDate }
  const earlier = accepted.of(memberDay)
  if (earlier.some((other) => isDuplicate(other, { ...length, activity }))) return new Rejection('duplicate')
  if (earlier.some((other) => overlaps(other, { ...length, activity }))) return new Rejection('overlap', 'start')
  const method = readMethod(cells.method)
  const { minutes } = length
  const record = { ...input.factsOf?.(memberDay), category, minutes, serviceDate, backfilled: method === 'backfill', evidence: evidenceOf(method) }
  const evaluation = evaluate(policy, record, { usage: usedBefore(policy, accepted, { ...memberDay, activity }), today: input.today })
  if ('refused' in evaluation) {
    if (isHoursReason(evaluation.code)) return new Rejection(evaluation.code)
    throw new Error(`no reason of a sheet: ${evaluation.code}`)
  }
  // From here on the record is accepted.
  const { honorary, convertibleMinutes, points } = evaluation
  accepted.add(memberDay, { ...length, convertibleMinutes, activity, honorary })
  return { memberNumber: member.number, serviceDate, ...length, convertibleMinutes, category, activity, method, honorary, points }
}

interface Length {
  startMinute?: number
  endMinute?: number
  minutes: number
}

/** Times make the length, and a length beside them must say the same; without times the length alone counts. */
function judgeLength(cells: HoursToJudge['cells']): Length | Rejection {
  const times = judgeTimes(cells)
  if (times instanceof Rejection) return times
  if (isBlank(cells.duration)) return times === undefined ? new Rejection('bad_duration', 'duration') : { ...times, minutes: times.endMinute - times.startMinute }
  const minutes = readDuration(cells.duration ?? null)
  if (minutes === null) return new Rejection('bad_duration', 'duration')
  if (times === undefined) return { minutes }
  if (times.endMinute - times.startMinute !== minutes) return new Rejection('duration_mismatch', 'duration')
  return { ...times, minutes }
}

/** One time without the other is `bad_time` of the one that is missing: where a service ended is not guessed. */
function judgeTimes(cells: HoursToJudge['cells']): { startMinute: number, endMinute: number } | Rejection | undefined {
  if (isBlank(cells.start) && isBlank(cells.end)) return undefined
  const startMinute = readTime(cells.start ?? null)
  if (startMinute === null) return new Rejection('bad_time', 'start')
  const endMinute = readTime(cells.end ?? null)
  if (endMinute === null) return new Rejection('bad_time', 'end')
  return endMinute <= startMinute ? new Rejection('end_before_start', 'end') : { startMinute, endMinute }
}

interface Asked {
  memberNumber: number
  serviceDate: string
  activity: string
}

/** What the policy's caps and its rounding by day or month count of the records accepted before this one. */
function usedBefore(policy: Policy, accepted: AcceptedHoursByDay, { memberNumber, serviceDate, activity }: Asked): Usage {
  const range = usageRange(policy, serviceDate)
  if (!range) return NOTHING_USED
  const earlier: EarlierRecord[] = []
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) {
    for (const hours of accepted.of({ memberNumber, serviceDate: day })) if (!hours.honorary) earlier.push({ ...hours, serviceDate: day })
  }
  return usageOf(policy, earlier, { serviceDate, activity })
}

function readMethod(cell: Cell | undefined): RecordMethod {
  const text = plainText(cell ?? null).toLowerCase()
  if (text.includes('补') || text.includes('backfill')) return 'backfill'
  return text.includes('签') || text.includes('check') || text.includes('打卡') ? 'check_in' : 'unstated'
}
