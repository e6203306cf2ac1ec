/**
 * What one journal transaction holds, as an auditor reads it. Amounts are whole: hundredths of a point, minutes,
 * pieces or fen; debit positive, credit negative. Dates are plain `YYYY-MM-DD` in the community's time zone.
 */
export interface Transaction {
  community: string
  /** 1, 2, 3 … without a gap within the community; the Merkle leaf index is `number - 1`. */
  number: number
  kind: string
  /** Gapless within the calendar month of the business date (记); events have none. */
  voucherNumber: number | null
  serviceDate: string
  businessDate: string
  /** Milliseconds since the epoch, UTC. */
  recordedAt: number
  preparedBy: string
  approvedBy: string | null
  postedBy: string
  authorisation: string | null
  policyVersion: number | null
  /** The member whom hours, a redemption or a merge are about. */
  memberNumber: number | null
  /** The account that an event is about. */
  accountId: string | null
  category: string | null
  minutes: number | null
  convertibleMinutes: number | null
  coefficient: string | null
  evidence: string | null
  /** SHA-256 of the document this came from, hexadecimal, and the place in it. */
  sourceHash: string | null
  sourceRow: string | null
  attachments: number | null
  till: string | null
  priceVersion: string | null
  summaryCode: string
  reverses: number | null
  replaces: number | null
  corrects: number | null
  /** `period_closed`: the last day that is closed. */
  closesThrough: string | null
  /** SHA-256 over salt and free text, hexadecimal: people type names, and names must stay erasable. */
  noteCommitment: string | null
  /** The content of an event, or what a kind adds to its entries: JSON text, sealed as written. */
  content: string | null
  entries: Entry[]
}

export interface Entry {
  /** 1, 2, 3 … within the transaction. */
  line: number
  accountId: string
  unit: string
  amount: number
  /** 1, 2, 3 … within the account. */
  version: number
  balanceAfter: number
  /** Empty except on accounts made of lots. */
  lots: LotMove[]
}

/** What a lot gains (positive) or loses, on the account's normal side. */
export interface LotMove {
  /** The last day the lot is good; 9999-12-31 never expires. */
  expiresOn: string
  originNumber: number
  originLine: number
  amount: number
  remainingAfter: number
  /** Goods only, and only where the lot came in. */
  sponsor: string | null
  deliveryNote: string | null
  unitCostFen: number | null
}

/** A transaction as it is stored: with its sealed bytes and what makes its retry harmless. */
export interface SealedTransaction {
  transaction: Transaction
  canonical: Buffer
  leaf: Buffer
  idempotencyKey: string
  requestHash: Buffer
}
