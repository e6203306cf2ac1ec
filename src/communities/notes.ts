import { and, eq } from 'drizzle-orm'
import type { Service } from './communities.ts'

/** The free text behind a commitment, or null where there was none or it was erased. */
export async function findNote({ bank }: Service, communityId: string, commitment: string | null): Promise<string | null> {
  if (commitment === null) return null
  const { note } = bank.store.tables
  const [found] = await bank.store.db
    .select({ text: note.text })
    .from(note)
    .where(and(eq(note.communityId, communityId), eq(note.commitment, commitment)))
  return found?.text ?? null
}
