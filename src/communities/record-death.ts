import { and, eq, isNull, or } from 'drizzle-orm'
import { dateIn } from '../clock.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { personOf } from './consents.ts'
import { refusalOfPersonChange } from './home.ts'
import { findMember, type MemberView, type Reading } from './member-view.ts'
import { endClaims } from './pass-on-plans.ts'
import { leaveAttendance } from './pass-on-attendance.ts'
import { notActive } from './relations.ts'

const REASON = 'died'

/**
 * Records that a member died. In every community of the person the cards are dead, the proxies ended, those for the
 * member and those by the member, and so are the claims to posts; points and hours stay where they are until it is decided about them. A date recorded
 * by mistake may be recorded anew.
 *
 * Refuses `unknown_member`, `member_merged`, `not_home`, `future_date`, and `bad_date` for a day before the birth.
 */
export async function recordDeath(
  service: Service,
  communityId: string,
  { member: number, diedOn, reading }: { member: number; diedOn: string; reading: Reading }
): Promise<MemberView | Refusal> {
  const { bank, clock, directory } = service
  const bad = await notActive(service, communityId, number)
  if (bad) return bad
  const today = dateIn((await directory.timeZoneOf(communityId)) ?? 'UTC', clock.now())
  if (diedOn > today) return refuse('future_date', { value: diedOn, today })
  const { member, person } = bank.store.tables
  const personId = await personOf(service, communityId, number)
  const elsewhere = await refusalOfPersonChange(service, bank.store.db, communityId, personId)
  if (elsewhere) return elsewhere
  const [known] = await bank.store.db.select({ birthDate: person.birthDate }).from(person).where(eq(person.personId, personId))
  if (known?.birthDate != null && diedOn < known.birthDate) return refuse('bad_date', { value: diedOn })
  const memberships = await bank.store.write(async (db) => {
    await db.update(person).set({ diedOn }).where(eq(person.personId, personId))
    const all = await db
      .select({ communityId: member.communityId, number: member.number })
      .from(member)
      .where(eq(member.personId, personId))
    for (const membership of all) {
      await endPowers(service, db, membership)
      await leaveAttendance(service, db, membership)
      await endClaims(service, db, membership.communityId, { numbers: [membership.number], today, reason: REASON })
    }
    return all
  })
  for (const each of memberships) directory.forgetMember(each.communityId, each.number)
  return findMember(service, communityId, number, reading)
}

async function endPowers({ bank, clock }: Service, db: Database, { communityId, number }: { communityId: string; number: number }): Promise<void> {
  const { member, card, proxy } = bank.store.tables
  await db
    .update(card)
    .set({ deadAt: clock.now(), deadReason: REASON })
    .where(and(eq(card.communityId, communityId), eq(card.memberNumber, number), isNull(card.deadAt)))
  await db.update(member).set({ card: null }).where(and(eq(member.communityId, communityId), eq(member.number, number)))
  await db
    .update(proxy)
    .set({ endedAt: clock.now(), endReason: REASON })
    .where(and(eq(proxy.communityId, communityId), or(eq(proxy.memberNumber, number), eq(proxy.agentNumber, number)), isNull(proxy.endedAt)))
}
