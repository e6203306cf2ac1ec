import rateLimit from '@fastify/rate-limit'
import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { refuse } from '../refusal.ts'
import type { Api } from './api.ts'
import { Refused } from './problems/refused.ts'

/** How many requests a minute are answered. Wrong passwords and PINs are counted apart (src/identity/attempts.ts). */
export interface Limits {
  /** From one address: a whole service centre may stand behind one. */
  perAddress: number
  /** Of one user. */
  perUser: number
  /** Sign-ins from one address, the failed ones included. */
  signInsPerAddress: number
}

const IPV6_SUBNET = 64
const MINUTE_MILLISECONDS = 60_000

declare module 'fastify' {
  interface FastifyInstance {
    /** Refuses `too_many_requests` where the user who sends the request sent too many. */
    limitUser(request: FastifyRequest): Promise<void>
    /** The same for what anybody may ask about certificates without signing in: by address, the page and the interface together. */
    limitVerification(request: FastifyRequest): Promise<void>
  }
}

/** Counts requests in this process, by address before anything is read of them, and by user once that is known. */
export async function limitRequests(app: Api, limits: Limits | undefined): Promise<void> {
  if (!limits) {
    app.decorate('limitUser', () => Promise.resolve())
    app.decorate('limitVerification', () => Promise.resolve())
    return
  }
  await app.register(rateLimit, {
    global: true,
    max: limits.perAddress,
    // Whoever has IPv6 has a whole network of addresses.
    ipv6Subnet: IPV6_SUBNET,
    timeWindow: MINUTE_MILLISECONDS,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl)
  })
  const count = app.createRateLimit({
    max: limits.perUser,
    timeWindow: MINUTE_MILLISECONDS,
    keyGenerator: (request) => `user ${request.knownActor?.id ?? ''}`
  })
  app.decorate('limitUser', async (request: FastifyRequest) => {
    const counted = await count(request)
    if (!counted.isAllowed && counted.isExceeded) throw tooMany(counted.ttl)
  })
  const countVerification = app.createRateLimit({ max: limits.signInsPerAddress, timeWindow: MINUTE_MILLISECONDS, keyGenerator: (request) => `verification ${request.ip}` })
  app.decorate('limitVerification', async (request: FastifyRequest) => {
    const counted = await countVerification(request)
    if (!counted.isAllowed && counted.isExceeded) throw tooMany(counted.ttl)
  })
}

function tooMany(remainingMilliseconds: number): Refused {
  return new Refused(refuse('too_many_requests', { seconds: Math.max(1, Math.ceil(remainingMilliseconds / 1000)) }))
}

/** For a route that is tried by those who guess. */
export function signInLimit(limits: Limits | undefined): FastifyContextConfig {
  return limits ? { rateLimit: { max: limits.signInsPerAddress, timeWindow: MINUTE_MILLISECONDS, ipv6Subnet: IPV6_SUBNET, groupId: 'sign-in' } } : {}
}
