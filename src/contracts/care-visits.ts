import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { memberPath } from './members.ts'
import { code, memberNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { timeOfDay, timeText, weekdays } from './rosters.ts'
import { ESCALATION_REASONS, SETTLEMENTS, VISIT_OUTCOMES, VISIT_STATES } from './visit-codes.ts'

const note = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'bad_text')
  .meta({ description: '备注,加密保存 · A note; it is kept sealed' })
const visitors = z.array(memberNumber).min(1).max(50).meta({ description: '探访人,轮流 · Who visits, in turn', examples: [[2]] })
const toleranceDays = z.int().min(0).max(60).meta({ description: '逾期几天内不上报 · Days late before the coordinator is told' })
const managerAfterDays = z.int().min(1).max(60).meta({ description: '再过几天上报管理员 · Days after which the manager is told' })
const everyDays = z.int().min(1).max(366).nullable().meta({ description: '每几天一次;与 weekdays 二选一 · Every so many days, or on weekdays' })
const purpose = code.meta({ description: '目的代码 · What for, as a code', examples: ['company'] })

export const newVisitPlan = z.strictObject({
  member: memberNumber.meta({ description: '被探访人 · Who is visited' }),
  visitors,
  everyDays: everyDays.default(null),
  weekdays: weekdays.nullable().default(null),
  purpose,
  category: code.meta({ examples: ['老人陪护'] }),
  startsOn: plainDate.optional().meta({ description: '缺省今天 · Today where absent' }),
  endsOn: plainDate.nullable().default(null),
  toleranceDays: toleranceDays.default(1),
  managerAfterDays: managerAfterDays.default(2),
  note: note.nullable().default(null)
})
export const visitPlanChange = z.strictObject({ visitors, toleranceDays, managerAfterDays }).partial()
export const visitPlanEnd = z.strictObject({ reason: z.enum(['recovered', 'moved_away', 'died', 'own_request', 'replaced', 'data_error']) })
export const visitPlan = z
  .strictObject({
    planId: z.string(),
    member: memberNumber,
    visitors: z.array(memberNumber),
    everyDays,
    weekdays: weekdays.nullable(),
    purpose,
    category: z.string(),
    startsOn: plainDate,
    endsOn: plainDate.nullable(),
    toleranceDays,
    managerAfterDays,
    note: z.string().nullable(),
    state: z.enum(['active', 'ended']),
    endReason: z.string().nullable(),
    generatedThrough: plainDate.meta({ description: '已排到哪一天 · Visits are planned through this day' }),
    recordedBy: z.string(),
    recordedAt: instant
  })
  .meta({ id: 'VisitPlan' })
export const visitPlanPage = page(visitPlan).meta({ id: 'VisitPlanPage' })
export const visitPlanPath = communityPath.extend({ planId: z.uuid() })
export const visitPlanQuery = z.strictObject({ member: z.coerce.number().int().min(1).optional(), ...paging })

const outcome = z.enum(VISIT_OUTCOMES).meta({
  description: 'seen_well 安好;needs_help 需要帮助;not_at_home 不在家;refused 谢绝;in_hospital 住院;moved_away 搬走;died 去世 · What came of it'
})

export const careVisit = z
  .strictObject({
    visitId: z.string(),
    planId: z.string(),
    member: memberNumber,
    name: z.string(),
    building: z.string().nullable(),
    visitor: memberNumber,
    purpose,
    dueOn: plainDate,
    overdue: z.boolean(),
    state: z.enum(VISIT_STATES),
    outcome: outcome.nullable(),
    visitedOn: plainDate.nullable(),
    startTime: timeText.nullable(),
    endTime: timeText.nullable(),
    note: z.string().nullable(),
    escalation: z.int().meta({ description: '待谁处理:0 无,1 社工,2 管理员 · Whose it is to settle: nobody’s, the coordinator’s, the manager’s' }),
    escalatedTo: z.int().meta({ description: '最高上报到 · How far it ever went' }),
    escalationReason: z.enum(ESCALATION_REASONS).nullable(),
    settled: z.enum(SETTLEMENTS).nullable(),
    recordId: z.string().nullable().meta({ description: '服务记录 · The service record' }),
    recordRefusal: z.string().nullable().meta({ description: '为何没有服务记录 · Why there is none, as a code' })
  })
  .meta({ id: 'CareVisit' })
export const careVisitPage = page(careVisit).meta({ id: 'CareVisitPage' })
export const visitPath = communityPath.extend({ visitId: z.uuid() })
export const ownVisitPath = memberPath.extend({ visitId: z.uuid() })
const through = plainDate.optional().meta({ description: '看到哪一天,缺省今天 · Through which day, today where absent' })
export const dueVisitQuery = z.strictObject({ visitor: z.coerce.number().int().min(1).optional(), through, ...paging })
export const ownVisitQuery = z.strictObject({ through, ...paging })
export const visitQuery = z.strictObject(paging)

/** What of an escalated visit a manager sees: no name. */
export const escalatedVisit = careVisit.pick({ visitId: true, planId: true, visitor: true, dueOn: true, overdue: true, state: true, escalation: true, escalationReason: true }).meta({ id: 'EscalatedVisit' })
export const escalatedVisitPage = page(escalatedVisit).meta({ id: 'EscalatedVisitPage' })

const outcomeFields = {
  outcome,
  visitedOn: plainDate.optional().meta({ description: '缺省今天 · Today where absent' }),
  startTime: timeOfDay.optional().meta({ description: '有起止时间的记为服务 · With times it becomes a service record' }),
  endTime: timeOfDay.optional(),
  note: note.optional()
}
const bothTimes = ({ startTime, endTime }: { startTime?: number | undefined; endTime?: number | undefined }): boolean => (startTime === undefined) === (endTime === undefined)
export const visitOutcome = z.strictObject(outcomeFields).refine(bothTimes, { error: 'both_times', path: ['endTime'] })
export const visitOutcomes = z.strictObject({
  visits: z
    .array(z.strictObject({ visitId: z.uuid(), ...outcomeFields }).refine(bothTimes, { error: 'both_times', path: ['endTime'] }))
    .min(1)
    .max(200)
})
export const visitOutcomeResults = z
  .strictObject({ items: z.array(z.strictObject({ visitId: z.string(), refusal: z.string().nullable() })) })
  .meta({ id: 'VisitOutcomeResults' })
export const visitSettlement = z.strictObject({ settled: z.enum(SETTLEMENTS) })
export const visitAdvance = z
  .strictObject({
    made: z.int(),
    escalated: z.int(),
    more: z.boolean().meta({ description: '还有未完的,再请求一次 · There is more: ask again' })
  })
  .meta({ id: 'VisitAdvance' })

export const visitSummaryQuery = z.strictObject({ from: plainDate.optional(), to: plainDate.optional() })
export const visitSummary = z
  .strictObject({
    dueToday: z.int(),
    overdue: z.int(),
    withCoordinator: z.int(),
    withManager: z.int(),
    outcomes: z.record(z.string(), z.int()).meta({ description: '各种结果的次数 · Visits by what came of them' })
  })
  .meta({ id: 'VisitSummary' })
