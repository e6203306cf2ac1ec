import { and, eq, isNull, or } from 'drizzle-orm'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import type { PersonChanged } from './change-member.ts'
import { membershipsOf, personOf } from './find-person.ts'
import { refusalOfPersonChange } from './home.ts'
import { findMember, type Reading } from './member-view.ts'
import { once } from './once.ts'
import { endClaims } from './pass-on-plans.ts'
import { leaveAttendance } from './pass-on-attendance.ts'
import { notActive } from './relations.ts'
import type { Keyed } from './request-keys.ts'
import { todayIn } from './today.ts'

/** Why cards and proxies ended. */
export const ENDED_BY_DEATH = 'died'

/**
 * Records that a member died. In every community of the person the cards are dead, the proxies ended, those for the
 * member and those by the member, and so are the claims to posts; points and hours stay where they are until it is decided about them. A date recorded
 * by mistake may be recorded anew.
 *
 * Refuses `unknown_member`, `member_merged`, `not_home`, `future_date`, `key_reused`, and `bad_date` for a day before the birth.
 */
export async function recordDeath(
  service: Service,
  communityId: string,
  { member: number, diedOn, reading }: { member: number; diedOn: string; reading: Reading },
  asking: Keyed
): Promise<PersonChanged | Refusal> {
  const { bank, clock, directory } = service
  const bad = await notActive(service, communityId, number)
  if (bad) return bad
  const today = await todayIn({ directory, clock }, communityId)
  if (diedOn > today) return refuse('future_date', { value: diedOn, today })
  const { person } = bank.store.tables
  const personId = await personOf(service, communityId, number)
  const knownIn = await membershipsOf(service, bank.store.db, personId)
  const done = await once(service, communityId, asking, async (db) => {
    const elsewhere = await refusalOfPersonChange(service, db, communityId, personId)
    if (elsewhere) return elsewhere
    const [known] = await db.select({ birthDate: person.birthDate }).from(person).where(eq(person.personId, personId))
    if (known?.birthDate != null && diedOn < known.birthDate) return refuse('bad_date', { value: diedOn })
    await db.update(person).set({ diedOn, deathRecordedBy: asking.actor }).where(eq(person.personId, personId))
    for (const membership of knownIn) {
      await endPowers(service, db, membership)
      await leaveAttendance(service, db, membership)
      await endClaims(service, db, membership.communityId, { numbers: [membership.number], today, reason: ENDED_BY_DEATH })
    }
    return String(number)
  })
  if (isRefusal(done)) return done
  for (const each of knownIn) directory.forgetMember(each.communityId, each.number)
  const member = await findMember(service, communityId, number, reading)
  return isRefusal(member) ? member : { member, knownIn, replayed: done.replayed }
}

async function endPowers({ bank, clock }: Service, db: Database, { communityId, number }: { communityId: string; number: number }): Promise<void> {
  const { member, card, proxy } = bank.store.tables
  await db
    .update(card)
    .set({ deadAt: clock.now(), deadReason: ENDED_BY_DEATH })
    .where(and(eq(card.communityId, communityId), eq(card.memberNumber, number), isNull(card.deadAt)))
  await db.update(member).set({ card: null }).where(and(eq(member.communityId, communityId), eq(member.number, number)))
  await db
    .update(proxy)
    .set({ endedAt: clock.now(), endReason: ENDED_BY_DEATH })
    .where(and(eq(proxy.communityId, communityId), or(eq(proxy.memberNumber, number), eq(proxy.agentNumber, number)), isNull(proxy.endedAt)))
}
