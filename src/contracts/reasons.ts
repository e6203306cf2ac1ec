import { z } from 'zod'
import { REASON_CODES, REASONS } from '../reason.ts'

const words = Object.entries(REASONS).map(([code, { zh, en }]) => `\`${code}\` ${zh} ${en}`)

/** A code that is sealed for good; what it does not say goes into the note. Anything else is `unknown_reason`. */
export const reason = z
  .enum(REASON_CODES, { error: ({ input }) => (input === undefined ? undefined : 'unknown_reason') })
  .meta({ description: `原因,永久封存;其余写进备注 · The reason, sealed for good; the rest goes into the note: ${words.join('; ')}`, examples: ['clerk_error'] })

/** A reason as an answer gives it: its code and its words. */
export const reasonInWords = z.strictObject({ code: z.enum(REASON_CODES), zh: z.string(), en: z.string() }).meta({ id: 'Reason' })
