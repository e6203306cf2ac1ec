import type { FastifyRequest } from 'fastify'

/** What a request asks for, by its route. */
export interface RequestRoute {
  /** As it was declared, with its parameters' names; undefined for an address that is none. */
  url: string | undefined
  operationId: string
  /** Whether nobody is answered without a rule that allows it. */
  needsRule: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    /** To be read by `routeOf`. */
    knownRoute: RequestRoute | null
  }
}

const PROTECTED = '/v1'

export function isProtected(url: string): boolean {
  return url === PROTECTED || url.startsWith(`${PROTECTED}/`)
}

/** Asked by every hook, and found once for a request: Fastify gathers all options of the route each time it is asked for one. */
export function routeOf(request: FastifyRequest): RequestRoute {
  request.knownRoute ??= readRoute(request)
  return request.knownRoute
}

function readRoute({ routeOptions: { url, schema } }: FastifyRequest): RequestRoute {
  const { operationId = '-' } = (schema ?? {}) as { operationId?: string }
  return { url, operationId, needsRule: isProtected(url ?? '') }
}
