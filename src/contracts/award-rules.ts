import { z } from 'zod'
import { pointsText, positivePoints } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { communityPath } from './communities.ts'
import { plainDate } from './dates.ts'
import { code, line, memberNumber, transactionNumber } from './names.ts'
import { page } from './paging.ts'

const most = z.int().min(1).max(10_000)
const limits = z
  .strictObject({
    perDay: most.optional().meta({ description: '每人每日次数 · Awards a day for each person' }),
    perMonth: most.optional().meta({ description: '每人每月次数 · A month' }),
    perYear: most.optional().meta({ description: '每人每年次数 · A year' })
  })
  .meta({ id: 'AwardLimits' })

const ruleCode = code.meta({ description: '规则代码,用于账户 P5103 · The code of the rule; stands in its account', examples: ['垃圾分类'] })
const name = { nameZh: line(100).meta({ examples: ['垃圾分类积分'] }), nameEn: line(100).meta({ examples: ['Sorted waste'] }) }

export const newAwardRule = z.strictObject({
  rule: ruleCode,
  ...name,
  points: positivePoints.meta({ description: '每次积分 · Points for each award', examples: ['2.00'] }),
  limits: limits.prefault({}),
  validFrom: plainDate,
  validThrough: plainDate.nullable().default(null),
  category: code.nullable().default(null),
  brand: code.nullable().default(null)
})

/** How many points and how often is the rule itself, and never changes. */
export const awardRuleChange = z.strictObject({ ...name, validThrough: plainDate }).partial()

export const awardRule = z
  .strictObject({
    rule: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    points: pointsText,
    limits,
    validFrom: plainDate,
    validThrough: plainDate.nullable(),
    category: z.string().nullable(),
    brand: z.string().nullable()
  })
  .meta({ id: 'AwardRule' })

export const awardRulePage = page(awardRule).meta({ id: 'AwardRulePage' })
export const awardRulePath = communityPath.extend({ rule: line(64).meta({ description: '奖励规则 · The award rule', examples: ['垃圾分类'] }) })

export const newAwards = z.strictObject({
  members: z.array(memberNumber).min(1).max(200).meta({ description: '各得一次的成员 · Who gets one each' }),
  ...circumstances
})

/** Each member by itself: what was posted, or why not. */
export const awards = z
  .strictObject({
    items: z.array(
      z.strictObject({
        member: memberNumber,
        transaction: transactionNumber.nullable(),
        code: z.string().nullable().meta({ description: '未发放的原因代码 · Why nothing was given, as a code' }),
        message: z.string().nullable()
      })
    )
  })
  .meta({ id: 'Awards' })
