import { randomBytes } from 'node:crypto'

/** Letters and digits that are not taken for each other when they are read out or typed. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 20

/** A new code of 100 random bits. */
export function newVerificationCode(): string {
  return [...randomBytes(CHARACTERS)].map((byte) => LETTERS[byte & 31]).join('')
}

/** As people read it: `ABCDE-FGHJK-…`. */
export function spacedCode(code: string): string {
  return (code.match(/.{5}/g) ?? []).join('-')
}

/** As it was made, from what somebody typed. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}
