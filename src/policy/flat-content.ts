import { z } from 'zod'
import { codeText, decimal, pointsText, positiveDecimal } from './values.ts'

/**
 * The older spelling of a policy, without groups: what communities have on file. It is taken as an alias and becomes the
 * grouped spelling when it is published. Its one cap counts minutes a day; what is over stays verified, without points.
 */
export const flatContent = z.strictObject({
  pointsPerHour: positiveDecimal,
  categoryCoefficients: z.record(codeText, decimal).refine((all) => Object.keys(all).length > 0, 'names no category'),
  roundMinutesDownTo: z.int().min(1).max(1440),
  dailyConvertibleCapMinutes: z.int().min(0).max(1440).nullable().optional(),
  backfilledHoursConvert: z.boolean(),
  pointsRounding: z.enum(['down to 0.01']),
  pointsValidMonths: z.int().min(1).max(1200).nullable().optional(),
  timezone: z.string().optional(),
  balanceCapPoints: pointsText.optional(),
  graceDaysAfterReturn: z.int().min(0).max(3660).default(30),
  lastDayCounts: z.boolean().default(true)
})

const GROUPS = ['earning', 'keeping', 'spending', 'services', 'funds']

/** Whether somebody wrote the flat spelling: a field of it, and no group. The time zone belongs to both. */
export function isFlat(content: unknown): boolean {
  if (typeof content !== 'object' || content === null) return false
  const fields = Object.keys(content)
  return !fields.some((field) => GROUPS.includes(field)) && fields.some((field) => field !== 'timezone' && Object.hasOwn(flatContent.shape, field))
}

/** The same rules in groups. */
export function grouped(flat: z.infer<typeof flatContent>): Record<string, unknown> {
  const months = flat.pointsValidMonths ?? null
  return {
    ...(flat.timezone === undefined ? {} : { timezone: flat.timezone }),
    earning: {
      pointsPerHour: flat.pointsPerHour,
      categoryCoefficients: flat.categoryCoefficients,
      stepMinutes: flat.roundMinutesDownTo,
      dayCapMinutes: flat.dailyConvertibleCapMinutes ?? null,
      backfilledHoursConvert: flat.backfilledHoursConvert,
      pointsRounding: flat.pointsRounding,
      balanceCapPoints: flat.balanceCapPoints ?? null
    },
    keeping: {
      validity: months === null ? 'none' : 'months',
      validMonths: months,
      lastDayCounts: flat.lastDayCounts,
      graceDaysAfterReturn: flat.graceDaysAfterReturn,
      graceDaysAfterProviderFailure: flat.graceDaysAfterReturn
    }
  }
}
