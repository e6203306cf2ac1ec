import { eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Database } from '../../store/store.ts'

/** The community's row is locked by a write that changes nothing, so that two processes never record or decide at once. */
export async function lockRecords({ bank }: Service, db: Database, communityId: string): Promise<void> {
  const { community } = bank.store.tables
  await db.update(community).set({ communityId }).where(eq(community.communityId, communityId))
}
