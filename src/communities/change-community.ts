import { and, eq, isNull, ne } from 'drizzle-orm'
import { isAccountPart } from '../ledger/chart.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { badSettings, type Community, type CommunitySettings, findCommunity, refusalOfArea, type Service } from './communities.ts'
import { answerOf, once } from './once.ts'
import type { Answered, Keyed } from './request-keys.ts'

export type CommunityChange = { [Setting in keyof CommunitySettings]?: Exclude<CommunitySettings[Setting], null> | undefined }

/**
 * Renames a community, moves it to another subdistrict or changes its settings; what is not named stays. Books and card
 * numbers stay as they are. Refuses `nothing_to_change`, what `createCommunity` refuses of a setting, `unknown_community`
 *, `community_archived`
 * and `key_reused`.
 */
export async function changeCommunity(
  service: Service,
  communityId: string,
  change: CommunityChange,
  asked?: Keyed
): Promise<Answered<Community> | Refusal> {
  const { bank, directory } = service
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as CommunityChange
  if (Object.keys(given).length === 0) return refuse('nothing_to_change')
  const bad = badSettings(given)
  if (bad) return bad
  const { tables } = bank.store
  const { community } = tables
  const changed = await once(service, communityId, asked, async (db) => {
    const [found] = await db.select().from(community).where(eq(community.communityId, communityId))
    if (!found) return refuse('unknown_community', { community: communityId })
    if (found.archivedAt !== null) return refuse('community_archived', { community: communityId })
    const misplaced = await refusalOfArea(db, tables, given.areaId ?? null)
    if (misplaced) return misplaced
    if (given.cardPrefix !== undefined) {
      const [other] = await db
        .select({ communityId: community.communityId })
        .from(community)
        .where(and(eq(community.cardPrefix, given.cardPrefix), ne(community.communityId, communityId)))
      if (other) return refuse('card_prefix_taken', { prefix: given.cardPrefix })
    }
    const set = given.name === undefined ? given : { ...given, name: given.name.trim() }
    const [row] = await db.update(community).set(set).where(and(eq(community.communityId, communityId), isNull(community.archivedAt))).returning({ name: community.name })
    return row ? communityId : refuse('community_archived', { community: communityId })
  }, 'community')
  directory.forget(communityId)
  return answerOf(changed, () => findCommunity(service, communityId))
}

/**
 * Closes a community for good: from now on nothing is written for it, and everything stays readable. One that is archived
 * stays as it was archived, whatever the reason given again, and is answered for as before. Refuses `bad_code`, `unknown_community`
 * and `key_reused`.
 */
export async function archiveCommunity(service: Service, communityId: string, reason: string, asked?: Keyed): Promise<Answered<Community> | Refusal> {
  const { bank, clock, directory } = service
  if (!isAccountPart(reason)) return refuse('bad_code', { value: reason })
  const { community } = bank.store.tables
  let isAgain = false
  const archived = await once(service, communityId, asked, async (db) => {
    const [row] = await db
      .update(community)
      .set({ archivedAt: clock.now(), archiveReason: reason })
      .where(and(eq(community.communityId, communityId), isNull(community.archivedAt)))
      .returning({ communityId: community.communityId })
    if (row) return row.communityId
    const [found] = await db.select({ communityId: community.communityId }).from(community).where(eq(community.communityId, communityId))
    isAgain = found !== undefined
    return found?.communityId ?? refuse('unknown_community', { community: communityId })
  }, 'community')
  directory.forget(communityId)
  const answered = await answerOf(archived, () => findCommunity(service, communityId))
  return isRefusal(answered) ? answered : { ...answered, replayed: answered.replayed || isAgain }
}
