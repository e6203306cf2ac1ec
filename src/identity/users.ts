import { and, asc, eq, exists, gt, inArray, isNull, ne, or, type SQL } from 'drizzle-orm'
import { once } from '../communities/once.ts'
import { type Keyed, OF_THE_SERVICE } from '../communities/request-keys.ts'
import type { Page } from '../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import { hashSecret, oneTimePassword } from './passwords.ts'
import type { Reach } from './reach.ts'
import { type Scope, scopeOf } from './roles.ts'
import type { UserBook } from './user-book.ts'

/** Staff or a program; residents are members and have no user name. */
export interface User {
  id: string
  name: string
  kind: 'staff' | 'program'
  /** Who administers it keeps the user. */
  level: Scope
  mustChangePassword: boolean
  secondFactor: boolean
  demo: boolean
  disabledAt: number | null
}

type Tables = UserBook['service']['bank']['store']['tables']

function toUser(row: Tables['user']['$inferSelect']): User {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as User['kind'],
    level: scopeOf(row.levelScope, row.levelId),
    mustChangePassword: row.mustChangePassword,
    secondFactor: row.twoFactorEnabled === true,
    demo: row.demo,
    disabledAt: row.disabledAt?.getTime() ?? null
  }
}

/** Undefined for one that does not exist, and for residents. */
export async function findUser({ service }: Pick<UserBook, 'service'>, name: string): Promise<User | undefined> {
  const { user } = service.bank.store.tables
  const [found] = await service.bank.store.db.select().from(user).where(eq(user.username, name))
  return found && toUser(found)
}

export interface UserFilter {
  /** Only users who belong there or have a role there. */
  reach?: Reach | undefined
  after?: string | undefined
  limit: number
}

/** In order of their names. */
export async function listUsers({ service }: Pick<UserBook, 'service'>, { reach = 'everywhere', after = '', limit }: UserFilter): Promise<Page<User>> {
  const { store } = service.bank
  const { user, assignment } = store.tables
  const hasRole = exists(
    store.db
      .select({ userId: assignment.userId })
      .from(assignment)
      .where(and(eq(assignment.userId, user.id), isNull(assignment.endedAt), isWithin(reach, assignment.scope, assignment.scopeId)))
  )
  const rows = await store.db
    .select()
    .from(user)
    .where(and(gt(user.username, after), ne(user.kind, 'resident'), reach === 'everywhere' ? undefined : or(isWithin(reach, user.levelScope, user.levelId), hasRole)))
    .orderBy(asc(user.username))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toUser)
  return { items, next: rows.length > limit ? (items.at(-1)?.name ?? null) : null }
}

type Column = Tables['user']['levelScope'] | Tables['assignment']['scope']

function isWithin(reach: Reach, scope: Column, id: Column): SQL | undefined {
  if (reach === 'everywhere') return undefined
  return or(and(eq(scope, 'community'), inArray(id, [...reach.communityIds])), and(eq(scope, 'area'), inArray(id, [...reach.areaIds])))
}

/**
 * Gives a new first password; sessions end. Asked again with its key, the password is not told a second time. Refuses
 * `unknown_user`, for programs too, and `key_reused`.
 */
export async function resetPassword(book: UserBook, name: string, asked?: Keyed): Promise<{ refused?: undefined; password: string | null; replayed: boolean } | Refusal> {
  const found = await findUser(book, name)
  if (found?.kind !== 'staff') return refuse('unknown_user', { user: name })
  const password = oneTimePassword()
  const hashed = await hashSecret(password)
  const { user, signInAccount: account } = book.service.bank.store.tables
  const made = await once(book.service, OF_THE_SERVICE, asked, async (db) => {
    const updatedAt = new Date(book.service.clock.now())
    await db.update(account).set({ password: hashed, updatedAt }).where(and(eq(account.userId, found.id), eq(account.providerId, CREDENTIAL)))
    await db.update(user).set({ mustChangePassword: true, updatedAt }).where(eq(user.id, found.id))
    return found.id
  })
  if (isRefusal(made)) return made
  if (made.replayed) return { password: null, replayed: true }
  await endSessions(book, found.id)
  await book.passwordAttempts.forget(name)
  return { password, replayed: false }
}

/** How the library for signing in calls an account with a password. */
export const CREDENTIAL = 'credential'

export type Switched = { refused?: undefined; user: User; replayed: boolean }

/** Nobody gets in any more, neither with a password nor with a key. Refuses `unknown_user`, `last_administrator` and `key_reused`. */
export async function disableUser(book: UserBook, name: string, asked?: Keyed): Promise<Switched | Refusal> {
  return switchUser(book, { name, off: true }, asked)
}

export async function enableUser(book: UserBook, name: string, asked?: Keyed): Promise<Switched | Refusal> {
  return switchUser(book, { name, off: false }, asked)
}

async function switchUser(book: UserBook, { name, off }: { name: string; off: boolean }, asked: Keyed | undefined): Promise<Switched | Refusal> {
  const { service } = book
  const found = await findUser(book, name)
  if (!found) return refuse('unknown_user', { user: name })
  const { user } = service.bank.store.tables
  const made = await once(service, OF_THE_SERVICE, asked, async (db) => {
    if (off && found.disabledAt === null && (await isLastAdministrator(book, db, found.id))) return refuse('last_administrator')
    const now = new Date(service.clock.now())
    const changes = and(eq(user.id, found.id), off ? isNull(user.disabledAt) : undefined)
    await db.update(user).set({ disabledAt: off ? now : null, updatedAt: now }).where(changes)
    return found.id
  })
  if (isRefusal(made)) return made
  if (!made.replayed) await endSessions(book, found.id)
  const after = await findUser(book, name)
  if (!after) throw new Error('a user is gone')
  return { user: after, replayed: made.replayed }
}

/** Ends all sessions of a user, and what is remembered of them. */
export async function endSessions({ service, actors }: Pick<UserBook, 'service' | 'actors'>, userId: string): Promise<void> {
  const { session } = service.bank.store.tables
  await service.bank.store.write((db) => db.delete(session).where(eq(session.userId, userId)))
  actors.evict(userId)
}

/** Whether nobody else could administer the whole service any more. */
export async function isLastAdministrator({ service }: Pick<UserBook, 'service'>, db: Database, userId: string): Promise<boolean> {
  const { user, assignment } = service.bank.store.tables
  const rows = await db
    .select({ userId: assignment.userId })
    .from(assignment)
    .innerJoin(user, eq(user.id, assignment.userId))
    .where(
      and(
        eq(assignment.role, 'administrator'), eq(assignment.scope, 'service'), isNull(assignment.endedAt), isNull(user.disabledAt),
        or(eq(user.kind, 'staff'), eq(user.id, userId))
      )
    )
  return rows.length > 0 && rows.every((row) => row.userId === userId)
}
