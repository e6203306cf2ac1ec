import { and, eq } from 'drizzle-orm'
import { type Refusal, isRefusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { type Asking, hashOf } from './post-action.ts'

export interface Made {
  refused?: undefined
  /** The number or id of what was made. */
  made: string
  /** The same request had made it before. */
  replayed: boolean
}

/**
 * Runs a write around the journal once for its key, in one transaction with the community's row locked. The work
 * refuses before it writes anything. The same request again makes nothing and names what was made before; another
 * request under the key is `key_reused`.
 */
export async function once(
  { bank, clock, vault }: Service,
  communityId: string,
  { idempotencyKey, request }: Pick<Asking, 'idempotencyKey' | 'request'>,
  work: (db: Database) => Promise<string | Refusal>
): Promise<Made | Refusal> {
  const { registration, community } = bank.store.tables
  const asked = hashOf(request).toString('hex')
  return bank.store.write(async (db) => {
    // The row is locked by a write that changes nothing, so that two processes never do the same at once.
    await db.update(community).set({ communityId }).where(eq(community.communityId, communityId))
    const [earlier] = await db
      .select()
      .from(registration)
      .where(and(eq(registration.communityId, communityId), eq(registration.idempotencyKey, idempotencyKey)))
    if (earlier) {
      const same = vault.indexes(asked, 'request').includes(earlier.requestIndex)
      return same ? { made: earlier.made, replayed: true } : refuse('key_reused')
    }
    const made = await work(db)
    if (isRefusal(made)) return made
    await db
      .insert(registration)
      .values({ communityId, idempotencyKey, requestIndex: vault.index(asked, 'request'), made, at: clock.now() })
    return { made, replayed: false }
  })
}
