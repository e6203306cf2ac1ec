import { z } from 'zod'
import { serviceMinutes } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { code, line, memberNumber } from './names.ts'

/** A time of the day; becomes minutes since midnight. Anything else is `bad_time`. */
export const timeOfDay = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'bad_time', abort: true })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))

/** Times make the length, and a length beside them must say the same; without times the length alone counts. */
export const newHours = z
  .strictObject({
    member: memberNumber,
    category: code.meta({ description: '服务类别 · Service category', examples: ['老人陪护'] }),
    minutes: serviceMinutes.optional().meta({ description: '分钟;有起止时间时可省略 · Minutes, which times make unnecessary', examples: [90] }),
    startTime: timeOfDay.optional().meta({ description: '开始时间,与结束时间一并填写 · When it began; stands together with its end', examples: ['08:30'] }),
    endTime: timeOfDay.optional().meta({ description: '结束时间,当日,至 24:00 · When it ended, the same day', examples: ['10:00'] }),
    activity: line(100).optional().meta({ description: '活动,缺省同类别 · Activity, the category where absent' }),
    backfilled: z.boolean().default(false).meta({ description: '补录 · Recorded afterwards' }),
    expiredAccepted: z.boolean().optional().meta({ description: '积分已过期仍要入账 · Posted even where its points have expired' }),
    ...circumstances
  })
  .refine(({ startTime, endTime }) => (startTime === undefined) === (endTime === undefined), { error: 'both_times', path: ['endTime'], abort: true })
  .refine(({ minutes, startTime }) => minutes !== undefined || startTime !== undefined, { error: 'minutes_or_times', path: ['minutes'], abort: true })
  .refine(({ startTime, endTime }) => startTime === undefined || endTime === undefined || startTime < endTime, { error: 'end_before_start', path: ['endTime'], abort: true })
  .refine(
    ({ minutes, startTime, endTime }) => minutes === undefined || startTime === undefined || endTime === undefined || endTime - startTime === minutes,
    { error: 'duration_mismatch', path: ['minutes'] }
  )
