import type { Entry, LotMove } from '../journal/transaction.ts'
import type { AccountShape } from '../ledger/chart.ts'
import { knownShape } from './amount-text.ts'
import type { DifferenceLog } from './difference.ts'

/** An account as replaying the journal leaves it. */
export interface BookAccount {
  accountId: string
  /** Null for an account the chart does not have. */
  shape: AccountShape | null
  unit: string
  version: number
  balance: number
  /** Whether `version` and `balance` are those right before the next entry that is not missing. */
  known: boolean
  /** Counts the places where entries are missing; what was known of lots before such a place no longer holds. */
  breaks: number
  /** Only lots with something left. */
  lots: Map<string, BookLot>
  state: 'open' | 'frozen' | 'closed'
  stateNumber: number
  /** The account that carries on for this one after a merge. */
  successor: string | null
}

export interface BookLot {
  remaining: number
  lastNumber: number
  lastLine: number
  breaks: number
  /** Set where the lot table was found to have it. */
  seen?: boolean
}

type LotKey = Pick<LotMove, 'expiresOn' | 'originNumber' | 'originLine'>

export function lotKey(lot: LotKey): string {
  return `${lot.expiresOn}/${lot.originNumber}/${lot.originLine}`
}

/** Accounts and open lots, recomputed entry by entry. `partial`: entries may be missing, as in an export of a range. */
export class AccountBook {
  readonly accounts = new Map<string, BookAccount>()
  readonly membersAccounts = new Map<number, BookAccount[]>()
  /** By account, those that it carries on for. */
  readonly succeeded = new Map<string, BookAccount[]>()
  /** Balances that could not be traced to the one before, because entries outside the range lie between. */
  untraced = 0

  constructor(
    private readonly log: DifferenceLog,
    private readonly partial: boolean
  ) {}

  /** The account, opened at zero where it is new. */
  account(accountId: string, unit: string): BookAccount {
    const existing = this.accounts.get(accountId)
    if (existing) return existing
    const account: BookAccount = {
      accountId,
      shape: knownShape(accountId),
      unit,
      version: 0,
      balance: 0,
      known: true,
      breaks: 0,
      lots: new Map(),
      state: 'open',
      stateNumber: 0,
      successor: null
    }
    this.accounts.set(accountId, account)
    const member = account.shape?.memberNumber ?? null
    if (member !== null) this.addToMember(member, account)
    return account
  }

  succeed(account: BookAccount, successor: string): void {
    account.successor = successor
    const others = this.succeeded.get(successor)
    if (others) others.push(account)
    else this.succeeded.set(successor, [account])
  }

  private addToMember(member: number, account: BookAccount): void {
    const accounts = this.membersAccounts.get(member)
    if (accounts) accounts.push(account)
    else this.membersAccounts.set(member, [account])
  }

  /** Proves an entry against its account, then takes over what it says, so that one error is reported once. */
  apply(number: number, entry: Entry): BookAccount {
    const account = this.account(entry.accountId, entry.unit)
    const place = { number, line: entry.line, accountId: entry.accountId }
    if (!account.shape && account.version === 0) this.log.add({ code: 'account_not_of_chart', ...place })
    this.log.compare({
      code: 'unit_differs',
      ...place,
      expected: account.shape?.unit ?? account.unit,
      found: entry.unit
    })
    if (account.known && entry.version === account.version + 1) {
      this.log.compare({
        code: 'running_balance',
        ...place,
        expected: account.balance + entry.amount,
        found: entry.balanceAfter
      })
    } else {
      this.breakOff(account, entry, number)
    }
    const { shape } = account
    if (shape && shape.floor !== null && entry.balanceAfter * shape.side < shape.floor) {
      this.log.add({ code: 'below_floor', ...place, found: entry.balanceAfter * shape.side })
    }
    account.version = entry.version
    account.balance = entry.balanceAfter
    account.known = true
    this.applyLots(account, entry, number)
    return account
  }

  private breakOff(account: BookAccount, entry: Entry, number: number): void {
    account.breaks++
    if (this.partial && (!account.known || entry.version > account.version)) this.untraced++
    else {
      this.log.add({
        code: 'version_not_next',
        number,
        line: entry.line,
        accountId: entry.accountId,
        expected: account.version + 1,
        found: entry.version
      })
    }
  }

  private applyLots(account: BookAccount, entry: Entry, number: number): void {
    const place = { number, line: entry.line, accountId: entry.accountId }
    if (account.shape?.hasLots === false) {
      if (entry.lots.length > 0) this.log.add({ code: 'lot_unexpected', ...place })
      return
    }
    if (account.shape) {
      const sum = entry.lots.reduce((total, move) => total + BigInt(move.amount), 0n)
      this.log.compare({
        code: 'lot_sum',
        ...place,
        expected: String(BigInt(entry.amount * account.shape.side)),
        found: String(sum)
      })
    }
    for (const move of entry.lots) this.applyMove(account, entry, number, move)
  }

  private applyMove(account: BookAccount, entry: Entry, number: number, move: LotMove): void {
    const key = lotKey(move)
    const place = { number, line: entry.line, accountId: entry.accountId, lot: key }
    const before = this.remainingBefore(account, key)
    if (before !== null) {
      this.log.compare({ code: 'lot_remaining', ...place, expected: before + move.amount, found: move.remainingAfter })
    }
    if (move.remainingAfter < 0 || move.amount === 0) {
      this.log.add({
        code: 'field_invalid',
        ...place,
        field: move.amount === 0 ? 'amount' : 'remainingAfter',
        found: move.remainingAfter
      })
    }
    const originIsLater = move.originNumber > number || (move.originNumber === number && move.originLine > entry.line)
    if (move.originNumber < 1 || originIsLater) this.log.add({ code: 'lot_origin', ...place })
    if (move.remainingAfter === 0) account.lots.delete(key)
    else
      account.lots.set(key, {
        remaining: move.remainingAfter,
        lastNumber: number,
        lastLine: entry.line,
        breaks: account.breaks
      })
  }

  /** Null where missing entries may have moved the lot. */
  private remainingBefore(account: BookAccount, key: string): number | null {
    const lot = account.lots.get(key)
    if (lot && lot.breaks === account.breaks) return lot.remaining
    return account.breaks === 0 ? 0 : null
  }
}
