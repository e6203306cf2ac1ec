import { z } from 'zod'
import { codeText, pointsText } from './values.ts'

/** How services are asked for and done. */
export const services = z.strictObject({
  reviewBeforePublication: z.boolean().default(false).meta({ description: '需求先审核再发布 · Whether needs are published only after review' }),
  toleranceMinutes: z.int().min(0).max(1440).default(0).meta({ description: '超出约定时长的容许 · Minutes over the estimate that are paid without asking again' }),
  noShowGoesTo: z.enum(['nothing', 'forfeit']).default('nothing').meta({ description: '爽约的后果 · What follows when who asked is not there' }),
  noShowPoints: pointsText.default('0').meta({ description: '爽约扣罚的积分 · Points that are forfeited then' }),
  lapseDays: z.int().min(1).max(3660).nullable().default(null).meta({ description: '无人接单几天后失效 · Days after which a request that nobody took lapses' }),
  complaintZeroes: z.enum(['nothing', 'points', 'hours', 'points_and_hours']).default('nothing').meta({ description: '投诉成立后清零的内容 · What a complaint that is upheld takes from the record' }),
  staffActForPeople: z.boolean().default(false).meta({ description: '工作人员可代办 · Whether staff may operate for people without a phone' })
})

const CYCLES = ['none', 'month', 'quarter', 'year'] as const

/** What funds may issue, and when it is shown and audited. */
export const funds = z.strictObject({
  issuanceLimitPoints: z.record(codeText, pointsText).default({}).meta({ description: '各基金每期发放上限 · Most points that each fund issues in a period' }),
  issuancePeriod: z.enum(['month', 'quarter', 'year']).default('year').meta({ description: '上一项的期 · That period' }),
  publicNoticeCycle: z.enum(CYCLES).default('none').meta({ description: '公示周期 · How often hours and points are put on public notice' }),
  auditCycle: z.enum(CYCLES).default('none').meta({ description: '审计周期 · How often the books are audited' })
})
