import helmet from '@fastify/helmet'
import type { Api } from './api.ts'

/**
 * Scripts, styles and pictures only from the service itself. HTTPS and its headers are the business of whatever stands
 * in front: the service itself speaks plain HTTP.
 */
export async function sendSecurityHeaders(app: Api): Promise<void> {
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
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' }
  })
}
