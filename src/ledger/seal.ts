import { sealTransaction } from '../journal/canonical.ts'
import type { AccountStateChange } from '../journal/journal-store.ts'
import type { Entry, LotMove, SealedTransaction, Transaction } from '../journal/transaction.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Command } from './command.ts'
import type { Draft, DraftEntry, Facts } from './draft.ts'
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
  const refusals = drafts.map((draft) => refusalOf(state, draft))
  const refusal = refusals.find((each) => each?.code === 'account_closed') ?? refusals.find((each) => each !== undefined)
  if (refusal) return refusal
  for (const draft of drafts) state.voucher(datesOf(state, command, draft).businessDate.slice(0, 7))
  const sealed: Sealed = { transactions: [], opened: [], stateChanges: [] }
  // Past this line everything succeeds.
  for (const draft of drafts) {
    const number = state.head.lastNumber + 1
    const transaction = transactionOf(state, command, draft, { number, ...datesOf(state, command, draft), recordedAt: now })
    transaction.entries = draft.entries.map((entry, index) => postEntry(state, { entry, number, line: index + 1, opened: sealed.opened }))
    const { canonical, leaf } = sealTransaction(transaction)
    const idempotencyKey = command.idempotencyKey + (draft.keySuffix ?? '')
    sealed.transactions.push({ transaction, canonical, leaf, idempotencyKey, requestHash: command.requestHash })
    for (const change of draft.states ?? []) {
      sealed.stateChanges.push({ ...change, byNumber: number })
      const account = state.account(change.accountId) ?? open(state, sealed.opened, change.accountId)
      state.put({ ...account, state: change.state, successor: change.successor })
    }
    const { closedThrough, frontier } = state.head
    state.head = { lastNumber: number, closedThrough: transaction.closesThrough ?? closedThrough, frontier }
    state.transactions.set(number, transaction)
    state.followUps.set(number, [])
    state.posted.push(transaction)
  }
  return sealed
}

/**
 * Why a draft cannot be posted: `account_closed`, `amount_out_of_range`. Asks for every account and lot that it moves, so that
 * nothing is missing once the moving begins.
 */
function refusalOf(state: LedgerState, { kind, entries }: Draft): Refusal | undefined {
  if (entries.length === 1) throw new Error(`${kind} has a single entry`)
  const sums = new Map<string, number>()
  const balances = new Map<string, number>()
  let isOutOfRange = false
  let closed: string | undefined
  for (const { accountId, amount, moves } of entries) {
    const account = state.account(accountId)
    for (const { expiresOn, origin } of moves ?? []) {
      if (origin) state.lotRemaining(accountId, { expiresOn, originNumber: origin.number, originLine: origin.line })
    }
    if (amount === 0) throw new Error(`${kind} has a zero entry on ${accountId}`)
    const { unit, balance } = account ?? LedgerState.fresh(accountId)
    sums.set(unit, (sums.get(unit) ?? 0) + amount)
    const after = (balances.get(accountId) ?? balance) + amount
    balances.set(accountId, after)
    isOutOfRange ||= !Number.isSafeInteger(after) || !Number.isSafeInteger(amount)
    if (account?.state === 'closed') closed ??= accountId
  }
  for (const [unit, sum] of sums) if (sum !== 0) throw new Error(`${kind} does not balance in ${unit}: ${sum}`)
  if (closed !== undefined) return refuse('account_closed', { account: closed })
  return isOutOfRange ? refuse('amount_out_of_range') : undefined
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
  const facts: Partial<Facts> = draft.facts ?? {}
  // Written out, so that all transactions are objects of one shape.
  return {
    community: state.community,
    number: given.number,
    kind: draft.kind,
    voucherNumber,
    serviceDate: given.serviceDate,
    businessDate: given.businessDate,
    recordedAt: given.recordedAt,
    preparedBy: command.preparedBy,
    approvedBy: command.approvedBy ?? null,
    postedBy: command.postedBy,
    authorisation: command.authorisation ?? null,
    policyVersion: facts.policyVersion ?? null,
    memberNumber: facts.memberNumber ?? null,
    accountId: facts.accountId ?? null,
    category: facts.category ?? null,
    minutes: facts.minutes ?? null,
    convertibleMinutes: facts.convertibleMinutes ?? null,
    coefficient: facts.coefficient ?? null,
    evidence: command.evidence ?? null,
    sourceHash: command.sourceHash ?? null,
    sourceRow: command.sourceRow ?? null,
    attachments: command.attachments ?? null,
    till: command.till ?? null,
    priceVersion: facts.priceVersion ?? null,
    summaryCode: draft.summaryCode,
    reverses: facts.reverses ?? null,
    replaces: command.replaces ?? null,
    corrects: facts.corrects ?? null,
    closesThrough: facts.closesThrough ?? null,
    noteCommitment: command.noteCommitment ?? null,
    content: facts.content ?? null,
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
  const version = account.version + 1
  const balanceAfter = account.balance + entry.amount
  if (account.floor !== null && balanceAfter * account.side < account.floor) throw new Error(`${entry.accountId} would fall below its floor`)
  state.put({ ...account, version, balance: balanceAfter })
  return { line, accountId: entry.accountId, unit: account.unit, amount: entry.amount, version, balanceAfter, lots: moves }
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
  const moves: LotMove[] = []
  let sum = 0
  for (const { expiresOn, origin, amount, sponsor = null, deliveryNote = null, unitCostFen = null } of entry.moves ?? []) {
    const originNumber = origin?.number ?? number
    const originLine = origin?.line ?? line
    const before = origin ? state.lotRemaining(entry.accountId, { expiresOn, originNumber, originLine }) : 0
    const remainingAfter = before + amount
    if (remainingAfter < 0) throw new Error(`${entry.accountId} would take more from a lot than it has`)
    account.lots.set({ expiresOn, originNumber, originLine, remaining: remainingAfter })
    moves.push({ expiresOn, originNumber, originLine, amount, remainingAfter, sponsor, deliveryNote, unitCostFen })
    sum += amount
  }
  if (sum !== entry.amount * account.side) throw new Error(`the lots of ${entry.accountId} do not add up to its entry`)
  return moves
}
