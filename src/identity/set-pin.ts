import { and, eq } from 'drizzle-orm'
import { type Refusal, refuse } from '../refusal.ts'
import type { Identity } from './identity.ts'
import { findActiveMember } from './members.ts'
import { hashPin } from './passwords.ts'
import { endResidentSessions } from './residents.ts'

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
 * `pin_too_simple`, and `reason_needed` for a reset.
 */
export async function setPin(identity: Identity, { communityId, member, pin: wanted, reason, by }: NewPin): Promise<{ reset: boolean } | Refusal> {
  const { service } = identity
  const { store } = service.bank
  const found = await findActiveMember(service, communityId, member)
  if (!found) return refuse('unknown_member', { member })
  if (!PIN.test(wanted) || isSimple(wanted, found.birthDate)) return refuse('pin_too_simple')
  const { pin } = store.tables
  const its = and(eq(pin.communityId, communityId), eq(pin.memberNumber, member))
  const hash = await hashPin(service.vault, wanted)
  const row = { hash, failures: 0, lockedAt: null, setBy: by, setAt: service.clock.now() }
  const done = await store.write(async (db) => {
    const [existing] = await db.select({ setAt: pin.setAt }).from(pin).where(its)
    if (existing && (reason ?? '').trim() === '') return refuse('reason_needed')
    if (existing) await db.update(pin).set(row).where(its)
    else await db.insert(pin).values({ communityId, memberNumber: member, ...row })
    return { reset: existing !== undefined }
  })
  if ('refused' in done) return done
  await endResidentSessions(identity, communityId, member)
  return done
}

const ROWS = ['01234567890', '09876543210']

/** One digit six times, two or three of them in turns, digits in a row, or the birth date in one of its usual forms. */
function isSimple(pin: string, birthDate: string | null): boolean {
  if (/^(\d)\1{5}$|^(\d\d)\2\2$|^(\d{3})\3$/.test(pin) || ROWS.some((row) => row.includes(pin))) return true
  const [year = '', month = '', day = ''] = birthDate?.split('-') ?? []
  if (year === '') return false
  const short = year.slice(2)
  return [`${short}${month}${day}`, `${day}${month}${short}`, `${month}${day}${short}`, `${year}${month}`, `${month}${year}`].includes(pin)
}
