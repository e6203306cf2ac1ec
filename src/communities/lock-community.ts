import { eq } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'

/** Locks a community's row by a write that changes nothing, so that two processes never do the same in it at once. */
export async function lockCommunity({ bank }: Pick<Service, 'bank'>, db: Database, communityId: string): Promise<void> {
  const { community } = bank.store.tables
  await db.update(community).set({ communityId }).where(eq(community.communityId, communityId))
}
