import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { memberPath } from './members.ts'
import { code, line, memberNumber } from './names.ts'
import { page, paging } from './paging.ts'

const DAY_MINUTES = 1440

/** A time of the day; becomes minutes since midnight. Anything else is `bad_time`. */
export const timeOfDay = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'bad_time', abort: true })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
  .meta({ examples: ['14:00'] })

/** Minutes since midnight as an answer writes them; those of the next day begin at 00:00 again. */
export const timeText = z.string().regex(/^\d\d:\d\d$/).meta({ description: '时间 · A time of the day', examples: ['14:00'] })

const weekday = z.int().min(1).max(7)
export const weekdays = z.array(weekday).min(1).max(7).meta({ description: '星期,1 为周一 · Weekdays, 1 for Monday', examples: [[3]] })
const endsNextDay = z.boolean().meta({ description: '跨零点,次日结束 · It ends on the next day' })
const shared = {
  title: line(100).meta({ examples: ['周三带娃'] }),
  category: code.meta({ description: '服务类别 · Service category', examples: ['科普宣传'] }),
  postId: z.uuid().nullable().meta({ description: '所属岗位 · The post it belongs to' }),
  responsible: memberNumber.nullable().meta({ description: '负责人,可点名、出示签到码 · Who keeps the list and shows the code' }),
  places: z.int().min(1).max(50).meta({ description: '每班人数 · How many take a shift together' })
}
const plan = {
  ...shared,
  weekdays,
  startTime: timeOfDay,
  endTime: timeOfDay,
  endsNextDay,
  everyWeeks: z.int().min(1).max(52).meta({ description: '每几周一次 · Every so many weeks' }),
  startsOn: plainDate,
  endsOn: plainDate.nullable(),
  members: z.array(memberNumber).max(200).meta({ description: '轮值成员,按次序 · Members in the order of their turns', examples: [[1, 2]] })
}

export const newRoster = z.strictObject({
  ...plan,
  postId: plan.postId.default(null),
  responsible: plan.responsible.default(null),
  places: plan.places.default(1),
  everyWeeks: plan.everyWeeks.default(1),
  endsNextDay: plan.endsNextDay.default(false),
  endsOn: plan.endsOn.default(null)
})

/** What is not named stays; times are changed together. */
export const rosterChange = z
  .strictObject({ ...plan, ended: z.literal(true).meta({ description: '终止轮值 · The roster ends' }) })
  .partial()
  .refine(({ startTime, endTime }) => (startTime === undefined) === (endTime === undefined), { error: 'both_times', path: ['endTime'] })

export const roster = z
  .strictObject({
    rosterId: z.string(),
    ...plan,
    startTime: timeText,
    endTime: timeText,
    members: z.array(memberNumber),
    nextMember: memberNumber.nullable().meta({ description: '下一个轮到的成员 · Whose turn is next' }),
    endedAt: instant.nullable(),
    recordedBy: z.string(),
    recordedAt: instant
  })
  .meta({ id: 'Roster' })
export const rosterPage = page(roster).meta({ id: 'RosterPage' })
export const rosterPath = communityPath.extend({ rosterId: z.uuid() })
export const rosterQuery = z.strictObject(paging)

export const newGeneration = z.strictObject({ from: plainDate, through: plainDate })
export const generation = z
  .strictObject({
    made: z.int(),
    present: z.int().meta({ description: '已有班次的日子 · Days whose shift was there' }),
    closed: z.int().meta({ description: '休息日 · Closed days' }),
    vacant: z.int().meta({ description: '无人可轮的席位 · Places that nobody was free for' })
  })
  .meta({ id: 'ShiftGeneration' })

