import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { apiKey, apiKeys, createdApiKey, keyPath, newApiKey, userPath } from '../../contracts/users.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../../identity/api-keys.ts'
import { administeredUser, refusalOfAudit } from '../../identity/administer.ts'
import type { UserBook } from '../../identity/user-book.ts'
import type { User } from '../../identity/users.ts'
import type { Api } from '../api.ts'
import { granted, throwRefused } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'
import { apiKeyView } from '../views/session-view.ts'
import { logAtLevel, ownKeyOf } from './users.ts'

const tags = ['账号 Users']

/** Keys of programs. */
export function apiKeyRoutes(app: Api, book: UserBook): void {
  app.post(
    '/users/:user/keys',
    {
      schema: {
        operationId: 'createApiKey',
        tags,
        summary: '新建接口密钥,只显示这一次 · Create an API key; it is shown this once',
        headers: writeHeaders,
        params: userPath,
        body: newApiKey,
        response: { 201: createdApiKey, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const by = request.actor.name
      const { name, operations, expiresAt } = request.body
      const { level } = granted<User>(await administeredUser(book, request.actor, request.params.user))
      const asked = { user: request.params.user, name, operations, expiresAt: Date.parse(expiresAt), by }
      const created = granted(await createApiKey(book, asked, ownKeyOf(request)))
      logAtLevel(request, level)
      markReplayed(reply, created.replayed)
      request.accessSubject = `user:${request.params.user}/key:${created.apiKey.keyId}`
      reply.code(201).header('cache-control', 'no-store')
      return { key: created.key, shown: created.replayed ? 'before' : 'now', apiKey: apiKeyView(created.apiKey) } as const
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
      throwRefused(await refusalOfAudit(book, request.actor, request.params.user))
      return { items: granted(await listApiKeys(book, request.params.user)).map(apiKeyView) }
    }
  )

  app.delete(
    '/users/:user/keys/:key',
    {
      schema: {
        operationId: 'revokeApiKey',
        tags,
        summary: '停用接口密钥 · Revoke an API key',
        headers: writeHeaders,
        params: keyPath,
        response: { 200: apiKey, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const { level } = granted<User>(await administeredUser(book, request.actor, request.params.user))
      const revoked = granted(await revokeApiKey(book, { user: request.params.user, keyId: request.params.key }, ownKeyOf(request)))
      logAtLevel(request, level)
      markReplayed(reply, revoked.replayed)
      return apiKeyView(revoked.apiKey)
    }
  )
}
