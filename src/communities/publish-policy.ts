import { and, eq } from 'drizzle-orm'
import type { Outcome } from '../ledger/post.ts'
import { refuse } from '../refusal.ts'
import type { Service } from './communities.ts'
import { type Asking, postAction } from './post-action.ts'

export interface NewPolicy {
  policy: unknown
  from?: string | undefined
  through?: string | undefined
  /** A code; needed for every version but the first. It is sealed as the evidence of the event. */
  reason?: string | undefined
}

/** Publishes a version of a community's policy. Refuses `reason_needed`, and whatever the ledger refuses. */
export async function publishPolicy(service: Service, communityId: string, { policy, from, through, reason }: NewPolicy, asking: Asking): Promise<Outcome> {
  if (reason === undefined && (await changesPolicy(service, communityId, asking.idempotencyKey))) return refuse('reason_needed')
  return postAction(service, communityId, { action: 'publish_policy', policy, from, through }, { ...asking, evidence: reason })
}

/** Whether there is a version already that this key did not publish: a retry of the first is no change. */
async function changesPolicy({ bank }: Service, communityId: string, key: string): Promise<boolean> {
  const { transaction } = bank.store.journal
  const published = await bank.store.db
    .select({ key: transaction.idempotencyKey })
    .from(transaction)
    .where(and(eq(transaction.communityId, communityId), eq(transaction.kind, 'policy_published'), eq(transaction.entryCount, 0)))
    .orderBy(transaction.number)
  return published.length > 0 && published[0]?.key !== key
}
