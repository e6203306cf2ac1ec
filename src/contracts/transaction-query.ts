import { z } from 'zod'
import { KIND_CODES } from '../transaction-kinds.ts'
import { communityPath } from './communities.ts'
import { plainDate } from './dates.ts'
import { paging } from './paging.ts'

export const transactionPath = communityPath.extend({
  number: z.coerce.number().int().min(1).meta({ description: '凭证序号 · The number of the transaction', examples: [12] })
})

export const transactionQuery = z.strictObject({
  member: z.coerce.number().int().min(1).optional().meta({ description: '涉及的成员 · A member whose accounts it touches' }),
  kind: z.enum(KIND_CODES).optional().meta({ description: '类型 · Kind', examples: ['gift'] }),
  from: plainDate.optional().meta({ description: '业务日期起,含当日 · Business dates from, that day included' }),
  to: plainDate.optional().meta({ description: '业务日期止,含当日 · Business dates to, that day included' }),
  ...paging
})
