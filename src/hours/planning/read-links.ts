import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { LinkKind } from '../../contracts/planning-codes.ts'

/** The needs and resources that each of these grew from. */
export async function readOrigins({ bank }: Service, communityId: string, kind: LinkKind, targetIds: string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(targetIds.map((each) => [each, []]))
  if (targetIds.length === 0) return found
  const { listLink } = bank.store.tables
  const rows = await bank.store.db
    .select({ entryId: listLink.entryId, targetId: listLink.targetId })
    .from(listLink)
    .where(and(eq(listLink.communityId, communityId), eq(listLink.kind, kind), inArray(listLink.targetId, targetIds)))
    .orderBy(asc(listLink.entryId))
  for (const { entryId, targetId } of rows) found.get(targetId)?.push(entryId)
  return found
}

/** What grew from each of these. */
export async function readLinks({ bank }: Service, communityId: string, entryIds: string[]): Promise<Map<string, { kind: LinkKind; targetId: string }[]>> {
  const found = new Map<string, { kind: LinkKind; targetId: string }[]>(entryIds.map((each) => [each, []]))
  if (entryIds.length === 0) return found
  const { listLink } = bank.store.tables
  const rows = await bank.store.db
    .select({ entryId: listLink.entryId, kind: listLink.kind, targetId: listLink.targetId })
    .from(listLink)
    .where(and(eq(listLink.communityId, communityId), inArray(listLink.entryId, entryIds)))
    .orderBy(asc(listLink.kind), asc(listLink.targetId))
  for (const { entryId, kind, targetId } of rows) found.get(entryId)?.push({ kind: kind as LinkKind, targetId })
  return found
}
