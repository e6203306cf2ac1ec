import { z } from 'zod'
import { anyOf, codeText, hoursText, PERIODS, pointsText, RELATIONS } from './values.ts'

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
const prices = z.record(codeText, pointsText).default({})

/** What points can be spent on, by whom and for whom. */
export const spending = z.strictObject({
  goodsRedeemable: z.boolean().default(true).meta({ description: '可换物资 · Whether points buy goods' }),
  servicesRedeemable: z.boolean().default(true).meta({ description: '可换服务 · Whether points buy services' }),
  benefitsRedeemable: z.boolean().default(true).meta({ description: '可换权益 · Whether points buy benefits, such as a place in a home' }),
  firstRedemptionFromHours: hoursText.nullable().default(null).meta({ description: '首次兑换所需时长 · Hours needed before the first redemption' }),
  firstRedemptionFromPoints: pointsText.nullable().default(null).meta({ description: '首次兑换所需积分 · Points needed before the first redemption' }),
  firstRedemptionCounts: z.enum(['balance', 'lifetime']).default('lifetime').meta({ description: '按现有余额或历来累计 · Whether these are what a member has, or ever had' }),
  redemptionWindows: z
    .array(z.strictObject({ fromMonthDay: monthDay, throughMonthDay: monthDay }))
    .max(12)
    .default([])
    .meta({ description: '每年可兑换的时段,空为全年 · The parts of a year in which points are redeemed; empty for all of it' }),
  redemptionsPerPeriod: z.int().min(1).max(1000).nullable().default(null).meta({ description: '每期可兑换次数 · How often a member may redeem in a period' }),
  redemptionPeriod: z.enum(PERIODS).default('month').meta({ description: '上一项的期 · That period' }),
  beneficiaryAnyOf: anyOf.default([]).meta({ description: '受益人条件,满足任一组即可;空为不限 · Who may benefit: one group of conditions is enough; empty for anyone. Judged on the beneficiary, not the payer' }),
  beneficiaryRelations: z.array(z.enum(RELATIONS)).nullable().default(null).meta({ description: '受益人与付分人的关系 · What the beneficiary must be to who pays; anyone where absent' }),
  itemLimitPieces: z.record(codeText, z.int().min(1).max(100_000)).default({}).meta({ description: '各物资每人每期限兑 · Most pieces of a good for each person in a period' }),
  itemLimitPeriod: z.enum(PERIODS).default('month').meta({ description: '上一项的期 · That period' }),
  servicesPriced: z.enum(['by_hour', 'by_item']).default('by_hour').meta({ description: '服务按小时还是逐项计价 · Services cost hour for hour, or item by item' }),
  servicePricesPoints: prices.meta({ description: '各项服务的积分 · Prices of services where they are priced by item' }),
  benefitPricesPoints: prices.meta({ description: '各项权益的积分 · Prices of benefits' }),
  redemptionsFinal: z.boolean().default(false).meta({ description: '兑换后不能退换 · Whether a redemption cannot be returned' }),
  pickupCodeRequired: z.boolean().default(false).meta({ description: '凭取货码领取 · Whether goods are collected with a pickup code' }),
  cardAloneDailyPoints: pointsText.nullable().default(null).meta({ description: '每日此数以内免密;空为总要密码 · A card alone is enough up to this a day; a PIN always where absent' }),
  giftsAllowed: z.boolean().default(true).meta({ description: '可转赠 · Whether points may be given to another member' }),
  giftRelations: z.array(z.enum(RELATIONS)).nullable().default(null).meta({ description: '可转赠给谁;空为任何人 · What the receiver must be to the giver; anyone where absent' }),
  giftCapPoints: pointsText.nullable().default(null).meta({ description: '一次转赠上限 · Most points of one gift' }),
  giftMonthCapPoints: pointsText.nullable().default(null).meta({ description: '每月转赠上限 · Most points that a member gives in a calendar month' }),
  donationsAllowed: z.boolean().default(true).meta({ description: '可捐赠 · Whether points may be donated' }),
  priorityGroups: z
    .array(z.strictObject({ group: codeText, anyOf }))
    .max(20)
    .default([])
    .meta({ description: '公益积分池与发放的优先次序 · Order of priority for the donation pool and for grants' }),
  grantGroups: z.array(codeText).max(20).nullable().default(null).meta({ description: '专项发放给哪些优先人群;空为不限 · Which of these groups are granted points; anyone where absent' }),
  grantPoints: pointsText.nullable().default(null).meta({ description: '每次发放的积分 · Points of one grant' }),
  grantValidMonths: z.int().min(1).max(1200).nullable().default(null).meta({ description: '发放积分的有效月数;空则同其他积分 · Months that granted points are good; as others where absent' }),
  grantOnceOnly: z.boolean().default(false).meta({ description: '每人只发放一次 · Whether a person is granted points once only' }),
  usableElsewhere: z.enum(['no', 'city', 'anywhere']).default('no').meta({ description: '可在其他社区使用 · Whether points are deposited and redeemed in other communities' })
})
