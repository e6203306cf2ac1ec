import { z } from 'zod'
import { reason } from './reasons.ts'
import { pin } from './session.ts'

export const newPin = z.strictObject({
  pin,
  /** Needed where there is a PIN already. */
  reason: reason.optional()
})
export const pinSet = z.strictObject({ reset: z.boolean().meta({ description: '此前已有密码 · There was one before' }) }).meta({ id: 'PinSet' })

/** What a resident shows at the counter. It is judged before anything is posted, and kept nowhere. */
export const byPin = { pin: pin.optional() }
