import { encodeTransaction, leafHash } from '../journal/canonical.ts'
import type { AccountStateChange } from '../journal/journal-store.ts'
import type { Entry, LotMove, SealedTransaction, Transaction } from '../journal/transaction.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Command } from './command.ts'
import type { Draft, DraftEntry } from './draft.ts'
import { type AccountState, LedgerState } from './state.ts'

/** Transactions made final, with the accounts they opened. */
export interface Sealed {
  transactions: SealedTransaction[]
  opened: AccountState[]
  stateChanges: AccountStateChange[]
}

/**
 * Gives drafts their numbers, voucher numbers, running balances and seals, and brings the state up to date. An entry on
 * a closed account, and amounts beyond what an account can hold, are refused before anything is changed; a draft that
 * does not balance is a bug.
 */
export function seal(state: LedgerState, command: Command, drafts: Draft[], now: number): Sealed | Refusal {
  for (const draft of drafts) {
    touch(state, draft)
    assertBalanced(draft)
  }
  const closed = drafts.flatMap((draft) => draft.entries).find(({ accountId }) => state.account(accountId)?.state === 'closed')
  if (closed) return refuse('account_closed', { account: closed.accountId })
  if (drafts.some((draft) => outOfRange(state, draft))) return refuse('amount_out_of_range')
  for (const draft of drafts) state.voucher(datesOf(state, command, draft).businessDate.slice(0, 7))
  const sealed: Sealed = { transactions: [], opened: [], stateChanges: [] }
  // Past this line everything succeeds.
  for (const draft of drafts) {
    const number = state.head.lastNumber + 1
    const transaction = transactionOf(state, command, draft, { number, ...datesOf(state, command, draft), recordedAt: now })
    transaction.entries = draft.entries.map((entry, index) => postEntry(state, { entry, number, line: index + 1, opened: sealed.opened }))
    const canonical = encodeTransaction(transaction)
    sealed.transactions.push({
      transaction,
      canonical,
      leaf: leafHash(canonical),
      idempotencyKey: command.idempotencyKey + (draft.keySuffix ?? ''),
      requestHash: command.requestHash
    })
    for (const change of draft.states ?? []) {
      sealed.stateChanges.push({ ...change, byNumber: number })
      const account = state.account(change.accountId) ?? open(state, sealed.opened, change.accountId)
      state.put({ ...account, state: change.state, successor: change.successor })
    }
    state.head = { ...state.head, lastNumber: number, closedThrough: transaction.closesThrough ?? state.head.closedThrough }
    state.transactions.set(number, transaction)
    state.followUps.set(number, [])
    state.posted.push(transaction)
  }
  return sealed
}

/** Asks for every account and lot that the draft moves, so that nothing is missing once the moving begins. */
function touch(state: LedgerState, draft: Draft): void {
  for (const { accountId, moves } of draft.entries) {
    state.account(accountId)
    for (const { expiresOn, origin } of moves ?? []) {
      if (origin) state.lotRemaining(accountId, { expiresOn, originNumber: origin.number, originLine: origin.line })
    }
  }
}

function assertBalanced(draft: Draft): void {
  if (draft.entries.length === 1) throw new Error(`${draft.kind} has a single entry`)
  const sums = new Map<string, number>()
  for (const { accountId, amount } of draft.entries) {
    if (amount === 0) throw new Error(`${draft.kind} has a zero entry on ${accountId}`)
    const { unit } = LedgerState.fresh(accountId)
    sums.set(unit, (sums.get(unit) ?? 0) + amount)
  }
  for (const [unit, sum] of sums) if (sum !== 0) throw new Error(`${draft.kind} does not balance in ${unit}: ${sum}`)
}

function outOfRange(state: LedgerState, draft: Draft): boolean {
  const balances = new Map<string, number>()
  for (const { accountId, amount } of draft.entries) {
    const after = (balances.get(accountId) ?? state.account(accountId)?.balance ?? 0) + amount
    if (!Number.isSafeInteger(after) || !Number.isSafeInteger(amount)) return true
    balances.set(accountId, after)
  }
  return false
}

