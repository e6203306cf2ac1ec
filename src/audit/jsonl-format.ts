import { z } from 'zod'
import type { Transaction } from '../journal/transaction.ts'

/**
 * The lines of a JSONL export, in this order: one `header`, the `opening` and `openingLot` lines, the `transaction`
 * lines by number, the `closing` and `closingLot` lines, one `footer`. Amounts are whole, as sealed: hundredths of a
 * point, minutes, pieces, fen; debit positive. Lots are on their account's normal side. Hashes are hexadecimal.
 * A field that is absent from a transaction is null there. Each line is spelled as `JSON.stringify` spells it.
 */
export const JOURNAL_FORMAT = 'timebank-journal'
export const JOURNAL_FORMAT_VERSION = 1

const whole = z.int()
const count = z.int().min(0)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const frontier = z.string().regex(/^([0-9a-f]{64})*$/)
const wholeText = z.string().regex(/^-?\d+$/)
const text = z.string()
const notice = z.strictObject({ zh: text, en: text })

export const headerLine = z.strictObject({
  type: z.literal('header'),
  format: z.literal(JOURNAL_FORMAT),
  version: z.literal(JOURNAL_FORMAT_VERSION),
  notice,
  community: z.strictObject({ id: text, name: text, timeZone: text }),
  range: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  units: z.record(text, text),
  extent: z.strictObject({
    transactions: count,
    firstNumber: whole.nullable(),
    lastNumber: whole.nullable(),
    firstDate: text.nullable(),
    lastDate: text.nullable()
  }),
  /** The tree before the first transaction, where the numbers of the range have no gap; else null. */
  before: z.strictObject({ size: count, frontier }).nullable()
})

export const openingLine = z.strictObject({
  type: z.literal('opening'),
  accountId: text,
  unit: text,
  balance: whole,
  /** Entries so far, and the highest account version among them; equal where none of a later date came between. */
  entries: count,
  lastVersion: count
})

export const openingLotLine = z.strictObject({
  type: z.literal('openingLot'),
  accountId: text,
  expiresOn: text,
  originNumber: whole,
  originLine: whole,
  remaining: whole
})

const lotMove = z.strictObject({
  expiresOn: text,
  originNumber: whole,
  originLine: whole,
  amount: whole,
  remainingAfter: whole,
  sponsor: text.optional(),
  deliveryNote: text.optional(),
  unitCostFen: whole.optional()
})

const entry = z.strictObject({
  line: whole,
  accountId: text,
  unit: text,
  amount: whole,
  version: whole,
  balanceAfter: whole,
  lots: z.array(lotMove).optional()
})

export const transactionLine = z.strictObject({
  type: z.literal('transaction'),
  community: text,
  number: z.int().min(1),
  kind: text,
  voucherNumber: whole.optional(),
  serviceDate: text,
  businessDate: text,
  recordedAt: whole,
  preparedBy: text,
  approvedBy: text.optional(),
  postedBy: text,
  authorisation: text.optional(),
  policyVersion: whole.optional(),
  memberNumber: whole.optional(),
  accountId: text.optional(),
  category: text.optional(),
  minutes: whole.optional(),
  convertibleMinutes: whole.optional(),
  coefficient: text.optional(),
  evidence: text.optional(),
  sourceHash: text.optional(),
  sourceRow: text.optional(),
  attachments: whole.optional(),
  till: text.optional(),
  priceVersion: text.optional(),
  summaryCode: text,
  reverses: whole.optional(),
  replaces: whole.optional(),
  corrects: whole.optional(),
  closesThrough: text.optional(),
  noteCommitment: text.optional(),
  content: text.optional(),
  entries: z.array(entry),
  leaf: hash
})

export const closingLine = z.strictObject({
  type: z.literal('closing'),
  accountId: text,
  unit: text,
  opening: whole,
  movement: whole,
  balance: whole,
  entries: count,
  lastVersion: count
})

export const closingLotLine = openingLotLine.extend({ type: z.literal('closingLot') })

export const footerLine = z.strictObject({
  type: z.literal('footer'),
  transactions: count,
  events: count,
  entries: count,
  lotMoves: count,
  /** Sums of debit and of credit amounts; texts, because they may outgrow what JSON numbers hold. */
  turnover: z.array(z.strictObject({ unit: text, debit: wholeText, credit: wholeText })),
  /** The tree after the last transaction, where the numbers of the range have no gap; else null. */
  after: z.strictObject({ size: count, frontier, root: hash }).nullable(),
  /** A signed note over a tree that holds the range, where one was published. */
  checkpoint: text.nullable(),
  notice
})

export const exportLine = z.discriminatedUnion('type', [
  headerLine,
  openingLine,
  openingLotLine,
  transactionLine,
  closingLine,
  closingLotLine,
  footerLine
])

export type ExportLine = z.infer<typeof exportLine>
export type HeaderLine = z.infer<typeof headerLine>
export type TransactionLine = z.infer<typeof transactionLine>
export type OpeningLine = z.infer<typeof openingLine>
export type LotLine = z.infer<typeof openingLotLine>
export type ClosingLine = z.infer<typeof closingLine>
export type FooterLine = z.infer<typeof footerLine>

/** One line of the file. Fields keep the order they are given in. */
export function lineText(line: ExportLine): string {
  return `${JSON.stringify(line)}\n`
}

const OPTIONAL_FIELDS = Object.entries(transactionLine.shape)
  .filter(([, schema]) => schema instanceof z.ZodOptional)
  .map(([name]) => name)

/** The line of a transaction: every field it has, and its leaf. */
export function transactionToLine(transaction: Transaction, leaf: Buffer): TransactionLine {
  const fields = { type: 'transaction', ...transaction, leaf: leaf.toString('hex') }
  const entries = transaction.entries.map(({ lots, ...rest }) =>
    lots.length === 0 ? rest : { ...rest, lots: lots.map(withoutNulls) }
  )
  return withoutNulls({ ...fields, entries }) as unknown as TransactionLine
}

function withoutNulls<T extends object>(record: T): Partial<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)) as Partial<T>
}

/** The transaction of a line, absent fields being null again. */
export function lineToTransaction(line: TransactionLine): Transaction {
  const { type: _type, leaf: _leaf, entries, ...present } = line
  const absent = Object.fromEntries(OPTIONAL_FIELDS.map((name) => [name, null]))
  return {
    ...absent,
    ...present,
    entries: entries.map(({ lots = [], ...rest }) => ({
      ...rest,
      lots: lots.map((lot) => ({ sponsor: null, deliveryNote: null, unitCostFen: null, ...lot }))
    }))
  } as Transaction
}
