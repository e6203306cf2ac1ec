import type { FastifyInstance } from 'fastify'
import { routeOf } from './request-route.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** The code of the refusal that the request was answered with. */
    refusalCode: string | null
  }
}

/**
 * One line for each request: what was asked for by its route, never by its address, which may hold a card number, a
 * name or a phone number. No body, no header, no address of the caller.
 */
export function logRequests(app: FastifyInstance): void {
  app.decorateReply('refusalCode', null)
  app.decorateRequest('knownRoute', null)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: routeOf(request).url ?? null,
        status: reply.statusCode,
        ...(reply.refusalCode === null ? {} : { refusal: reply.refusalCode }),
        elapsedMilliseconds: Math.round(reply.elapsedTime * 100) / 100
      },
      'request'
    )
    done()
  })
}
