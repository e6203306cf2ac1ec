import { asc, count, eq, sql } from 'drizzle-orm'
import type { Store } from '../store/store.ts'

/** The accounts of one code and unit together. The balance stands on their normal side. */
export interface CodeBalance {
  code: string
  unit: string
  side: number
  accounts: number
  balance: number
}

/** How the accounts of a community stand now, by code and unit. */
export async function readBalances(store: Store, community: string): Promise<CodeBalance[]> {
  const { account } = store.journal
  const { code, unit, side } = account
  const balance = sql<number>`sum(${account.balance} * ${account.side})`.mapWith(Number)
  return store.db
    .select({ code, unit, side, accounts: count(), balance })
    .from(account)
    .where(eq(account.communityId, community))
    .groupBy(code, unit, side)
    .orderBy(asc(code), asc(unit))
}
