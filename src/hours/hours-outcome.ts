import type { Place } from '../sheet/cell.ts'
import type { HoursField } from '../sheet/hours-sheet.ts'

/** Why a record of a sheet of hours is rejected, in the order of precedence: the first that applies is given. */
export const HOURS_REASONS = [
  'unknown_card',
  'name_mismatch',
  'bad_date',
  'period_closed',
  'bad_time',
  'end_before_start',
  'bad_duration',
  'duration_mismatch',
  'unknown_category',
  'duplicate',
  'overlap',
  'no_policy',
  'before_joining',
  'minor_without_guardian',
  'too_young',
  'evidence_missing',
  'record_cap',
  'activity_cap',
  'day_cap',
  'month_cap',
  'points_born_expired'
] as const

export type HoursReason = typeof HOURS_REASONS[number]

export function isHoursReason(code: string): code is HoursReason {
  return (HOURS_REASONS as readonly string[]).includes(code)
}

/** How the service was evidenced: `backfill` is 补录, `unstated` an empty or unknown word in the sheet. */
export type RecordMethod = 'check_in' | 'backfill' | 'unstated'

export interface AcceptedHours {
  seq: number
  place: Place
  card: string
  outcome: 'accepted'
  memberNumber: number
  serviceDate: string
  /** Minutes since midnight; both or neither. An end of 1440 is midnight. */
  startMinute?: number
  endMinute?: number
  /** What was served, always recorded in full. */
  minutes: number
  /** What becomes points: rounded, then held to the daily cap; 0 for honorary hours. */
  convertibleMinutes: number
  category: string
  activity: string
  method: RecordMethod
  honorary: boolean
  /** Whole hundredths of a point. */
  points: number
}

export interface RejectedHours {
  seq: number
  place: Place
  /** As far as it could be read. */
  card: string
  outcome: 'rejected'
  reason: HoursReason
  field?: HoursField
}

export type HoursOutcome = AcceptedHours | RejectedHours
