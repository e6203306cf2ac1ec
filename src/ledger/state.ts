import type { AccountRow, HeadRow } from '../journal/journal-store.ts'
import type { Transaction } from '../journal/transaction.ts'
import { type PolicyVersion, versionOn } from '../policy/versions.ts'
import { pointsAccount, shapeOf } from './chart.ts'
import { LotBook, lotKey } from './lot-book.ts'
import type { Lot } from './lots.ts'

/** What has to be read from the database before a decision can be taken. */
export interface Reads {
  accounts: Set<string>
  /** Accounts of which every open lot is needed. */
  allLots: Set<string>
  /** `account expiry origin-number origin-line`. */
  singleLots: Set<string>
  members: Set<number>
  successorsOf: Set<string>
  numbers: Set<number>
  followUps: Set<number>
  /** `member from to`. */
  ranges: Set<string>
  /** `from to`. */
  teamRanges: Set<string>
  /** `account from to`, by business dates. */
  turnovers: Set<string>
  months: Set<string>
}

export function noReads(): Reads {
  return {
    accounts: new Set(),
    allLots: new Set(),
    singleLots: new Set(),
    members: new Set(),
    successorsOf: new Set(),
    numbers: new Set(),
    followUps: new Set(),
    ranges: new Set(),
    teamRanges: new Set(),
    turnovers: new Set(),
    months: new Set()
  }
}

/** Thrown where a decision asks for what was not read yet; the poster reads it and decides again. */
export class NotLoaded extends Error {
  readonly read: (reads: Reads) => void

  constructor(read: (reads: Reads) => void) {
    super('not loaded')
    this.read = read
  }
}

/** An account in the batch's memory. */
export interface AccountState extends AccountRow {
  lots: LotBook
}

/**
 * The books of one community as a batch sees them: what was read from the database, and what the batch posted since.
 * Decisions only read it; `post` alone changes it.
 */
export class LedgerState {
  readonly community: string
  head: HeadRow
  /** The last transaction when the first of these books was read. */
  readAt: number
  /** Undefined until they are read. */
  policies: PolicyVersion[] | undefined
  accounts = new Map<string, AccountState | null>()
  memberAccounts = new Map<number, Set<string>>()
  successions = new Map<string, Set<string>>()
  readonly transactions = new Map<number, Transaction | null>()
  readonly followUps = new Map<number, Transaction[]>()
  readonly ranges = new Map<string, Transaction[]>()
  readonly teamRanges = new Map<string, Transaction[]>()
  /** As they were before the batch. */
  readonly turnovers = new Map<string, number>()
  vouchers = new Map<string, number>()
  /** Posted in this batch, in order. */
  readonly posted: Transaction[] = []

  constructor(community: string, head: HeadRow) {
    this.community = community
    this.head = head
    this.readAt = head.lastNumber
  }

  /** The same books for another batch; of the transactions themselves nothing is kept. */
  nextBatch(): LedgerState {
    const next = new LedgerState(this.community, this.head)
    next.readAt = this.readAt
    next.policies = this.policies
    next.accounts = this.accounts
    next.memberAccounts = this.memberAccounts
    next.successions = this.successions
    next.vouchers = this.vouchers
    return next
  }

  /** The account, or undefined where nothing was ever posted to it. */
  account(id: string): AccountState | undefined {
    const found = this.accounts.get(id)
    if (found === undefined) throw new NotLoaded((reads) => reads.accounts.add(id))
    return found ?? undefined
  }

  /** The balance as a person reads it, on the account's normal side. */
  balance(id: string): number {
    const account = this.account(id)
    return account ? account.balance * account.side : 0
  }

  /** Every open lot of an account, soonest-expiring first. */
  lots(id: string): Lot[] {
    return known(this.account(id)?.lots.all() ?? this.noLots(id), id)
  }

  /** The lots of an account that expire before a day. */
  lotsBefore(id: string, day: string): Lot[] {
    return known(this.account(id)?.lots.before(day) ?? this.noLots(id), id)
  }

  /** The soonest lots of an account that are good on a day and hold an amount, or all there are. */
  lotsCovering(id: string, day: string, amount: number): Lot[] {
    return known(this.account(id)?.lots.covering(day, amount) ?? this.noLots(id), id)
  }

  /** What is left in one lot of an account. */
  lotRemaining(id: string, lot: Omit<Lot, 'remaining'>): number {
    const account = this.account(id)
    const remaining = account ? account.lots.remaining(lot) : 0
    if (remaining === undefined) throw new NotLoaded((reads) => reads.singleLots.add(`${id} ${lotKey(lot)}`))
    return remaining
  }

  private noLots(id: string): Lot[] | undefined {
    return this.account(id) ? undefined : []
  }

