import { setTimeout } from 'node:timers/promises'
import { cardOf } from '../communities/card-number.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Identity } from './identity.ts'
import { findMemberOfCard } from './members.ts'
import { judgeDecoy } from './passwords.ts'
import { checkPin, MOST_WRONG_PINS } from './pins.ts'
import { residentUserOf } from './resident-users.ts'
import { type Begun, beginSession } from './sessions.ts'

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
  if (member && !judged) return beginSession(identity, await residentUserOf(identity, communityId, member.number))
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
