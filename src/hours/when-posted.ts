import { and, eq, gte, inArray, lt, lte, or, sql } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import { earlierRecord, earnContent } from '../ledger/decide-hours.ts'
import { partInTeam } from '../ledger/team-content.ts'
import type { Circumstances, Standing } from '../policy/evaluate.ts'
import { balanceCapOf } from '../policy/minutes.ts'
import { NOTHING_USED, type Usage, usageOf, usageRange } from '../policy/usage.ts'
import type { PolicyVersion } from '../policy/versions.ts'
import type { Store } from '../store/store.ts'
import { samePersonWhenPosted } from './same-person.ts'

/** What the member's records that stood at that moment had used; what was reversed before no longer counted. */
export async function usedWhenPosted(
  store: Store,
  posted: Pick<Transaction, 'community' | 'number' | 'serviceDate' | 'memberNumber' | 'content'>,
  { policy }: PolicyVersion
): Promise<Usage> {
  const range = usageRange(policy, posted.serviceDate)
  if (!range || posted.memberNumber === null) return NOTHING_USED
  const { transaction } = store.journal
  const { community, number, serviceDate } = posted
  const person = await samePersonWhenPosted(store, posted.memberNumber, posted)
  const rows = await store.db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .where(
      and(
        eq(transaction.communityId, community),
        or(and(eq(transaction.kind, 'earn'), inArray(transaction.memberNumber, person)), eq(transaction.kind, 'earn_team')),
        gte(transaction.serviceDate, range.from),
        lte(transaction.serviceDate, range.to),
        lt(transaction.number, number),
        sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${community} AND r.reverses = ${transaction.number} AND r.number < ${number})`
      )
    )
  const earlier = rows.flatMap(({ canonical }) => {
    const each = decodeTransaction(canonical)
    return (each.kind === 'earn_team' ? partInTeam(each, person) : earlierRecord(each)) ?? []
  })
  return usageOf(policy, earlier, { serviceDate, activity: earnContent(posted).activity })
}

/** What the entries say of the balance: what was recovered, and how much room the cap left. */
export function standingWhenPosted({ entries, businessDate, memberNumber }: Pick<Transaction, 'entries' | 'businessDate' | 'memberNumber'>, { policy }: PolicyVersion): Pick<Circumstances, 'dates'> & { standing: Standing } {
  const credited = (code: string): number => entries.reduce((sum, { accountId, amount }) => sum - (accountId === `${code}.${memberNumber}` ? amount : 0), 0)
  const cap = balanceCapOf(policy)
  const counted = cap === null ? 0 : cap - credited('P2101')
  return { standing: { toRecover: credited('P1301'), counted }, dates: { businessDate, approvalDate: businessDate } }
}
