import type { SealedTransaction } from './transaction.ts'

/**
 * What the ledger needs of a database. SQLite, PostgreSQL and the in-memory model of the tests implement it, so that
 * one kernel runs on all three. SQLite answers at once, hence `Awaitable`.
 */
export type Awaitable<T> = T | Promise<T>

export interface JournalStore {
  /**
   * Runs one batch in one database transaction: durable when the promise resolves, rolled back when it rejects.
   * Batches of one store never overlap within a process; between processes the head rows serialise them.
   */
  transact<T>(work: (session: JournalSession) => Promise<T>): Promise<T>
}

export interface JournalSession {
  /** Locks the head row for the rest of the batch; a community that never posted gets its empty one. */
  head(community: string): Awaitable<HeadRow>
  /** Stored transactions by idempotency key; unknown keys are left out. */
  byKeys(community: string, keys: string[]): Awaitable<StoredTransaction[]>
  byNumbers(community: string, numbers: number[]): Awaitable<StoredTransaction[]>
  /** What reverses or corrects the given transactions. */
  followUps(community: string, numbers: number[]): Awaitable<StoredTransaction[]>
  /** Transactions about a member with a service date in the range, both days included, the reversed ones left out. */
  ofMember(community: string, ranges: MemberRange[]): Awaitable<StoredTransaction[]>
  /** Services of teams with a service date in one of the ranges, both days included, the reversed ones left out. */
  ofTeams(community: string, ranges: DateRange[]): Awaitable<StoredTransaction[]>
  /** What moved each account on its business dates before a transaction, debit positive; in the order asked for. */
  turnovers(community: string, wanted: AccountRange[], before: number): Awaitable<number[]>
  /** Every `policy_published` event, in order. */
  policies(community: string): Awaitable<StoredTransaction[]>
  accounts(community: string, ids: string[]): Awaitable<AccountRow[]>
  accountsOfMembers(community: string, members: number[]): Awaitable<AccountRow[]>
  /** Accounts whose `successor` is one of the given. */
  accountsSucceededBy(community: string, ids: string[]): Awaitable<AccountRow[]>
  /** Lots with something left, soonest-expiring first, then by origin: of each account the first `most`, or all. */
  openLots(community: string, accountIds: string[], most: number | null): Awaitable<LotRow[]>
  /** Single lots, also such as have nothing left; those that never were are left out. What is given as left is passed over. */
  lots(community: string, lots: LotRow[]): Awaitable<LotRow[]>
  /** The last voucher number of each month (`YYYY-MM`); months without one are left out. */
  vouchers(community: string, months: string[]): Awaitable<VoucherRow[]>
  append(community: string, batch: AppendBatch): Awaitable<void>
}

export interface HeadRow {
  lastNumber: number
  /** Everything up to and including this day is closed; 1900-01-01 where nothing is. */
  closedThrough: string
  frontier: Buffer
}

export interface StoredTransaction {
  number: number
  idempotencyKey: string
  requestHash: Buffer
  canonical: Buffer
}

export interface DateRange {
  from: string
  to: string
}

export interface MemberRange extends DateRange {
  member: number
}

/** An account and the business dates that count, both included. */
export interface AccountRange {
  accountId: string
  from: string
  to: string
}

export interface AccountRow {
  accountId: string
  code: string
  unit: string
  side: 1 | -1
  floor: number | null
  hasLots: boolean
  memberNumber: number | null
  state: 'open' | 'frozen' | 'closed'
  successor: string | null
  version: number
  /** Debit positive. */
  balance: number
}

export interface LotRow {
  accountId: string
  expiresOn: string
  originNumber: number
  originLine: number
  remaining: number
}

export interface VoucherRow {
  month: string
  last: number
}

export interface AccountStateChange {
  accountId: string
  state: AccountRow['state']
  successor: string | null
  /** The event or merge that says so. */
  byNumber: number
}

/** Posted together. State changes come after all transactions of the batch, so a batch ends with what makes one. */
export interface AppendBatch {
  newAccounts: AccountRow[]
  transactions: SealedTransaction[]
  stateChanges: AccountStateChange[]
  /** Frontier of the Merkle log after the batch. */
  frontier: Buffer
}
