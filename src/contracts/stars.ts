import { z } from 'zod'
import { communityPath } from './communities.ts'
import { plainDate } from './dates.ts'
import { memberNumber } from './names.ts'
import { page, paging } from './paging.ts'

export const starLevels = z
  .strictObject({
    levels: z
      .array(z.int().min(1).max(100_000))
      .min(1)
      .max(10)
      .refine((levels) => levels.every((hours, at) => at === 0 || hours > (levels[at - 1] ?? 0)), { error: 'must ascend' })
      .meta({ description: '各星级的认证小时数,递增 · Verified hours of each star, ascending', examples: [[100, 300, 600, 1000, 1500]] }),
    noticeDays: z.int().min(5).max(60).default(5).meta({ description: '公示工作日数,至少五个 · Working days of public notice, five at least' })
  })
  .meta({ id: 'StarLevels' })

const level = z.int().min(1).max(10).meta({ description: '星级 · Which star', examples: [1] })
const minutes = z.int().min(0)

export const newStar = z.strictObject({ member: memberNumber, level })

export const star = z
  .strictObject({
    starId: z.uuid(),
    member: memberNumber,
    level,
    hours: z.int(),
    minutes: minutes.meta({ description: '提出时的认证分钟 · Verified minutes when it was proposed' }),
    state: z.enum(['on_notice', 'awarded', 'stopped']).meta({ description: '公示中、已授予、因异议停止 · On notice, awarded, stopped by an objection' }),
    noticeFrom: plainDate,
    noticeThrough: plainDate.meta({ description: '公示最后一日 · The last day of the notice' }),
    proposedBy: z.string(),
    decidedBy: z.string().nullable(),
    awardedOn: plainDate.nullable()
  })
  .meta({ id: 'Star' })

export const starPage = page(star).meta({ id: 'StarPage' })
export const starQuery = z.strictObject({
  state: z.enum(['on_notice', 'awarded', 'stopped']).optional(),
  member: z.coerce.number().int().min(1).optional(),
  ...paging
})
export const starPath = communityPath.extend({ star: z.uuid().meta({ description: '星级公示 · The star' }) })
export const newObjection = z.strictObject({
  objection: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'bad_text')
    .meta({ description: '异议内容,加密保存 · What is objected; it is kept sealed' })
})
export const candidatePage = page(z.strictObject({ member: memberNumber, level, hours: z.int(), minutes })).meta({ id: 'StarCandidatePage' })
