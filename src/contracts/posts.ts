import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { code, line, memberNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { CLAIM_END_REASONS } from './planning-codes.ts'

const postId = z.uuid().meta({ description: '岗位编号 · The id of the post' })
const plan = {
  title: line(100).meta({ examples: ['楼道文明岗'] }),
  field: code.meta({ description: '服务领域 · Service field', examples: ['elder_care'] }),
  category: code.meta({ description: '服务类别 · Category', examples: ['老人陪护'] }),
  grid: line(64).nullable().meta({ description: '网格 · The grid' }),
  building: line(64).nullable().meta({ description: '楼栋 · The building' }),
  expectedYearMinutes: z.int().min(1).max(527_040).meta({ description: '全年预计分钟 · Expected minutes in a year', examples: [6240] })
}

export const newPost = z.strictObject({ ...plan, grid: plan.grid.default(null), building: plan.building.default(null) })
export const postChange = z.strictObject(plan).partial()
export const post = z
  .strictObject({
    postId: z.string(),
    ...plan,
    title: z.string(),
    endedOn: plainDate.nullable(),
    grewFrom: z.array(z.string()).meta({ description: '由哪些需求、资源而来 · The needs and resources that it grew from' }),
    recordedBy: z.string(),
    recordedAt: instant
  })
  .meta({ id: 'Post' })
export const postPage = page(post).meta({ id: 'PostPage' })
export const postPath = communityPath.extend({ postId })

const year = z.int().min(2000).max(9998).meta({ description: '年份 · The calendar year', examples: [2025] })
const askedYear = z.coerce.number().int().min(2000).max(9998)
export const postQuery = z.strictObject({
  field: code.optional(),
  unclaimedIn: askedYear.optional().meta({ description: '只列该年无人认领的 · Only those that nobody holds in that year' }),
  ...paging
})

const holder = z
  .union([z.strictObject({ member: memberNumber }), z.strictObject({ team: code })])
  .meta({ description: '认领者:成员,或团队代码 · Who holds it: a member, or a team by its code' })
export const newPostClaims = z.strictObject({
  year,
  claims: z
    .array(z.strictObject({ postId, holder }))
    .min(1)
    .max(500)
    .meta({ description: '一起认领,全部成功或全部不成 · All of them together or none' })
})
export const postClaim = z
  .strictObject({
    claimId: z.string(),
    postId: z.string(),
    batchId: z.string().meta({ description: '同一批认领 · The same for all that were claimed together' }),
    year,
    holder,
    takenOverFrom: z.string().nullable().meta({ description: '接自哪次认领 · The claim that this one took over' }),
    beganOn: plainDate,
    endedOn: plainDate.nullable(),
    endReason: z.enum([...CLAIM_END_REASONS, 'handed_over', 'post_ended']).nullable(),
    recordedBy: z.string(),
    recordedAt: instant
  })
  .meta({ id: 'PostClaim' })
export const postClaims = z.strictObject({ year, claims: z.array(postClaim) }).meta({ id: 'PostClaimBatch' })
export const postClaimPage = page(postClaim).meta({ id: 'PostClaimPage' })
export const postClaimPath = communityPath.extend({ claimId: z.uuid() })
export const postClaimQuery = z.strictObject({
  year: askedYear.optional(),
  post: z.uuid().optional(),
  member: z.coerce.number().int().min(1).optional(),
  ...paging
})
export const handover = z.strictObject({ to: holder })
export const endedPostClaim = z.strictObject({ reason: z.enum(CLAIM_END_REASONS) })
