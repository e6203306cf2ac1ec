import { createHash } from 'node:crypto'
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

/** Bytes that grow; one is reused for all encodings, since encoding never yields. */
class FrameWriter {
  private bytes = Buffer.allocUnsafe(4096)
  length = 0

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  raw(bytes: Buffer): void {
    this.reserve(bytes.length)
    bytes.copy(this.bytes, this.length)
    this.length += bytes.length
  }

  text(tag: number, value: string): void {
    // One byte of length holds up to 127 bytes; a UTF-16 unit never needs more than three bytes.
    if (value.length * 3 < 128) {
      this.reserve(2 + 128)
      this.bytes[this.length] = tag
      const written = this.bytes.write(value, this.length + 2, 'utf8')
      this.bytes[this.length + 1] = written
      this.length += 2 + written
      return
    }
    this.frame(tag, Buffer.from(value, 'utf8'))
  }

  frame(tag: number, value: Buffer): void {
    this.reserve(6 + value.length)
    this.bytes[this.length++] = tag
    let rest = value.length
    while (rest >= 128) {
      this.bytes[this.length++] = (rest & 127) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.length++] = rest
    this.raw(value)
  }

  /** Takes back everything from a mark on, as a copy. */
  cut(mark: number): Buffer {
    const taken = Buffer.from(this.bytes.subarray(mark, this.length))
    this.length = mark
    return taken
  }
}

const writer = new FrameWriter()

function writeFields<T>(fields: [number, keyof T, FieldKind][], source: T): void {
  for (const [tag, name] of fields) {
    const value = source[name]
    if (value !== null && value !== undefined) writer.text(tag, String(value))
  }
}

/** Encodes a transaction. The same transaction always gives the same bytes. */
export function encodeTransaction(transaction: Transaction): Buffer {
  writer.length = 0
  writer.raw(MAGIC)
  writeFields(TRANSACTION_FIELDS, transaction)
  for (const entry of transaction.entries) {
    const entryMark = writer.length
    writeFields(ENTRY_FIELDS, entry)
    for (const lot of entry.lots) {
      const lotMark = writer.length
      writeFields(LOT_FIELDS, lot)
      writer.frame(LOT_TAG, writer.cut(lotMark))
    }
    writer.frame(ENTRY_TAG, writer.cut(entryMark))
  }
  return writer.cut(0)
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

const LEAF_PREFIX = Buffer.from([0])

/** The RFC 6962 leaf: SHA-256(0x00 ‖ canonical bytes). */
export function leafHash(canonical: Buffer): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(canonical).digest()
}
