import { and, eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'

/** Refuses `unknown_entry` for what is no entry of the list of projects. */
export async function refusalOfProject({ bank }: Service, db: Database, communityId: string, projectId: string | null): Promise<Refusal | undefined> {
  if (projectId === null) return undefined
  const { listEntry } = bank.store.tables
  const [found] = await db
    .select({ entryId: listEntry.entryId })
    .from(listEntry)
    .where(and(eq(listEntry.communityId, communityId), eq(listEntry.entryId, projectId), eq(listEntry.list, 'projects')))
  return found ? undefined : refuse('unknown_entry', { entry: projectId })
}
