import { eq } from 'drizzle-orm'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Actor } from './actor.ts'
import { rolesOf } from './assignments.ts'
import { csrfTokenOf } from './csrf.ts'
import type { Identity } from './identity.ts'
import { cookieOf, NOBODY, notRefusedByLibrary } from './library.ts'
import { findActiveMember } from './members.ts'
import { checkNewPassword } from './passwords.ts'
import { USER_NAME } from './user-name.ts'
import { endSessions } from './users.ts'

/** A session as its user sees it. */
export interface Session {
  actor: Actor
  secondFactor: boolean
  expiresAt: number
  /** Goes with every unsafe request of this session. */
  csrfToken: string
}

/** A session that has just begun or changed, and the cookies that say so. */
export interface Begun {
  session: Session
  cookies: string[]
}

/** Where somebody tries passwords who is signed in: no guessing from outside keeps them from it. */
export const SIGNED_IN = 'signed in'

/** The last use of a session is written down at most so often. */
const TOUCH_MILLISECONDS = 60_000

/** Signs staff in. Refuses `sign_in_failed`, `second_factor_required`, `second_factor_wrong` and `too_many_requests`. */
export async function signIn(
  identity: Identity,
  { name, password, code, address }: { name: string; password: string; code?: string | undefined; address: string }
): Promise<Begun | Refusal> {
  const { library, passwordAttempts } = identity
  const waiting = await passwordAttempts.begin(name, address)
  if (waiting) return waiting
  const known = await maySignIn(identity, name)
  const answer = await library.api
    .signInUsername({ body: { username: known ? name : NOBODY, password }, headers: new Headers(), returnHeaders: true })
    .catch(notRefusedByLibrary)
  if (!answer) return refuse('sign_in_failed')
  const begun = 'twoFactorRedirect' in answer.response ? await secondStep(identity, cookieOf(answer.headers), code) : answer.headers
  if (isRefusal(begun)) return begun
  await passwordAttempts.succeeded(name, address)
  return begunBy(identity, begun)
}

/** The code of a second factor, or one of the backup codes, which are longer and hold a hyphen. */
async function secondStep({ library }: Identity, cookie: string, code: string | undefined): Promise<Headers | Refusal> {
  if (code === undefined) return refuse('second_factor_required')
  const asked = { body: { code }, headers: new Headers({ cookie }), returnHeaders: true } as const
  const answer = await (code.includes('-') ? library.api.verifyBackupCode(asked) : library.api.verifyTOTP(asked)).catch(notRefusedByLibrary)
  return answer ? answer.headers : refuse('second_factor_wrong')
}

/** Staff only, and not who is disabled: for all others the answer is as for a name that nobody has. */
async function maySignIn({ service }: Identity, name: string): Promise<boolean> {
  if (!USER_NAME.test(name)) return false
  const { user } = service.bank.store.tables
  const [found] = await service.bank.store.db.select({ kind: user.kind, disabledAt: user.disabledAt }).from(user).where(eq(user.username, name))
  return found?.kind === 'staff' && found.disabledAt === null
}

/** Begins the session of a user who has shown otherwise who they are. */
export async function beginSession(identity: Identity, userId: string): Promise<Begun> {
  const { headers } = await identity.library.api.beginSession({ body: { userId }, headers: new Headers(), returnHeaders: true })
  return begunBy(identity, headers)
}

async function begunBy(identity: Identity, headers: Headers): Promise<Begun> {
  const session = await readSession(identity, cookieOf(headers))
  if (!session) throw new Error('a session that has just begun is not there')
  return { session, cookies: headers.getSetCookie() }
}

/** The session of a cookie; undefined where there is none, or it has ended, or its user is disabled. */
export async function readSession(identity: Identity, cookie: string): Promise<Session | undefined> {
  const { library, service, settings, csrfSecret } = identity
  const found = await library.api.getSession({ headers: new Headers({ cookie }) })
  const now = service.clock.now()
  if (!found || found.user.disabledAt || found.session.expiresAt.getTime() <= now) return undefined
  const { session, user } = found
  const idleMilliseconds = now - session.updatedAt.getTime()
  if (idleMilliseconds > settings.sessionIdleMinutes * 60_000) return undefined
  const isResident = user.kind === 'resident'
  if (isResident && !(await findActiveMember(identity.service, user.communityId ?? '', user.memberNumber ?? 0))) return undefined
  if (idleMilliseconds > TOUCH_MILLISECONDS) await touch(identity, session.id, now)
  return {
    actor: {
      id: user.id,
      name: isResident ? `resident:${user.memberNumber}` : user.name,
      kind: user.kind as Actor['kind'],
      assignments: isResident
        ? [{ role: 'resident', scope: 'community', communityId: user.communityId ?? '' }]
        : (await rolesOf(identity, user.id)).map((each) => each.assignment),
      ...(isResident ? { member: { communityId: user.communityId ?? '', number: user.memberNumber ?? 0 } } : {}),
      mustChangePassword: user.mustChangePassword
    },
    secondFactor: user.twoFactorEnabled === true,
    expiresAt: session.expiresAt.getTime(),
    csrfToken: csrfTokenOf(csrfSecret, session.token)
  }
}

async function touch({ service }: Identity, id: string, now: number): Promise<void> {
  const { session } = service.bank.store.tables
  await service.bank.store.write((db) => db.update(session).set({ updatedAt: new Date(now) }).where(eq(session.id, id)))
}

/** Ends the session of a cookie; returns the cookies that forget it. */
export async function signOut(identity: Identity, cookie: string, userId: string): Promise<string[]> {
  const { headers } = await identity.library.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true })
  identity.actors.evict(userId)
  return headers.getSetCookie()
}

/** Ends all sessions of the user, this one included. */
export async function signOutEverywhere(identity: Identity, cookie: string, userId: string): Promise<string[]> {
  const cookies = await signOut(identity, cookie, userId)
  await endSessions(identity, userId)
  return cookies
}

/**
 * Changes the password and begins a new session; all others end. Refuses `password_wrong`, `password_too_simple`,
 * `password_unchanged` and `too_many_requests`.
 */
export async function changePassword(
  identity: Identity,
  { cookie, actor, current, next }: { cookie: string; actor: Actor; current: string; next: string }
): Promise<Begun | Refusal> {
  const { library, passwordAttempts } = identity
  const simple = checkNewPassword(next, actor.name)
  if (simple) return simple
  if (next === current) return refuse('password_unchanged')
  const waiting = await passwordAttempts.begin(actor.name, SIGNED_IN)
  if (waiting) return waiting
  const changed = await library.api
    .changePassword({
      body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
      headers: new Headers({ cookie }),
      returnHeaders: true
    })
    .catch(notRefusedByLibrary)
  if (!changed) return refuse('password_wrong')
  await passwordAttempts.succeeded(actor.name, SIGNED_IN)
  const { internalAdapter } = await library.$context
  await internalAdapter.updateUser(actor.id, { mustChangePassword: false })
  identity.actors.evict(actor.id)
  return begunBy(identity, changed.headers)
}
