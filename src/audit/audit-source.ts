import type { AccountRow, HeadRow, LotRow, VoucherRow } from '../journal/journal-store.ts'

/**
 * What exports and verification need of a database. One source is one community at one moment: all answers come
 * from the same read snapshot, however long the reading takes, and the caller closes it. Iterables stream.
 */
export interface AuditSource extends ExportSource {
  head(): Promise<HeadRow>
  /** All rows of the journal tables, also those that nothing refers to. */
  counts(): Promise<RowCounts>
  /** Every transaction in number order, as stored. */
  transactions(): AsyncIterable<StoredRow>
  /** Every idempotency key, equal ones next to each other. */
  keys(): AsyncIterable<{ number: number; idempotencyKey: string }>
  accounts(): AsyncIterable<StoredAccount>
  lots(): AsyncIterable<StoredLot>
  vouchers(): AsyncIterable<StoredVoucher>
}

/** What an export needs. A range is of business dates; what is posted later with a later date never changes it. */
export interface ExportSource {
  community(): Promise<AuditCommunity>
  extent(range: DateRange): Promise<Extent>
  /** The transactions of a range, by number or by (business date, number). */
  sealed(range: DateRange, order: 'number' | 'business_date'): AsyncIterable<SealedRow>
  /** One transaction, or null. */
  transaction(number: number): Promise<StoredRow | null>
  /** Every account with entries of a business date through the day, that day included, in any order. */
  balancesThrough(day: string): AsyncIterable<BalanceRow>
  /** Every lot with a sum of moves other than zero through the day, in any order. */
  lotsThrough(day: string): AsyncIterable<LotRow>
  /** The frontier of the Merkle tree of the first `size` leaves. */
  frontierAt(size: number): Promise<Buffer>
}

export interface AuditCommunity {
  id: string
  name: string
  timeZone: string
}

/** Business dates, both included. */
export interface DateRange {
  from: string
  to: string
}

/** How much a range holds; nulls where it is empty. It is whole when its numbers have no gap. */
export interface Extent {
  transactions: number
  firstNumber: number | null
  lastNumber: number | null
  firstDate: string | null
  lastDate: string | null
}

export interface RowCounts {
  transactions: number
  entries: number
  lotMoves: number
}

export interface SealedRow {
  number: number
  canonical: Buffer
  leaf: Buffer
}

/** A row of `journal_transaction` with its entries by line, and their lot moves in any order. */
export interface StoredRow extends SealedRow {
  community: string
  kind: string
  entryCount: number
  idempotencyKey: string
  requestHash: Buffer
  serviceDate: string
  businessDate: string
  recordedAt: number
  voucherNumber: number | null
  memberNumber: number | null
  accountId: string | null
  minutes: number | null
  convertibleMinutes: number | null
  reverses: number | null
  corrects: number | null
  closesThrough: string | null
  entries: StoredEntry[]
}

export interface StoredEntry {
  line: number
  accountId: string
  unit: string
  amount: number
  version: number
  balanceAfter: number
  lots: StoredLotMove[]
}

export interface StoredLotMove {
  accountId: string
  expiresOn: string
  originNumber: number
  originLine: number
  amount: number
  remainingAfter: number
  sponsor: string | null
  deliveryNote: string | null
  unitCostFen: number | null
}

export interface StoredAccount extends AccountRow {
  /** The event or merge that last changed its state; 0 where none did. */
  stateNumber: number
}

/** A row of `lot`, also of a lot that is used up. */
export interface StoredLot extends LotRow {
  lastNumber: number
  lastLine: number
}

export interface StoredVoucher extends VoucherRow {
  lastNumber: number
}

/** The sum of an account's entries through a day. Balances are debit positive. */
export interface BalanceRow {
  accountId: string
  unit: string
  balance: number
  entries: number
  /** The highest version among them. With `entries` it tells whether they are the account's first ones without a gap. */
  lastVersion: number
}
