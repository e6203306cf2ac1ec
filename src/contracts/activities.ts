import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { memberPath } from './members.ts'
import { code, line, memberNumber } from './names.ts'
import { circumstances } from './circumstances.ts'
import { page, paging } from './paging.ts'
import { ACTIVITY_STATES, CANCEL_REASONS, SIGN_UP_STATES } from './planning-codes.ts'

const activityId = z.uuid().meta({ description: '活动编号 · The id of the activity' })
const startMinute = z.int().min(0).max(1439).meta({ description: '开始,当日零点起的分钟 · Beginning, in minutes since midnight', examples: [840] })
const endMinute = z
  .int()
  .min(1)
  .max(2878)
  .meta({ description: '结束;大于 1440 为次日,跨零点的服务按日分成两条记录 · End; over 1440 it is on the next day, and each day makes a record of its own', examples: [960] })
const state = z.enum(ACTIVITY_STATES).meta({ description: '计划 planned、开放报名 open、满员 full、截止 closed、已举行 held、取消 cancelled · State' })
const responsible = z.union([z.strictObject({ member: memberNumber }), z.strictObject({ user: line(64) })])

const plan = {
  title: line(100).meta({ examples: ['周三陪护'] }),
  place: line(100).meta({ examples: ['社区活动室'] }),
  grid: line(64).nullable().meta({ description: '网格 · The grid' }),
  building: line(64).nullable().meta({ description: '楼栋 · The building' }),
  category: code.meta({ description: '服务类别 · Category', examples: ['老人陪护'] }),
  brand: code.nullable().meta({ description: '服务品牌 · Brand' }),
  projectId: z.uuid().nullable().meta({ description: '所属项目(项目清单) · The entry of the list of projects' }),
  date: plainDate,
  startMinute,
  endMinute,
  capacity: z.int().min(1).max(10_000).nullable().meta({ description: '名额,空为不限 · Most people; null for any number' }),
  requiredSkills: z.array(line(64)).max(16).meta({ description: '所需技能,须在志愿者档案中 · Skills that a volunteer’s profile must name' }),
  minimumAgeYears: z.int().min(0).max(120).meta({ description: '最低年龄 · Least age in years' }),
  responsible: responsible.meta({ description: '负责人:成员,或工作人员账号 · Who answers for it: a member, or an account of the staff' }),
  expectedMinutes: z.int().min(1).max(1440).meta({ description: '预计每人服务分钟 · Expected minutes of each' })
}

export const newActivity = z.strictObject({
  ...plan,
  grid: plan.grid.default(null),
  building: plan.building.default(null),
  brand: plan.brand.default(null),
  projectId: plan.projectId.default(null),
  capacity: plan.capacity.default(null),
  requiredSkills: plan.requiredSkills.default([]),
  minimumAgeYears: plan.minimumAgeYears.default(0)
})

/** What is not named stays as it is. */
export const activityChange = z.strictObject(plan).partial()

export const activity = z
  .strictObject({
    activityId: z.string(),
    ...plan,
    title: z.string(),
    projectId: z.string().nullable(),
    endsOn: plainDate.meta({ description: '结束之日 · The day of its end' }),
    state,
    cancelReason: z.enum(CANCEL_REASONS).nullable(),
    cancelNote: z.string().nullable().meta({ description: '仅工作人员可见 · Shown to staff alone' }),
    taken: z.int().meta({ description: '已报名 · Signed up' }),
    waiting: z.int().meta({ description: '候补 · Waiting' }),
    grewFrom: z.array(z.string()).meta({ description: '由哪些需求、资源而来 · The needs and resources that it grew from' }),
    recordedBy: z.string(),
    recordedAt: instant
  })
  .meta({ id: 'Activity' })

export const activityPage = page(activity).meta({ id: 'ActivityPage' })
export const activityPath = communityPath.extend({ activityId })
export const activityQuery = z.strictObject({
  from: plainDate.optional(),
  through: plainDate.optional(),
  state: state.optional(),
  brand: code.optional(),
  category: code.optional(),
  project: z.uuid().optional().meta({ description: '某项目的活动 · Those of a project' }),
  ...paging
})
export const activityMove = z.strictObject({
  state: z.enum(['open', 'closed', 'held']).meta({ description: '开放报名、截止、已举行 · Open for signing up, closed, or held' })
})
export const activityCancellation = z.strictObject({ reason: z.enum(CANCEL_REASONS), note: circumstances.note })

export const newSignUp = z.strictObject({ activityId })
export const signUp = z
  .strictObject({
    signUpId: z.string(),
    activityId: z.string(),
    member: memberNumber,
    state: z.enum(SIGN_UP_STATES),
    position: z.int().meta({ description: '报名次序 · In the order of signing up' }),
    recordedBy: z.string(),
    recordedAt: instant,
    movedUpAt: instant.nullable(),
    cancelledAt: instant.nullable(),
    cancelledBy: z.string().nullable()
  })
  .meta({ id: 'SignUp' })
export const signUpPage = page(signUp).meta({ id: 'SignUpPage' })
export const signUpPath = memberPath.extend({ signUpId: z.uuid() })
export const signUpQuery = z.strictObject({ state: z.enum(SIGN_UP_STATES).optional(), ...paging })
