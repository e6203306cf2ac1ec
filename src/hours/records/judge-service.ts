import type { RecordFlag } from '../../contracts/record-codes.ts'
import type { Policy } from '../../policy/content.ts'
import { evaluate, type ServiceFacts } from '../../policy/evaluate.ts'
import type { Evidence } from '../../policy/earning-parameters.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { type EarlierHours, isDuplicate, overlaps } from '../accepted-hours.ts'
import type { Flag } from './record-row.ts'

const DAY_MINUTES = 24 * 60
/** More than this on one day is not likely. */
const LONG_DAY_MINUTES = 12 * 60
/** So many times what the member usually serves is not likely either … */
const UNUSUAL_TIMES = 3
/** … where that many records say what is usual. */
const ENOUGH_RECORDS = 3

/** One service of one day, as somebody says it was. */
export interface ServiceOfDay {
  memberNumber: number
  serviceDate: string
  startMinute?: number | undefined
  endMinute?: number | undefined
  minutes: number
  category: string
  activity: string
  evidence: Evidence
  backfilled: boolean
  guardianPresent?: boolean | undefined
  /** A code that others showed on the spot speaks for it. */
  seenByOther?: boolean | undefined
}

/** What a person's record says of who served. */
export interface Server {
  mergedInto: number | null
  diedOn: string | null
}

/** What is known around a service. */
export interface Surroundings {
  today: string
  /** Undefined for a member that does not exist, or was erased. */
  server: Server | undefined
  policy: Policy | undefined
  facts: ServiceFacts
  /** Other records of the member and day that stand, posted or not. */
  sameDay: readonly EarlierHours[]
  /** Of the same person and day in other communities. */
  elsewhere: readonly EarlierHours[]
  usual: { records: number; minutes: number }
  closedDay: boolean
  recorder: 'member' | 'relative' | 'other'
}

/**
 * Whether a service can have been as it is said, and what makes it doubtful. Pure.
 *
 * Refusals, in order: unknown_member, member_merged, member_died, future_date, end_before_start, duration_mismatch, no_policy,
 * those of the engine that no usage bears on (policy/evaluate.ts), duplicate, overlap, impossible_day.
 */
export function judgeService(service: ServiceOfDay, around: Surroundings): Flag[] | Refusal {
  const { memberNumber: member, serviceDate, minutes } = service
  const { server, policy, today } = around
  if (!server) return refuse('unknown_member', { member })
  if (server.mergedInto !== null) return refuse('member_merged', { member, into: server.mergedInto })
  if (server.diedOn !== null && serviceDate > server.diedOn) return refuse('member_died', { member })
  if (serviceDate > today) return refuse('future_date', { value: serviceDate, today })
  const wrongTimes = badTimes(service)
  if (wrongTimes) return wrongTimes
  if (!policy) return refuse('no_policy')
  const evaluation = evaluate(policy, { ...around.facts, ...service })
  if ('refused' in evaluation) return evaluation
  if (around.sameDay.some((other) => isDuplicate(other, service))) return refuse('duplicate')
  if (around.sameDay.some((other) => overlaps(other, service))) return refuse('overlap')
  const dayMinutes = around.sameDay.reduce((sum, other) => sum + other.minutes, minutes)
  if (dayMinutes > DAY_MINUTES) return refuse('impossible_day', { minutes: dayMinutes })
  // From here on it is recorded; what is doubtful is to be answered.
  return flagsOf(service, around, dayMinutes)
}

function badTimes({ startMinute, endMinute, minutes }: ServiceOfDay): Refusal | undefined {
  if (startMinute === undefined || endMinute === undefined) return minutes > DAY_MINUTES ? refuse('impossible_day', { minutes }) : undefined
  if (endMinute <= startMinute) return refuse('end_before_start')
  return endMinute - startMinute === minutes ? undefined : refuse('duration_mismatch')
}

function flagsOf(service: ServiceOfDay, { policy, facts, elsewhere, usual, closedDay, recorder }: Surroundings, dayMinutes: number): Flag[] {
  const flags: Flag[] = []
  const flag = (code: RecordFlag, detail?: Record<string, number>): void => {
    flags.push(detail === undefined ? { code } : { code, detail })
  }
  if (dayMinutes > LONG_DAY_MINUTES) flag('long_day', { dayMinutes })
  if (elsewhere.some((other) => overlaps(other, service))) flag('two_places')
  if (usual.records >= ENOUGH_RECORDS && service.minutes * usual.records >= UNUSUAL_TIMES * usual.minutes) {
    flag('unusual_length', { usualMinutes: Math.round(usual.minutes / usual.records) })
  }
  if (closedDay) flag('closed_day')
  if (recorder === 'member' && service.seenByOther !== true) flag('recorder_is_member')
  if (recorder === 'relative') flag('recorder_is_relative')
  const { minimumAgeYears = 0 } = policy?.earning ?? {}
  if (facts.ageYears !== undefined && facts.ageYears < minimumAgeYears && service.guardianPresent !== true) flag('minor_alone')
  return flags
}
