import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Actor, Authenticator, Credentials } from './actor.ts'
import type { KnownActor } from './actor-cache.ts'
import { actorOfKey } from './api-keys.ts'
import { isSameToken } from './csrf.ts'
import type { Identity } from './identity.ts'
import { readSession } from './sessions.ts'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']
/** The library's cookie of a session, with or without the mark of those that are sent over TLS only. */
const SESSION_COOKIE = /(?:^|;\s*)((?:__Secure-)?timebank\.session_token=[^;]+)/

/**
 * Finds out who sends a request: by an API key, or by the cookie of a session, whose unsafe requests must bring the
 * session's own `X-CSRF-Token`. Refuses `api_key_not_good`, `session_ended` and `csrf_failed`.
 */
export function createAuthenticator(identity: Identity): Authenticator {
  return {
    async actorOf({ authorization, cookie, method, csrfToken }: Credentials): Promise<Actor | Refusal | undefined> {
      if (authorization !== undefined) return byKey(identity, authorization)
      const session = sessionCookieOf(cookie)
      if (session === undefined) return undefined
      const known = await bySession(identity, session)
      if (isRefusal(known)) return known
      const isSafe = SAFE_METHODS.includes(method)
      if (!isSafe && !isSameToken(csrfToken, known.csrfToken ?? '')) return refuse('csrf_failed')
      return known.actor
    }
  }
}

/** The cookie of the session alone, of all that a request brings. */
export function sessionCookieOf(cookie: string | undefined): string | undefined {
  return cookie === undefined ? undefined : SESSION_COOKIE.exec(cookie)?.[1]
}

async function byKey(identity: Identity, authorization: string): Promise<Actor | Refusal> {
  const known = identity.actors.find(authorization)
  if (known) return known.actor
  const [scheme = '', key = ''] = authorization.split(' ')
  if (scheme.toLowerCase() !== 'bearer') return refuse('api_key_not_good')
  const { evictions } = identity.actors
  const actor = await actorOfKey(identity, key)
  if (!isRefusal(actor)) identity.actors.remember(authorization, { actor }, evictions)
  return actor
}

async function bySession(identity: Identity, cookie: string): Promise<KnownActor | Refusal> {
  const known = identity.actors.find(cookie)
  if (known) return known
  const { evictions } = identity.actors
  const session = await readSession(identity, cookie)
  if (!session) return refuse('session_ended')
  const found = { actor: session.actor, csrfToken: session.csrfToken }
  identity.actors.remember(cookie, found, evictions)
  return found
}
