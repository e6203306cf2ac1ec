import { z } from 'zod'
import { isPlainDate } from '../clock.ts'

/** A day of the calendar in the community's time zone, 1900 to 9999. Anything else is `bad_date`. */
export const plainDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'bad_date', abort: true })
  .refine(isPlainDate, 'bad_date')
  .meta({ format: 'date', description: '日期 · A plain date', examples: ['2025-03-05'] })

export const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: 'date-time', description: '时刻(UTC) · An instant in UTC', examples: ['2025-03-20T02:00:00.000Z'] })
