import { lastDayOf } from '../clock.ts'
import type { Policy } from './content.ts'
import { countedMinutes } from './minutes.ts'

/** A record of the same member that was judged before and stands, not honorary. */
export interface EarlierRecord {
  serviceDate: string
  minutes: number
  convertibleMinutes: number
  activity?: string | undefined
}

/** What some records came to together. */
export interface Tally {
  /** Before rounding. */
  countedMinutes: number
  convertedMinutes: number
}

/** What the day, the month and the activity of a record have used before it. */
export interface Usage {
  day: Tally
  month: Tally
  activityConvertedMinutes: number
}

export const NOTHING_USED: Usage = {
  day: { countedMinutes: 0, convertedMinutes: 0 },
  month: { countedMinutes: 0, convertedMinutes: 0 },
  activityConvertedMinutes: 0
}

/** The service dates whose earlier records a decision must know; undefined where each record stands for itself. */
export function usageRange({ earning }: Pick<Policy, 'earning'>, serviceDate: string): { from: string; to: string } | undefined {
  const year = serviceDate.slice(0, 4)
  const month = serviceDate.slice(0, 7)
  if (earning.activityCapMinutes !== null) return { from: `${year}-01-01`, to: `${year}-12-31` }
  if (earning.monthCapMinutes !== null || earning.roundedPer === 'month') return { from: `${month}-01`, to: lastDayOf(month) }
  if (earning.dayCapMinutes !== null || earning.roundedPer === 'day') return { from: serviceDate, to: serviceDate }
  return undefined
}

/** Adds up what earlier records used. Those of other days, months and years may be among them. */
export function usageOf(
  { earning }: Pick<Policy, 'earning'>,
  earlier: Iterable<EarlierRecord>,
  { serviceDate, activity }: { serviceDate: string; activity?: string | undefined }
): Usage {
  const used: Usage = { day: { ...NOTHING_USED.day }, month: { ...NOTHING_USED.month }, activityConvertedMinutes: 0 }
  const add = (tally: Tally, record: EarlierRecord): void => {
    tally.countedMinutes += countedMinutes(earning, record.minutes)
    tally.convertedMinutes += record.convertibleMinutes
  }
  for (const record of earlier) {
    if (record.serviceDate === serviceDate) add(used.day, record)
    if (record.serviceDate.slice(0, 7) === serviceDate.slice(0, 7)) add(used.month, record)
    const sameYear = record.serviceDate.slice(0, 4) === serviceDate.slice(0, 4)
    if (sameYear && activity !== undefined && record.activity === activity) used.activityConvertedMinutes += record.convertibleMinutes
  }
  return used
}
