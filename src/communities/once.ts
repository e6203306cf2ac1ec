import { and, eq } from 'drizzle-orm'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { type Answered, findKeyUse, keepKeyUse, type Keyed, type KeyUse } from './request-keys.ts'
import { lockCommunity } from './lock-community.ts'

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
  const done = await runOnce(service, communityId, asked, kind, async (db) => {
    const made = await work(db)
    return isRefusal(made) ? made : { reference: made }
  })
  return isRefusal(done) ? done : { made: done.reference, kind: done.kind, replayed: done.replayed }
}

/** The same for work whose answer nothing else keeps, such as which of several things were refused: it is kept with the key, as JSON. */
export async function onceKept<T extends Record<string, unknown>>(
  service: Service,
  communityId: string,
  asked: Keyed | undefined,
  work: (db: Database) => Promise<T | Refusal>,
  kind: KeyUse['kind'] = 'record'
): Promise<Answered<T> | Refusal> {
  const done = await runOnce(service, communityId, asked, kind, async (db) => {
    const content = await work(db)
    return isRefusal(content) ? content : { reference: newId(), content }
  })
  return isRefusal(done) ? done : { answer: done.content as T, replayed: done.replayed }
}

/**
 * The same for work of several transactions that does what is due, and that does no harm when it is done again: its answer is kept
 * once all of it is done.
 */
export async function onceDone<T extends object>(service: Service, communityId: string, asked: Keyed, work: () => Promise<T | Refusal>): Promise<Answered<T> | Refusal> {
  const { store } = service.bank
  const used = await findKeyUse(service, store.db, communityId, asked)
  if (used) return isRefusal(used) ? used : { answer: used.content as T, replayed: true }
  const answer = await work()
  if (isRefusal(answer)) return answer
  await store.write((db) => keepKeyUse(service, db, communityId, asked, { kind: 'record', reference: newId(), content: answer as Record<string, unknown> }))
  return { answer, replayed: false }
}

type Work = (db: Database) => Promise<Omit<KeyUse, 'kind'> | Refusal>

async function runOnce(service: Service, communityId: string, asked: Keyed | undefined, kind: KeyUse['kind'], work: Work): Promise<(KeyUse & { refused?: undefined; replayed: boolean }) | Refusal> {
  const { store } = service.bank
  const { requestKey } = store.tables
  return store.write(async (db) => {
    // The key is taken first: whoever else comes with it waits here, and then finds what it stands for.
    if (asked !== undefined && !(await keepKeyUse(service, db, communityId, asked, { kind, reference: '' }))) {
      const used = (await findKeyUse(service, db, communityId, asked)) ?? refuse('key_reused')
      return isRefusal(used) ? used : { ...used, replayed: true }
    }
    await lockCommunity(service, db, communityId)
    const made = await work(db)
    if (asked !== undefined) {
      const own = and(eq(requestKey.communityId, communityId), eq(requestKey.idempotencyKey, asked.idempotencyKey))
      if (isRefusal(made)) await db.delete(requestKey).where(own)
      else await db.update(requestKey).set(made).where(own)
    }
    return isRefusal(made) ? made : { ...made, kind, replayed: false }
  })
}

/** The answer to what was made once: what was made as it is read now, and whether it is the first answer again. */
export async function answerOf<T extends object>(made: Made | Refusal, read: (made: string) => Promise<T | Refusal>): Promise<Answered<T> | Refusal> {
  if (isRefusal(made)) return made
  const answer = await read(made.made)
  return isRefusal(answer) ? answer : { answer, replayed: made.replayed }
}
