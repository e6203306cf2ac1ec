import type { Policy } from './content.ts'

export const NEVER_EXPIRES = '9999-12-31'

export interface LotDates {
  serviceDate: string
  /** The day of the period it is booked in. */
  businessDate: string
  approvalDate: string
}

/** The day from which the validity of points runs. */
export function lotStart({ keeping }: Policy, { serviceDate, businessDate, approvalDate }: LotDates): string {
  return { service_date: serviceDate, business_date: businessDate, approval_date: approvalDate }[keeping.lotStart]
}

/**
 * The last day on which points that start on a date can be spent. That date is not counted
 * (Civil Code of the PRC, articles 201 and 202: a period in months ends on the day of the same number, or on the last
 * day of a month that has none): 36 months from 2025-03-05 end on 2028-03-05, one month from 2025-01-31 on 2025-02-28.
 * Huangshi: points die on 31 December 23:59 of the year they were earned in. That day itself is good unless
 * `lastDayCounts` is false; then the day before is the last.
 */
export function validThrough({ keeping }: Pick<Policy, 'keeping'>, start: string): string {
  const { validity, validMonths, lastDayCounts } = keeping
  if (validity === 'none') return NEVER_EXPIRES
  const end = validity === 'end_of_year' ? new Date(`${start.slice(0, 4)}-12-31T00:00:00Z`) : monthsLater(start, validMonths ?? 0)
  if (!lastDayCounts) end.setUTCDate(end.getUTCDate() - 1)
  return end.getUTCFullYear() > 9999 ? NEVER_EXPIRES : end.toISOString().slice(0, 10)
}

/** The day of the same number so many months later, or the last of a month that has none. */
export function monthsAfter(start: string, months: number): string {
  return monthsLater(start, months).toISOString().slice(0, 10)
}

function monthsLater(start: string, months: number): Date {
  const [year, month, day] = start.split('-').map(Number) as [number, number, number]
  const end = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  end.setUTCDate(Math.min(day, end.getUTCDate()))
  return end
}
