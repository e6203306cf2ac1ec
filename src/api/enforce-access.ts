import type { FastifyRequest } from 'fastify'
import type { Service } from '../communities/communities.ts'
import { PLACE_ID } from '../communities/place-name.ts'
import type { AccessLog } from '../identity/access-log.ts'
import type { Actor, Authenticator } from '../identity/actor.ts'
import type { OperationRule } from '../identity/operation-rule.ts'
import { OPERATIONS } from '../identity/operations.ts'
import { mayLate, type Place, refusedTo, seesCareTags } from '../identity/permits.ts'
import { isRefusal, refuse } from '../refusal.ts'
import type { Api } from './api.ts'
import { Refused } from './problems/refused.ts'
import { outcomeLogger } from './log-access.ts'
import { isProtected, routeOf } from './request-route.ts'
import { whoTried } from './sign-in-access.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who acts. Reading it throws where nobody is known, as in a public operation. */
    readonly actor: Actor
    /** The same, or null for nobody. Signing in sets it, so that the access log names who did. */
    knownActor: Actor | null
    /** The place that the address names, once it is known who asks. */
    place: Place | null
    /** What it is about, where the address does not say it all: for the access log. */
    accessSubject: string | null
    /** The memberships of the person that it is about: it stands in the log of each of these communities too. */
    accessKnownIn?: { communityId: string; number: number }[]
    /** The community whose auditors see it, where the address names none. */
    accessCommunity: string | null
  }
}

export interface AccessOptions {
  service: Service
  authenticator: Authenticator
  accessLog: AccessLog
}

/**
 * Nothing under /v1 happens without a rule for its operation, a known actor, and a role that the rule allows. All of it is
 * decided here, before anything of the request but its address and headers is read.
 */
export function enforceAccess(app: Api, { service, authenticator, accessLog }: AccessOptions): void {
  app.decorateRequest('knownActor', null)
  app.decorateRequest('actor', { getter: actorOf })
  app.decorateRequest('place', null)
  app.decorateRequest('accessSubject', null)
  app.decorateRequest('accessCommunity', null)
  app.decorateRequest('accessKnownIn')

  app.addHook('onRoute', ({ url, schema, method }) => {
    if (!isProtected(url)) return
    const { operationId } = (schema ?? {}) as { operationId?: string }
    if (operationId === undefined || ruleOf(operationId) === undefined) {
      throw new Error(`${[method].flat().join(', ')} ${url} has no rule of access: its operationId ${operationId ?? ''} is not in OPERATIONS`)
    }
  })

  app.addHook('onRequest', async (request) => {
    const { needsRule, operationId } = routeOf(request)
    if (!needsRule) return
    const rule = ruleOf(operationId)
    if (!rule) throw new Refused(refuse('not_permitted'))
    // Whoever signs in may still bring a session that has ended.
    const actor = rule.scope === 'public' ? undefined : await authenticator.actorOf(credentialsOf(request))
    if (isRefusal(actor)) throw new Refused(actor)
    request.knownActor = actor ?? null
    const place = await placeOf(service, request)
    request.place = place
    const refusal = refusedTo(actor, operationId, rule, place)
    if (refusal) throw new Refused(refusal)
    if (actor) await app.limitUser(request)
  })

  app.addHook('preHandler', (request, _reply, done) => {
    const { needsRule, operationId } = routeOf(request)
    const isWanting = needsRule && ruleOf(operationId)?.reason === 'always' && reasonOf(request) === undefined
    done(isWanting ? new Refused(refuse('reason_needed')) : undefined)
  })
  app.addHook('onSend', outcomeLogger(accessLog, { ruleOf, triedBy: (request) => whoTried(service, request) }))
  app.addHook('onClose', () => accessLog.close())
}

/** Whether whoever asks may do what they ask on another day, and to what others recorded. */
export function mayAskLate(request: FastifyRequest): boolean {
  const rule = ruleOf(routeOf(request).operationId)
  return rule !== undefined && mayLate(request.actor, rule, request.place ?? NOWHERE)
}

/** Whether what is asked is refused in a community that was archived. */
export function isRefusedInArchive(request: FastifyRequest): boolean {
  const rule = ruleOf(routeOf(request).operationId)
  return rule === undefined || ((rule.does === 'change' || rule.does === 'posting') && !rule.evenArchived)
}

/** Whether whoever asks is shown care tags in the place that the address names. */
export function showsCareTags(request: FastifyRequest): boolean {
  return seesCareTags(request.actor, request.place ?? NOWHERE)
}

const NOWHERE: Place = { areaIds: [] }

function actorOf(this: FastifyRequest): Actor {
  if (this.knownActor === null) throw new Error('a public operation asks who acts')
  return this.knownActor
}

function ruleOf(operationId: string): OperationRule | undefined {
  return Object.hasOwn(OPERATIONS, operationId) ? OPERATIONS[operationId] : undefined
}

function credentialsOf({ method, headers, ip }: FastifyRequest): Parameters<Authenticator['actorOf']>[0] {
  const csrfToken = headers['x-csrf-token']
  return {
    method,
    cookie: headers.cookie,
    authorization: headers.authorization,
    csrfToken: typeof csrfToken === 'string' ? csrfToken : undefined,
    address: ip,
    userAgent: headers['user-agent']
  }
}

async function placeOf({ directory }: Service, request: FastifyRequest): Promise<Place> {
  const { communityId, areaId, member } = (request.params ?? {}) as Record<string, string | undefined>
  // What is no code names no place, and not every database can be asked for it.
  if (areaId !== undefined) return { areaId, areaIds: PLACE_ID.test(areaId) ? await directory.areaAndAbove(areaId) : undefined }
  if (communityId === undefined) return NOWHERE
  const areaIds = PLACE_ID.test(communityId) ? await directory.areasAbove(communityId) : undefined
  return { communityId, areaIds, member: member !== undefined && /^\d{1,15}$/.test(member) ? Number(member) : undefined }
}

function reasonOf({ body, query }: FastifyRequest): unknown {
  return (body as { reason?: unknown } | null | undefined)?.reason ?? (query as { reason?: unknown }).reason
}
