import { z } from 'zod'
import { REFUSALS } from '../refusal.ts'

/** What is wrong with one field of a request. */
const fieldAtFault = z.strictObject({
  field: z.string(),
  code: z.string(),
  message: z.string()
})

/** RFC 9457: what was refused, in the reader's language. Nothing was posted. */
export const problem = z
  .strictObject({
    type: z.string().meta({ examples: ['urn:timebank:problem:insufficient_points'] }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(REFUSALS) as [string, ...string[]]).meta({ description: '稳定的代码 · A stable code' }),
    detail: z.string().meta({ description: '给人看的说明 · What a person reads' }),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])).meta({ description: '说明中的数值 · What stands in the words' }),
    field: z.string().optional().meta({ description: '有误的字段 · The field at fault' }),
    errors: z.array(fieldAtFault).optional(),
    requestId: z.string()
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problem>

const MEANING: Record<number, string> = {
  400: '请求有误 · The request is not valid',
  401: '请先登录,或登录信息不对 · Sign in first, or not rightly',
  403: '角色不允许,或还缺另一人、原因 · The role may not, or another person or a reason is needed',
  404: '没有所指的对象 · What the request names is not there',
  409: '账簿不允许,或数量不足 · The books do not allow it, or there is too little',
  413: '内容过大 · Too large',
  415: '不支持的内容 · Content that is not supported',
  422: '文件无法处理 · The file cannot be processed',
  429: '过于频繁,见 Retry-After · Too often; see Retry-After',
  503: '服务繁忙,稍后用同一幂等键重试 · Busy; try again with the same key'
}

/** The refusals of an operation, for its contract. */
export function problems<S extends 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503>(...statuses: S[]) {
  const content = { 'application/problem+json': { schema: problem } }
  return Object.fromEntries(statuses.map((status) => [status, { description: MEANING[status], content }])) as Record<
    S,
    { description: string; content: typeof content }
  >
}
