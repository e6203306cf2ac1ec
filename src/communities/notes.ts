import { createHash, randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'

/** The free text behind a commitment, or null where there was none or it was erased. */
export async function findNote({ bank, vault }: Service, communityId: string, commitment: string | null): Promise<string | null> {
  if (commitment === null) return null
  const { note } = bank.store.tables
  const [found] = await bank.store.db
    .select({ text: note.text })
    .from(note)
    .where(and(eq(note.communityId, communityId), eq(note.commitment, commitment)))
  return found ? vault.open(found.text, placeOfNote(commitment)) : null
}

/** Keeps free text outside the journal, where it can be erased, and returns the commitment that the journal seals. */
export function keepNote(service: Service, communityId: string, text: string): Promise<string> {
  return service.bank.store.write((db) => insertNote(service, db, communityId, text))
}

/** The same as part of a larger write, so that what is refused leaves no note behind. */
export async function insertNote({ bank, vault }: Service, db: Database, communityId: string, text: string): Promise<string> {
  const salt = randomBytes(16).toString('hex')
  const commitment = createHash('sha256').update(salt).update(text).digest('hex')
  const { note } = bank.store.tables
  await db.insert(note).values({ communityId, commitment, salt, text: vault.seal(text, placeOfNote(commitment)) })
  return commitment
}

export const placeOfNote = (commitment: string) => `note:${commitment}`
