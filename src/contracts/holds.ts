import { z } from 'zod'
import { positivePoints } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { communityPath } from './communities.ts'
import { counter, memberNumber } from './names.ts'
import { goodsLines } from './redemptions.ts'
import { byPin } from './pins.ts'

export const newHold = z.strictObject({
  member: memberNumber,
  points: positivePoints,
  counter: counter.optional(),
  goods: goodsLines.optional().meta({ description: '同时预留的物资 · Goods set aside with the points' }),
  ...circumstances,
  ...byPin
})

export const holdPath = communityPath.extend({
  hold: z.coerce.number().int().min(1).meta({ description: '预扣凭证的序号 · The number of the hold', examples: [12] })
})

export const newRelease = z.strictObject({
  points: positivePoints.optional().meta({ description: '预扣退回多少,缺省全部 · How much, all of it where absent' }),
  providerAtFault: z.boolean().default(false).meta({ description: '服务方或兑换点的原因 · The provider or the counter was at fault' }),
  ...circumstances
})
