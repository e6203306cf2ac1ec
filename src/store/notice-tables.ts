import type { Kit } from './columns.sqlite.ts'

/** What is told to others: notices, the addresses that want them, and what came of sending each. */
export function defineNoticeTables(kit: Kit) {
  const { table, text, whole, instant, json, primaryKey, index, uniqueIndex } = kit

  /** Written together with what it speaks of. */
  const notice = table(
    'notice',
    {
      communityId: text('community_id').notNull(),
      noticeId: text('notice_id').notNull(),
      event: text('event').notNull(),
      /** What is told but once, as a reminder, is told under a reference of its own; null for what may come again. */
      reference: text('reference'),
      /** Numbers, dates and codes; never a name. */
      content: json<Record<string, unknown>>('content').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.noticeId] }),
      uniqueIndex('notice_reference').on(t.communityId, t.event, t.reference),
      index('notice_recorded').on(t.communityId, t.recordedAt)
    ]
  )

  const webhook = table(
    'webhook',
    {
      communityId: text('community_id').notNull(),
      webhookId: text('webhook_id').notNull(),
      /** Address and secret, sealed together: an address may hold a secret of its own. */
      target: text('target').notNull(),
      events: json<string[]>('events').notNull(),
      createdBy: text('created_by').notNull(),
      createdAt: instant('created_at').notNull(),
      endedAt: instant('ended_at')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.webhookId] })]
  )

  const webhookDelivery = table(
    'webhook_delivery',
    {
      communityId: text('community_id').notNull(),
      deliveryId: text('delivery_id').notNull(),
      webhookId: text('webhook_id').notNull(),
      noticeId: text('notice_id').notNull(),
      /** `waiting`, `delivered` or `given_up`. */
      state: text('state').notNull(),
      attempts: whole('attempts').notNull(),
      /** When it is sent next; null where it is not. */
      nextAttemptAt: instant('next_attempt_at'),
      lastAttemptAt: instant('last_attempt_at'),
      /** What the address answered, as an HTTP status. */
      status: whole('status'),
      /** Why it did not arrive, as a code. */
      failure: text('failure'),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.deliveryId] }),
      index('webhook_delivery_webhook').on(t.communityId, t.webhookId, t.deliveryId),
      index('webhook_delivery_notice').on(t.communityId, t.noticeId),
      index('webhook_delivery_due').on(t.nextAttemptAt)
    ]
  )

  return { notice, webhook, webhookDelivery }
}
