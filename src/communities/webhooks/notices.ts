import { and, eq, isNull } from 'drizzle-orm'
import type { NoticeEvent } from '../../contracts/notice-codes.ts'
import { newId } from '../../id.ts'
import type { Database } from '../../store/store.ts'
import type { Service } from '../communities.ts'

/** Numbers, dates, ids and codes. A name is none of them, so none gets out. */
export type NoticeContent = Record<string, string | number | readonly number[] | null>

const PLAIN_CODE = /^[A-Za-z0-9][A-Za-z0-9_:.-]{0,63}$/

export interface NewNotice {
  event: NoticeEvent
  content: NoticeContent
  /** What is told but once, as a reminder, is told under a reference of its own. */
  reference?: string | undefined
}

/**
 * Puts a notice into the outbox, and a delivery for every webhook that wants it, in the very write that it speaks of: none is
 * told of what was rolled back, and nothing that was written goes untold. Returns false, and changes nothing, where the same
 * reference was told before. Throws where the content could hold a person's data.
 */
export async function enqueueNotice({ bank, clock }: Service, db: Database, communityId: string, { event, content, reference }: NewNotice): Promise<boolean> {
  assertPlain(content)
  const { notice, webhook, webhookDelivery } = bank.store.tables
  const noticeId = newId()
  const recordedAt = clock.now()
  const kept = await db
    .insert(notice)
    .values({ communityId, noticeId, event, reference: reference ?? null, content, recordedAt })
    .onConflictDoNothing()
    .returning({ noticeId: notice.noticeId })
  if (kept.length === 0) return false
  const webhooks = await db
    .select({ webhookId: webhook.webhookId, events: webhook.events })
    .from(webhook)
    .where(and(eq(webhook.communityId, communityId), isNull(webhook.endedAt)))
  const wanting = webhooks.filter(({ events }) => events.includes(event))
  if (wanting.length === 0) return true
  await db.insert(webhookDelivery).values(
    wanting.map(({ webhookId }) => ({
      communityId, deliveryId: newId(), webhookId, noticeId, state: 'waiting', attempts: 0, nextAttemptAt: recordedAt, lastAttemptAt: null,
      status: null, failure: null, recordedAt
    }))
  )
  return true
}

function assertPlain(content: NoticeContent): void {
  for (const [name, value] of Object.entries(content)) {
    const values = Array.isArray(value) ? (value as unknown[]) : [value]
    const plain = values.every((each) => each === null || Number.isSafeInteger(each) || (typeof each === 'string' && PLAIN_CODE.test(each)))
    if (!plain) throw new Error(`the notice holds in ${name} what is neither a number nor a code`)
  }
}
