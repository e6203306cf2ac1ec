import { Decimal } from 'decimal.js'
import { parsePoints } from '../points.ts'
import type { Policy } from './content.ts'

/** The policy's arithmetic of minutes and points. Nothing here knows of other records. */

type Earning = Policy['earning']

/** Whether the policy knows the category. */
export function isCategory({ earning }: Pick<Policy, 'earning'>, category: string): boolean {
  return Object.hasOwn(earning.categoryCoefficients, category)
}

/** What a record counts as before rounding: nothing where it is too short, and no less than what a short one counts as. */
export function countedMinutes(earning: Pick<Earning, 'minimumMinutes' | 'shortRecordCountsAsMinutes'>, minutes: number): number {
  if (minutes === 0 || minutes < earning.minimumMinutes) return 0
  return Math.max(minutes, earning.shortRecordCountsAsMinutes)
}

/** Whole minutes rounded to the policy's step; half a step goes up where the nearest is asked for. */
export function roundMinutes({ stepMinutes, roundingDirection }: Pick<Earning, 'stepMinutes' | 'roundingDirection'>, minutes: number): number {
  const rest = minutes % stepMinutes
  const up = rest > 0 && (roundingDirection === 'up' || (roundingDirection === 'nearest' && rest * 2 >= stepMinutes))
  return minutes - rest + (up ? stepMinutes : 0)
}

const PLACES: Record<Earning['pointsRounding'], number> = { 'down to 0.01': 1, 'down to 1': 100 }

/**
 * Points for minutes that are already rounded and capped, in whole hundredths. The exact product is rounded once, at the end.
 * A category that the policy does not know is a bug of the caller and throws.
 */
export function pointsForMinutes(policy: Pick<Policy, 'earning'>, service: { category: string; convertibleMinutes: number }): number {
  const hundredths = perHour(policy, service.category).times(service.convertibleMinutes)
  const unit = PLACES[policy.earning.pointsRounding]
  return hundredths.dividedBy(60 * unit).toDecimalPlaces(0, Decimal.ROUND_DOWN).toNumber() * unit
}

/** The most minutes, up to a given number, whose points are no more than so many hundredths. */
export function minutesWithin(policy: Pick<Policy, 'earning'>, service: { category: string; convertibleMinutes: number; hundredths: number }): number {
  const rate = perHour(policy, service.category)
  if (rate.isZero()) return service.convertibleMinutes
  const unit = PLACES[policy.earning.pointsRounding]
  // The points of m minutes are within the bound as long as the exact product stays below the next amount there is.
  const next = Math.floor(service.hundredths / unit) * unit + unit
  const most = new Decimal(next).times(60).dividedBy(rate).toDecimalPlaces(0, Decimal.ROUND_UP).toNumber() - 1
  return Math.max(0, Math.min(service.convertibleMinutes, most))
}

/** Hundredths of a point for sixty minutes of a category. */
function perHour(policy: Pick<Policy, 'earning'>, category: string): Decimal {
  if (!isCategory(policy, category)) throw new RangeError(`the policy has no category ${category}`)
  const { pointsPerHour, categoryCoefficients } = policy.earning
  return new Decimal(pointsPerHour).times(categoryCoefficients[category] as string).times(100)
}

/** The most hundredths a member may have, or null. Stored hours count at the points of an hour; the lower cap holds. */
export function balanceCapOf({ earning }: Pick<Policy, 'earning'>): number | null {
  const caps: number[] = []
  if (earning.balanceCapPoints !== null) caps.push(parsePoints(earning.balanceCapPoints) ?? 0)
  if (earning.balanceCapHours !== null) {
    caps.push(new Decimal(earning.balanceCapHours).times(earning.pointsPerHour).times(100).toDecimalPlaces(0, Decimal.ROUND_DOWN).toNumber())
  }
  return caps.length === 0 ? null : Math.min(...caps)
}
