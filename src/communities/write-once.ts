import type { Refusal } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { answerOf, once } from './once.ts'
import type { Answered, Keyed } from './request-keys.ts'

/**
 * Writes around the journal once for a key, in one transaction with the community's row locked, and answers with what was
 * written as it stands now. The work refuses before it writes anything, and returns the id to read it by. Refuses
 * `unknown_community`, `community_archived`, `key_reused` and what the work refuses.
 */
export async function writeOnce<T extends object>(
  service: Service,
  communityId: string,
  asked: Keyed,
  { write, find }: { write: (db: Database) => Promise<string | Refusal>; find: (id: string) => Promise<T | Refusal> }
): Promise<Answered<T> | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  return answerOf(await once(service, communityId, asked, write), find)
}
