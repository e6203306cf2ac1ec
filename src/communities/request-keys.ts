import { and, eq } from 'drizzle-orm'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { hashOf } from './request-hash.ts'

/** Who asks, with which key, for what. */
export interface Keyed {
  actor: string
  idempotencyKey: string
  /** The request as it came in; a key that was used for another one is refused. */
  request: unknown
}

/** Stands for the community in the keys of what belongs to none. */
export const OF_THE_SERVICE = ''

/** Postings that find everything as it should be already: their keys are kept here, as no transaction holds them. */
export const MAY_POST_NOTHING = ['stocktake', 'recover', 'expire'] as const

/** What a key was used for: the reference is a member's number, a sku, an import, as the kind says. */
export interface KeyUse {
  kind:
    | 'area' | 'community' | 'record' | 'services' | 'approval' | 'good' | 'import' | 'import_again' | 'import_confirmed'
    | (typeof MAY_POST_NOTHING)[number]
  reference: string
  /** What was asked for or answered, where nothing else keeps it. */
  content?: Record<string, unknown>
}

/** An answer, and whether it is the first one again. */
export interface Answered<T> {
  refused?: undefined
  answer: T
  replayed: boolean
}

/** What a key stands for already, or undefined where it is free. Refuses `key_reused` where it was used for another request. */
export async function findKeyUse({ bank, vault }: Service, db: Database, communityId: string, asked: Keyed): Promise<KeyUse | Refusal | undefined> {
  const { requestKey } = bank.store.tables
  const [found] = await db
    .select({ kind: requestKey.kind, reference: requestKey.reference, content: requestKey.content, requestHash: requestKey.requestHash })
    .from(requestKey)
    .where(and(eq(requestKey.communityId, communityId), eq(requestKey.idempotencyKey, asked.idempotencyKey)))
  if (!found) return undefined
  if (!vault.indexes(requestHashOf(asked), 'request').includes(found.requestHash)) return refuse('key_reused')
  return { kind: found.kind as KeyUse['kind'], reference: found.reference, ...(found.content === null ? {} : { content: found.content }) }
}

/** Notes what a key stands for from now on. Returns false, and changes nothing, where it stands for something already. */
export async function keepKeyUse({ bank, clock, vault }: Service, db: Database, communityId: string, asked: Keyed, use: KeyUse): Promise<boolean> {
  const { requestKey } = bank.store.tables
  const kept = await db
    .insert(requestKey)
    .values({
      communityId, idempotencyKey: asked.idempotencyKey, requestHash: vault.index(requestHashOf(asked), 'request'), ...use, recordedBy: asked.actor, recordedAt: clock.now()
    })
    .onConflictDoNothing()
    .returning({ kind: requestKey.kind })
  return kept.length > 0
}

function requestHashOf({ request }: Keyed): string {
  return hashOf(request).toString('hex')
}
