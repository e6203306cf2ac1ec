import helmet from '@fastify/helmet'
import type { Api } from './api.ts'

/** Scripts, styles and pictures only from the service itself; where it is reached over TLS, browsers use nothing else. */
export async function sendSecurityHeaders(app: Api, { secure }: { secure: boolean }): Promise<void> {
  await app.register(helmet, {
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
}
