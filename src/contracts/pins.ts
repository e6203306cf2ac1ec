import { z } from 'zod'
import { line } from './names.ts'
import { pin } from './session.ts'

export const newPin = z.strictObject({
  pin,
  reason: line(200).optional().meta({ description: '重设的原因;已有密码时必填 · Why it is set anew; needed where there is one' })
})
export const pinSet = z.strictObject({ reset: z.boolean().meta({ description: '此前已有密码 · There was one before' }) }).meta({ id: 'PinSet' })

/** What a resident shows at the counter. It is judged before anything is posted, and kept nowhere. */
export const byPin = { pin: pin.optional() }
