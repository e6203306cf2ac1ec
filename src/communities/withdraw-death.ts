import { eq } from 'drizzle-orm'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { type Card, listCards } from './cards.ts'
import type { Service } from './communities.ts'
import { type Membership, membershipsOf, personOf } from './find-person.ts'
import { needsTwoPeople } from './four-eyes.ts'
import { refusalOfPersonChange } from './home.ts'
import { findMember, type MemberView, type Reading } from './member-view.ts'
import { once } from './once.ts'
import { listProxies, type Proxy as Authority } from './proxies.ts'
import { ENDED_BY_DEATH } from './record-death.ts'
import { notActive } from './relations.ts'
import type { Keyed } from './request-keys.ts'

export interface DeathWithdrawn {
  refused?: undefined
  member: MemberView
  /** What ended because of it, and is to be made anew where it is still wanted. */
  ended: { cards: Card[]; proxies: Authority[] }
  /** All memberships of the person: each community learns of it. */
  knownIn: Membership[]
  replayed: boolean
}

/**
 * Takes back a death that was recorded by mistake. Another person does it than recorded it, unless the community is too small for
 * two. Nothing is restored in silence: the cards and proxies that ended are shown, and new ones made where they are wanted.
 *
 * Refuses `unknown_member`, `member_merged`, `not_home`, `member_alive`, `second_person_needed` and `key_reused`.
 */
export async function withdrawDeath(
  service: Service,
  communityId: string,
  { member: number, reading }: { member: number; reading: Reading },
  asking: Keyed
): Promise<DeathWithdrawn | Refusal> {
  const { bank, directory } = service
  const bad = await notActive(service, communityId, number)
  if (bad) return bad
  const { person } = bank.store.tables
  const personId = await personOf(service, communityId, number)
  const twoPeople = await needsTwoPeople(service, communityId)
  const done = await once(service, communityId, asking, async (db) => {
    const elsewhere = await refusalOfPersonChange(service, db, communityId, personId)
    if (elsewhere) return elsewhere
    const [known] = await db.select({ diedOn: person.diedOn, by: person.deathRecordedBy }).from(person).where(eq(person.personId, personId))
    if (!known?.diedOn) return refuse('member_alive', { member: number })
    if (twoPeople && known.by === asking.actor) return refuse('second_person_needed', { by: known.by })
    await db.update(person).set({ diedOn: null, deathRecordedBy: null }).where(eq(person.personId, personId))
    return String(number)
  })
  if (isRefusal(done)) return done
  const knownIn = await membershipsOf(service, bank.store.db, personId)
  for (const each of knownIn) directory.forgetMember(each.communityId, each.number)
  const member = await findMember(service, communityId, number, reading)
  const cards = await listCards(service, communityId, number)
  const proxies = await listProxies(service, communityId, number)
  if (isRefusal(member)) return member
  if (isRefusal(cards)) return cards
  if (isRefusal(proxies)) return proxies
  const ended = {
    cards: cards.filter(({ deadReason }) => deadReason === ENDED_BY_DEATH),
    proxies: proxies.filter(({ endReason }) => endReason === ENDED_BY_DEATH)
  }
  return { member, ended, knownIn, replayed: done.replayed }
}
