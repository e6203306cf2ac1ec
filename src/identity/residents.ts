import { setTimeout } from 'node:timers/promises'
import { cardOf } from '../communities/card-number.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Identity } from './identity.ts'
import { findMemberOfCard } from './members.ts'
import { judgeDecoy } from './passwords.ts'
import { isPinOf } from './pins.ts'
import { residentUserOf, triesOfMember } from './resident-users.ts'
import { type Begun, beginSession } from './sessions.ts'

/** A wrong try is answered after so long, whatever was done for it in between. */
const WRONG_MILLISECONDS = 200

/**
 * Signs a resident in with card and PIN. A card that is nobody's, a member without a PIN, a wrong PIN and a locked one are answered
 * alike and in the same time, and all have to wait after the fifth wrong try from one address. Refuses `sign_in_failed` and
 * `too_many_requests`.
 */
export async function signInResident(
  identity: Identity,
  { communityId, card, pin, address }: { communityId: string; card: string; pin: string; address: string }
): Promise<Begun | Refusal> {
  const begun = performance.now()
  const { service, cardAttempts } = identity
  const member = await findMemberOfCard(service, communityId, card)
  const tried = member ? triesOfMember(communityId, member.number) : `${communityId} ${cardOf(card)}`
  const waiting = await cardAttempts.begin(tried, address)
  if (waiting) return waiting
  const right = member && (await isPinOf(service, communityId, member.number, pin))
  if (member && right) {
    await cardAttempts.succeeded(tried, address)
    return beginSession(identity, await residentUserOf(identity, communityId, member.number))
  }
  // What has no PIN is judged as long as what has one.
  if (right === undefined) await judgeDecoy(pin)
  await setTimeout(Math.max(0, WRONG_MILLISECONDS - (performance.now() - begun)))
  return refuse('sign_in_failed')
}
