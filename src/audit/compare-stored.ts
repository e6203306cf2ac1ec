import { decodeTransaction, encodeTransaction, leafHash, NotCanonicalError } from '../journal/canonical.ts'
import type { Entry, LotMove, Transaction } from '../journal/transaction.ts'
import { lotKey } from './account-book.ts'
import type { SealedRow, StoredEntry, StoredLotMove, StoredRow } from './audit-source.ts'
import type { DifferenceLog } from './difference.ts'

/** Columns that repeat a sealed field, for queries and constraints. */
const COLUMNS = [
  'number',
  'community',
  'kind',
  'serviceDate',
  'businessDate',
  'recordedAt',
  'voucherNumber',
  'memberNumber',
  'accountId',
  'minutes',
  'convertibleMinutes',
  'reverses',
  'corrects',
  'closesThrough'
] as const
const ENTRY_COLUMNS = ['accountId', 'unit', 'amount', 'version', 'balanceAfter'] as const
const LOT_COLUMNS = ['amount', 'remainingAfter', 'sponsor', 'deliveryNote', 'unitCostFen'] as const

/** The transaction that a row seals, or null where its bytes are none. Reports bytes and leaf that do not belong together. */
export function openSeal({ number, canonical, leaf }: SealedRow, log: DifferenceLog): Transaction | null {
  if (!leafHash(canonical).equals(leaf)) log.add({ code: 'leaf_differs', number })
  try {
    const transaction = decodeTransaction(canonical)
    if (isComplete(transaction) && encodeTransaction(transaction).equals(canonical)) return transaction
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error
  }
  log.add({ code: 'not_canonical', number })
  return null
}

/** The encoding lets any field be absent; these must not be. */
function isComplete(transaction: Transaction): boolean {
  const { community, number, kind, serviceDate, businessDate, recordedAt, preparedBy, postedBy, summaryCode, entries } =
    transaction
  const all: unknown[] = [
    community,
    number,
    kind,
    serviceDate,
    businessDate,
    recordedAt,
    preparedBy,
    postedBy,
    summaryCode
  ]
  for (const entry of entries) {
    all.push(entry.line, entry.accountId, entry.unit, entry.amount, entry.version, entry.balanceAfter)
    for (const lot of entry.lots)
      all.push(lot.expiresOn, lot.originNumber, lot.originLine, lot.amount, lot.remainingAfter)
  }
  return !all.includes(null)
}

/** Proves that the columns, entry rows and lot rows say what the sealed bytes say. */
export function compareStored(row: StoredRow, sealed: Transaction, log: DifferenceLog): void {
  const { number } = row
  for (const field of COLUMNS)
    log.compare({ code: 'column_differs', number, field, expected: sealed[field], found: row[field] })
  log.compare({
    code: 'column_differs',
    number,
    field: 'entryCount',
    expected: sealed.entries.length,
    found: row.entryCount
  })
  if (row.requestHash.length !== 32)
    log.add({ code: 'field_invalid', number, field: 'requestHash', found: row.requestHash.length })
  const stored = new Map(row.entries.map((entry) => [entry.line, entry]))
  for (const entry of sealed.entries) {
    const found = stored.get(entry.line)
    stored.delete(entry.line)
    if (found) compareEntry(number, entry, found, log)
    else log.add({ code: 'entry_missing', number, line: entry.line, accountId: entry.accountId })
  }
  for (const { line, accountId } of stored.values()) log.add({ code: 'entry_unsealed', number, line, accountId })
}

function compareEntry(number: number, sealed: Entry, stored: StoredEntry, log: DifferenceLog): void {
  const place = { number, line: sealed.line, accountId: sealed.accountId }
  for (const field of ENTRY_COLUMNS)
    log.compare({ code: 'column_differs', ...place, field, expected: sealed[field], found: stored[field] })
  if (sealed.lots.length === 0 && stored.lots.length === 0) return
  const moves = new Map(stored.lots.map((move) => [lotKey(move), move]))
  for (const move of sealed.lots) {
    const lot = lotKey(move)
    const found = moves.get(lot)
    moves.delete(lot)
    if (found) compareMove({ ...place, lot }, move, found, log)
    else log.add({ code: 'lot_move_missing', ...place, lot })
  }
  for (const lot of moves.keys()) log.add({ code: 'lot_move_unsealed', ...place, lot })
}

interface MovePlace {
  number: number
  line: number
  accountId: string
  lot: string
}

function compareMove(place: MovePlace, sealed: LotMove, stored: StoredLotMove, log: DifferenceLog): void {
  for (const field of LOT_COLUMNS)
    log.compare({ code: 'column_differs', ...place, field, expected: sealed[field], found: stored[field] })
  log.compare({
    code: 'column_differs',
    ...place,
    field: 'lot accountId',
    expected: place.accountId,
    found: stored.accountId
  })
}
