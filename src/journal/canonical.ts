import { FrameWriter } from './frame-writer.ts'
import { sha256 } from './merkle.ts'
import type { Entry, LotMove, Transaction } from './transaction.ts'

/**
 * The canonical bytes of a transaction: what is hashed, stored, and proved. The encoding is explicit and versioned.
 *
 *     bytes  = "TBJ1" frame*
 *     frame  = tag (1 byte) ‖ length (unsigned LEB128) ‖ value
 *
 * A value is UTF-8 text; whole numbers are their decimal digits. Frames come in ascending tag order and an absent
 * field has no frame, so that one meaning has one encoding and a later field needs no new version. An entry and a
 * lot move are values made of frames themselves, and repeat their tag in order.
 */
const MAGIC = Buffer.from('TBJ1')
const LEAF_PREFIX = Buffer.from([0])

type FieldKind = 'text' | 'whole'
type FieldName = Exclude<keyof Transaction, 'entries'>

const TRANSACTION_FIELDS: [tag: number, name: FieldName, kind: FieldKind][] = [
  [1, 'community', 'text'],
  [2, 'number', 'whole'],
  [3, 'kind', 'text'],
  [4, 'voucherNumber', 'whole'],
  [5, 'serviceDate', 'text'],
  [6, 'businessDate', 'text'],
  [7, 'recordedAt', 'whole'],
  [8, 'preparedBy', 'text'],
  [9, 'approvedBy', 'text'],
  [10, 'postedBy', 'text'],
  [11, 'authorisation', 'text'],
  [12, 'policyVersion', 'whole'],
  [13, 'memberNumber', 'whole'],
  [14, 'accountId', 'text'],
  [15, 'category', 'text'],
  [16, 'minutes', 'whole'],
  [17, 'convertibleMinutes', 'whole'],
  [18, 'coefficient', 'text'],
  [19, 'evidence', 'text'],
  [20, 'sourceHash', 'text'],
  [21, 'sourceRow', 'text'],
  [22, 'attachments', 'whole'],
  [23, 'till', 'text'],
  [24, 'priceVersion', 'text'],
  [25, 'summaryCode', 'text'],
  [26, 'reverses', 'whole'],
  [27, 'replaces', 'whole'],
  [28, 'corrects', 'whole'],
  [29, 'closesThrough', 'text'],
  [30, 'noteCommitment', 'text'],
  [31, 'content', 'text']
]
const ENTRY_TAG = 64

const ENTRY_FIELDS: [tag: number, name: Exclude<keyof Entry, 'lots'>, kind: FieldKind][] = [
  [1, 'line', 'whole'],
  [2, 'accountId', 'text'],
  [3, 'unit', 'text'],
  [4, 'amount', 'whole'],
  [5, 'version', 'whole'],
  [6, 'balanceAfter', 'whole']
]
const LOT_TAG = 64

const LOT_FIELDS: [tag: number, name: keyof LotMove, kind: FieldKind][] = [
  [1, 'expiresOn', 'text'],
  [2, 'originNumber', 'whole'],
  [3, 'originLine', 'whole'],
  [4, 'amount', 'whole'],
  [5, 'remainingAfter', 'whole'],
  [6, 'sponsor', 'text'],
  [7, 'deliveryNote', 'text'],
  [8, 'unitCostFen', 'whole']
]

const writer = new FrameWriter()

function writeText(tag: number, value: string | null | undefined): void {
  if (value !== null && value !== undefined) writer.text(tag, value)
}

function writeWhole(tag: number, value: number | null | undefined): void {
  if (value !== null && value !== undefined) writer.text(tag, String(value))
}

/** Field by field, because it is on the way of every posting; a test holds it against the tables above. */
function writeTransaction(t: Transaction): void {
  writeText(1, t.community)
  writeWhole(2, t.number)
  writeText(3, t.kind)
  writeWhole(4, t.voucherNumber)
  writeText(5, t.serviceDate)
  writeText(6, t.businessDate)
  writeWhole(7, t.recordedAt)
  writeText(8, t.preparedBy)
  writeText(9, t.approvedBy)
  writeText(10, t.postedBy)
  writeText(11, t.authorisation)
  writeWhole(12, t.policyVersion)
  writeWhole(13, t.memberNumber)
  writeText(14, t.accountId)
  writeText(15, t.category)
  writeWhole(16, t.minutes)
  writeWhole(17, t.convertibleMinutes)
  writeText(18, t.coefficient)
  writeText(19, t.evidence)
  writeText(20, t.sourceHash)
  writeText(21, t.sourceRow)
  writeWhole(22, t.attachments)
  writeText(23, t.till)
  writeText(24, t.priceVersion)
  writeText(25, t.summaryCode)
  writeWhole(26, t.reverses)
  writeWhole(27, t.replaces)
  writeWhole(28, t.corrects)
  writeText(29, t.closesThrough)
  writeText(30, t.noteCommitment)
  writeText(31, t.content)
}

function writeEntry(entry: Entry): void {
  const mark = writer.length
  writeWhole(1, entry.line)
  writeText(2, entry.accountId)
  writeText(3, entry.unit)
  writeWhole(4, entry.amount)
  writeWhole(5, entry.version)
  writeWhole(6, entry.balanceAfter)
  for (const lot of entry.lots) writeLot(lot)
  writer.close(ENTRY_TAG, mark)
}

