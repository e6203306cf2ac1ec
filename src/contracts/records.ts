import { z } from 'zod'
import { EVIDENCE } from '../policy/earning-parameters.ts'
import { serviceMinutes } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { timeOfDay } from './hours.ts'
import { code, line, memberNumber, transactionNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { reason } from './reasons.ts'
import { FLAG_ANSWERS, RECORD_FLAGS, RECORD_METHODS, RECORD_STATES } from './record-codes.ts'

const { note, attachments } = circumstances
const reference = line(64)

/** The service itself. Times make the length, and a length beside them must say the same; without times the length alone counts. */
const service = {
  member: memberNumber,
  serviceDate: plainDate,
  category: code.meta({ description: '服务类别 · Service category', examples: ['老人陪护'] }),
  minutes: serviceMinutes.optional().meta({ description: '分钟;有起止时间时可省略 · Minutes, which times make unnecessary', examples: [90] }),
  startTime: timeOfDay.optional().meta({ description: '开始时间,与结束时间一并填写 · When it began; stands together with its end', examples: ['08:30'] }),
  endTime: timeOfDay.optional().meta({ description: '结束时间,至 24:00 · When it ended', examples: ['10:00'] }),
  activity: line(100).optional().meta({ description: '活动,缺省同类别 · Activity, the category where absent' }),
  activityId: reference.optional().meta({ description: '活动编号 · The activity' }),
  postId: reference.optional().meta({ description: '岗位编号 · The post' }),
  brand: code.optional().meta({ description: '服务品牌 · The brand' }),
  beneficiary: memberNumber.optional().meta({ description: '服务对象,若为成员 · Who was served, where a member' }),
  evidence: z.enum(EVIDENCE).meta({ description: '依据 · The evidence' }),
  backfilled: z.boolean().meta({ description: '补录 · Recorded afterwards' }),
  guardianPresent: z.boolean().optional().meta({ description: '监护人在场 · The guardian was there' }),
  paidInDutyHours: z.boolean().optional().meta({ description: '上班时间的有偿服务 · In paid duty hours' }),
  asGroup: z.boolean().optional().meta({ description: '以团队名义 · As a group' }),
  attachments,
  note
}

const endsNextDay = z.boolean().optional().meta({ description: '次日结束:过夜的服务按日分为两条 · It ended the next day: each day is a record of its own' })

interface Times {
  startTime?: number | undefined
  endTime?: number | undefined
  minutes?: number | undefined
}

const bothTimes = ({ startTime, endTime }: Times): boolean => (startTime === undefined) === (endTime === undefined)

export const newRecord = z
  .strictObject({
    ...service,
    endsNextDay,
    evidence: service.evidence.default('none'),
    backfilled: service.backfilled.default(false),
    method: z.enum(RECORD_METHODS).default('by_hand').meta({ description: '记录方式 · How it came to be known' }),
    sourceHash: z.string().regex(/^[0-9a-f]{64}$/).optional().meta({ description: '原始单据的 SHA-256 · SHA-256 of its source document' }),
    sourceRow: line(64).optional().meta({ description: '在单据中的行 · Its row there' })
  })
  .refine(bothTimes, { error: 'both_times', path: ['endTime'], abort: true })
  .refine(({ minutes, startTime }) => minutes !== undefined || startTime !== undefined, { error: 'minutes_or_times', path: ['minutes'], abort: true })

const submit = z.boolean().default(false).meta({ description: '同时提交审核 · Submit it for approval at once' })

export const newServiceRecord = z.strictObject({ service: newRecord, submit })
export const newRecordBatch = z.strictObject({ services: z.array(newRecord).min(1).max(500), submit })

/** What is not named stays. */
export const recordChange = z
  .strictObject({ ...service, activityId: service.activityId.nullable(), postId: service.postId.nullable(), brand: service.brand.nullable(), beneficiary: service.beneficiary.nullable() })
  .partial()
  .refine(bothTimes, { error: 'both_times', path: ['endTime'] })

export const recordPath = communityPath.extend({
  recordId: line(64).meta({ description: '服务记录编号 · The service record', examples: ['0195b1a2-7c3d-7e4f-8a5b-0123456789ab'] })
})
export const runPath = communityPath.extend({ runId: line(64).meta({ description: '批量审核编号 · The bulk approval', examples: ['0195b1a2-7c3d-7e4f-8a5b-0123456789ab'] }) })

const state = z.enum(RECORD_STATES).meta({ description: '状态 · Its state' })
const flagCode = z.enum(RECORD_FLAGS).meta({ description: '疑点 · What makes it doubtful' })
const answerCode = z.enum(FLAG_ANSWERS).meta({ description: '如何核实 · How somebody made sure' })
const nullable = reference.nullable()

const shownFlag = z.strictObject({
  flag: flagCode,
  detail: z.record(z.string(), z.number()).optional(),
  answer: answerCode.nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: instant.nullable()
})
const shownObjection = z.strictObject({ by: z.string(), at: instant, reason: z.string() })
const shownNote = z.string().nullable().meta({ description: '备注原文,可能已删除 · The note itself, unless erased' })

const recordFacts = {
  recordId: z.string(),
  member: memberNumber,
  serviceDate: plainDate,
  startTime: z.string().nullable(),
  endTime: z.string().nullable(),
  minutes: z.int(),
  category: z.string(),
  activity: z.string(),
  activityId: nullable,
  postId: nullable,
  shiftId: nullable,
  careVisitId: nullable,
  brand: nullable,
  teamId: nullable,
  beneficiary: memberNumber.nullable(),
  method: z.enum(RECORD_METHODS),
  evidence: z.enum(EVIDENCE),
  backfilled: z.boolean(),
  attachments: z.int().nullable(),
  sourceHash: z.string().nullable(),
  sourceRow: z.string().nullable(),
  state,
  flags: z.array(shownFlag),
  recordedBy: z.string(),
  recordedAt: instant,
  submittedBy: z.string().nullable(),
  submittedAt: instant.nullable(),
  approvals: z.array(z.strictObject({ by: z.string(), at: instant })).meta({ description: '审核人,按先后 · Who approved it, one after another' }),
  reason: z.string().nullable().meta({ description: '退回、更正或清零的原因 · Why it was returned, corrected or zeroed' }),
  objections: z.array(shownObjection),
  noticeThrough: plainDate.nullable().meta({ description: '公示至 · The last day of its public notice' }),
  number: transactionNumber.nullable().meta({ description: '入账凭证 · The transaction, once posted' }),
  reversedBy: transactionNumber.nullable().meta({ description: '冲销凭证 · What reverses it' }),
  continues: nullable.meta({ description: '过夜服务的前一条 · The evening of a service over midnight' }),
  replaces: nullable.meta({ description: '所更正的记录 · The record it was recorded in place of' }),
  replacedBy: nullable.meta({ description: '更正后的记录 · The record in its place' }),
  decidedAt: instant.nullable()
}

export const serviceRecord = z.strictObject(recordFacts).meta({ id: 'ServiceRecord' })
export const serviceRecordInFull = z
  .strictObject({
    ...recordFacts,
    flags: z.array(shownFlag.extend({ note: shownNote })),
    objections: z.array(shownObjection.extend({ note: shownNote })),
    note: shownNote,
    reasonNote: shownNote
  })
  .meta({ id: 'ServiceRecordInFull' })
export const recordPage = page(serviceRecord).meta({ id: 'ServiceRecordPage' })

const filters = {
  member: z.coerce.number().int().min(1).optional().meta({ description: '成员 · The member' }),
  from: plainDate.optional().meta({ description: '服务日期自 · Service dates from' }),
  through: plainDate.optional().meta({ description: '服务日期至 · Through' }),
  activity: line(100).optional().meta({ description: '活动 · The activity' }),
  category: code.optional().meta({ description: '服务类别 · The category' }),
  recorder: line(100).optional().meta({ description: '经办人 · Who recorded it' }),
  sourceHash: line(64).optional().meta({ description: '原始单据的 SHA-256 · SHA-256 of its source document' })
}

/** What a member sees of their own. */
export const memberRecord = serviceRecord
  .pick({
    recordId: true, serviceDate: true, startTime: true, endTime: true, minutes: true, category: true, activity: true, activityId: true, postId: true, brand: true,
    method: true, evidence: true, state: true, recordedAt: true, reason: true, noticeThrough: true, number: true, reversedBy: true, replaces: true, replacedBy: true
  })
  .meta({ id: 'MemberServiceRecord' })
export const memberRecordPage = page(memberRecord).meta({ id: 'MemberServiceRecordPage' })
export const memberRecordQuery = z.strictObject({ state: state.optional(), from: filters.from, through: filters.through, ...paging })

/** Two where a service went on after midnight. */
export const recordedService = z.strictObject({ records: z.array(serviceRecord).min(1) }).meta({ id: 'RecordedService' })

const refusalCode = z.string().nullable().meta({ description: '未受理的原因代码 · Why it was refused, as a code' })
const message = z.string().nullable().meta({ description: '原因 · The same in words' })

export const recordedBatch = z
  .strictObject({ outcomes: z.array(z.strictObject({ place: z.int(), code: refusalCode, message, records: z.array(serviceRecord) })) })
  .meta({ id: 'RecordedBatch' })

const outcome = z.strictObject({ recordId: z.string(), state: state.nullable(), number: transactionNumber.nullable(), code: refusalCode, message })
const recordIds = z.array(line(64)).min(1).max(500)

export const newSubmission = z.strictObject({ records: recordIds })
export const submission = z.strictObject({ outcomes: z.array(outcome) }).meta({ id: 'RecordSubmission' })

export const recordQuery = z.strictObject({
  state: state.optional(),
  ...filters,
  flag: flagCode.optional(),
  doubtful: z.enum(['true', 'false']).optional().meta({ description: '有无待答复的疑点 · Whether anything is to be answered' }),
  ...paging
})

export const newFlagAnswer = z.strictObject({ flag: flagCode, answer: answerCode, note })
const expiredAccepted = z.boolean().optional().meta({ description: '积分已过期仍要入账 · Posted even where its points have expired' })
export const newApproval = z.strictObject({ expiredAccepted })
export const newReturn = z.strictObject({ reason, note })
export const newObjection = z.strictObject({ reason, note })
export const newCorrection = z.strictObject({ reason, note, service: newRecord })
export const correction = z.strictObject({ corrected: serviceRecord, replacement: serviceRecord }).meta({ id: 'RecordCorrection' })
export const newZeroing = z.strictObject({ note })

export const newApprovalRun = z
  .strictObject({
    records: recordIds.optional(),
    filter: z.strictObject({ ...filters, member: memberNumber.optional() }).optional().meta({ description: '没有疑点、非本人经手的全部已提交记录 · All submitted ones it finds' }),
    expiredAccepted
  })
  .refine(({ records, filter }) => (records === undefined) !== (filter === undefined), { error: 'records_or_filter', path: ['records'] })

export const approvalRun = z
  .strictObject({
    runId: z.string(),
    state: z.enum(['running', 'done']),
    approver: z.string(),
    records: z.int().meta({ description: '已处理的条数 · Records looked at so far' }),
    posted: z.int(),
    onNotice: z.int(),
    awaiting: z.int().meta({ description: '还须下一级审核 · Still to be approved by another person' }),
    passedOver: z.record(z.string(), z.int()).meta({ description: '未通过的,按原因计数 · Those not approved, by code' }),
    outcomes: z.array(outcome).meta({ description: '逐条结果;按条件审核时只列未通过的 · Of each that was named; of a filter’s those not approved' }),
    startedAt: instant,
    endedAt: instant.nullable()
  })
  .meta({ id: 'ApprovalRun' })

export const duePosting = z
  .strictObject({ posted: z.int(), sentBack: z.record(z.string(), z.int()).meta({ description: '退回审核的,按原因计数 · Sent back to the approvers, by code' }) })
  .meta({ id: 'DuePosting' })

export const recordSettings = z
  .strictObject({
    closedWeekdays: z.array(z.int().min(1).max(7)).max(7).meta({ description: '不开放的星期,1 为星期一 · Weekdays on which it is closed; 1 is Monday' }),
    closedDates: z.array(plainDate).max(1000).meta({ description: '不开放的日期 · Dates on which it is closed' }),
    staffMembers: z.record(line(32), memberNumber).meta({ description: '工作人员本人的成员编号,按账号名 · The member that a user of the staff is, by the user’s name' })
  })
  .meta({ id: 'RecordSettings' })
