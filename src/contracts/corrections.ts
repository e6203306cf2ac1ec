import { z } from 'zod'
import { minutes, positivePoints, positiveYuan } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { plainDate } from './dates.ts'
import { code, memberNumber, transactionNumber } from './names.ts'
import { reason } from './reasons.ts'
import { batchOfGoods } from './stock.ts'

/** Without it the refusal is `reason_needed`, as wherever a reason must be recorded. */
const reasonOfReversal = z.string({ error: 'reason_needed' }).pipe(reason)

export const newReversal = z.strictObject({ number: transactionNumber, reason: reasonOfReversal, ...circumstances })
export const newAdjustment = z.strictObject({
  corrects: transactionNumber.meta({ description: '更正哪一笔服务入账 · The earning that it corrects' }),
  points: positivePoints,
  ...circumstances
})
export const newForfeit = z.strictObject({ member: memberNumber, reason, points: positivePoints, ...circumstances })
export const newRecovery = z.strictObject({
  member: memberNumber,
  points: positivePoints.optional().meta({ description: '缺省为能追回的全部 · As much as can be, where absent' }),
  ...circumstances
})
export const newWriteOff = z.strictObject({ member: memberNumber, points: positivePoints, ...circumstances })
export const newExpiration = z.strictObject({ member: memberNumber, ...circumstances })
export const newMerge = z.strictObject({
  from: memberNumber,
  into: memberNumber,
  reason: reason.optional().meta({ description: '身份证号或出生日期不同时须写 · Needed where ID numbers or birth dates differ' }),
  ...circumstances
})

/** What a community brings along from its paper books. */
export const newOpening = z.strictObject({
  member: z
    .strictObject({
      number: memberNumber,
      lots: z.array(z.strictObject({ points: positivePoints, expiresOn: plainDate.optional() })).max(100).default([]),
      minutes: minutes.default(0),
      honoraryMinutes: minutes.default(0)
    })
    .optional(),
  goods: z.array(z.strictObject(batchOfGoods)).max(100).optional(),
  funds: z.array(z.strictObject({ fund: code, source: code, amount: positiveYuan })).max(100).optional(),
  ...circumstances
})