function writeLot(lot: LotMove): void {
  const mark = writer.length
  writeText(1, lot.expiresOn)
  writeWhole(2, lot.originNumber)
  writeWhole(3, lot.originLine)
  writeWhole(4, lot.amount)
  writeWhole(5, lot.remainingAfter)
  writeText(6, lot.sponsor)
  writeText(7, lot.deliveryNote)
  writeWhole(8, lot.unitCostFen)
  writer.close(LOT_TAG, mark)
}

/** Bytes before the canonical ones while they are being written: the prefix of the leaf. */
const PREFIX_BYTES = 1

function write(transaction: Transaction): void {
  writer.length = PREFIX_BYTES
  writer.raw(MAGIC)
  writeTransaction(transaction)
  for (const entry of transaction.entries) writeEntry(entry)
}

/** Encodes a transaction. The same transaction always gives the same bytes. */
export function encodeTransaction(transaction: Transaction): Buffer {
  write(transaction)
  return Buffer.from(writer.from(PREFIX_BYTES))
}

/** A transaction's canonical bytes and their leaf, in one go. */
export function sealTransaction(transaction: Transaction): { canonical: Buffer; leaf: Buffer } {
  write(transaction)
  return { canonical: Buffer.from(writer.from(PREFIX_BYTES)), leaf: sha256(writer.from(0)) }
}

/** The bytes are not a canonical encoding: cut short, out of order, or not written by `encodeTransaction`. */
export class NotCanonicalError extends Error {}

/** Five bytes of length, 32 gigabytes: more than a buffer holds. */
const MOST_SCALE = 128 ** 5

/** Refuses what is no UTF-8, and keeps a byte order mark, so that text has one encoding only. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readText(value: Buffer): string {
  try {
    return utf8.decode(value)
  } catch {
    throw new NotCanonicalError('not UTF-8')
  }
}

function* readFrames(bytes: Buffer, from: number): Generator<[tag: number, value: Buffer]> {
  let at = from
  let lastTag = 0
  while (at < bytes.length) {
    const tag = bytes[at++] as number
    if (tag < lastTag || (tag === lastTag && tag < ENTRY_TAG)) throw new NotCanonicalError('frames out of order')
    lastTag = tag
    let length = 0
    let scale = 1
    let byte: number
    do {
      if (at >= bytes.length) throw new NotCanonicalError('cut short')
      byte = bytes[at++] as number
      length += (byte & 127) * scale
      scale *= 128
      if (scale > MOST_SCALE) throw new NotCanonicalError('a length that no frame has')
    } while (byte >= 128)
    if (byte === 0 && scale > 128) throw new NotCanonicalError('a length written longer than it is')
    if (at + length > bytes.length) throw new NotCanonicalError('cut short')
    yield [tag, bytes.subarray(at, at + length)]
    at += length
  }
}

type FieldsByTag = Map<number, [string, FieldKind]>

function byTag(fields: [number, string, FieldKind][]): FieldsByTag {
  return new Map(fields.map(([tag, name, kind]) => [tag, [name, kind]]))
}

const TRANSACTION_BY_TAG = byTag(TRANSACTION_FIELDS)
const ENTRY_BY_TAG = byTag(ENTRY_FIELDS)
const LOT_BY_TAG = byTag(LOT_FIELDS)

function readRecord(
  bytes: Buffer,
  from: number,
  fields: FieldsByTag,
  partTag: number,
  addPart: (value: Buffer) => void
): Record<string, string | number | null> {
  const record: Record<string, string | number | null> = {}
  for (const [name] of fields.values()) record[name] = null
  for (const [tag, value] of readFrames(bytes, from)) {
    if (tag === partTag) {
      addPart(value)
      continue
    }
    const field = fields.get(tag)
    if (!field) throw new NotCanonicalError(`unknown tag ${tag}`)
    const text = readText(value)
    record[field[0]] = field[1] === 'whole' ? readWhole(text) : text
  }
  return record
}

function readWhole(text: string): number {
  const whole = Number(text)
  if (!Number.isSafeInteger(whole) || String(whole) !== text) throw new NotCanonicalError(`not a whole number: ${text}`)
  return whole
}

/** Decodes canonical bytes; throws {@link NotCanonicalError} for anything `encodeTransaction` would not have written. */
export function decodeTransaction(bytes: Buffer): Transaction {
  if (bytes.length < MAGIC.length || MAGIC.compare(bytes, 0, MAGIC.length) !== 0) {
    throw new NotCanonicalError('not a transaction of a known version')
  }
  const entries: Entry[] = []
  const fields = readRecord(bytes, MAGIC.length, TRANSACTION_BY_TAG, ENTRY_TAG, (entryBytes) => {
    const lots: LotMove[] = []
    const entry = readRecord(entryBytes, 0, ENTRY_BY_TAG, LOT_TAG, (lotBytes) => {
      const lot = readRecord(lotBytes, 0, LOT_BY_TAG, 0, () => undefined)
      lots.push(lot as unknown as LotMove)
    })
    entries.push({ ...entry, lots } as unknown as Entry)
  })
  return { ...fields, entries } as unknown as Transaction
}

/** The RFC 6962 leaf: SHA-256(0x00 ‖ canonical bytes). */
export function leafHash(canonical: Buffer): Buffer {
  return sha256(Buffer.concat([LEAF_PREFIX, canonical]))
}
