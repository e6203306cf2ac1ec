import { isPlainDate } from '../clock.ts'
import type { Transaction } from '../journal/transaction.ts'
import type { DifferenceLog } from './difference.ts'
import { TRANSACTION_KINDS } from '../transaction-kinds.ts'

/** What can be said of a transaction by itself: its fields, its lines, and that every unit sums to zero. */
export function checkForm(transaction: Transaction, log: DifferenceLog): void {
  const { number, kind, entries } = transaction
  const invalid = (field: string, found: string | number | null): void =>
    log.add({ code: 'field_invalid', number, field, found })
  if (!isPlainDate(transaction.serviceDate)) invalid('serviceDate', transaction.serviceDate)
  if (!isPlainDate(transaction.businessDate)) invalid('businessDate', transaction.businessDate)
  if (!Number.isSafeInteger(transaction.recordedAt)) invalid('recordedAt', transaction.recordedAt)
  if ((transaction.voucherNumber === null) !== (entries.length === 0))
    invalid('voucherNumber', transaction.voucherNumber)
  if ((kind === 'reverse') !== (transaction.reverses !== null)) invalid('reverses', transaction.reverses)
  if ((kind === 'period_closed') !== (transaction.closesThrough !== null))
    invalid('closesThrough', transaction.closesThrough)
  if (transaction.closesThrough !== null && !isPlainDate(transaction.closesThrough))
    invalid('closesThrough', transaction.closesThrough)
  const known = TRANSACTION_KINDS[kind]
  if (!known) log.add({ code: 'unknown_kind', number, found: kind })
  else if (known.event !== (entries.length === 0) || entries.length === 1) {
    log.add({ code: 'kind_and_entries_differ', number, found: entries.length })
  }
  checkEntries(transaction, log)
}

function checkEntries({ number, entries }: Transaction, log: DifferenceLog): void {
  const sums = new Map<string, bigint>()
  entries.forEach((entry, at) => {
    log.compare({ code: 'line_not_next', number, expected: at + 1, found: entry.line })
    if (entry.amount === 0) log.add({ code: 'field_invalid', number, line: entry.line, field: 'amount', found: 0 })
    sums.set(entry.unit, (sums.get(entry.unit) ?? 0n) + BigInt(entry.amount))
  })
  for (const [unit, sum] of sums) {
    if (sum !== 0n) log.add({ code: 'not_balanced', number, unit, found: String(sum) })
  }
}
