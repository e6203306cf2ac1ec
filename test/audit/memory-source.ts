import type { AuditSource, BalanceRow, DateRange, SealedRow } from '../../src/audit/audit-source.ts'
import { LotBalances } from '../../src/audit/lot-balances.ts'
import { decodeTransaction } from '../../src/journal/canonical.ts'
import { extendFrontier } from '../../src/journal/merkle.ts'
import type { StoredJournal } from './journal-builder.ts'

/** An {@link AuditSource} over a journal in memory. */
export function memorySource(journal: StoredJournal): AuditSource {
  const inRange = ({ from, to }: DateRange): StoredJournal['rows'] =>
    journal.rows.filter((row) => row.businessDate >= from && row.businessDate <= to)
  return {
    community: async () => journal.community,
    head: async () => journal.head,
    counts: async () => ({
      transactions: journal.rows.length,
      entries: journal.rows.reduce((sum, row) => sum + row.entries.length, 0),
      lotMoves: journal.rows.reduce(
        (sum, row) => sum + row.entries.reduce((moves, entry) => moves + entry.lots.length, 0),
        0
      )
    }),
    transactions: () => stream(journal.rows),
    keys: () => stream([...journal.rows].sort((a, b) => (a.idempotencyKey < b.idempotencyKey ? -1 : 1))),
    accounts: () => stream(journal.accounts),
    lots: () => stream(journal.lots),
    vouchers: () => stream(journal.vouchers),
    extent: async (range) => {
      const rows = inRange(range)
      const dates = rows.map((row) => row.businessDate).sort()
      return {
        transactions: rows.length,
        firstNumber: rows[0]?.number ?? null,
        lastNumber: rows.at(-1)?.number ?? null,
        firstDate: dates[0] ?? null,
        lastDate: dates.at(-1) ?? null
      }
    },
    sealed: (range, order) =>
      stream<SealedRow>(
        inRange(range).sort(
          (a, b) => (order === 'business_date' ? compare(a.businessDate, b.businessDate) : 0) || a.number - b.number
        )
      ),
    transaction: async (number) => journal.rows.find((row) => row.number === number) ?? null,
    balancesThrough: (day) => stream(balances(journal, day)),
    lotsThrough: (day) => {
      const lots = new LotBalances()
      for (const row of inRange({ from: '', to: day })) {
        for (const entry of row.entries) for (const move of entry.lots) lots.move(entry.accountId, move, move.amount)
      }
      return stream([...lots.all()])
    },
    frontierAt: async (size) =>
      extendFrontier(
        Buffer.alloc(0),
        0,
        journal.rows.slice(0, size).map((row) => row.leaf)
      )
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function* stream<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}

function balances(journal: StoredJournal, day: string): BalanceRow[] {
  const rows = new Map<string, BalanceRow>()
  for (const row of journal.rows) {
    if (row.businessDate > day) continue
    for (const { accountId, unit, amount, version } of decodeTransaction(row.canonical).entries) {
      const balance = rows.get(accountId) ?? { accountId, unit, balance: 0, entries: 0, lastVersion: 0 }
      balance.balance += amount
      balance.entries++
      balance.lastVersion = Math.max(balance.lastVersion, version)
      rows.set(accountId, balance)
    }
  }
  return [...rows.values()]
}
