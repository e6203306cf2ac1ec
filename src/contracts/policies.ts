import { z } from 'zod'
import { policyContent } from '../policy.ts'
import { circumstances } from './circumstances.ts'
import { plainDate } from './dates.ts'
import { reason } from './reasons.ts'

export const newPolicy = z.strictObject({
  from: plainDate.optional().meta({ description: '自何日的服务起生效,缺省今天 · First service date it judges, today where absent' }),
  policy: policyContent,
  reason: reason.optional(),
  note: circumstances.note
})

/** One version. The first judges every earlier date too. */
export const policyVersion = z
  .strictObject({
    version: z.int().min(1),
    from: plainDate,
    policy: policyContent
  })
  .meta({ id: 'PolicyVersion' })

export const policyList = z.strictObject({ items: z.array(policyVersion) }).meta({ id: 'PolicyList' })
export const policyOnQuery = z.strictObject({
  on: plainDate.optional().meta({ description: '服务日期,缺省今天 · Service date, today where absent' })
})
