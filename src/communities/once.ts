import { and, eq } from 'drizzle-orm'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { type Answered, findKeyUse, keepKeyUse, type Keyed, type KeyUse } from './request-keys.ts'

export interface Made {
  refused?: undefined
  /** The number or id of what was made. */
  made: string
  kind: KeyUse['kind']
  /** The same request had made it before. */
  replayed: boolean
}

/**
 * Runs a write around the journal once for its key, in one transaction with the community's row locked; the key is kept in the
 * same transaction. The work returns the number or id of what it made, and refuses before it writes anything: a refusal leaves
 * its key free. The same request again makes nothing and names what was made before; another request under the key is
 * `key_reused`. Without a key nothing is kept.
 */
export async function once(
  service: Service,
  communityId: string,
  asked: Keyed | undefined,
  work: (db: Database) => Promise<string | Refusal>,
  kind: KeyUse['kind'] = 'record'
): Promise<Made | Refusal> {
  const { store } = service.bank
  const { community, requestKey } = store.tables
  return store.write(async (db): Promise<Made | Refusal> => {
    // The key is taken first: whoever else comes with it waits here, and then finds what it stands for.
    if (asked !== undefined && !(await keepKeyUse(service, db, communityId, asked, { kind, reference: '' }))) {
      const used = (await findKeyUse(service, db, communityId, asked)) ?? refuse('key_reused')
      return isRefusal(used) ? used : { made: used.reference, kind: used.kind, replayed: true }
    }
    // The row is locked by a write that changes nothing, so that two processes never do the same at once.
    await db.update(community).set({ communityId }).where(eq(community.communityId, communityId))
    const made = await work(db)
    if (asked !== undefined) {
      const own = and(eq(requestKey.communityId, communityId), eq(requestKey.idempotencyKey, asked.idempotencyKey))
      if (isRefusal(made)) await db.delete(requestKey).where(own)
      else await db.update(requestKey).set({ reference: made }).where(own)
    }
    return isRefusal(made) ? made : { made, kind, replayed: false }
  })
}

/** The answer to what was made once: what was made as it is read now, and whether it is the first answer again. */
export async function answerOf<T extends object>(made: Made | Refusal, read: (made: string) => Promise<T | Refusal>): Promise<Answered<T> | Refusal> {
  if (isRefusal(made)) return made
  const answer = await read(made.made)
  return isRefusal(answer) ? answer : { answer, replayed: made.replayed }
}
