import { z } from 'zod'

/** What a policy may say of points whose owner dies, moves away or closes the account. No city's text on it was found. */
const disposition = z.enum(['succeed', 'donate', 'lapse']).nullable().default(null)

/** How long points are good, and what becomes of them. */
export const keeping = z.strictObject({
  lotStart: z.enum(['service_date', 'business_date', 'approval_date']).default('service_date').meta({ description: '有效期从哪天算起 · The day from which validity runs' }),
  validity: z.enum(['none', 'end_of_year', 'months']).default('none').meta({ description: '永久、到当年年底、或若干月 · For ever, to the end of the year, or so many months' }),
  validMonths: z.int().min(1).max(1200).nullable().default(null).meta({ description: 'validity 为 months 时的月数 · How many, where validity is months' }),
  lastDayCounts: z.boolean().default(true).meta({ description: '到期当日是否仍可使用 · Whether points may still be spent on the day their validity runs out' }),
  expiredPointsGoTo: z.enum(['lapse', 'donation_pool']).default('lapse').meta({ description: '过期积分的去向 · Where expired points go' }),
  graceDaysAfterReturn: z.int().min(0).max(3660).default(30).meta({ description: '退回的积分已过期时的宽限 · Days that returned points stay valid when their own day has passed' }),
  graceDaysAfterProviderFailure: z.int().min(0).max(3660).default(30).meta({ description: '机构违约退回时的宽限 · The same where the provider or the counter was at fault' }),
  atDeath: disposition.meta({ description: '去世后的积分:继承、捐赠、失效;未定则不处理 · Points of the dead: succeeded to, donated, lapsed; nothing is done where it was not chosen' }),
  atMove: disposition.meta({ description: '迁出后的积分 · Points of who moves away' }),
  atClosing: disposition.meta({ description: '销户后的积分 · Points of a closing account' })
}).refine((all) => all.validity !== 'months' || all.validMonths !== null, { error: 'validity in months needs a number of months', path: ['validMonths'] })
