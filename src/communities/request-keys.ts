import { and, eq } from 'drizzle-orm'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
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
  kind: 'area' | 'community' | 'member' | 'record' | 'services' | 'approval' | 'good' | 'import' | 'import_again' | 'import_confirmed' | (typeof MAY_POST_NOTHING)[number]
  reference: string
  /** What was asked for, where nothing else keeps it. */
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

export interface Registration<T> {
  kind: KeyUse['kind']
  /** Where it refuses, it must have written nothing. */
  register: (db: Database) => Promise<T | Refusal>
  referenceOf: (registered: T) => string
  /** What of the first answer nothing else keeps, such as which of several records were refused. */
  contentOf?: (registered: T) => Record<string, unknown>
  /** The first answer, from what was kept of it. */
  again: (use: KeyUse) => Promise<T | Refusal>
}

/**
 * Registers something once for each key, which is kept in the same transaction. The same request with the same key
 * gives the first answer again, another one is `key_reused`, and a refusal leaves its key free. Without a key nothing
 * is kept.
 */
export async function registerOnce<T extends object>(
  service: Service,
  communityId: string,
  asked: Keyed | undefined,
  { kind, register, referenceOf, contentOf, again }: Registration<T>
): Promise<Answered<T> | Refusal> {
  const { store } = service.bank
  const { requestKey } = store.tables
  const done = await store.write(async (db): Promise<{ answer: T } | { used: KeyUse } | Refusal> => {
    // The key is taken first: whoever else comes with it waits here, and then finds what it stands for.
    if (asked !== undefined && !(await keepKeyUse(service, db, communityId, asked, { kind, reference: '' }))) {
      const used = (await findKeyUse(service, db, communityId, asked)) ?? refuse('key_reused')
      return isRefusal(used) ? used : { used }
    }
    const answer = await register(db)
    if (asked !== undefined) {
      const own = and(eq(requestKey.communityId, communityId), eq(requestKey.idempotencyKey, asked.idempotencyKey))
      if (isRefusal(answer)) await db.delete(requestKey).where(own)
      else await db.update(requestKey).set({ reference: referenceOf(answer), ...(contentOf ? { content: contentOf(answer) } : {}) }).where(own)
    }
    return isRefusal(answer) ? answer : { answer }
  })
  if (isRefusal(done)) return done
  if ('answer' in done) return { answer: done.answer, replayed: false }
  const answer = await again(done.used)
  return isRefusal(answer) ? answer : { answer, replayed: true }
}

function requestHashOf({ request }: Keyed): string {
  return hashOf(request).toString('hex')
}
