import { eq } from 'drizzle-orm'
import type { Service } from './communities.ts'

/** Whether two people are needed there; not where a community is too small for two, and each case is then an exception. */
export async function needsTwoPeople({ bank }: Pick<Service, 'bank'>, communityId: string): Promise<boolean> {
  const { community } = bank.store.tables
  const [found] = await bank.store.db.select({ fourEyes: community.fourEyes }).from(community).where(eq(community.communityId, communityId))
  return found?.fourEyes ?? true
}
