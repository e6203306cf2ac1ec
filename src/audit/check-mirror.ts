import type { Transaction } from '../journal/transaction.ts'
import type { AccountBook } from './account-book.ts'
import { codeOf } from './amount-text.ts'
import type { ExportSource } from './audit-source.ts'
import { openSeal } from './compare-stored.ts'
import { DifferenceLog } from './difference.ts'

/**
 * Proves that a reversal and what it reverses cancel out, account by account. After a merge the surviving account stands
 * for the other, and what a member no longer has may stand on P1301 instead of P2101.
 */
export async function checkMirror(
  source: Pick<ExportSource, 'transaction'>,
  reversal: Transaction,
  book: AccountBook,
  log: DifferenceLog
): Promise<void> {
  if (reversal.reverses === null) return
  const { number } = reversal
  const row = await source.transaction(reversal.reverses)
  // Were its seal broken, that was reported where it stands.
  const original = row && openSeal(row, new DifferenceLog())
  if (!original || original.entries.length === 0 || original.kind === 'reverse' || original.kind === 'merge') {
    log.add({ code: 'reversal_invalid', number, found: reversal.reverses })
    return
  }
  const sums = new Map<string, bigint>()
  for (const entry of [...original.entries, ...reversal.entries]) {
    const key = `${mirrorAccount(entry.accountId, book)} ${entry.unit}`
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(entry.amount))
  }
  if ([...sums.values()].some((sum) => sum !== 0n)) log.add({ code: 'not_a_mirror', number, found: reversal.reverses })
}

function mirrorAccount(accountId: string, book: AccountBook): string {
  const surviving = book.accounts.get(accountId)?.successor ?? accountId
  return codeOf(surviving) === 'P1301' ? `P2101${surviving.slice('P1301'.length)}` : surviving
}
