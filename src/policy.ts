import { Decimal } from 'decimal.js'
import { z } from 'zod'
import { parsePoints } from './points.ts'
import { type Refusal, refuse } from './refusal.ts'

/** A decimal number above zero, as text: `10`, `1.5`. */
const positiveDecimal = z.string().regex(/^(0|[1-9]\d{0,5})(\.\d{1,4})?$/).refine((text) => Number(text) > 0, 'must be above zero')
const decimal = z.string().regex(/^(0|[1-9]\d{0,5})(\.\d{1,4})?$/)
const pointsText = z.string().regex(/^(0|[1-9]\d{0,11})(\.\d{1,2})?$/)

/** Named ways of rounding points to whole hundredths. */
const POINTS_ROUNDING = { 'down to 0.01': Decimal.ROUND_DOWN } as const

/** The values of one version of a community's policy. Unknown fields are refused. */
export const policyContent = z.strictObject({
  /** Points for 60 convertible minutes at coefficient 1. */
  pointsPerHour: positiveDecimal,
  /** The service categories there are, each with its coefficient; a service of another category is refused. */
  categoryCoefficients: z.record(z.string().regex(/^[\p{L}\p{N}_-]{1,64}$/u), decimal).refine((all) => Object.keys(all).length > 0, 'names no category'),
  /** Convertible minutes are rounded down to a multiple of this, record by record; 1 keeps every minute. */
  roundMinutesDownTo: z.int().min(1).max(1440),
  /** Convertible minutes of one member on one day; null or absent for no cap. */
  dailyConvertibleCapMinutes: z.int().min(0).max(1440).nullable().optional(),
  /** Whether what was recorded afterwards becomes points. Huangshi: such hours are honorary. */
  backfilledHoursConvert: z.boolean(),
  pointsRounding: z.enum(Object.keys(POINTS_ROUNDING) as [keyof typeof POINTS_ROUNDING]),
  /** Months that points are valid; null or absent for ever. Huangshan: 36. */
  pointsValidMonths: z.int().min(1).max(1200).nullable().optional(),
  /** Where the policy was written for; days are those of the community's own time zone, whatever this says. */
  timezone: z.string().refine(isTimeZone, 'is no time zone').optional(),
  /** The most points a member may hold, held points included, as a decimal; absent for no cap. */
  balanceCapPoints: pointsText.optional(),
  /** Days that returned points stay valid when their own day has passed. */
  graceDaysAfterReturn: z.int().min(0).max(3660).default(30),
  /** Whether points may still be spent on the day their validity runs out. */
  lastDayCounts: z.boolean().default(true)
})

/** A policy as it is published and stored: decimals are text. */
export type PolicyContent = z.infer<typeof policyContent>

/** A policy as the rules use it: the balance cap in whole hundredths. */
export type Policy = Omit<PolicyContent, 'balanceCapPoints'> & { balanceCapPoints?: number }

/** Checks the values of a policy. Refuses `invalid_request` with the field at fault in `detail`. */
export function parsePolicy(content: unknown): Policy | Refusal {
  const parsed = policyContent.safeParse(content)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const path = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : (issue?.path ?? [])
    return refuse('invalid_request', { detail: ['policy', ...path].join('.') })
  }
  const { balanceCapPoints, ...policy } = parsed.data
  const cap = balanceCapPoints === undefined ? null : parsePoints(balanceCapPoints)
  return cap === null ? policy : { ...policy, balanceCapPoints: cap }
}

/** A policy with what it leaves to the defaults written out, as it is sealed: a later default changes no earlier version. */
export function wholePolicy(content: unknown): PolicyContent {
  return policyContent.parse(content)
}

export const NEVER_EXPIRES = '9999-12-31'

/** Whole minutes rounded down to the policy's step. */
export function roundMinutes(policy: Pick<PolicyContent, 'roundMinutesDownTo'>, minutes: number): number {
  return minutes - minutes % policy.roundMinutesDownTo
}

/** The minutes of one record that become points: rounded, then held to the daily cap after what the day has used. */
export function convertibleMinutes(
  policy: Pick<PolicyContent, 'roundMinutesDownTo' | 'dailyConvertibleCapMinutes'>,
  { minutes, usedMinutes }: { minutes: number; usedMinutes: number }
): number {
  const rounded = roundMinutes(policy, minutes)
  const cap = policy.dailyConvertibleCapMinutes ?? null
  return cap === null ? rounded : Math.max(0, Math.min(rounded, cap - usedMinutes))
}

/** Whether the policy knows the category. */
export function isCategory(policy: Pick<PolicyContent, 'categoryCoefficients'>, category: string): boolean {
  return Object.hasOwn(policy.categoryCoefficients, category)
}

/**
 * Points for minutes that are already rounded and capped, in whole hundredths. The exact product is rounded once, at the end.
 * A category that the policy does not know is a bug of the caller and throws.
 */
export function pointsForMinutes(policy: Pick<Policy, 'pointsPerHour' | 'categoryCoefficients' | 'pointsRounding'>, service: { category: string, convertibleMinutes: number }): number {
  if (!isCategory(policy, service.category)) throw new RangeError(`the policy has no category ${service.category}`)
  const coefficient = policy.categoryCoefficients[service.category] as string
  return new Decimal(policy.pointsPerHour)
    .times(coefficient)
    .times(service.convertibleMinutes)
    .times(100)
    .dividedBy(60)
    .toDecimalPlaces(0, POINTS_ROUNDING[policy.pointsRounding])
    .toNumber()
}

/**
 * The last day on which points of a service date can be spent. A lot starts on the service date, which is not counted
 * (Civil Code of the PRC, articles 201 and 202: a period in months ends on the day of the same number, or on the last
 * day of a month that has none): 36 months from 2025-03-05 end on 2028-03-05, one month from 2025-01-31 on 2025-02-28.
 * That day itself is good unless `lastDayCounts` is false; then the day before is the last.
 */
export function validThrough(policy: Pick<PolicyContent, 'pointsValidMonths' | 'lastDayCounts'>, serviceDate: string): string {
  const months = policy.pointsValidMonths ?? null
  if (months === null) return NEVER_EXPIRES
  const [year, month, day] = serviceDate.split('-').map(Number) as [number, number, number]
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  const end = new Date(lastOfMonth)
  end.setUTCDate(Math.min(day, lastOfMonth.getUTCDate()))
  if (!policy.lastDayCounts) end.setUTCDate(end.getUTCDate() - 1)
  return end.getUTCFullYear() > 9999 ? NEVER_EXPIRES : end.toISOString().slice(0, 10)
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
