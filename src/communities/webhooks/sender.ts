import { and, asc, eq, lt, lte } from 'drizzle-orm'
import type { Service } from '../communities.ts'
import type { WebhookSettings } from './address.ts'
import { callAddress, type CallOutcome } from './call-address.ts'
import { openTarget } from './target.ts'

/** At most so many are sent in one go, and so many at the same time: one slow receiver holds up few others. */
const TOGETHER = 40
const AT_ONCE = 8
/** Longer than a call takes; whoever died over it leaves it to the next. */
const CLAIM_MILLISECONDS = 60_000
const MOST_ATTEMPTS = 8
const FIRST_PAUSE_MILLISECONDS = 30_000
/** Half a minute, two, eight … up to eight hours: an address that is away for a night still hears of it. */
const PAUSE_GROWS = 4
const MOST_PAUSE_MILLISECONDS = 8 * 3_600_000

type DeliveryRow = Service['bank']['store']['tables']['webhookDelivery']['$inferSelect']

/** Milliseconds until the next attempt after so many failed ones; null where it is given up. */
export function pauseAfter(attempts: number): number | null {
  return attempts >= MOST_ATTEMPTS ? null : Math.min(FIRST_PAUSE_MILLISECONDS * PAUSE_GROWS ** (attempts - 1), MOST_PAUSE_MILLISECONDS)
}

/**
 * Sends what is due, some of it at a time, and returns how many calls were made. Several processes may do it at once: each delivery
 * is claimed before it is sent. Ends early when the signal says so; what was broken off is sent again.
 */
export async function sendDue(service: Service, { settings, signal }: { settings: WebhookSettings; signal: AbortSignal }): Promise<number> {
  const { webhookDelivery: delivery } = service.bank.store.tables
  const due = await service.bank.store.db
    .select()
    .from(delivery)
    .where(and(eq(delivery.state, 'waiting'), lte(delivery.nextAttemptAt, service.clock.now())))
    .orderBy(asc(delivery.nextAttemptAt))
    .limit(TOGETHER)
  let sent = 0
  const queue = due.values()
  const worker = async (): Promise<void> => {
    for (const row of queue) {
      if (signal.aborted) return
      if (await sendOne(service, row, { settings, signal })) sent++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return sent
}

async function sendOne(service: Service, row: DeliveryRow, { settings, signal }: { settings: WebhookSettings; signal: AbortSignal }): Promise<boolean> {
  const now = service.clock.now()
  if (!(await claim(service, row, now))) return false
  const outcome = await deliver(service, row, { settings, signal, now })
  await record(service, row, outcome, signal.aborted && outcome.status === null)
  return true
}

const own = ({ communityId, deliveryId, attempts }: DeliveryRow, delivery: Service['bank']['store']['tables']['webhookDelivery'], after: number) =>
  and(eq(delivery.communityId, communityId), eq(delivery.deliveryId, deliveryId), eq(delivery.state, 'waiting'), eq(delivery.attempts, attempts + after))

/** Whoever raises the count of attempts first sends it. */
async function claim({ bank }: Service, row: DeliveryRow, now: number): Promise<boolean> {
  const { webhookDelivery: delivery } = bank.store.tables
  const claimed = await bank.store.write((db) =>
    db
      .update(delivery)
      .set({ attempts: row.attempts + 1, lastAttemptAt: now, nextAttemptAt: now + CLAIM_MILLISECONDS })
      .where(own(row, delivery, 0))
      .returning({ deliveryId: delivery.deliveryId })
  )
  return claimed.length > 0
}

async function deliver(
  { bank, vault }: Service,
  { communityId, deliveryId, webhookId, noticeId }: DeliveryRow,
  { settings, signal, now }: { settings: WebhookSettings; signal: AbortSignal; now: number }
): Promise<CallOutcome> {
  const { webhook, notice } = bank.store.tables
  const [found] = await bank.store.db
    .select()
    .from(webhook)
    .where(and(eq(webhook.communityId, communityId), eq(webhook.webhookId, webhookId)))
  const [told] = await bank.store.db
    .select()
    .from(notice)
    .where(and(eq(notice.communityId, communityId), eq(notice.noticeId, noticeId)))
  if (!found || !told || found.endedAt !== null) return { status: null, failure: 'webhook_ended' }
  const { event, content, recordedAt } = told
  const body = JSON.stringify({ event, noticeId, communityId, at: new Date(recordedAt).toISOString(), content })
  return callAddress({ target: openTarget(vault, webhookId, found.target), event, deliveryId, body, now, signal }, settings)
}

/** A delivery that was ended or sent again meanwhile is left as it is. */
async function record({ bank, clock }: Service, row: DeliveryRow, { status, failure }: CallOutcome, brokenOff: boolean): Promise<void> {
  const { webhookDelivery: delivery } = bank.store.tables
  const now = clock.now()
  const pause = failure === 'address_refused' || failure === 'webhook_ended' ? null : pauseAfter(row.attempts + 1)
  const after = brokenOff
    ? { attempts: row.attempts, nextAttemptAt: now }
    : failure === null
      ? { state: 'delivered', nextAttemptAt: null, status, failure }
      : { state: pause === null ? 'given_up' : 'waiting', nextAttemptAt: pause === null ? null : now + pause, status, failure }
  await bank.store.write((db) => db.update(delivery).set(after).where(own(row, delivery, 1)))
}

const KEPT_MILLISECONDS = 90 * 86_400_000

/** Removes notices and deliveries that are older than ninety days. */
export async function forgetOldNotices({ bank, clock }: Service): Promise<void> {
  const { notice, webhookDelivery: delivery } = bank.store.tables
  const before = clock.now() - KEPT_MILLISECONDS
  await bank.store.write(async (db) => {
    await db.delete(delivery).where(lt(delivery.recordedAt, before))
    await db.delete(notice).where(lt(notice.recordedAt, before))
  })
}
