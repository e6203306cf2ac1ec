import { and, eq, isNull, ne } from 'drizzle-orm'
import { isAccountPart } from '../ledger/chart.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { badSettings, type Community, type CommunitySettings, refusalOfArea, type Service, toCommunity } from './communities.ts'

export type CommunityChange = { [Setting in keyof CommunitySettings]?: Exclude<CommunitySettings[Setting], null> | undefined }

/**
 * Renames a community, moves it to another subdistrict or changes its settings; what is not named stays. Books and card
 * numbers stay as they are. Refuses `nothing_to_change`, what `createCommunity` refuses of a setting, `unknown_community`
 * and `community_archived`.
 */
export async function changeCommunity({ bank, directory }: Service, communityId: string, change: CommunityChange): Promise<Community | Refusal> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as CommunityChange
  if (Object.keys(given).length === 0) return refuse('nothing_to_change')
  const bad = badSettings(given)
  if (bad) return bad
  const { tables } = bank.store
  const { community } = tables
  const changed = await bank.store.write(async (db): Promise<Community | Refusal> => {
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
    const [row] = await db.update(community).set(set).where(and(eq(community.communityId, communityId), isNull(community.archivedAt))).returning()
    return row ? toCommunity(row) : refuse('community_archived', { community: communityId })
  })
  directory.forget(communityId)
  return changed
}

/**
 * Closes a community for good: from now on nothing is written for it, and everything stays readable. One that is archived
 * stays as it was archived, whatever the reason given again. Refuses `bad_code` and `unknown_community`.
 */
export async function archiveCommunity(
  { bank, clock, directory }: Service,
  communityId: string,
  reason: string
): Promise<{ community: Community; again: boolean } | Refusal> {
  if (!isAccountPart(reason)) return refuse('bad_code', { value: reason })
  const { community } = bank.store.tables
  const archived = await bank.store.write(async (db) => {
    const [row] = await db
      .update(community)
      .set({ archivedAt: clock.now(), archiveReason: reason })
      .where(and(eq(community.communityId, communityId), isNull(community.archivedAt)))
      .returning()
    if (row) return { community: toCommunity(row), again: false }
    const [found] = await db.select().from(community).where(eq(community.communityId, communityId))
    return found ? { community: toCommunity(found), again: true } : refuse('unknown_community', { community: communityId })
  })
  directory.forget(communityId)
  return archived
}
