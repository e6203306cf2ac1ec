import type { Outcome } from '../ledger/post.ts'
import { readByKey } from '../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Service } from './communities.ts'
import { type Asking, submitAction } from './post-action.ts'
import { beginWork, dropWork, finishWork } from './unfinished-work.ts'

/**
 * Two members turn out to be one person: the accounts move in one transaction, then cards, relatives, proxies and
 * consents pass to the one that carries on. Asked again, it finishes what a crash broke off. Where the first has
 * nothing in the books, nothing is posted.
 *
 * Refuses `same_member`, `unknown_member`, `member_merged`, and whatever the ledger refuses.
 */
export async function mergeMembers(service: Service, communityId: string, { from, into }: { from: number; into: number }, asking: Asking): Promise<Outcome> {
  const { store } = service.bank
  const refused = await notMergeable(service, communityId, { from, into })
  if (refused && (await readByKey(store, communityId, asking.idempotencyKey)) === undefined) return refused
  const work = { kind: 'merge', member: from, into } as const
  await beginWork(service, communityId, asking.idempotencyKey, work)
  const outcome = await submitAction(service, communityId, { action: 'merge', from, into }, asking)
  const nothing = isRefusal(outcome) && outcome.code === 'empty_request'
  if (isRefusal(outcome) && !nothing) {
    await dropWork(service, communityId, asking.idempotencyKey)
    return outcome
  }
  await finishWork(service, communityId, asking.idempotencyKey, work)
  return nothing ? { transactions: [], replayed: false } : outcome
}

async function notMergeable({ directory }: Service, communityId: string, { from, into }: { from: number; into: number }): Promise<Refusal | undefined> {
  if (from === into) return refuse('same_member')
  for (const member of [from, into]) {
    const standing = await directory.memberStandingOf(communityId, member)
    if (!standing) return refuse('unknown_member', { member })
    if (standing.mergedInto !== null && !(member === from && standing.mergedInto === into)) return refuse('member_merged', { member, into: standing.mergedInto })
  }
  return undefined
}
