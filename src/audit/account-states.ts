import type { Entry, Transaction } from '../journal/transaction.ts'
import { FREEZABLE_CODES } from '../ledger/chart.ts'
import type { AccountBook, BookAccount } from './account-book.ts'
import { knownShape } from './amount-text.ts'
import type { DifferenceLog } from './difference.ts'
import { TRANSACTION_KINDS } from '../transaction-kinds.ts'

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
  if (transaction.kind === 'merge') applyMerge(book, transaction, log)
  const change = CHANGES[transaction.kind]
  const account = change && transaction.accountId !== null && namedAccount(book, transaction.accountId)
  if (!account) return
  const possible =
    change.to === 'closed'
      ? account.state !== 'closed' && account.balance === 0
      : account.state === change.from && FREEZABLE_CODES.includes(account.accountId.split('.')[0] ?? '')
  if (!possible) reportState(account, transaction, log)
  account.state = change.to
  account.stateNumber = transaction.number
}

const CHANGES: Record<string, { from?: BookAccount['state']; to: BookAccount['state'] }> = {
  account_frozen: { from: 'open', to: 'frozen' },
  account_unfrozen: { from: 'frozen', to: 'open' },
  account_closed: { to: 'closed' }
}

/** An account may have a state before it has its first entry. */
function namedAccount(book: AccountBook, accountId: string): BookAccount | undefined {
  const unit = knownShape(accountId)?.unit
  return book.accounts.get(accountId) ?? (unit === undefined ? undefined : book.account(accountId, unit))
}

/** Every account of the merged member that is not closed closes, and names the same account of the other member. */
function applyMerge(book: AccountBook, transaction: Transaction, log: DifferenceLog): void {
  const { number, memberNumber, content } = transaction
  const into = mergedInto(content)
  if (memberNumber === null || into === null) {
    log.add({ code: 'field_invalid', number, field: 'content', found: content })
    return
  }
  namedAccount(book, `P2101.${memberNumber}`)
  for (const account of book.membersAccounts.get(memberNumber) ?? []) {
    if (account.state === 'closed') continue
    if (account.balance !== 0) reportState(account, transaction, log)
    const [code, , ...rest] = account.accountId.split('.')
    const successor = [code, into, ...rest].join('.')
    for (const each of [account, ...(book.succeeded.get(account.accountId) ?? [])]) {
      each.state = 'closed'
      each.stateNumber = number
      book.succeed(each, successor)
    }
  }
}

function mergedInto(content: string | null): number | null {
  try {
    const { into } = JSON.parse(content ?? '') as { into?: unknown }
    return typeof into === 'number' ? into : null
  } catch {
    return null
  }
}

function reportState(account: BookAccount, { number }: Transaction, log: DifferenceLog): void {
  const found = account.balance === 0 ? account.state : `${account.state}, ${account.balance}`
  log.add({ code: 'state_not_possible', number, accountId: account.accountId, found })
}
