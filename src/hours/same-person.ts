import { and, asc, eq, inArray, lt } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import type { Store } from '../store/store.ts'

/** The member and those who had been merged into them when something was posted: what one person did counts together. */
export async function samePersonWhenPosted(store: Store, memberNumber: number, { community, number }: Pick<Transaction, 'community' | 'number'>): Promise<number[]> {
  const { member } = store.tables
  const { transaction } = store.journal
  const [own] = await store.db
    .select({ mergedInto: member.mergedInto })
    .from(member)
    .where(and(eq(member.communityId, community), eq(member.number, memberNumber)))
  // Who was merged into this member names them, or whoever this member was merged into later.
  const carriedOn = [memberNumber, ...(own?.mergedInto == null ? [] : [own.mergedInto])]
  const merged = await store.db
    .select({ number: member.number })
    .from(member)
    .where(and(eq(member.communityId, community), inArray(member.mergedInto, carriedOn)))
  const candidates = merged.map((each) => each.number)
  if (candidates.length === 0) return [memberNumber]
  const merges = await store.db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .where(and(eq(transaction.communityId, community), eq(transaction.kind, 'merge'), inArray(transaction.memberNumber, candidates), lt(transaction.number, number)))
    .orderBy(asc(transaction.number))
  const into = new Map<number, number>()
  for (const { canonical } of merges) {
    const { memberNumber: from, content } = decodeTransaction(canonical)
    if (from !== null) into.set(from, (JSON.parse(content ?? '{}') as { into: number }).into)
  }
  const endOf = (from: number): number => {
    const next = into.get(from)
    return next === undefined ? from : endOf(next)
  }
  return [memberNumber, ...candidates.filter((each) => each !== memberNumber && endOf(each) === memberNumber)]
}
