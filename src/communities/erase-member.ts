import type { Outcome } from '../ledger/post.ts'
import { readByKey } from '../ledger/read-books.ts'
import { isRefusal, refuse } from '../refusal.ts'
import type { Service } from './communities.ts'
import { type Asking, submitAction } from './post-action.ts'
import { beginWork, dropWork, finishWork } from './unfinished-work.ts'

/**
 * Erases a member's personal data, once no points are left, held or to be recovered. The journal notes that it was
 * done and is otherwise as it was: it never held any. Asked again with its key, or at the next start, what a crash broke off
 * is finished.
 *
 * Refuses `unknown_member`, `member_merged` and `balance_not_zero`.
 */
export async function eraseMember(service: Service, communityId: string, { member, reason }: { member: number; reason: string }, asking: Asking): Promise<Outcome> {
  const standing = await service.directory.memberStandingOf(communityId, member)
  const begun = (await readByKey(service.bank.store, communityId, asking.idempotencyKey)) !== undefined
  if (!standing && !begun) return refuse('unknown_member', { member })
  if (standing && standing.mergedInto !== null && !begun) return refuse('member_merged', { member, into: standing.mergedInto })
  const work = { kind: 'erasure', member } as const
  await beginWork(service, communityId, asking.idempotencyKey, work)
  const outcome = await submitAction(service, communityId, { action: 'erase_member', member }, { ...asking, evidence: reason })
  if (isRefusal(outcome)) await dropWork(service, communityId, asking.idempotencyKey)
  else await finishWork(service, communityId, asking.idempotencyKey, work)
  return outcome
}
