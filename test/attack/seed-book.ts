import { createHash } from 'node:crypto'
import { encodeTransaction, leafHash } from '../../src/journal/canonical.ts'
import type { AccountRow, AccountStateChange, AppendBatch } from '../../src/journal/journal-store.ts'
import { extendFrontier } from '../../src/journal/merkle.ts'
import type { Entry, LotMove, SealedTransaction, Transaction } from '../../src/journal/transaction.ts'
import { shapeOf } from '../../src/ledger/chart.ts'

interface SeedAccount extends AccountRow {
  lots: { expiresOn: string; originNumber: number; originLine: number; remaining: number }[]
}

/** An account and its amount, debit positive; `expiresOn` for the lot that an increase opens. */
type SeedLine = [accountId: string, amount: number, expiresOn?: string]

const NO_FACTS: Omit<Transaction, 'community' | 'number' | 'kind' | 'voucherNumber' | 'entries'> = {
  serviceDate: '2026-03-05',
  businessDate: '2026-03-05',
  recordedAt: 1_772_668_800_000,
  preparedBy: 'a',
  approvedBy: null,
  postedBy: 'a',
  authorisation: null,
  policyVersion: null,
  memberNumber: null,
  accountId: null,
  category: null,
  minutes: null,
  convertibleMinutes: null,
  coefficient: null,
  evidence: null,
  sourceHash: null,
  sourceRow: null,
  attachments: null,
  till: null,
  priceVersion: null,
  summaryCode: 'seed',
  reverses: null,
  replaces: null,
  corrects: null,
  closesThrough: null,
  noteCommitment: null,
  content: null
}

/**
 * Makes valid postings of one community by hand, without the ledger: it keeps the running balances and lots, and takes
 * the soonest-expiring lot first. What was made and not yet taken is the next batch.
 */
export class SeedBook {
  readonly community: string
  private readonly accounts = new Map<string, SeedAccount>()
  private readonly vouchers = new Map<string, number>()
  private frontier: Buffer = Buffer.alloc(0)
  private sealed = 0
  private opened: AccountRow[] = []
  private transactions: SealedTransaction[] = []
  private states: AccountStateChange[] = []
  number = 0

  constructor(community: string) {
    this.community = community
  }

  /** A book of its own that goes on from here. */
  fork(): SeedBook {
    const copy = new SeedBook(this.community)
    for (const [id, account] of this.accounts) copy.accounts.set(id, structuredClone(account))
    for (const [month, last] of this.vouchers) copy.vouchers.set(month, last)
    copy.frontier = this.frontier
    copy.sealed = this.sealed
    copy.number = this.number
    return copy
  }

  /** Adds a transaction, or an event where there are no lines. */
  post(kind: string, lines: SeedLine[], facts: Partial<Transaction> = {}): Transaction {
    const number = ++this.number
    const businessDate = facts.businessDate ?? NO_FACTS.businessDate
    const transaction: Transaction = {
      ...NO_FACTS,
      ...facts,
      community: this.community,
      number,
      kind,
      voucherNumber: lines.length === 0 ? null : this.nextVoucher(businessDate.slice(0, 7)),
      entries: lines.map((line, index) => this.entry(number, index + 1, line))
    }
    this.transactions.push(sealedTransaction(transaction))
    return transaction
  }

  /** Adds an event about an account and changes its state. */
  restate(kind: string, accountId: string, state: AccountRow['state']): void {
    this.post(kind, [], { accountId })
    this.states.push({ accountId, state, successor: null, byNumber: this.number })
  }

  /** Changes an account's state by the newest transaction, a merge. */
  succeed(accountId: string, successor: string): void {
    this.states.push({ accountId, state: 'closed', successor, byNumber: this.number })
  }

  /** The next batch, to be posted before another is taken. */
  take(): AppendBatch {
    this.frontier = extendFrontier(
      this.frontier,
      this.sealed,
      this.transactions.map(({ leaf }) => leaf)
    )
    this.sealed = this.number
    const batch = {
      newAccounts: this.opened,
      transactions: this.transactions,
      stateChanges: this.states,
      frontier: this.frontier
    }
    this.opened = []
    this.transactions = []
    this.states = []
    return batch
  }

  private nextVoucher(month: string): number {
    const next = (this.vouchers.get(month) ?? 0) + 1
    this.vouchers.set(month, next)
    return next
  }

  private account(accountId: string): SeedAccount {
    const known = this.accounts.get(accountId)
    if (known) return known
    const { code, unit, side, floor, hasLots, memberNumber } = shapeOf(accountId)
    const row: AccountRow = {
      accountId,
      code,
      unit,
      side,
      floor,
      hasLots,
      memberNumber,
      state: 'open',
      successor: null,
      version: 0,
      balance: 0
    }
    const account = { ...row, lots: [] }
    this.opened.push(row)
    this.accounts.set(accountId, account)
    return account
  }

  private entry(number: number, line: number, [accountId, amount, expiresOn = '2026-12-31']: SeedLine): Entry {
    const account = this.account(accountId)
    account.version++
    account.balance += amount
    const increase = amount * account.side
    const lots = !account.hasLots
      ? []
      : increase > 0
        ? [openLot(account, number, line, increase, expiresOn)]
        : useLots(account, -increase)
    return {
      line,
      accountId,
      unit: account.unit,
      amount,
      version: account.version,
      balanceAfter: account.balance,
      lots
    }
  }
}

function openLot(
  account: SeedAccount,
  originNumber: number,
  originLine: number,
  amount: number,
  expiresOn: string
): LotMove {
  account.lots.push({ expiresOn, originNumber, originLine, remaining: amount })
  return moveOf({ expiresOn, originNumber, originLine, remaining: amount }, amount)
}

function useLots(account: SeedAccount, amount: number): LotMove[] {
  let left = amount
  const moves: LotMove[] = []
  for (const lot of account.lots.sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1))) {
    const used = Math.min(left, lot.remaining)
    if (used === 0) continue
    lot.remaining -= used
    left -= used
    moves.push(moveOf(lot, -used))
  }
  account.lots = account.lots.filter((lot) => lot.remaining > 0)
  return moves
}

function moveOf({ remaining, ...lot }: SeedAccount['lots'][number], amount: number): LotMove {
  return { ...lot, amount, remainingAfter: remaining, sponsor: null, deliveryNote: null, unitCostFen: null }
}

/** With its seal, and a key and request hash made from community and number. */
function sealedTransaction(transaction: Transaction): SealedTransaction {
  const canonical = encodeTransaction(transaction)
  const idempotencyKey = `${transaction.community}-${String(transaction.number).padStart(12, '0')}`
  const requestHash = createHash('sha256').update(idempotencyKey).digest()
  return { transaction, canonical, leaf: leafHash(canonical), idempotencyKey, requestHash }
}

/** Seals every transaction of a batch anew, after something in it was changed by hand. */
export function resealed(batch: AppendBatch): AppendBatch {
  return { ...batch, transactions: batch.transactions.map(({ transaction }) => sealedTransaction(transaction)) }
}
