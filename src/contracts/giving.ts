import { z } from 'zod'
import { positivePoints } from './amounts.ts'
import { byProxy, circumstances } from './circumstances.ts'
import { plainDate } from './dates.ts'
import { code, memberNumber } from './names.ts'
import { byPin } from './pins.ts'

const expiresOn = plainDate.optional().meta({ description: '有效期,缺省按规则 · Last day, by the policy where absent' })

export const newGift = z.strictObject({ from: memberNumber, to: memberNumber, points: positivePoints, ...circumstances, ...byProxy, ...byPin })

export const newDonation = z.strictObject({
  member: memberNumber,
  purpose: code.default('general').meta({ description: '公益积分池的用途 · What the pool is for' }),
  points: positivePoints,
  ...circumstances,
  ...byPin
})

export const newAward = z.strictObject({
  member: memberNumber,
  rule: code.meta({ description: '奖励规则 · The rule it is awarded by', examples: ['文明家庭'] }),
  points: positivePoints,
  expiresOn,
  ...circumstances
})

/** Out of a donation pool, or of a fund where one is named. */
export const newGrant = z
  .strictObject({
    member: memberNumber,
    points: positivePoints,
    pool: code.optional().meta({ description: '公益积分池,缺省 general · Donation pool, `general` where absent' }),
    fund: code.optional().meta({ description: '专项基金 · Special fund' }),
    expiresOn,
    ...circumstances
  })
  .refine((body) => body.pool === undefined || body.fund === undefined, { error: 'pool_or_fund', path: ['fund'] })
