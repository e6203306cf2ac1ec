import { z } from 'zod'
import type { WebhookSettings } from '../../communities/webhooks/address.ts'
import { type Delivery, listDeliveries, resendDelivery } from '../../communities/webhooks/deliveries.ts'
import { createWebhook, endWebhook, listWebhooks, type Webhook } from '../../communities/webhooks/webhooks.ts'
import { communityPath, listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { createdWebhook, delivery, deliveryPage, deliveryPath, deliveryQuery, newWebhook, webhook, webhookPage, webhookPath } from '../../contracts/webhooks.ts'
import type { Api } from '../api.ts'
import { idCursor } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import { instantOrNull, instantText } from '../views/instants.ts'

const tags = ['通知 Webhooks']

function webhookView({ createdAt, endedAt, ...rest }: Webhook): z.infer<typeof webhook> {
  return { ...rest, createdAt: instantText(createdAt), endedAt: instantOrNull(endedAt) }
}

function deliveryView({ content, nextAttemptAt, lastAttemptAt, recordedAt, ...rest }: Delivery): z.infer<typeof delivery> {
  const told = content as z.infer<typeof delivery>['content']
  return { ...rest, content: told, nextAttemptAt: instantOrNull(nextAttemptAt), lastAttemptAt: instantOrNull(lastAttemptAt), recordedAt: instantText(recordedAt) }
}

/** Who is told of what happens, and what came of telling. */
export function webhookRoutes(app: Api, { service }: RouteContext, settings: WebhookSettings): void {
  app.post(
    '/webhooks',
    {
      schema: {
        operationId: 'createWebhook',
        tags,
        summary: '登记通知地址,签名密钥只显示这一次 · Register an address to be told; the secret is shown this once',
        headers: writeHeaders,
        params: communityPath,
        body: newWebhook,
        response: { 201: createdWebhook, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const made = answerRegistration(reply, await createWebhook(service, communityId, { ...request.body, settings }, keyedOf(request)))
      reply.code(201).header('cache-control', 'no-store').header('location', `/v1/communities/${communityId}/webhooks/${made.webhook.webhookId}`)
      return { webhook: webhookView(made.webhook), secret: made.secret }
    }
  )

  app.get(
    '/webhooks',
    {
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: '列出通知地址 · List the addresses',
        headers: readHeaders,
        params: communityPath,
        querystring: listQuery,
        response: { 200: webhookPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, limit } = request.query
      const { items, next } = await listWebhooks(service, request.params.communityId, { after: idCursor(after), limit })
      return { items: items.map(webhookView), next }
    }
  )

  app.post(
    '/webhooks/:webhookId/end',
    {
      schema: {
        operationId: 'endWebhook',
        tags,
        summary: '停用通知地址 · Tell an address nothing any more',
        headers: writeHeaders,
        params: webhookPath,
        body: z.strictObject({}),
        response: { 200: webhook, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, webhookId } = request.params
      return webhookView(answerRegistration(reply, await endWebhook(service, communityId, webhookId, keyedOf(request))))
    }
  )

  app.get(
    '/webhooks/:webhookId/deliveries',
    {
      schema: {
        operationId: 'listDeliveries',
        tags,
        summary: '通知的结果,最近的在前 · What was sent and what came of it, the latest first',
        headers: readHeaders,
        params: webhookPath,
        querystring: deliveryQuery,
        response: { 200: deliveryPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, webhookId } = request.params
      const { state, after, limit } = request.query
      const { items, next } = granted(await listDeliveries(service, communityId, webhookId, { state, after: idCursor(after), limit }))
      return { items: items.map(deliveryView), next }
    }
  )

  app.post(
    '/webhooks/:webhookId/deliveries/:deliveryId/resend',
    {
      schema: {
        operationId: 'resendDelivery',
        tags,
        summary: '重发 · Send once more',
        headers: writeHeaders,
        params: deliveryPath,
        body: z.strictObject({}),
        response: { 200: delivery, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, ...key } = request.params
      return deliveryView(answerRegistration(reply, await resendDelivery(service, communityId, key, keyedOf(request))))
    }
  )
}
