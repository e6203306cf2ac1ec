import { decodeTransaction } from '../journal/canonical.ts'
import { AccountTallies, type AccountTally } from './account-tallies.ts'
import { amountText, codeNames, codeOf, sideOf } from './amount-text.ts'
import type { DateRange, ExportSource } from './audit-source.ts'
import { columnsOf, linesInRed } from './red-entries.ts'
import { REPORT_NOTICE } from './report-notice.ts'

/** One line of a trial balance (试算平衡表): a code, or one account of it. Balances debit positive. */
export interface TrialBalanceLine {
  code: string
  zh: string
  en: string
  /** Null where the line is of a whole code. */
  accountId: string | null
  unit: string
  side: 'debit' | 'credit'
  opening: bigint
  debit: bigint
  credit: bigint
  closing: bigint
}

/** The six columns of a unit; in books that balance each pair is equal. */
export interface TrialBalanceTotal {
  unit: string
  openingDebit: bigint
  openingCredit: bigint
  debit: bigint
  credit: bigint
  closingDebit: bigint
  closingCredit: bigint
  balanced: boolean
}

export interface TrialBalance {
  lines: TrialBalanceLine[]
  totals: TrialBalanceTotal[]
}

/** A trial balance of tallies, a line for each code and unit or for each account. Pure. */
export function trialBalance(tallies: AccountTally[], by: 'code' | 'account'): TrialBalance {
  const lines = new Map<string, TrialBalanceLine>()
  for (const tally of tallies) {
    const code = codeOf(tally.accountId)
    const key = by === 'code' ? `${code} ${tally.unit}` : tally.accountId
    const line = lines.get(key) ?? emptyLine(code, by === 'code' ? null : tally.accountId, tally.unit)
    line.opening += BigInt(tally.opening)
    line.debit += tally.debit
    line.credit += tally.credit
    line.closing += BigInt(tally.closing)
    lines.set(key, line)
  }
  const sorted = [...lines.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  return { lines: sorted, totals: totalsOf(sorted) }
}

function emptyLine(code: string, accountId: string | null, unit: string): TrialBalanceLine {
  const side = sideOf(code) === 1 ? 'debit' : 'credit'
  return { code, ...codeNames(code), accountId, unit, side, opening: 0n, debit: 0n, credit: 0n, closing: 0n }
}

function totalsOf(lines: TrialBalanceLine[]): TrialBalanceTotal[] {
  const totals = new Map<string, TrialBalanceTotal>()
  for (const line of lines) {
    const total = totals.get(line.unit) ?? {
      unit: line.unit,
      openingDebit: 0n,
      openingCredit: 0n,
      debit: 0n,
      credit: 0n,
      closingDebit: 0n,
      closingCredit: 0n,
      balanced: true
    }
    total.openingDebit += debitPart(line.opening)
    total.openingCredit += debitPart(-line.opening)
    total.debit += line.debit
    total.credit += line.credit
    total.closingDebit += debitPart(line.closing)
    total.closingCredit += debitPart(-line.closing)
    total.balanced =
      total.openingDebit === total.openingCredit &&
      total.debit === total.credit &&
      total.closingDebit === total.closingCredit
    totals.set(line.unit, total)
  }
  return [...totals.values()].sort((a, b) => (a.unit < b.unit ? -1 : 1))
}

/** A balance in the debit column; of its negative, in the credit column. */
export function debitPart(balance: bigint): bigint {
  return balance > 0n ? balance : 0n
}

/** Streams a range and tallies it. */
export async function tallyRange(source: ExportSource, range: DateRange): Promise<AccountTally[]> {
  const tallies = await AccountTallies.openingOf(source, range)
  for await (const row of source.sealed(range, 'number')) {
    const transaction = decodeTransaction(row.canonical)
    const red = await linesInRed(source, transaction)
    for (const entry of transaction.entries) tallies.add(entry, columnsOf(entry, red.has(entry.line)))
  }
  return tallies.sorted()
}

export interface TrialBalanceJson {
  notice: typeof REPORT_NOTICE
  range: DateRange
  lines: (Omit<TrialBalanceLine, 'opening' | 'debit' | 'credit' | 'closing'> & Record<'opening' | 'debit' | 'credit' | 'closing', string>)[]
  totals: (Pick<TrialBalanceTotal, 'unit' | 'balanced'> & Record<string, string | boolean>)[]
}

/** The trial balance as JSON: amounts are decimal texts of their unit, balances on the normal side. */
export function trialBalanceJson(balance: TrialBalance, range: DateRange): TrialBalanceJson {
  return {
    notice: REPORT_NOTICE,
    range,
    lines: balance.lines.map((line) => {
      const sign = line.side === 'debit' ? 1n : -1n
      const { opening, debit, credit, closing, unit, ...rest } = line
      return {
        ...rest,
        unit,
        opening: amountText(opening * sign, unit),
        debit: amountText(debit, unit),
        credit: amountText(credit, unit),
        closing: amountText(closing * sign, unit)
      }
    }),
    totals: balance.totals.map(({ unit, balanced, ...columns }) => ({
      unit,
      balanced,
      ...Object.fromEntries(Object.entries(columns).map(([name, amount]) => [name, amountText(amount as bigint, unit)]))
    }))
  }
}