interface Dates {
  serviceDate: string
  businessDate: string
}

/**
 * The business date is the service date while its period is open, else the day of posting. A reversal is of today, and
 * so is an expiry, whatever earlier day the command that it comes with is about: until then the points were good.
 */
function datesOf(state: LedgerState, command: Command, draft: Draft): Dates {
  const ofToday = draft.kind === 'reverse' || draft.kind === 'expire'
  const serviceDate = ofToday ? command.today : (command.serviceDate ?? command.today)
  return { serviceDate, businessDate: serviceDate > state.head.closedThrough ? serviceDate : command.today }
}

function transactionOf(
  state: LedgerState,
  command: Command,
  draft: Draft,
  given: Dates & { number: number; recordedAt: number }
): Transaction {
  const month = given.businessDate.slice(0, 7)
  let voucherNumber: number | null = null
  if (draft.entries.length > 0) {
    voucherNumber = state.voucher(month) + 1
    state.vouchers.set(month, voucherNumber)
  }
  return {
    community: state.community,
    kind: draft.kind,
    voucherNumber,
    preparedBy: command.preparedBy,
    approvedBy: command.approvedBy ?? null,
    postedBy: command.postedBy,
    authorisation: command.authorisation ?? null,
    policyVersion: null,
    memberNumber: null,
    accountId: null,
    category: null,
    minutes: null,
    convertibleMinutes: null,
    coefficient: null,
    evidence: command.evidence ?? null,
    sourceHash: command.sourceHash ?? null,
    sourceRow: command.sourceRow ?? null,
    attachments: command.attachments ?? null,
    till: command.till ?? null,
    priceVersion: null,
    summaryCode: draft.summaryCode,
    reverses: null,
    replaces: command.replaces ?? null,
    corrects: null,
    closesThrough: null,
    noteCommitment: command.noteCommitment ?? null,
    content: null,
    ...draft.facts,
    ...given,
    entries: []
  }
}

interface Posting {
  entry: DraftEntry
  number: number
  line: number
  opened: AccountState[]
}

function postEntry(state: LedgerState, { entry, number, line, opened }: Posting): Entry {
  const account = state.account(entry.accountId) ?? open(state, opened, entry.accountId)
  const moves = account.hasLots ? moveLots(state, account, { entry, number, line }) : []
  const after: AccountState = { ...account, version: account.version + 1, balance: account.balance + entry.amount }
  if (after.floor !== null && after.balance * after.side < after.floor) throw new Error(`${entry.accountId} would fall below its floor`)
  state.put(after)
  return {
    line,
    accountId: entry.accountId,
    unit: account.unit,
    amount: entry.amount,
    version: after.version,
    balanceAfter: after.balance,
    lots: moves
  }
}

/** The account as the chart opens it, put into the state and kept for the database. */
function open(state: LedgerState, opened: AccountState[], accountId: string): AccountState {
  const account = LedgerState.fresh(accountId)
  opened.push(account)
  state.put(account)
  return account
}

/** Moves the lots of an account as its entry says. */
function moveLots(state: LedgerState, account: AccountState, { entry, number, line }: Omit<Posting, 'opened'>): LotMove[] {
  const moves = (entry.moves ?? []).map((move): LotMove => {
    const lot = { expiresOn: move.expiresOn, originNumber: move.origin?.number ?? number, originLine: move.origin?.line ?? line }
    const remaining = (move.origin === null ? 0 : state.lotRemaining(entry.accountId, lot)) + move.amount
    if (remaining < 0) throw new Error(`${entry.accountId} would take more from a lot than it has`)
    account.lots.set({ ...lot, remaining })
    return {
      ...lot,
      amount: move.amount,
      remainingAfter: remaining,
      sponsor: move.sponsor ?? null,
      deliveryNote: move.deliveryNote ?? null,
      unitCostFen: move.unitCostFen ?? null
    }
  })
  const sum = moves.reduce((total, move) => total + move.amount, 0)
  if (sum !== entry.amount * account.side) throw new Error(`the lots of ${entry.accountId} do not add up to its entry`)
  return moves
}