// Shifts.
export const newShift = z.strictObject({
  ...shared,
  postId: shared.postId.default(null),
  responsible: shared.responsible.default(null),
  places: shared.places.default(1),
  serviceDate: plainDate,
  startTime: timeOfDay,
  endTime: timeOfDay,
  endsNextDay: endsNextDay.default(false),
  members: z.array(memberNumber).max(50).default([])
})
const turn = z.strictObject({
  place: z.int(),
  member: memberNumber,
  insteadOf: memberNumber.nullable().meta({ description: '原来轮到的成员 · Whose turn it was' }),
  asked: memberNumber.nullable().meta({ description: '已请谁代班,待答复 · Who is asked to take it over' })
})
export const SHIFT_STATES = ['planned', 'cancelled'] as const
export const shift = z
  .strictObject({
    shiftId: z.string(),
    rosterId: z.string().nullable(),
    ...shared,
    serviceDate: plainDate,
    startTime: timeText,
    endTime: timeText,
    endsNextDay,
    state: z.enum(SHIFT_STATES),
    cancelReason: z.string().nullable(),
    turns: z.array(turn)
  })
  .meta({ id: 'Shift' })
export const shiftPage = page(shift).meta({ id: 'ShiftPage' })
export const shiftPath = communityPath.extend({ shiftId: z.uuid() })
export const turnPath = shiftPath.extend({ place: z.coerce.number().int().min(1).max(50) })
export const shiftQuery = z.strictObject({
  from: plainDate.optional(),
  to: plainDate.optional(),
  roster: z.uuid().optional().meta({ description: '只看一个轮值表 · Of one roster' }),
  ...paging
})
export const shiftCancellation = z.strictObject({ reason: z.enum(['closed', 'weather', 'nobody_free', 'not_needed', 'data_error']) })
export const turnAssignment = z.strictObject({ member: memberNumber.nullable().meta({ description: '空缺写 null · Null for nobody' }) })

// Swaps.
const evidence = code.optional().meta({ description: '本人同意的依据,工作人员代办必填 · What shows the member’s will; required of staff', examples: ['电话'] })
export const newSwap = z.strictObject({
  shiftId: z.uuid(),
  to: memberNumber.meta({ description: '请谁代班 · Who is asked' }),
  exchangeShiftId: z.uuid().nullable().default(null).meta({ description: '以对方的哪一班交换 · The shift taken over in exchange' }),
  evidence
})
export const swap = z
  .strictObject({
    swapId: z.string(),
    shiftId: z.string(),
    from: memberNumber,
    to: memberNumber,
    exchangeShiftId: z.string().nullable(),
    state: z.enum(['asked', 'agreed', 'declined', 'withdrawn']),
    askedBy: z.string(),
    askedEvidence: z.string().nullable(),
    askedAt: instant,
    answeredBy: z.string().nullable(),
    answeredEvidence: z.string().nullable(),
    answeredAt: instant.nullable()
  })
  .meta({ id: 'ShiftSwap' })
export const swapPage = page(swap).meta({ id: 'ShiftSwapPage' })
export const swapPath = memberPath.extend({ swapId: z.uuid() })
export const swapAnswer = z.strictObject({
  answer: z.enum(['agree', 'decline', 'withdraw']).meta({ description: '被请者同意或谢绝;请求者撤回 · Who was asked agrees or declines; who asked withdraws' }),
  evidence
})

// Absences.
export const newAbsence = z.strictObject({ from: plainDate, through: plainDate })
export const absence = z
  .strictObject({
    absenceId: z.string(), member: memberNumber, from: plainDate, through: plainDate, recordedBy: z.string(), recordedAt: instant, endedAt: instant.nullable()
  })
  .meta({ id: 'Absence' })
export const absenceList = z.strictObject({ items: z.array(absence) }).meta({ id: 'AbsenceList' })
export const absencePath = memberPath.extend({ absenceId: z.uuid() })

/** Minutes since midnight of the first day, from two times of the day. */
export function endMinuteOf({ endTime, endsNextDay }: { endTime: number; endsNextDay: boolean }): number {
  return endsNextDay ? endTime + DAY_MINUTES : endTime
}
