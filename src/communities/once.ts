import { eq } from 'drizzle-orm'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { type Keyed, registerOnce } from './request-keys.ts'

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
  service: Service,
  communityId: string,
  asked: Keyed | undefined,
  work: (db: Database) => Promise<string | Refusal>
): Promise<Made | Refusal> {
  const { community } = service.bank.store.tables
  const done = await registerOnce<{ made: string }>(service, communityId, asked, {
    kind: 'record',
    register: async (db) => {
      // The row is locked by a write that changes nothing, so that two processes never do the same at once.
      await db.update(community).set({ communityId }).where(eq(community.communityId, communityId))
      const made = await work(db)
      return typeof made === 'string' ? { made } : made
    },
    referenceOf: ({ made }) => made,
    again: async ({ reference }) => ({ made: reference })
  })
  return isRefusal(done) ? done : { made: done.answer.made, replayed: done.replayed }
}
