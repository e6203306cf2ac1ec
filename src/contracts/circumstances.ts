import { z } from 'zod'
import { plainDate } from './dates.ts'
import { line, transactionNumber } from './names.ts'

/** What may be said of any posting beside the thing itself. All of it is sealed; of the note, a salted commitment. */
export const circumstances = {
  serviceDate: plainDate.optional().meta({ description: '发生日期,缺省今天 · When it happened, today where absent' }),
  approvedBy: line(64).optional().meta({ description: '审核人 · Who approved it' }),
  authorisation: line(64).optional().meta({ description: '授权方式:密码、签字、见证人 · How it was authorised: PIN, signature, witness' }),
  evidence: line(200).optional().meta({ description: '依据 · Evidence' }),
  attachments: z.int().min(0).max(10_000).optional().meta({ description: '附单据数 · Number of attachments' }),
  till: line(64).optional().meta({ description: '收银班次 · Till session' }),
  replaces: transactionNumber.optional().meta({ description: '所替代的已冲销凭证 · The reversed transaction that this records anew' }),
  note: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'bad_text')
    .optional()
    .meta({ description: '备注,可删除 · A note; it can be erased' })
}

const shape = z.object(circumstances)
export type Circumstances = z.infer<typeof shape>
