import { createHash, randomBytes } from 'node:crypto'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { once } from '../communities/once.ts'
import { type Keyed, OF_THE_SERVICE } from '../communities/request-keys.ts'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Actor } from './actor.ts'
import { rolesOf } from './assignments.ts'
import { OPERATIONS } from './operations.ts'
import type { UserBook } from './user-book.ts'
import { findUser } from './users.ts'

/** A key as it is listed; the key itself was shown once. */
export interface ApiKey {
  keyId: string
  name: string
  /** Its first characters. */
  start: string
  /** The operations it is limited to; null for all that its user may do. */
  operations: string[] | null
  createdBy: string
  createdAt: number
  expiresAt: number
  lastUsedAt: number | null
  revokedAt: number | null
}

export const MOST_KEY_DAYS = 366
const PREFIX = 'tbk_'
const KEY_BYTES = 32
const START_CHARACTERS = 10
/** The last use of a key is written down at most so often. */
const TOUCH_MILLISECONDS = 60_000

type KeyRow = UserBook['service']['bank']['store']['tables']['apiKey']['$inferSelect']

function toApiKey({ keyId, name, start, scopes, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt }: KeyRow): ApiKey {
  return { keyId, name, start, operations: scopes, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt }
}

export interface NewApiKey {
  /** Whose rights it has. */
  user: string
  /** What it is for. */
  name: string
  operations?: string[] | null | undefined
  expiresAt: number
  by: string
}

/** Refuses `unknown_operation`: a key whose operation is mistyped would do less than was meant, without a word. */
export function checkOperations(operations: readonly string[] | null): Refusal | undefined {
  const unknown = operations?.find((each) => !Object.hasOwn(OPERATIONS, each))
  return unknown === undefined ? undefined : refuse('unknown_operation', { operation: unknown })
}

/**
 * Makes a key, which is returned this once: asked again with the same idempotency key, it is null. Refuses `unknown_user`, `not_a_program`: staff have passwords, and second
 * factors that a key would go round; `unknown_operation`; and, where it would be good too long or not at all, `invalid_request`; `key_reused`.
 */
export async function createApiKey(
  book: UserBook,
  { user: owner, name, operations = null, expiresAt, by }: NewApiKey,
  asked?: Keyed
): Promise<{ refused?: undefined; key: string | null; apiKey: ApiKey; replayed: boolean } | Refusal> {
  const { bank, clock } = book.service
  const user = await findUser(book, owner)
  if (!user) return refuse('unknown_user', { user: owner })
  if (user.kind !== 'program') return refuse('not_a_program', { user: owner })
  const unknown = checkOperations(operations)
  if (unknown) return unknown
  const key = `${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`
  const { apiKey } = bank.store.tables
  const made = await once(book.service, OF_THE_SERVICE, asked, async (db) => {
    const now = clock.now()
    if (expiresAt <= now || expiresAt > now + MOST_KEY_DAYS * 86_400_000) return refuse('invalid_request', { detail: 'expiresAt' })
    const keyId = newId()
    await db.insert(apiKey).values({
      keyId, userId: user.id, name, start: key.slice(0, START_CHARACTERS), hash: hashOf(key), scopes: operations, createdBy: by, createdAt: now,
      expiresAt, lastUsedAt: null, revokedAt: null
    })
    return keyId
  })
  if (isRefusal(made)) return made
  const [row] = await bank.store.db.select().from(apiKey).where(eq(apiKey.keyId, made.made))
  if (!row) throw new Error('a key that was made is not there')
  return { key: made.replayed ? null : key, apiKey: toApiKey(row), replayed: made.replayed }
}

/** All keys of a user, the oldest first, those that are no longer good too. Refuses `unknown_user`. */
export async function listApiKeys(book: UserBook, owner: string): Promise<ApiKey[] | Refusal> {
  const user = await findUser(book, owner)
  if (!user) return refuse('unknown_user', { user: owner })
  const { apiKey } = book.service.bank.store.tables
  const rows = await book.service.bank.store.db.select().from(apiKey).where(eq(apiKey.userId, user.id)).orderBy(asc(apiKey.keyId))
  return rows.map(toApiKey)
}

/** Revoked twice it stays as it was the first time. Refuses `unknown_user`, `unknown_api_key` and `key_reused`. */
export async function revokeApiKey(
  book: UserBook,
  { user: owner, keyId }: { user: string; keyId: string },
  asked?: Keyed
): Promise<{ refused?: undefined; apiKey: ApiKey; replayed: boolean } | Refusal> {
  const { bank, clock } = book.service
  const user = await findUser(book, owner)
  if (!user) return refuse('unknown_user', { user: owner })
  const { apiKey } = bank.store.tables
  const its = and(eq(apiKey.keyId, keyId), eq(apiKey.userId, user.id))
  const made = await once(book.service, OF_THE_SERVICE, asked, async (db) => {
    const [found] = await db.select({ keyId: apiKey.keyId }).from(apiKey).where(its)
    if (!found) return refuse('unknown_api_key')
    await db.update(apiKey).set({ revokedAt: clock.now() }).where(and(its, isNull(apiKey.revokedAt)))
    return keyId
  })
  if (isRefusal(made)) return made
  book.actors.evict(user.id)
  const [row] = await bank.store.db.select().from(apiKey).where(its)
  return row ? { apiKey: toApiKey(row), replayed: made.replayed } : refuse('unknown_api_key')
}

/** Who a key belongs to; refuses `api_key_not_good` one that is unknown, expired or revoked, or whose user is disabled. */
export async function actorOfKey(book: UserBook, key: string): Promise<Actor | Refusal> {
  const { bank, clock } = book.service
  if (!key.startsWith(PREFIX) || key.length > 100) return refuse('api_key_not_good')
  const { apiKey, user } = bank.store.tables
  const [found] = await bank.store.db
    .select({ key: apiKey, user: { id: user.id, name: user.name, kind: user.kind, disabledAt: user.disabledAt } })
    .from(apiKey)
    .innerJoin(user, eq(user.id, apiKey.userId))
    .where(eq(apiKey.hash, hashOf(key)))
  const now = clock.now()
  if (!found || found.key.revokedAt !== null || found.key.expiresAt <= now || found.user.disabledAt !== null) return refuse('api_key_not_good')
  const { keyId, lastUsedAt, scopes } = found.key
  if (lastUsedAt === null || now - lastUsedAt >= TOUCH_MILLISECONDS) {
    await bank.store.write((db) => db.update(apiKey).set({ lastUsedAt: now }).where(eq(apiKey.keyId, keyId)))
  }
  return {
    id: found.user.id,
    name: found.user.name,
    kind: found.user.kind as Actor['kind'],
    assignments: (await rolesOf(book, found.user.id)).map((each) => each.assignment),
    operations: scopes ?? undefined,
    mustChangePassword: false
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