  /** Every account of a member. */
  accountsOf(member: number): AccountState[] {
    const ids = this.memberAccounts.get(member)
    if (!ids) throw new NotLoaded((reads) => reads.members.add(member))
    return [...ids].sort().map((id) => this.accounts.get(id) as AccountState)
  }

  /** Every account that an earlier merge continued in this one. */
  succeededBy(id: string): AccountState[] {
    const ids = this.successions.get(id)
    if (!ids) throw new NotLoaded((reads) => reads.successorsOf.add(id))
    return [...ids].sort().map((each) => this.accounts.get(each) as AccountState)
  }

  /** Transactions about a member, and about those who were merged into them: what one person did counts together. */
  aboutPerson(member: number, from: string, to: string): Transaction[] {
    return this.personOf(member).flatMap((each) => this.about(each, from, to))
  }

  /** The account that carries on for this one after a merge, or itself. */
  surviving(id: string): string {
    return this.account(id)?.successor ?? id
  }

  transaction(number: number): Transaction | undefined {
    const found = this.transactions.get(number)
    if (found === undefined) throw new NotLoaded((reads) => reads.numbers.add(number))
    return found ?? undefined
  }

  /** What reverses or corrects a transaction, in order. */
  followUpsOf(number: number): Transaction[] {
    const found = this.followUps.get(number)
    if (!found) throw new NotLoaded((reads) => reads.followUps.add(number))
    return [...found, ...this.posted.filter((each) => each.reverses === number || each.corrects === number)]
  }

  /** Transactions about a member with a service date from `from` to `to`, the reversed ones left out. */
  about(member: number, from: string, to: string): Transaction[] {
    const key = `${member} ${from} ${to}`
    const found = this.ranges.get(key)
    if (!found) throw new NotLoaded((reads) => reads.ranges.add(key))
    const all = [
      ...found,
      ...this.posted.filter((each) => each.memberNumber === member && each.serviceDate >= from && each.serviceDate <= to)
    ]
    const reversed = new Set(this.posted.map((each) => each.reverses))
    return all.filter((each) => !reversed.has(each.number))
  }

  /** What teams did with a service date from `from` to `to`, the reversed ones left out. */
  ofTeams(from: string, to: string): Transaction[] {
    const key = `${from} ${to}`
    const found = this.teamRanges.get(key)
    if (!found) throw new NotLoaded((reads) => reads.teamRanges.add(key))
    const all = [...found, ...this.posted.filter((each) => each.kind === 'earn_team' && each.serviceDate >= from && each.serviceDate <= to)]
    const reversed = new Set(this.posted.map((each) => each.reverses))
    return all.filter((each) => !reversed.has(each.number))
  }

  /** A member, and those who were merged into them. */
  personOf(member: number): number[] {
    const merged = this.succeededBy(pointsAccount(member)).flatMap((account) => account.memberNumber ?? [])
    return [...new Set([member, ...merged])]
  }

  /** What moved an account on the business dates from `from` to `to`, debit positive, what was reversed since taken back. */
  turnover(id: string, { from, to }: { from: string; to: string }): number {
    const key = `${id} ${from} ${to}`
    const earlier = this.turnovers.get(key)
    if (earlier === undefined) throw new NotLoaded((reads) => reads.turnovers.add(key))
    const since = this.posted.filter(({ businessDate }) => businessDate >= from && businessDate <= to).flatMap(({ entries }) => entries)
    return since.reduce((sum, entry) => sum + (entry.accountId === id ? entry.amount : 0), earlier)
  }

  voucher(month: string): number {
    const found = this.vouchers.get(month)
    if (found === undefined) throw new NotLoaded((reads) => reads.months.add(month))
    return found
  }

  /** The policy version in force on a service date. */
  policyOn(serviceDate: string): PolicyVersion | undefined {
    return versionOn(this.policies ?? [], serviceDate)
  }

  /** An account as the chart opens it. */
  static fresh(id: string): AccountState {
    const { code, unit, side, floor, hasLots, memberNumber } = shapeOf(id)
    return {
      accountId: id, code, unit, side, floor, hasLots, memberNumber,
      state: 'open', successor: null, version: 0, balance: 0, lots: new LotBook()
    }
  }

  /** Puts an account into the memory, with the index by member kept true. */
  put(account: AccountState): void {
    this.accounts.set(account.accountId, account)
    if (account.memberNumber !== null) this.memberAccounts.get(account.memberNumber)?.add(account.accountId)
    if (account.successor !== null) this.successions.get(account.successor)?.add(account.accountId)
  }
}

function known(lots: Lot[] | undefined, id: string): Lot[] {
  if (!lots) throw new NotLoaded((reads) => reads.allLots.add(id))
  return lots
}
