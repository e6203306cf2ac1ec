import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import type { Store } from '../store/store.ts'
import type { Page } from './read-books.ts'

/** One line of a member's statement. Amounts stand on the accounts' normal side. */
export interface MemberStatementLine {
  accountId: string
  unit: string
  change: number
  /** Of all the member's accounts of the code together: held points have an account for each hold. */
  balance: number
  transaction: Transaction
}

export interface LinePlace {
  number: number
  line: number
}

/** The lines of a member's accounts of one code, the newest first, each with the balance after it. */
export async function readMemberStatement(
  store: Store,
  community: string,
  { member, code, before, limit }: { member: number; code: string; before?: LinePlace | undefined; limit: number }
): Promise<Page<MemberStatementLine, LinePlace>> {
  const { entry, transaction, account } = store.journal
  const ofMember = and(eq(account.communityId, community), eq(account.memberNumber, member), eq(account.code, code))
  const earlier = before && or(lt(entry.number, before.number), and(eq(entry.number, before.number), lt(entry.line, before.line)))
  const rows = await store.db
    .select({
      accountId: entry.accountId,
      unit: entry.unit,
      number: entry.number,
      line: entry.line,
      change: sql<number>`${entry.amount} * ${account.side}`.mapWith(Number),
      canonical: transaction.canonical
    })
    .from(entry)
    .innerJoin(account, and(eq(account.communityId, entry.communityId), eq(account.accountId, entry.accountId)))
    .innerJoin(transaction, and(eq(transaction.communityId, entry.communityId), eq(transaction.number, entry.number)))
    .where(and(eq(entry.communityId, community), ofMember, earlier))
    .orderBy(desc(entry.number), desc(entry.line))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const first = page[0]
  let balance = first ? await balanceThrough(store, community, { member, code, place: first }) : 0
  const items = page.map(({ canonical, accountId, unit, change }) => {
    const line = { accountId, unit, change, balance, transaction: decodeTransaction(canonical) }
    balance -= change
    return line
  })
  const last = page.at(-1)
  return { items, next: rows.length > limit && last ? { number: last.number, line: last.line } : null }
}

/** What the member's accounts of the code held together after a line. */
async function balanceThrough(
  store: Store,
  community: string,
  { member, code, place }: { member: number; code: string; place: LinePlace }
): Promise<number> {
  const { entry, account } = store.journal
  const [found] = await store.db
    .select({ balance: sql<number>`coalesce(sum(${entry.amount} * ${account.side}), 0)`.mapWith(Number) })
    .from(entry)
    .innerJoin(account, and(eq(account.communityId, entry.communityId), eq(account.accountId, entry.accountId)))
    .where(
      and(
        eq(entry.communityId, community),
        eq(account.communityId, community),
        eq(account.memberNumber, member),
        eq(account.code, code),
        or(lt(entry.number, place.number), and(eq(entry.number, place.number), sql`${entry.line} <= ${place.line}`))
      )
    )
  return found?.balance ?? 0
}
