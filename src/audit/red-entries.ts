import { decodeTransaction } from '../journal/canonical.ts'
import type { Entry, Transaction } from '../journal/transaction.ts'
import { codeOf } from './amount-text.ts'
import type { ExportSource } from './audit-source.ts'
import { TRANSACTION_KINDS } from '../transaction-kinds.ts'

/** Debit and credit as printed. In red the amount is negative on the side where the original stood. */
export interface Columns {
  debit: number
  credit: number
}

const NONE: ReadonlySet<number> = new Set()

export function columnsOf(entry: Entry, red: boolean): Columns {
  if (entry.amount > 0) return red ? { debit: 0, credit: -entry.amount } : { debit: entry.amount, credit: 0 }
  return red ? { debit: entry.amount, credit: 0 } : { debit: 0, credit: -entry.amount }
}

/**
 * The lines of a transaction that stand in red: all of a reversal or a return. Only what a member no longer has, and
 * now owes on P1301, is a black debit of its own, unless the original had credited P1301.
 */
export async function linesInRed(
  source: Pick<ExportSource, 'transaction'>,
  transaction: Transaction
): Promise<ReadonlySet<number>> {
  if (TRANSACTION_KINDS[transaction.kind]?.red !== true) return NONE
  const owed = transaction.entries.filter(owesRecovery)
  const red = new Set(transaction.entries.map((entry) => entry.line))
  if (owed.length > 0 && !(await originalCreditedRecovery(source, transaction))) {
    for (const entry of owed) red.delete(entry.line)
  }
  return red
}

function owesRecovery(entry: Entry): boolean {
  return codeOf(entry.accountId) === 'P1301' && entry.amount > 0
}

async function originalCreditedRecovery(
  source: Pick<ExportSource, 'transaction'>,
  transaction: Transaction
): Promise<boolean> {
  const original = transaction.reverses === null ? null : await source.transaction(transaction.reverses)
  if (!original) return false
  return decodeTransaction(original.canonical).entries.some(
    (entry) => codeOf(entry.accountId) === 'P1301' && entry.amount < 0
  )
}
