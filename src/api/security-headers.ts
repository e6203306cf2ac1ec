import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import Fastify from 'fastify'
import type { Api } from './api.ts'

/** Scripts, styles and pictures only from the service itself; where it is reached over TLS, browsers use nothing else. */
const optionsOf = (secure: boolean): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'self'"],
      fontSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"]
    }
  },
  strictTransportSecurity: secure,
  xFrameOptions: { action: 'deny' }
})

/** Sends the same security headers with every answer. They are made once: anew for each request they cost a tenth of a posting. */
export async function sendSecurityHeaders(app: Api, { secure }: { secure: boolean }): Promise<void> {
  const headers = await headersOf(optionsOf(secure))
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

/** What helmet would send: asked of a service of its own that answers one request. */
async function headersOf(options: FastifyHelmetOptions): Promise<Record<string, string>> {
  const probe = Fastify()
  await probe.register(helmet, options)
  const headers: Record<string, string> = {}
  probe.get('/', (_request, reply) => {
    for (const [name, value] of Object.entries(reply.raw.getHeaders())) headers[name] = String(value)
    reply.send()
  })
  await probe.inject('/')
  await probe.close()
  return headers
}
