import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { apiKey, apiKeys, createdApiKey, keyPath, newApiKey, userPath } from '../../contracts/users.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../../identity/api-keys.ts'
import type { Identity } from '../../identity/identity.ts'
import type { Api } from '../api.ts'
import { granted } from '../problems/refused.ts'
import { apiKeyView } from '../views/session-view.ts'

const tags = ['账号 Users']

/** Keys of programs. */
export function apiKeyRoutes(app: Api, identity: Identity): void {
  app.post(
    '/users/:user/keys',
    {
      schema: {
        operationId: 'createApiKey',
        tags,
        summary: '新建接口密钥,只显示这一次 · Create an API key; it is shown this once',
        headers: readHeaders,
        params: userPath,
        body: newApiKey,
        response: { 201: createdApiKey, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const by = request.actor.name
      const { name, operations, expiresAt } = request.body
      const created = granted(await createApiKey(identity, { user: request.params.user, name, operations, expiresAt: Date.parse(expiresAt), by }))
      request.accessSubject = `user:${request.params.user}/key:${created.apiKey.keyId}`
      reply.code(201).header('cache-control', 'no-store')
      return { key: created.key, apiKey: apiKeyView(created.apiKey) }
    }
  )

  app.get(
    '/users/:user/keys',
    {
      schema: {
        operationId: 'listApiKeys',
        tags,
        summary: '列出接口密钥 · List API keys',
        headers: readHeaders,
        params: userPath,
        response: { 200: apiKeys, ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      return { items: granted(await listApiKeys(identity, request.params.user)).map(apiKeyView) }
    }
  )

  app.delete(
    '/users/:user/keys/:key',
    {
      schema: {
        operationId: 'revokeApiKey',
        tags,
        summary: '停用接口密钥 · Revoke an API key',
        headers: readHeaders,
        params: keyPath,
        response: { 200: apiKey, ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      return apiKeyView(granted(await revokeApiKey(identity, { user: request.params.user, keyId: request.params.key })))
    }
  )
}
