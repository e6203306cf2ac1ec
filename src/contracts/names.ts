import { z } from 'zod'
import { PLAIN } from '../plain-text.ts'

/**
 * Text of one line: no control characters, no halves of a character, which no database keeps, and nothing invisible that turns
 * or hides what is read. Joiners stay, because names are written with them.
 */
export function line(most: number) {
  return z.string().min(1).max(most).regex(PLAIN, 'bad_text').regex(/\S/, 'bad_text')
}

/** What may stand in one part of an account's id. Anything else is `bad_code`. */
export const code = z.string().regex(/^[\p{L}\p{N}_-]{1,64}$/u, 'bad_code')

export const communityId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/, 'bad_code')
  .meta({ description: '社区代码:小写字母、数字、连字符 · Small letters, digits and hyphens', examples: ['taicheng'] })

export const memberNumber = z.int().min(1).meta({ description: '成员编号 · The number of a member', examples: [1] })
export const sku = code.meta({ description: '货号 · The code of a good', examples: ['G005'] })
export const counter = code.meta({ description: '兑换点 · A counter', examples: ['main'] })
export const transactionNumber = z.int().min(1).meta({ description: '凭证序号 · The number of a transaction', examples: [12] })
export const accountId = z
  .string()
  .regex(/^[PMGC]\d{4}(\.[\p{L}\p{N}_-]{1,64}){0,3}$/u)
  .meta({ description: '账户 · An account', examples: ['P2101.1', 'G1101.main.G005'] })

/** A member by number, or somebody who is none by name. */
export const memberOrContact = z.union([
  z.strictObject({ number: memberNumber }),
  z.strictObject({ name: line(100), phone: line(32).nullable().default(null) })
])
