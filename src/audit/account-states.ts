import type { Entry, Transaction } from '../journal/transaction.ts'
import type { AccountBook, BookAccount } from './account-book.ts'
import type { DifferenceLog } from './difference.ts'
import { TRANSACTION_KINDS } from './transaction-kinds.ts'

/** Proves that no entry stands on a closed account and no frozen member spent. Call before the entry is applied. */
export function checkState(book: AccountBook, transaction: Transaction, entry: Entry, log: DifferenceLog): void {
  const account = book.accounts.get(entry.accountId)
  if (!account) return
  const place = { number: transaction.number, line: entry.line, accountId: entry.accountId }
  if (account.state === 'closed') log.add({ code: 'account_closed', ...place })
  const { shape } = account
  if (!shape || TRANSACTION_KINDS[transaction.kind]?.spends !== true) return
  if ((shape.code !== 'P2101' && shape.code !== 'P2102') || entry.amount * shape.side >= 0) return
  const personal = book.accounts.get(`P2101.${shape.memberNumber}`)
  if (account.state === 'frozen' || personal?.state === 'frozen') log.add({ code: 'account_frozen', ...place })
}

/** The states that an event or a merge brings about. */
export function applyState(book: AccountBook, transaction: Transaction, log: DifferenceLog): void {
  if (transaction.kind === 'merge' && transaction.memberNumber !== null) {
    for (const account of book.membersAccounts.get(transaction.memberNumber) ?? [])
      closeMerged(account, transaction, log)
  }
  const account = transaction.accountId === null ? undefined : book.accounts.get(transaction.accountId)
  if (!account) return
  if (transaction.kind === 'account_frozen') change(account, transaction, 'open', 'frozen', log)
  if (transaction.kind === 'account_unfrozen') change(account, transaction, 'frozen', 'open', log)
  if (transaction.kind === 'account_closed') change(account, transaction, null, 'closed', log)
}

function change(
  account: BookAccount,
  transaction: Transaction,
  from: BookAccount['state'] | null,
  to: BookAccount['state'],
  log: DifferenceLog
): void {
  const possible = from === null ? account.state !== 'closed' && account.balance === 0 : account.state === from
  if (!possible) {
    const found = account.balance === 0 ? account.state : `${account.state}, ${account.balance}`
    log.add({ code: 'state_not_possible', number: transaction.number, accountId: account.accountId, found })
  }
  account.state = to
  account.stateNumber = transaction.number
}

function closeMerged(account: BookAccount, transaction: Transaction, log: DifferenceLog): void {
  account.merged = true
  if (account.state !== 'closed') change(account, transaction, null, 'closed', log)
}
