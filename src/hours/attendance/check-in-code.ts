import { createHmac, timingSafeEqual } from 'node:crypto'
import { dayNumber } from './pattern.ts'

/** Digits and letters without those that are mistaken for others: I, L, O, U. */
const CHARACTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 5
/** The first characters say which step the code is of, the others prove it. */
const STEP_CHARACTERS = 3
const PROOF_CHARACTERS = 6
const STEPS = 1 << (BITS * STEP_CHARACTERS)
const STEP_MILLISECONDS = 30_000

/** What a code is shown for: one activity, shift or post of one community, on one day. */
export interface CodeOf {
  communityId: string
  purpose: string
  purposeId: string
  serviceDate: string
  /** Changes every 30 seconds; else it is the same all day. */
  rotating: boolean
}

/** The code that is shown at a moment, and until when: null where it holds for the day. */
export function codeAt(secret: string, of: CodeOf, now: number): { code: string; validUntil: number | null } {
  const step = stepAt(of, now)
  return { code: codeOf(secret, of, step), validUntil: of.rotating ? (step + 1) * STEP_MILLISECONDS : null }
}

/**
 * Whether a code is the one that is shown now, or was a step ago. One that was shown earlier has expired; anything else is wrong, and
 * may be a guess. Every secret is tried, since keys may change while people stand at the door.
 */
export function judgeCode(secrets: readonly string[], of: CodeOf, { given, now }: { given: string; now: number }): 'good' | 'expired' | 'wrong' {
  const code = normalized(given)
  if (!new RegExp(`^[${CHARACTERS}]{${STEP_CHARACTERS + PROOF_CHARACTERS}}$`).test(code)) return 'wrong'
  // What was shown before the setting was changed has expired as well.
  for (const rotating of [of.rotating, !of.rotating]) {
    const shown = { ...of, rotating }
    const current = stepAt(shown, now)
    const step = stepNamed(code, current)
    if (!secrets.some((secret) => isSame(codeOf(secret, shown, step), code))) continue
    return rotating === of.rotating && step >= current - (rotating ? 1 : 0) ? 'good' : 'expired'
  }
  return 'wrong'
}

function stepAt({ rotating, serviceDate }: CodeOf, now: number): number {
  return rotating ? Math.floor(now / STEP_MILLISECONDS) : dayNumber(serviceDate)
}

/** The last step, up to the current one, that the first characters can mean. */
function stepNamed(code: string, current: number): number {
  const named = [...code.slice(0, STEP_CHARACTERS)].reduce((sum, character) => sum * CHARACTERS.length + CHARACTERS.indexOf(character), 0)
  return current - ((((current - named) % STEPS) + STEPS) % STEPS)
}

function codeOf(secret: string, { communityId, purpose, purposeId, rotating }: CodeOf, step: number): string {
  const proof = createHmac('sha256', secret).update(`${communityId} ${purpose} ${purposeId} ${rotating ? 'step' : 'day'} ${step}`).digest()
  return textOf(step % STEPS, STEP_CHARACTERS) + textOf(proof.readUIntBE(0, 4) % CHARACTERS.length ** PROOF_CHARACTERS, PROOF_CHARACTERS)
}

function textOf(number: number, length: number): string {
  let text = ''
  for (let rest = number; text.length < length; rest = Math.floor(rest / CHARACTERS.length)) text = (CHARACTERS[rest % CHARACTERS.length] as string) + text
  return text
}

/** As people type it: in small letters, with blanks or hyphens, O for 0, I or L for 1. */
function normalized(given: string): string {
  return given.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
