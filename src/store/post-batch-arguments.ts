import type { AppendBatch } from '../journal/journal-store.ts'

/**
 * The arguments of the posting function `post_batch` of PostgreSQL, in its order: one array a column. A test compares
 * their number with the function's.
 */
export function postBatchArguments(community: string, batch: AppendBatch): unknown[] {
  const { newAccounts: accounts, stateChanges: states, frontier } = batch
  const transactions = batch.transactions.map((each) => each.transaction)
  const entries = transactions.flatMap(({ number, entries: own }) => own.map((entry) => ({ number, ...entry })))
  const moves = entries.flatMap(({ number, line, accountId, lots }) =>
    lots.map((lot) => ({ number, line, accountId, ...lot }))
  )
  return [
    community,
    frontier,
    accounts.map((a) => a.accountId),
    accounts.map((a) => a.code),
    accounts.map((a) => a.unit),
    accounts.map((a) => a.side),
    accounts.map((a) => a.floor),
    accounts.map((a) => a.hasLots),
    accounts.map((a) => a.memberNumber),
    moves.map((m) => m.number),
    moves.map((m) => m.line),
    moves.map((m) => m.expiresOn),
    moves.map((m) => m.originNumber),
    moves.map((m) => m.originLine),
    moves.map((m) => m.accountId),
    moves.map((m) => m.amount),
    moves.map((m) => m.remainingAfter),
    moves.map((m) => m.sponsor),
    moves.map((m) => m.deliveryNote),
    moves.map((m) => m.unitCostFen),
    entries.map((e) => e.number),
    entries.map((e) => e.line),
    entries.map((e) => e.accountId),
    entries.map((e) => e.unit),
    entries.map((e) => e.amount),
    entries.map((e) => e.version),
    entries.map((e) => e.balanceAfter),
    transactions.map((t) => t.number),
    transactions.map((t) => t.kind),
    transactions.map((t) => t.entries.length),
    batch.transactions.map((s) => s.idempotencyKey),
    batch.transactions.map((s) => s.requestHash),
    transactions.map((t) => t.serviceDate),
    transactions.map((t) => t.businessDate),
    transactions.map((t) => t.recordedAt),
    transactions.map((t) => t.voucherNumber),
    transactions.map((t) => t.memberNumber),
    transactions.map((t) => t.accountId),
    transactions.map((t) => t.minutes),
    transactions.map((t) => t.convertibleMinutes),
    transactions.map((t) => t.reverses),
    transactions.map((t) => t.corrects),
    transactions.map((t) => t.closesThrough),
    batch.transactions.map((s) => s.canonical),
    batch.transactions.map((s) => s.leaf),
    states.map((s) => s.accountId),
    states.map((s) => s.state),
    states.map((s) => s.successor),
    states.map((s) => s.byNumber)
  ]
}
