import { z } from 'zod'
import { serviceMinutes } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { communityPath } from './communities.ts'
import { plainDate } from './dates.ts'
import { timeOfDay } from './hours.ts'
import { code, line, memberNumber } from './names.ts'
import { page } from './paging.ts'
import { SUCCESSION_CAUSES } from './person-codes.ts'

const teamCode = code.meta({ description: '团队代码,用于账户 M6203 · The code of the team; stands in its account', examples: ['红马甲'] })
const leader = memberNumber.nullable().meta({ description: '队长的成员编号 · The leader, by number' })

export const newTeam = z.strictObject({ team: teamCode, name: line(100).meta({ examples: ['红马甲志愿服务队'] }), leader: leader.optional() })
export const teamChange = z.strictObject({ name: line(100), leader, active: z.boolean() }).partial()
export const team = z
  .strictObject({
    team: z.string(),
    name: z.string(),
    leader: memberNumber.nullable(),
    active: z.boolean().meta({ description: '停止活动的团队不再登记服务 · A team that is not active records no more' }),
    members: z.int().min(0).meta({ description: '现有队员人数 · How many are in it now' })
  })
  .meta({ id: 'Team' })
export const teamPage = page(team).meta({ id: 'TeamPage' })
export const teamPath = communityPath.extend({ team: line(64).meta({ description: '团队 · The team', examples: ['红马甲'] }) })
export const teamMemberPath = teamPath.extend({
  member: z.coerce.number().int().min(1).meta({ description: '成员编号 · The number of the member', examples: [1] })
})

export const newMembership = z.strictObject({
  member: memberNumber,
  joinedOn: plainDate.optional().meta({ description: '入队日期,缺省今天 · The day of joining, today where absent' })
})
export const newLeaving = z.strictObject({ leftOn: plainDate.optional().meta({ description: '离队日期(含),缺省今天 · The last day in it, today where absent' }) })
export const teamMembership = z.strictObject({ member: memberNumber, joinedOn: plainDate, leftOn: plainDate.nullable() }).meta({ id: 'TeamMembership' })
export const teamMembershipPage = page(teamMembership).meta({ id: 'TeamMembershipPage' })

const part = z
  .strictObject({ member: memberNumber, minutes: serviceMinutes.optional(), startTime: timeOfDay.optional(), endTime: timeOfDay.optional() })
  .refine(({ startTime, endTime }) => (startTime === undefined) === (endTime === undefined), { error: 'both_times', path: ['endTime'], abort: true })
  .refine(({ minutes, startTime }) => minutes !== undefined || startTime !== undefined, { error: 'minutes_or_times', path: ['minutes'], abort: true })
  .refine(({ startTime, endTime }) => startTime === undefined || endTime === undefined || startTime < endTime, { error: 'end_before_start', path: ['endTime'], abort: true })
  .refine(
    ({ minutes, startTime, endTime }) => minutes === undefined || startTime === undefined || endTime === undefined || endTime - startTime === minutes,
    { error: 'duration_mismatch', path: ['minutes'] }
  )

export const newTeamHours = z.strictObject({
  team: teamCode,
  category: code.meta({ description: '服务类别 · Service category', examples: ['科普宣传'] }),
  activity: line(100).optional().meta({ description: '活动,缺省同类别 · Activity, the category where absent' }),
  members: z.array(part).min(1).max(200).meta({ description: '队员及各自时长,除不尽的零头按此次序 · Who served and how long; odd hundredths go in this order' }),
  backfilled: z.boolean().default(false).meta({ description: '补录 · Recorded afterwards' }),
  expiredAccepted: z.boolean().optional().meta({ description: '积分已过期仍要入账 · Posted even where its points have expired' }),
  ...circumstances
})

export const newSuccession = z.strictObject({
  from: memberNumber.meta({ description: '谁的积分 · Whose points' }),
  to: memberNumber.optional().meta({ description: '继承的成员,规则定为继承时须写 · Who succeeds; needed where the policy lets somebody' }),
  because: z.enum(SUCCESSION_CAUSES).meta({ description: '去世、迁出、销户 · Death, a move, a closing account' }),
  ...circumstances
})
