import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { once } from '../communities/once.ts'
import { type Keyed, OF_THE_SERVICE } from '../communities/request-keys.ts'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import { insertRole } from './assignments.ts'
import { hashSecret, oneTimePassword } from './passwords.ts'
import { type Assignment, idOf, type Scope } from './roles.ts'
import type { UserBook } from './user-book.ts'
import { USER_NAME } from './user-name.ts'
import { CREDENTIAL, findUser, type User } from './users.ts'

export interface NewUser {
  name: string
  kind: User['kind']
  /** Where the user belongs; the whole service where absent. */
  level?: Scope | undefined
  /** Roles that fit, in places that exist: whoever asks has seen to that. */
  roles?: readonly Assignment[] | undefined
  /** Who grants them. */
  by?: string | undefined
  /** Where absent, one is made that must be changed at once. */
  password?: string | undefined
  /** For trying the service out. */
  demo?: boolean | undefined
}

export interface CreatedUser {
  refused?: undefined
  user: User
  /** Of staff, told this once; null for a program, and where the same request is answered again. */
  password: string | null
  replayed: boolean
}

/**
 * Creates a user with its roles. Staff get a password that is shown once and must be changed; a program has none that anybody
 * knows, and uses keys. Refuses `bad_code`, `user_exists` and `key_reused`.
 */
export async function createUser(book: UserBook, given: NewUser, asked?: Keyed): Promise<CreatedUser | Refusal> {
  const { name, kind, password } = given
  if (!USER_NAME.test(name)) return refuse('bad_code', { value: name })
  const first = password ?? (kind === 'staff' ? oneTimePassword() : randomBytes(32).toString('base64url'))
  const hashed = await hashSecret(first)
  const made = await once(book.service, OF_THE_SERVICE, asked, (db) => insertUser(book, db, { ...given, hashed }))
  if (isRefusal(made)) return made
  const user = await findUser(book, name)
  if (!user) throw new Error('a user that was created is not there')
  return { user, password: kind === 'staff' && !made.replayed ? first : null, replayed: made.replayed }
}

/** Writes a user as the library for signing in would: the table is laid out as it wants it. */
async function insertUser(
  book: UserBook,
  db: Database,
  { name, kind, level = { scope: 'service' }, roles = [], by = 'system', password, demo = false, hashed }: NewUser & { hashed: string }
): Promise<string | Refusal> {
  const { bank, clock } = book.service
  const { user, signInAccount } = bank.store.tables
  const [taken] = await db.select({ id: user.id }).from(user).where(eq(user.username, name))
  if (taken) return refuse('user_exists', { user: name })
  const id = newId()
  const now = new Date(clock.now())
  const inserted = await db
    .insert(user)
    .values({
      id, name, username: name, email: `${name}@users.invalid`, emailVerified: false, kind, demo, levelScope: level.scope, levelId: idOf(level),
      mustChangePassword: kind === 'staff' && password === undefined, createdAt: now, updatedAt: now
    })
    .onConflictDoNothing()
    .returning({ id: user.id })
  // Somebody else took the name a moment before.
  if (inserted.length === 0) return refuse('user_exists', { user: name })
  await db.insert(signInAccount).values({ id: newId(), userId: id, providerId: CREDENTIAL, accountId: id, password: hashed, createdAt: now, updatedAt: now })
  for (const assignment of roles) await insertRole(book, db, { userId: id, assignment, by })
  return id
}
