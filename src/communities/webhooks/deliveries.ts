import { and, desc, eq, lt } from 'drizzle-orm'
import type { DeliveryFailure, DeliveryState, NoticeEvent } from '../../contracts/notice-codes.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import type { Service } from '../communities.ts'
import type { Answered, Keyed } from '../request-keys.ts'
import { writeOnce } from '../write-once.ts'
import { findWebhook } from './webhooks.ts'

/** A notice on its way to an address, and what came of it. */
export interface Delivery {
  deliveryId: string
  noticeId: string
  event: NoticeEvent
  content: Record<string, unknown>
  state: DeliveryState
  attempts: number
  nextAttemptAt: number | null
  lastAttemptAt: number | null
  /** What the address answered, as an HTTP status. */
  status: number | null
  failure: DeliveryFailure | null
  recordedAt: number
}

interface DeliveryFilter {
  state?: DeliveryState | undefined
  after?: string | undefined
  limit: number
}

/** What was sent or is to be sent to a webhook, the latest first. Refuses `unknown_webhook`. */
export async function listDeliveries(
  service: Service,
  communityId: string,
  webhookId: string,
  { state, after, limit }: DeliveryFilter
): Promise<Page<Delivery> | Refusal> {
  const { db, tables } = service.bank.store
  const found = await findWebhook(service, db, communityId, webhookId)
  if (isRefusal(found)) return found
  const { webhookDelivery: delivery } = tables
  const rows = await deliveries(service, db)
    .where(
      and(
        eq(delivery.communityId, communityId), eq(delivery.webhookId, webhookId), state === undefined ? undefined : eq(delivery.state, state),
        after === undefined ? undefined : lt(delivery.deliveryId, after)
      )
    )
    .orderBy(desc(delivery.deliveryId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map((row) => row as Delivery)
  return { items, next: rows.length > limit ? (items.at(-1)?.deliveryId ?? null) : null }
}

function deliveries({ bank }: Service, db: Database) {
  const { webhookDelivery: delivery, notice } = bank.store.tables
  const { deliveryId, noticeId, state, attempts, nextAttemptAt, lastAttemptAt, status, failure, recordedAt } = delivery
  return db
    .select({ deliveryId, noticeId, event: notice.event, content: notice.content, state, attempts, nextAttemptAt, lastAttemptAt, status, failure, recordedAt })
    .from(delivery)
    .innerJoin(notice, and(eq(notice.communityId, delivery.communityId), eq(notice.noticeId, delivery.noticeId)))
}

interface DeliveryKey {
  webhookId: string
  deliveryId: string
}

/** Sends a delivery once more, and tries as often as at first. Refuses `unknown_webhook`, `webhook_ended` and `unknown_delivery`. */
export async function resendDelivery(service: Service, communityId: string, key: DeliveryKey, asked: Keyed): Promise<Answered<Delivery> | Refusal> {
  const { webhookDelivery: delivery } = service.bank.store.tables
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const webhook = await findWebhook(service, db, communityId, key.webhookId)
      if (isRefusal(webhook)) return webhook
      if (webhook.endedAt !== null) return refuse('webhook_ended')
      const found = await readDelivery(service, db, communityId, key)
      if (isRefusal(found)) return found
      await db
        .update(delivery)
        .set({ state: 'waiting', attempts: 0, nextAttemptAt: service.clock.now(), failure: null })
        .where(and(eq(delivery.communityId, communityId), eq(delivery.deliveryId, key.deliveryId)))
      return key.deliveryId
    },
    find: (deliveryId) => readDelivery(service, service.bank.store.db, communityId, { ...key, deliveryId })
  })
}

async function readDelivery(service: Service, db: Database, communityId: string, { webhookId, deliveryId }: DeliveryKey): Promise<Delivery | Refusal> {
  const { webhookDelivery: delivery } = service.bank.store.tables
  const [found] = await deliveries(service, db).where(
    and(eq(delivery.communityId, communityId), eq(delivery.webhookId, webhookId), eq(delivery.deliveryId, deliveryId))
  )
  return found ? (found as Delivery) : refuse('unknown_delivery')
}
