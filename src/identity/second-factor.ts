import { type Refusal, refuse } from '../refusal.ts'
import type { Actor } from './actor.ts'
import type { Identity } from './identity.ts'
import { cookieOf, notRefusedByLibrary } from './library.ts'
import { type Begun, readSession, SIGNED_IN } from './sessions.ts'

interface Asked {
  cookie: string
  actor: Actor
}

/** What an app for codes is set up with, and ten codes for the day that it is lost; shown once. */
export interface Enrolment {
  uri: string
  backupCodes: string[]
}

/** Begins to enrol; the factor is on once a code was confirmed. Refuses `password_wrong`, `second_factor_on`, `too_many_requests`. */
export async function enrolSecondFactor(identity: Identity, { cookie, actor, password }: Asked & { password: string }): Promise<Enrolment | Refusal> {
  const { library, passwordAttempts } = identity
  if ((await readSession(identity, cookie))?.secondFactor) return refuse('second_factor_on')
  const waiting = await passwordAttempts.begin(actor.name, SIGNED_IN)
  if (waiting) return waiting
  const enrolled = await library.api.enableTwoFactor({ body: { password, method: 'totp' }, headers: new Headers({ cookie }) }).catch(notRefusedByLibrary)
  if (enrolled?.method !== 'totp') return refuse('password_wrong')
  await passwordAttempts.succeeded(actor.name, SIGNED_IN)
  return { uri: enrolled.totpURI, backupCodes: enrolled.backupCodes }
}

/** Shows that the app gives the right codes: from now on signing in asks for one. Refuses `second_factor_wrong`, `too_many_requests`. */
export async function confirmSecondFactor(identity: Identity, { cookie, actor, code }: Asked & { code: string }): Promise<Begun | Refusal> {
  const { library, passwordAttempts } = identity
  const waiting = await passwordAttempts.begin(actor.name, SIGNED_IN)
  if (waiting) return waiting
  const confirmed = await library.api
    .verifyTOTP({ body: { code }, headers: new Headers({ cookie }), returnHeaders: true })
    .catch(notRefusedByLibrary)
  if (!confirmed) return refuse('second_factor_wrong')
  await passwordAttempts.succeeded(actor.name, SIGNED_IN)
  return afterChange(identity, actor, { cookie, headers: confirmed.headers })
}

/** Refuses `second_factor_off`, `password_wrong` and `too_many_requests`. */
export async function disableSecondFactor(identity: Identity, { cookie, actor, password }: Asked & { password: string }): Promise<Begun | Refusal> {
  const { library, passwordAttempts } = identity
  if (!(await readSession(identity, cookie))?.secondFactor) return refuse('second_factor_off')
  const waiting = await passwordAttempts.begin(actor.name, SIGNED_IN)
  if (waiting) return waiting
  const disabled = await library.api
    .disableTwoFactor({ body: { password }, headers: new Headers({ cookie }), returnHeaders: true })
    .catch(notRefusedByLibrary)
  if (!disabled) return refuse('password_wrong')
  await passwordAttempts.succeeded(actor.name, SIGNED_IN)
  return afterChange(identity, actor, { cookie, headers: disabled.headers })
}

/** The library goes on in a new session when a factor comes or goes. */
async function afterChange(identity: Identity, actor: Actor, { cookie, headers }: { cookie: string; headers: Headers }): Promise<Begun> {
  identity.actors.evict(actor.id)
  const session = await readSession(identity, cookieOf(headers) || cookie)
  if (!session) throw new Error('the session after a change of the second factor is not there')
  return { session, cookies: headers.getSetCookie() }
}
