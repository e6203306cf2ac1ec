import { z } from 'zod'
import { plainDate } from './dates.ts'
import { code, transactionNumber } from './names.ts'

/** What a counter sees with its own eyes, and the service takes its word for. */
const AUTHORISATIONS = ['signature', 'witness'] as const

/**
 * What may be said of any posting beside the thing itself. All of it is sealed for good, so it is said in codes; free
 * text belongs into the note, of which only a salted commitment is sealed. Who prepared and approved it is known from who
 * is signed in, and is never said by the request.
 */
export const circumstances = {
  serviceDate: plainDate.optional().meta({ description: '发生日期,缺省今天 · When it happened, today where absent' }),
  authorisation: z
    .enum(AUTHORISATIONS, { error: ({ input }) => (/^pin$/i.test(String(input)) ? 'pin_required' : undefined) })
    .optional()
    .meta({
      description:
        '授权方式:签字 signature,见证人 witness;卡密码(pin)和委托(proxy)由服务核对后记入 · How it was authorised: signature or witness; `pin` and `proxy` are set by the service, which judged them'
    }),
  evidence: code.optional().meta({ description: '依据,如签到、纸质名单 · Evidence, as check-in, paper list' }),
  attachments: z.int().min(0).max(10_000).optional().meta({ description: '附单据数 · Number of attachments' }),
  till: code.optional().meta({ description: '收银班次 · Till session' }),
  replaces: transactionNumber.optional().meta({ description: '所替代的已冲销凭证 · The reversed transaction that this records anew' }),
  note: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'bad_text')
    .optional()
    .meta({ description: '备注,可删除 · A note; it can be erased' })
}

/** Of postings that another person may ask for in a member's place. */
export const byProxy = {
  proxy: z.uuid().optional().meta({ description: '代办委托的编号;授权方式记为 proxy · The proxy by which another person acts; sealed as the authorisation `proxy`' })
}

const shape = z.object({ ...circumstances, ...byProxy })
export type Circumstances = z.infer<typeof shape>
