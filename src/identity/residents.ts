import { setTimeout } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { cardOf } from '../communities/card-number.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Identity } from './identity.ts'
import { findMemberOfCard } from './members.ts'
import { judgeDecoy } from './passwords.ts'
import { checkPin, MOST_WRONG_PINS } from './pins.ts'
import { type Begun, beginSession } from './sessions.ts'
import { endSessions } from './users.ts'

/** A wrong try is answered after so long, whatever was done for it in between. */
const WRONG_MILLISECONDS = 200

/**
 * Signs a resident in with card and PIN. A card that is nobody's, a member without a PIN and a wrong PIN are answered
 * alike and in the same time, and are all locked by the fifth wrong try. Refuses `sign_in_failed` and `pin_locked`.
 */
export async function signInResident(
  identity: Identity,
  { communityId, card, pin }: { communityId: string; card: string; pin: string }
): Promise<Begun | Refusal> {
  const begun = performance.now()
  const { service } = identity
  const member = await findMemberOfCard(service, communityId, card)
  const judged = member ? await checkPin(service, communityId, member.number, pin) : refuse('pin_not_set')
  if (member && !judged) return beginSession(identity, await userOf(identity, communityId, member.number))
  const refused = judged?.code === 'pin_not_set' ? await judgeUnknown(identity, `${communityId} ${cardOf(card)}`, pin) : judged
  if (refused?.code === 'pin_locked') return refused
  await setTimeout(Math.max(0, WRONG_MILLISECONDS - (performance.now() - begun)))
  return refuse('sign_in_failed')
}

/** What has no PIN is locked by the fifth try like what has one. */
async function judgeUnknown({ unknownCards }: Identity, card: string, pin: string): Promise<Refusal> {
  if (unknownCards.count(card) >= MOST_WRONG_PINS) return refuse('pin_locked')
  await judgeDecoy(pin)
  return unknownCards.add(card) >= MOST_WRONG_PINS ? refuse('pin_locked') : refuse('pin_wrong')
}

/** The user that a resident's sessions belong to, made when first needed. */
async function userOf(identity: Identity, communityId: string, number: number): Promise<string> {
  const existing = await findResident(identity, communityId, number)
  if (existing !== undefined) return existing
  const { internalAdapter } = await identity.library.$context
  try {
    const created = await internalAdapter.createUser(
      {
        name: `resident:${communityId}:${number}`, email: emailOf(communityId, number), emailVerified: false, kind: 'resident', demo: false,
        mustChangePassword: false, disabledAt: null, communityId, memberNumber: number
      },
      { method: 'admin' }
    )
    return created.id
  } catch (error) {
    // The same resident signed in at another place in the same moment.
    const found = await findResident(identity, communityId, number)
    if (found === undefined) throw error
    return found
  }
}

/** No address that mail could go to; the library wants one that is unique. */
function emailOf(communityId: string, number: number): string {
  return `${number}.${communityId}@residents.invalid`
}

async function findResident({ service }: Identity, communityId: string, number: number): Promise<string | undefined> {
  const { user } = service.bank.store.tables
  const [found] = await service.bank.store.db.select({ id: user.id }).from(user).where(eq(user.email, emailOf(communityId, number)))
  return found?.id
}

/** After a reset of the PIN, the loss of a card, or a merge, whoever was signed in with it is not any more. */
export async function endResidentSessions(identity: Identity, communityId: string, number: number): Promise<void> {
  const userId = await findResident(identity, communityId, number)
  if (userId !== undefined) await endSessions(identity, userId)
}
