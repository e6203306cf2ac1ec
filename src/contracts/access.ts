import { z } from 'zod'
import { instant, plainDate } from './dates.ts'
import { line } from './names.ts'
import { page, paging } from './paging.ts'

const word = z.string().regex(/^[\w-]{1,64}$/)
const days = {
  from: plainDate.optional().meta({ description: '起始日期,含当日 · From this day' }),
  through: plainDate.optional().meta({ description: '截止日期,含当日 · Through this day' })
}

const filters = {
  actor: line(64).optional().meta({ description: '账号名;- 为未知 · The account; `-` for nobody known' }),
  operation: word.optional().meta({ description: '操作,即 operationId · The operation', examples: ['readMember'] }),
  outcome: word.optional().meta({ description: 'done 或拒绝代码 · `done`, or the code of a refusal', examples: ['not_permitted'] }),
  subject: line(200).optional().meta({ description: '对象,含其下的部分 · What it was about, parts of it included', examples: ['member:4'] }),
  ...days
}

export const accessQuery = z.strictObject({ ...filters, ...paging })
export const accessExportQuery = z.strictObject({
  format: z.enum(['csv', 'jsonl']).meta({ description: '格式 · Format' }),
  ...filters
})

/** Who did, saw or was refused what. Nothing in it names a person. */
export const access = z
  .strictObject({
    id: z.string(),
    at: instant,
    community: z.string().nullable().meta({ description: '社区;与社区无关时为 null · Null for what belongs to none' }),
    actor: z.string(),
    operation: z.string(),
    outcome: z.string(),
    subject: z.string().nullable().meta({ description: '涉及何物,部分在斜线之后 · What it was about; a part stands behind a stroke', examples: ['member:17', 'user:wang/role:clerk@taicheng'] }),
    reason: z.string().nullable(),
    requestId: z.string().nullable(),
    address: z.string().nullable().meta({ description: '网段,不是完整地址 · The network, not the whole address', examples: ['192.0.2.0/24'] }),
    times: z.int().meta({ description: '同样的拒绝发生了几次 · How often the same was refused' })
  })
  .meta({ id: 'Access' })

export const accessPage = page(access).meta({ id: 'AccessPage' })

export const exceptionQuery = z.strictObject({ ...days, ...paging })

const exception = z
  .strictObject({
    kind: z
      .enum(['late_reversal', 'policy_alone', 'same_person_import', 'reason_given', 'recorded_alone', 'unauthorised_spending', 'four_eyes_off'])
      .meta({
        description:
          '隔日冲销、一人改规则、一人导入、凭原因办理、一人登记入账、无授权的兑换或转赠、关闭四眼 · Reversal after the day, policy changed alone, import by one person, done for a reason, recorded and posted alone, spent without authorisation, four eyes switched off'
      }),
    at: instant,
    actor: z.string(),
    subject: z.string().nullable().meta({ examples: ['transaction:12'] }),
    reason: z.string().nullable(),
    operation: z.string().nullable()
  })
  .meta({ id: 'Exception' })

export const exceptionPage = page(exception).meta({ id: 'ExceptionPage' })
