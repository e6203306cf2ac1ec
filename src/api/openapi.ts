import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { Api } from './api.ts'

/** The OpenAPI 3.1 document, made from the contracts, at `/openapi.json`, and a page to read it at `/docs`. */
export async function serveOpenApi(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '社区志愿服务时间银行 · Time bank',
        version: '1.0.0',
        license: { name: 'MIT', identifier: 'MIT' },
        description: '志愿服务时长与积分的复式账簿。· A double-entry ledger of volunteer hours and points.'
      },
      servers: [{ url: '/', description: '本服务 · This service' }]
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await app.register(swaggerUi, { routePrefix: '/docs', logo: undefined, uiConfig: { docExpansion: 'none', deepLinking: true } })
}
