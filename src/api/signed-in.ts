import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor, Authenticator, Credentials } from '../identity/actor.ts'
import { isRefusal, refuse } from '../refusal.ts'
import type { Role } from '../roles.ts'
import { Refused } from './problems/refused.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends the request, once that was found out. */
    actor: Actor | null
  }
}

/** What one whose first password is still to be changed may do. */
const BEFORE_CHANGE = ['readSession', 'changePassword', 'signOut', 'signOutEverywhere']

/** Lets only those in who are signed in; who they are then stands in the request. */
export function requireSignIn(app: FastifyInstance, authenticator: Authenticator): void {
  app.addHook('onRequest', async (request) => {
    const actor = await authenticator.actorOf(credentialsOf(request))
    if (isRefusal(actor)) throw new Refused(actor)
    if (!actor) throw new Refused(refuse('sign_in_required'))
    if (actor.mustChangePassword && !BEFORE_CHANGE.includes(request.routeOptions.schema?.operationId ?? '')) {
      throw new Refused(refuse('password_change_required'))
    }
    request.actor = actor
    await app.limitUser(request)
  })
}

/** What a request says about who sends it. */
export function credentialsOf({ method, headers, ip }: FastifyRequest): Credentials {
  const token = headers['x-csrf-token']
  return {
    method,
    cookie: headers.cookie,
    authorization: headers.authorization,
    csrfToken: typeof token === 'string' ? token : undefined,
    address: ip,
    userAgent: headers['user-agent']
  }
}

/** Who sends the request; nobody comes so far without being known. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new Error('a route that needs an actor is open to everybody')
  return request.actor
}

/** Refuses `role_required` who has none of the roles in the whole service or, where one is named, in the community. */
export function requireRole(request: FastifyRequest, roles: Role[], communityId?: string): Actor {
  const actor = actorOf(request)
  const allowed = actor.assignments.some(
    (each) => roles.includes(each.role) && (each.scope === 'service' || (each.scope === 'community' && each.communityId === communityId))
  )
  const operation = request.routeOptions.schema?.operationId ?? ''
  if (!allowed || (actor.operations && !actor.operations.includes(operation))) throw new Refused(refuse('role_required'))
  return actor
}
