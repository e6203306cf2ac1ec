import { and, eq, inArray } from 'drizzle-orm'
import type { Outcome } from '../ledger/post.ts'
import { readByKey } from '../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Service } from './communities.ts'
import { homeElsewhere } from './home.ts'
import { type Asking, submitAction } from './post-action.ts'
import { beginWork, dropWork, finishWork } from './unfinished-work.ts'

export interface Merge {
  from: number
  into: number
  /** Why they are one person although what is known of them differs. */
  reason?: string | undefined
}

/**
 * Two members turn out to be one person: the accounts move in one transaction, then cards, relatives, proxies and
 * consents pass to the one that carries on. Asked again, it finishes what a crash broke off. Where the first has
 * nothing in the books, nothing is posted.
 *
 * Refuses `not_home` where both are at home elsewhere, `different_persons` where ID numbers or birth dates differ and no reason is given, `same_member`, `unknown_member`, `member_merged`, and whatever the ledger refuses.
 */
export async function mergeMembers(service: Service, communityId: string, { from, into, reason }: Merge, asking: Asking): Promise<Outcome> {
  const { store } = service.bank
  const refused = await notMergeable(service, communityId, { from, into, reason })
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

async function notMergeable(service: Service, communityId: string, { from, into, reason }: Merge): Promise<Refusal | undefined> {
  const { directory, bank } = service
  if (from === into) return refuse('same_member')
  for (const member of [from, into]) {
    const standing = await directory.memberStandingOf(communityId, member)
    if (!standing) return refuse('unknown_member', { member })
    if (standing.mergedInto !== null && !(member === from && standing.mergedInto === into)) return refuse('member_merged', { member, into: standing.mergedInto })
  }
  const { member, person } = bank.store.tables
  const [one, other] = await bank.store.db
    .select({ personId: person.personId, birthDate: person.birthDate, idNumber: person.idNumberIndex })
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(member.communityId, communityId), inArray(member.number, [from, into])))
  if (!one || !other) return undefined
  if (one.personId !== other.personId) {
    const homes = await Promise.all([one, other].map(({ personId }) => homeElsewhere(service, bank.store.db, communityId, personId)))
    if (homes.every((home) => home !== undefined)) return refuse('not_home')
  }
  if (reason !== undefined) return undefined
  const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b
  return differ(one.birthDate, other.birthDate) || differ(one.idNumber, other.idNumber) ? refuse('different_persons', { from, into }) : undefined
}
