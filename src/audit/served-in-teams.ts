import { aliasedTable, and, between, eq, isNull, lte, sql } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import { teamContent } from '../ledger/team-content.ts'
import type { Store } from '../store/store.ts'
import type { DateRange } from './audit-source.ts'

interface Asked {
  range: DateRange
  /** Numbers of transactions, both included. */
  from: number
  through: number
}

/**
 * Members who served in teams in a range of business dates, by what stands at its end: their accounts hold no minutes of it, so
 * they are read out of what is sealed. Each once, under the number they had then.
 */
export async function servedInTeams({ db, journal }: Pick<Store, 'db' | 'journal'>, communityId: string, { range, from, through }: Asked): Promise<number[]> {
  const { transaction } = journal
  const reversal = aliasedTable(transaction, 'reversal')
  const rows = await db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .leftJoin(reversal, and(eq(reversal.communityId, communityId), eq(reversal.reverses, transaction.number), lte(reversal.businessDate, range.to)))
    .where(
      and(
        eq(transaction.communityId, communityId), between(transaction.number, from, through), eq(transaction.kind, 'earn_team'),
        // Said so that no database looks for the days by their index: the numbers are few.
        sql`CASE WHEN ${transaction.businessDate} >= ${range.from} THEN 1 ELSE 0 END = 1`, lte(transaction.businessDate, range.to), isNull(reversal.number)
      )
    )
  return [...new Set(rows.flatMap(({ canonical }) => teamContent(decodeTransaction(canonical)).members.map(({ member }) => member)))]
}
