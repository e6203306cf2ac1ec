import { and, eq, gte, inArray, isNotNull } from 'drizzle-orm'
import type { ClaimEndReason } from '../contracts/planning-codes.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { NO_WORDS, sealWords } from './list-words.ts'

interface Joining {
  communityId: string
  from: number
  into: number
}

/** What two members planned is one person's after a merge: of two sign-ups for one activity the survivor's own stands. */
export async function passOnPlans({ bank, clock }: Service, db: Database, { communityId, from, into }: Joining): Promise<void> {
  const { signUp, postClaim, listEntry, activity } = bank.store.tables
  const standing = (member: number) => and(eq(signUp.communityId, communityId), eq(signUp.standingMember, member))
  const own = await db.select({ activityId: signUp.activityId }).from(signUp).where(standing(into))
  await db
    .update(signUp)
    .set({ state: 'cancelled', standingMember: null, cancelledAt: clock.now(), cancelledBy: 'system' })
    .where(and(standing(from), inArray(signUp.activityId, own.map((each) => each.activityId))))
  await db.update(signUp).set({ standingMember: into }).where(standing(from))
  await db.update(signUp).set({ memberNumber: into }).where(and(eq(signUp.communityId, communityId), eq(signUp.memberNumber, from)))
  await db.update(postClaim).set({ memberNumber: into }).where(and(eq(postClaim.communityId, communityId), eq(postClaim.memberNumber, from)))
  await db.update(listEntry).set({ memberNumber: into }).where(and(eq(listEntry.communityId, communityId), eq(listEntry.memberNumber, from)))
  await db.update(activity).set({ responsibleMember: into }).where(and(eq(activity.communityId, communityId), eq(activity.responsibleMember, from)))
}

/** What the member wrote on the lists is gone, and what nobody has taken up yet is withdrawn; numbers stay, as in the journal. */
export async function erasePlans({ bank, vault }: Service, db: Database, communityId: string, numbers: number[]): Promise<void> {
  const { listEntry } = bank.store.tables
  const rows = await db
    .select({ entryId: listEntry.entryId, state: listEntry.state })
    .from(listEntry)
    .where(and(eq(listEntry.communityId, communityId), isNotNull(listEntry.memberNumber), inArray(listEntry.memberNumber, numbers)))
  for (const { entryId, state } of rows) {
    const after = ['raised', 'reviewed', 'published', 'offered'].includes(state) ? 'withdrawn' : state
    await db
      .update(listEntry)
      .set({ words: sealWords(vault, entryId, NO_WORDS), state: after })
      .where(and(eq(listEntry.communityId, communityId), eq(listEntry.entryId, entryId)))
  }
}

/** Whoever is gone holds no post any more: their claims of this year and later end, and the posts are there to be claimed. */
export async function endClaims(
  { bank }: Service,
  db: Database,
  communityId: string,
  { numbers, today, reason }: { numbers: number[]; today: string; reason: ClaimEndReason }
): Promise<void> {
  const { postClaim } = bank.store.tables
  const held = gte(postClaim.heldYear, Number(today.slice(0, 4)))
  await db
    .update(postClaim)
    .set({ heldYear: null, endedOn: today, endReason: reason })
    .where(and(eq(postClaim.communityId, communityId), inArray(postClaim.memberNumber, numbers), held))
}
