import type { Vault } from '../vault.ts'

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const MODULUS = CHARACTERS.length
/** Digits between the community's prefix and the check character. */
export const CARD_DIGITS = 8
const VOLUNTEER_DIGITS = 6

/** Card numbers are compared without blanks and in capitals. */
export function cardOf(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
}

/** Whether a text can be the number of a points card. */
export function isCard(text: string): boolean {
  return /^[\p{L}\p{N}_-]{1,32}$/u.test(text)
}

/** How a card may stand in the table: a points card as it is, a bound one as its blind index. */
export function cardKeys(vault: Vault, card: string): string[] {
  return [...(isCard(card) ? [card] : []), ...vault.indexes(card, 'card')]
}

/**
 * The check character of letters and digits by ISO/IEC 7064, MOD 37,36 (hybrid system): it finds every mistyped
 * character and nearly every pair that changed places, letters included.
 */
export function checkCharacter(text: string): string {
  const sum = remainderOf(text)
  return CHARACTERS[(MODULUS + 1 - sum) % MODULUS] as string
}

/** Whether the last character is the check character of those before it. */
export function isChecked(text: string): boolean {
  return text.length > 1 && checkCharacter(text.slice(0, -1)) === text.at(-1)
}

/** Letters that are read as digits: they stand at the end of no number of ours. */
const MISTAKEN = /[OI]$/

/**
 * A number of our own: the community's prefix, digits, and the check character over both. Undefined for digits whose check
 * character would be mistaken for a digit, and for the few of which two could change places unnoticed: others are taken, so that
 * the check finds every mistyped character, as it always did, and every exchanged pair of those that we issue.
 */
export function ownCard(prefix: string, digits: string): string | undefined {
  const number = prefix + digits + checkCharacter(prefix + digits)
  return MISTAKEN.test(number) || hidesExchange(number, prefix.length) ? undefined : number
}

/** Whether two neighbours from a place on may change places and the number still be good. */
function hidesExchange(number: string, from: number): boolean {
  for (let at = from; at + 1 < number.length; at++) {
    const [one, other] = [number.charAt(at), number.charAt(at + 1)]
    if (one !== other && isChecked(number.slice(0, at) + other + one + number.slice(at + 2))) return true
  }
  return false
}

/** The public number of a volunteer: nothing of it comes from the person. A zero more where the number is not one to issue. */
export function volunteerNumberOf(prefix: string, member: number): string {
  for (let digits = VOLUNTEER_DIGITS; ; digits++) {
    const number = ownCard(`${prefix}V`, String(member).padStart(digits, '0'))
    if (number !== undefined) return number
  }
}

/** Whether a text looks like a number of our own and its check character says that it is none: mistyped. */
export function isMistyped(text: string, prefix: string): boolean {
  const form = text.startsWith(prefix) && new RegExp(`^\\d{${CARD_DIGITS}}[0-9A-Z]$`).test(text.slice(prefix.length))
  return form && (!isChecked(text) || MISTAKEN.test(text))
}

function remainderOf(text: string): number {
  let remainder = MODULUS
  for (const character of text) {
    const value = CHARACTERS.indexOf(character)
    if (value < 0) throw new Error('only letters and digits have a check character')
    remainder = (((remainder + value) % MODULUS || MODULUS) * 2) % (MODULUS + 1)
  }
  return remainder
}
