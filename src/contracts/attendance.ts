import { z } from 'zod'
import { CHECK_METHODS, CORRECTION_REASONS, PRESENCE_FLAGS, PURPOSES } from './attendance-codes.ts'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { memberPath } from './members.ts'
import { line, memberNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { timeOfDay } from './rosters.ts'

const purpose = z.enum(PURPOSES).meta({ description: '活动、班次或岗位 · An activity, a shift or a post', examples: ['shift'] })
const target = { purpose, purposeId: z.uuid() }
const DAY_MINUTES = 1440

export const codePath = communityPath.extend(target)
export const ownCodePath = memberPath.extend(target)
export const checkInSettings = z.strictObject({
  rotating: z.boolean().meta({ description: '每 30 秒换一码;否则当天一码 · A new code every 30 seconds; else one for the day' }),
  toleranceMinutes: z.int().min(0).max(240).default(30).meta({ description: '前后可签到签退的宽限,分钟 · Minutes before and after in which one may check in and out' })
})
export const shownCode = z
  .strictObject({
    ...target,
    purposeId: z.string(),
    title: z.string(),
    code: z.string().meta({ description: '9 位,大小写、空格和连字符不论 · Nine characters; case, blanks and hyphens do not matter', examples: ['0K53FZ9QM'] }),
    rotating: z.boolean(),
    toleranceMinutes: z.int(),
    validUntil: instant,
    opensAt: instant,
    closesAt: instant,
    text: z.string().meta({ description: '二维码的内容 · What the QR code says' })
  })
  .meta({ id: 'CheckInCode' })

const code = z.string().min(1).max(32).meta({ description: '现场的签到码 · The code that is shown on the spot', examples: ['0K53FZ9QM'] })
export const codeCheck = z.strictObject({ ...target, code })

/** By card at a counter, or by number where the coordinator says who it is. */
export const check = z
  .strictObject({ ...target, card: line(64).optional().meta({ examples: ['TC100002'] }), member: memberNumber.optional() })
  .refine(({ card, member }) => (card === undefined) !== (member === undefined), { error: 'card_or_member', path: ['card'] })

const flag = z.strictObject({
  code: z.enum(PRESENCE_FLAGS).meta({
    description: 'late 迟到;early_leave 早退;forgotten_check_out 忘记签退,按规则结束;not_expected 未报名或不在班上;corrected 已更正 · What was out of the ordinary'
  }),
  minutes: z.int().optional()
})
const method = z.enum(CHECK_METHODS).meta({ description: '签到码、刷卡、点名、纸质签到表,或按规则 · Code, card, list, paper sheet, or by rule' })

export const presence = z
  .strictObject({
    presenceId: z.string(),
    member: memberNumber,
    ...target,
    purposeId: z.string(),
    title: z.string(),
    category: z.string(),
    serviceDate: plainDate,
    plannedStart: instant.nullable(),
    plannedEnd: instant.nullable(),
    state: z.enum(['in', 'out', 'void']),
    checkedInAt: instant,
    checkInMethod: method,
    checkedInBy: z.string(),
    checkedOutAt: instant.nullable(),
    checkOutMethod: method.nullable(),
    checkedOutBy: z.string().nullable(),
    evidence: z.string().nullable(),
    flags: z.array(flag),
    minutes: z.int().nullable().meta({ description: '在场分钟 · Whole minutes there' }),
    recordIds: z.array(z.string()).meta({ description: '服务记录;跨零点的有两条 · The service records; two where it went on after midnight' }),
    recordRefusal: z.string().nullable().meta({ description: '为何没有服务记录 · Why there is none, as a code' }),
    replaces: z.string().nullable().meta({ description: '所更正的到场记录 · The presence that this one puts right' }),
    reason: z.string().nullable()
  })
  .meta({ id: 'Presence' })
export const presencePage = page(presence).meta({ id: 'PresencePage' })
export const presencePath = communityPath.extend({ presenceId: z.uuid() })
const range = { from: plainDate.optional(), to: plainDate.optional() }
export const presenceQuery = z
  .strictObject({ purpose: purpose.optional(), purposeId: z.uuid().optional(), ...range, ...paging })
  .refine(({ purpose: of, purposeId }) => purposeId === undefined || of !== undefined, { error: 'purpose_missing', path: ['purpose'] })
export const ownPresenceQuery = z.strictObject({ ...range, ...paging })

export const correction = z.strictObject({
  reason: z.enum(CORRECTION_REASONS),
  checkedInAt: instant.optional(),
  checkedOutAt: instant.optional(),
  notThere: z.boolean().default(false).meta({ description: '其实没有到场 · The member was not there' })
})
export const closing = z.strictObject({ closed: z.int(), more: z.boolean() }).meta({ id: 'ForgottenCheckOuts' })

const listRow = z
  .strictObject({
    member: memberNumber,
    from: timeOfDay,
    to: timeOfDay.optional().meta({ description: '缺省为计划结束时间 · The planned end where absent' }),
    endsNextDay: z.boolean().default(false)
  })
  .transform(({ member, from, to, endsNextDay }) => ({ member, startMinute: from, endMinute: to === undefined ? undefined : endsNextDay ? to + DAY_MINUTES : to }))
const list = {
  ...target,
  day: plainDate.optional().meta({ description: '岗位须写哪一天,缺省今天 · Of a post, which day; today where absent' }),
  rows: z.array(listRow).min(1).max(200)
}
export const attendanceList = z.strictObject({
  ...list,
  method: z.enum(['list', 'sheet']).default('list').meta({ description: '现场点名 list,或纸质签到表 sheet · A list ticked on the spot, or the paper sign-in sheet' }),
  attachments: z.int().min(0).max(10_000).optional().meta({ description: '附单据数 · Number of attachments' }),
  sourceHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .meta({ description: '扫描件的 SHA-256 · SHA-256 of the scanned sheet' })
})
export const ownAttendanceList = z.strictObject(list)
export const attendanceOutcome = z
  .strictObject({
    sheetId: z.string(),
    rows: z.array(z.strictObject({ member: memberNumber, presenceId: z.string().optional(), refusal: z.string().optional() }))
  })
  .meta({ id: 'AttendanceOutcome' })
