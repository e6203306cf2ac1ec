import { randomBytes } from 'node:crypto'
import { and, asc, count, eq, gt, isNull } from 'drizzle-orm'
import type { NoticeEvent } from '../../contracts/notice-codes.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import type { Service } from '../communities.ts'
import type { Answered, Keyed } from '../request-keys.ts'
import { writeOnce } from '../write-once.ts'
import { refusalOfAddress, type WebhookSettings } from './address.ts'
import { openTarget, sealTarget } from './target.ts'

/** An address that is told of what happens in a community. Its secret was shown once. */
export interface Webhook {
  webhookId: string
  address: string
  events: NoticeEvent[]
  createdBy: string
  createdAt: number
  endedAt: number | null
}

const MOST_WEBHOOKS = 20
const SECRET_BYTES = 32
const SECRET_PREFIX = 'whs_'

/**
 * Registers an address for some events. The secret that what is sent is signed with is returned this once; the same request again
 * gives the webhook without it. Refuses `webhook_address` and `too_many_webhooks`.
 */
export async function createWebhook(
  service: Service,
  communityId: string,
  { address, events, settings }: { address: string; events: NoticeEvent[]; settings: WebhookSettings },
  asked: Keyed
): Promise<Answered<{ webhook: Webhook; secret: string | null }> | Refusal> {
  const bad = refusalOfAddress(address, settings)
  if (bad) return bad
  const { webhook } = service.bank.store.tables
  let secret: string | null = null
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const [found] = await db
        .select({ webhooks: count() })
        .from(webhook)
        .where(and(eq(webhook.communityId, communityId), isNull(webhook.endedAt)))
      if (Number(found?.webhooks ?? 0) >= MOST_WEBHOOKS) return refuse('too_many_webhooks', { limit: MOST_WEBHOOKS })
      const webhookId = newId()
      const made = SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64url')
      secret = made
      await db.insert(webhook).values({
        communityId, webhookId, target: sealTarget(service.vault, webhookId, { address, secret: made }), events: [...new Set(events)],
        createdBy: asked.actor, createdAt: service.clock.now(), endedAt: null
      })
      return webhookId
    },
    find: async (webhookId) => {
      const found = await findWebhook(service, service.bank.store.db, communityId, webhookId)
      return isRefusal(found) ? found : { webhook: found, secret }
    }
  })
}

export type WebhookRow = Service['bank']['store']['tables']['webhook']['$inferSelect']

function toWebhook({ vault }: Service, { webhookId, target, events, createdBy, createdAt, endedAt }: WebhookRow): Webhook {
  return { webhookId, address: openTarget(vault, webhookId, target).address, events: events as NoticeEvent[], createdBy, createdAt, endedAt }
}

/** Refuses `unknown_webhook`. */
export async function findWebhook(service: Service, db: Database, communityId: string, webhookId: string): Promise<Webhook | Refusal> {
  const { webhook } = service.bank.store.tables
  const [found] = await db
    .select()
    .from(webhook)
    .where(and(eq(webhook.communityId, communityId), eq(webhook.webhookId, webhookId)))
  return found ? toWebhook(service, found) : refuse('unknown_webhook')
}

/** In the order in which they were made, the ended ones among them. */
export async function listWebhooks(service: Service, communityId: string, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<Webhook>> {
  const { webhook } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(webhook)
    .where(and(eq(webhook.communityId, communityId), gt(webhook.webhookId, after)))
    .orderBy(asc(webhook.webhookId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map((row) => toWebhook(service, row))
  return { items, next: rows.length > limit ? (items.at(-1)?.webhookId ?? null) : null }
}

/** Sends nothing there any more; what was waiting is given up. One that has ended stays as it is. Refuses `unknown_webhook`. */
export async function endWebhook(service: Service, communityId: string, webhookId: string, asked: Keyed): Promise<Answered<Webhook> | Refusal> {
  const { webhook, webhookDelivery } = service.bank.store.tables
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const found = await findWebhook(service, db, communityId, webhookId)
      if (isRefusal(found)) return found
      if (found.endedAt !== null) return webhookId
      await db
        .update(webhook)
        .set({ endedAt: service.clock.now() })
        .where(and(eq(webhook.communityId, communityId), eq(webhook.webhookId, webhookId)))
      await db
        .update(webhookDelivery)
        .set({ state: 'given_up', nextAttemptAt: null, failure: 'webhook_ended' })
        .where(and(eq(webhookDelivery.communityId, communityId), eq(webhookDelivery.webhookId, webhookId), eq(webhookDelivery.state, 'waiting')))
      return webhookId
    },
    find: (id) => findWebhook(service, service.bank.store.db, communityId, id)
  })
}
