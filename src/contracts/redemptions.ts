import { z } from 'zod'
import { pieces, pointsText } from './amounts.ts'
import { byProxy, circumstances } from './circumstances.ts'
import { communityPath } from './communities.ts'
import { counter, memberNumber, sku, transactionNumber } from './names.ts'
import { transaction } from './transaction.ts'
import { byPin } from './pins.ts'

const MOST_LINES = 50

export const goodsLines = z.array(z.strictObject({ sku, pieces })).min(1).max(MOST_LINES)

export const newRedemption = z.strictObject({
  member: memberNumber,
  beneficiary: memberNumber.optional().meta({ description: '受益人,缺省为本人;规则的年龄、标签、亲属条件按受益人判断 · For whom it is, the member where absent; conditions of age, tags and relation are judged on that person' }),
  counter: counter.default('main'),
  lines: goodsLines,
  hold: transactionNumber.optional().meta({ description: '先用这笔预扣 · A hold to be used first' }),
  foundLate: z
    .boolean()
    .default(false)
    .meta({ description: '盘点后才找到的小票,物资早已发出 · A slip found after a stocktake; the goods left before' }),
  ...circumstances,
  ...byProxy,
  ...byPin
})

export const redemptionPath = communityPath.extend({
  redemption: z.coerce.number().int().min(1).meta({ description: '兑换凭证的序号 · The number of the redemption', examples: [12] })
})

export const newReturn = z.strictObject({
  lines: z.array(z.strictObject({ line: z.int().min(1).max(MOST_LINES), pieces })).min(1).max(MOST_LINES),
  ...circumstances
})

/** A redemption with what came back of each line. */
export const redemption = z
  .strictObject({
    number: transactionNumber,
    member: memberNumber,
    beneficiary: memberNumber.nullable().meta({ description: '受益人,空为本人 · For whom it was, where that is another member' }),
    /** Who collected for the member; kept beside the journal. */
    proxy: z.string().nullable().meta({ description: '代领委托的编号 · The proxy that collected' }),
    counter: z.string(),
    points: pointsText.meta({ description: '共用积分 · Points in all' }),
    lines: z.array(z.strictObject({ line: z.int(), sku, pieces, points: pointsText, returnedPieces: z.int() })),
    returns: z.array(transactionNumber),
    reversedBy: z.int().nullable(),
    transaction
  })
  .meta({ id: 'Redemption' })
