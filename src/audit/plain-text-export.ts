import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import { AccountTallies } from './account-tallies.ts'
import type { AuditCommunity, BalanceRow, DateRange, ExportSource } from './audit-source.ts'
import type { ExportProgress } from './export-progress.ts'
import type { TextOutput } from './text-output.ts'

/** A balance of an account, debit positive, as all three programs count. */
export interface NamedBalance {
  accountId: string
  unit: string
  balance: number
}

/** How one plain-text accounting program wants things written. Every text ends with a line break. */
export interface PlainTextDialect {
  header(community: AuditCommunity, range: DateRange): string
  commodity(unit: string, day: string): string
  account(accountId: string, unit: string, day: string): string
  opening(balances: NamedBalance[], day: string): string
  transaction(transaction: Transaction): string
  event(event: Transaction): string
  /** Balance assertions for the end of a day, so that the other program checks its own sums against ours. */
  closing(balances: NamedBalance[], day: string): string
}

/** The database's own balances are not the sum of its journal: nothing may be exported, `verify` says what is wrong. */
export class BalancesDifferError extends Error {}

/**
 * Writes a range for another program to add up again: declarations, one opening transaction of all accounts (in each
 * unit it sums to zero by itself, so no balancing account is needed), the transactions by business date, and the
 * closing balances as assertions. Events are written as remarks.
 */
export async function exportPlainText(
  dialect: PlainTextDialect,
  source: ExportSource,
  range: DateRange,
  output: TextOutput,
  progress?: ExportProgress
): Promise<void> {
  const extent = await source.extent(range)
  const tallies = await AccountTallies.openingOf(source, range)
  const opened = tallies
    .sorted()
    .filter((tally) => tally.opening !== 0)
    .map(({ accountId, unit, opening }) => ({ accountId, unit, balance: opening }))
  const closings = await closingsOf(source, range)
  const lastDay = range.to < LAST_USABLE_DAY ? range.to : (extent.lastDate ?? range.from)
  const firstDay = opened.length > 0 ? range.from : (extent.firstDate ?? range.from)

  await output.write(dialect.header(await source.community(), range))
  for (const unit of [...new Set(closings.map((row) => row.unit))].sort())
    await output.write(dialect.commodity(unit, firstDay))
  for (const row of closings) await output.write(dialect.account(row.accountId, row.unit, firstDay))
  if (opened.length > 0) await output.write(dialect.opening(opened, firstDay))
  let done = 0
  for await (const row of source.sealed(range, 'business_date')) {
    const transaction = decodeTransaction(row.canonical)
    for (const entry of transaction.entries) tallies.add(entry, { debit: 0, credit: 0 })
    await output.write(transaction.entries.length === 0 ? dialect.event(transaction) : dialect.transaction(transaction))
    progress?.(++done, extent.transactions)
  }
  demandEqual(tallies, closings)
  if (closings.length > 0) await output.write(dialect.closing(closings, lastDay))
}

/** The day after is needed for an assertion, and the programs know no year 10000. */
const LAST_USABLE_DAY = '9999-12-30'

async function closingsOf(source: ExportSource, range: DateRange): Promise<BalanceRow[]> {
  const rows: BalanceRow[] = []
  for await (const row of source.balancesThrough(range.to)) rows.push(row)
  return rows.sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
}

function demandEqual(tallies: AccountTallies, closings: BalanceRow[]): void {
  const differing = closings.find((row) => tallies.get(row.accountId)?.closing !== row.balance)
  if (differing)
    throw new BalancesDifferError(
      `${differing.accountId}: ${tallies.get(differing.accountId)?.closing} is not ${differing.balance}`
    )
  const counted = tallies.sorted().length
  if (counted !== closings.length)
    throw new BalancesDifferError(`${counted} accounts in the journal, ${closings.length} in its sums`)
}
