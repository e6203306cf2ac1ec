import { addDays } from '../clock.ts'
import type { Entry } from '../journal/transaction.ts'
import type { BalanceRow, DateRange, ExportSource } from './audit-source.ts'
import type { Columns } from './red-entries.ts'

/** What a range did to one account. Balances are debit positive; turnover is as printed, red being negative. */
export interface AccountTally {
  accountId: string
  unit: string
  opening: number
  debit: bigint
  credit: bigint
  closing: number
  /** Entries so far, those before the range included. */
  entries: number
  /** The highest version through the end of the range. */
  lastVersion: number
}

/** The only thing an export keeps in memory: one tally for each account. */
export class AccountTallies {
  private readonly byAccount = new Map<string, AccountTally>()

  /** Starts with the balances through the day before the range. */
  static async openingOf(source: ExportSource, range: DateRange): Promise<AccountTallies> {
    const tallies = new AccountTallies()
    for await (const row of source.balancesThrough(dayBefore(range.from))) tallies.open(row)
    return tallies
  }

  /** Sets an account's opening. */
  open(row: BalanceRow): void {
    const tally = freshTally(row.accountId, row.unit)
    tally.opening = tally.closing = row.balance
    tally.entries = row.entries
    tally.lastVersion = row.lastVersion
    this.byAccount.set(row.accountId, tally)
  }

  /** Adds an entry and returns its account's tally, whose closing is the balance after it. */
  add(entry: Entry, columns: Columns): AccountTally {
    let tally = this.byAccount.get(entry.accountId)
    if (!tally) {
      tally = freshTally(entry.accountId, entry.unit)
      this.byAccount.set(entry.accountId, tally)
    }
    tally.debit += BigInt(columns.debit)
    tally.credit += BigInt(columns.credit)
    tally.closing += entry.amount
    tally.entries += 1
    tally.lastVersion = Math.max(tally.lastVersion, entry.version)
    return tally
  }

  get(accountId: string): AccountTally | undefined {
    return this.byAccount.get(accountId)
  }

  /** In the order of account ids, which does not depend on a locale. */
  sorted(): AccountTally[] {
    return [...this.byAccount.values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
  }
}

function freshTally(accountId: string, unit: string): AccountTally {
  return {
    accountId,
    unit,
    opening: 0,
    debit: 0n,
    credit: 0n,
    closing: 0,
    entries: 0,
    lastVersion: 0
  }
}

export function dayBefore(day: string): string {
  return addDays(day, -1)
}
