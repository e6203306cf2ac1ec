import { randomBytes } from 'node:crypto'
import { and, asc, eq, gt, isNull, ne, or } from 'drizzle-orm'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Identity } from './identity.ts'
import { USER_NAME } from './library.ts'
import { hashSecret, oneTimePassword } from './passwords.ts'

/** Staff or a program; residents are members and have no user name. */
export interface User {
  id: string
  name: string
  kind: 'staff' | 'program'
  mustChangePassword: boolean
  secondFactor: boolean
  demo: boolean
  disabledAt: number | null
}

type UserRow = Identity['service']['bank']['store']['tables']['user']['$inferSelect']

function toUser(row: UserRow): User {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as User['kind'],
    mustChangePassword: row.mustChangePassword,
    secondFactor: row.twoFactorEnabled === true,
    demo: row.demo,
    disabledAt: row.disabledAt?.getTime() ?? null
  }
}

/** Undefined for one that does not exist, and for residents. */
export async function findUser({ service }: Pick<Identity, 'service'>, name: string): Promise<User | undefined> {
  const { user } = service.bank.store.tables
  const [found] = await service.bank.store.db.select().from(user).where(eq(user.username, name))
  return found && toUser(found)
}

/** In order of their names. */
export async function listUsers({ service }: Identity, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<User>> {
  const { user } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(user)
    .where(and(gt(user.username, after), ne(user.kind, 'resident')))
    .orderBy(asc(user.username))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toUser)
  return { items, next: rows.length > limit ? (items.at(-1)?.name ?? null) : null }
}

export interface NewUser {
  name: string
  kind: User['kind']
  /** Where absent, one is made that must be changed at once. */
  password?: string | undefined
  /** For trying the service out. */
  demo?: boolean | undefined
}

/**
 * Creates a user. Staff get a password that is shown once and must be changed; a program has none that anybody knows,
 * and uses keys. Refuses `bad_code` and `user_exists`.
 */
export async function createUser(identity: Identity, { name, kind, password, demo = false }: NewUser): Promise<{ user: User; password: string | null } | Refusal> {
  if (!USER_NAME.test(name)) return refuse('bad_code', { value: name })
  if (await findUser(identity, name)) return refuse('user_exists', { user: name })
  const first = password ?? (kind === 'staff' ? oneTimePassword() : randomBytes(32).toString('base64url'))
  const { internalAdapter } = await identity.library.$context
  const hashed = await hashSecret(first)
  try {
    const created = await internalAdapter.createUser(
      {
        name, username: name, email: `${name}@users.invalid`, emailVerified: false, kind, demo,
        mustChangePassword: kind === 'staff' && password === undefined, disabledAt: null, communityId: null, memberNumber: null
      },
      { method: 'admin' }
    )
    await internalAdapter.linkAccount({ userId: created.id, providerId: 'credential', accountId: created.id, password: hashed })
  } catch (error) {
    // Somebody else took the name a moment before.
    if (await findUser(identity, name)) return refuse('user_exists', { user: name })
    throw error
  }
  const user = await findUser(identity, name)
  if (!user) throw new Error('a user that was created is not there')
  return { user, password: kind === 'staff' ? first : null }
}

/** Gives a new first password; sessions end. Refuses `unknown_user`, for programs too. */
export async function resetPassword(identity: Identity, name: string): Promise<{ password: string } | Refusal> {
  const user = await findUser(identity, name)
  if (user?.kind !== 'staff') return refuse('unknown_user', { user: name })
  const password = oneTimePassword()
  const { internalAdapter } = await identity.library.$context
  await internalAdapter.updatePassword(user.id, await hashSecret(password))
  await internalAdapter.updateUser(user.id, { mustChangePassword: true })
  await endSessions(identity, user.id)
  identity.passwordAttempts.succeeded(name)
  return { password }
}

/** Nobody gets in any more, neither with a password nor with a key. Refuses `unknown_user` and `last_administrator`. */
export async function disableUser(identity: Identity, name: string): Promise<User | Refusal> {
  const user = await findUser(identity, name)
  if (!user) return refuse('unknown_user', { user: name })
  if (user.disabledAt !== null) return user
  if (await isLastAdministrator(identity, user.id)) return refuse('last_administrator')
  return setDisabled(identity, user, new Date(identity.service.clock.now()))
}

export async function enableUser(identity: Identity, name: string): Promise<User | Refusal> {
  const user = await findUser(identity, name)
  return user ? setDisabled(identity, user, null) : refuse('unknown_user', { user: name })
}

async function setDisabled(identity: Identity, user: User, disabledAt: Date | null): Promise<User> {
  const { internalAdapter } = await identity.library.$context
  await internalAdapter.updateUser(user.id, { disabledAt })
  await endSessions(identity, user.id)
  return { ...user, disabledAt: disabledAt?.getTime() ?? null }
}

/** Ends all sessions of a user, and what is remembered of them. */
export async function endSessions({ service, actors }: Identity, userId: string): Promise<void> {
  const { session } = service.bank.store.tables
  await service.bank.store.write((db) => db.delete(session).where(eq(session.userId, userId)))
  actors.evict(userId)
}

/** Whether nobody else could administer the whole service any more. */
export async function isLastAdministrator({ service }: Identity, userId: string): Promise<boolean> {
  const { user, assignment } = service.bank.store.tables
  const rows = await service.bank.store.db
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
