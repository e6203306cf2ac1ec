import { and, eq } from 'drizzle-orm'
import { once } from '../communities/once.ts'
import type { Keyed } from '../communities/request-keys.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { findActiveMember } from './members.ts'
import { hashPin } from './passwords.ts'
import { endResidentSessions, triesOfMember } from './resident-users.ts'
import type { UserBook } from './user-book.ts'

const PIN = /^\d{6}$/

export interface NewPin {
  communityId: string
  member: number
  pin: string
  /** Why it is set anew; needed where there is a PIN already. */
  reason?: string | undefined
  /** The clerk. */
  by: string
}

/**
 * Sets a member's PIN at the counter, and unlocks it. The resident's sessions end. Refuses `unknown_member`,
 * `pin_too_simple`, `reason_needed` for a reset, and `key_reused`.
 */
export async function setPin(
  book: UserBook,
  { communityId, member, pin: wanted, reason, by }: NewPin,
  asked?: Keyed
): Promise<{ refused?: undefined; reset: boolean; replayed: boolean } | Refusal> {
  const { service } = book
  const found = await findActiveMember(service, communityId, member)
  if (!found) return refuse('unknown_member', { member })
  if (!PIN.test(wanted) || isSimple(wanted, found.birthDate)) return refuse('pin_too_simple')
  const { pin } = service.bank.store.tables
  const its = and(eq(pin.communityId, communityId), eq(pin.memberNumber, member))
  const hash = await hashPin(service.vault, wanted)
  const row = { hash, failures: 0, lockedAt: null, setBy: by, setAt: service.clock.now() }
  const done = await once(service, communityId, asked, async (db) => {
    const [existing] = await db.select({ setAt: pin.setAt }).from(pin).where(its)
    if (existing && (reason ?? '').trim() === '') return refuse('reason_needed')
    if (existing) await db.update(pin).set(row).where(its)
    else await db.insert(pin).values({ communityId, memberNumber: member, ...row })
    return existing ? RESET : FIRST
  })
  if (isRefusal(done)) return done
  if (!done.replayed) {
    await book.cardAttempts.forget(triesOfMember(communityId, member))
    await endResidentSessions(book, communityId, member)
  }
  return { reset: done.made === RESET, replayed: done.replayed }
}

/** What is kept with the key of the request: whether there was a PIN before. */
const RESET = 'reset'
const FIRST = 'first'

const ROWS = ['01234567890', '09876543210']

/** One digit six times, two or three of them in turns, digits in a row, or the birth date in one of its usual forms. */
function isSimple(pin: string, birthDate: string | null): boolean {
  if (/^(\d)\1{5}$|^(\d\d)\2\2$|^(\d{3})\3$/.test(pin) || ROWS.some((row) => row.includes(pin))) return true
  const [year = '', month = '', day = ''] = birthDate?.split('-') ?? []
  if (year === '') return false
  const short = year.slice(2)
  return [`${short}${month}${day}`, `${day}${month}${short}`, `${month}${day}${short}`, `${year}${month}`, `${month}${year}`].includes(pin)
}
