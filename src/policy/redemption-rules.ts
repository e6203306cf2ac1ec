import { Decimal } from 'decimal.js'
import { lastDayOf } from '../clock.ts'
import { formatPoints, parsePoints } from '../points.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Policy } from './content.ts'
import type { Period } from './values.ts'

/** The days of the calendar period that a day is in, both included. */
export function periodOf(period: Period, day: string): { from: string; to: string } {
  const year = day.slice(0, 4)
  const month = Number(day.slice(5, 7))
  const two = (number: number): string => String(number).padStart(2, '0')
  if (period === 'day') return { from: day, to: day }
  if (period === 'month') return { from: `${year}-${two(month)}-01`, to: lastDayOf(`${year}-${two(month)}`) }
  if (period === 'year') return { from: `${year}-01-01`, to: `${year}-12-31` }
  const first = month - ((month - 1) % 3)
  return { from: `${year}-${two(first)}-01`, to: lastDayOf(`${year}-${two(first + 2)}`) }
}

/** Whether a day is within one of the year's windows; a window may reach over the turn of the year. */
export function inWindow({ spending }: Pick<Policy, 'spending'>, day: string): boolean {
  const monthDay = day.slice(5)
  const { redemptionWindows } = spending
  return (
    redemptionWindows.length === 0 ||
    redemptionWindows.some(({ fromMonthDay, throughMonthDay }) =>
      fromMonthDay <= throughMonthDay
        ? monthDay >= fromMonthDay && monthDay <= throughMonthDay
        : monthDay >= fromMonthDay || monthDay <= throughMonthDay
    )
  )
}

/** What a member has, or ever had, as the policy counts it. */
export interface Means {
  verifiedMinutes: number
  balancePoints: number
  /** Read only where the policy asks for it. */
  lifetimePoints: () => number
}

/**
 * Why the first redemption is not open yet. Hours of the balance are what its points are worth at the points of an hour;
 * hours of a lifetime are the verified ones.
 */
export function notOpenYet(policy: Pick<Policy, 'spending' | 'earning'>, means: Means): Refusal | undefined {
  const { firstRedemptionFromHours: hours, firstRedemptionFromPoints: points, firstRedemptionCounts } = policy.spending
  const ever = firstRedemptionCounts === 'lifetime'
  if (hours !== null) {
    const have = ever ? new Decimal(means.verifiedMinutes).dividedBy(60) : new Decimal(means.balancePoints).dividedBy(100).dividedBy(policy.earning.pointsPerHour)
    if (have.lessThan(hours)) return refuse('redemption_not_open', { needed: `${hours} h`, available: `${have.toDecimalPlaces(2, Decimal.ROUND_DOWN)} h` })
  }
  if (points !== null) {
    const have = ever ? means.lifetimePoints() : means.balancePoints
    if (have < (parsePoints(points) ?? 0)) return refuse('redemption_not_open', { needed: points, available: formatPoints(have) })
  }
  return undefined
}
