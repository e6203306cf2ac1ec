import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'
import { SheetError } from './sheet-error.ts'
import type { SheetLimits } from './sheet-limits.ts'
import { asBuffer, type SheetSource } from './source.ts'

const RATIO_COUNTS_FROM_BYTES = 1024 * 1024

/** The parts of an opened zip by lower-case name. Nothing is unpacked before it is read. */
export interface ZipParts {
  has: (name: string) => boolean
  /** The bytes of a part; refuses `too_large`, `corrupt_file`, `encrypted`. */
  read: (name: string, maxBytes: number) => AsyncGenerator<Buffer>
  close: () => void
}

/** Refuses `truncated_file` (no central directory), `corrupt_file` and `too_large` (entries). */
export async function openZip(source: SheetSource, limits: SheetLimits): Promise<ZipParts> {
  const zip = await openArchive(source)
  try {
    const entries = await listEntries(zip, limits)
    return {
      has: (name) => entries.has(name.toLowerCase()),
      read: (name, maxBytes) => readPart(zip, entries.get(name.toLowerCase()), { maxBytes, ratio: limits.ratio }),
      close: () => { zip.close() }
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function openArchive(source: SheetSource): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false }
  try {
    return typeof source === 'string' ? await openPromise(source, options) : await fromBufferPromise(asBuffer(source), options)
  } catch (error) {
    if (isSystemError(error)) throw error
    // The directory of a zip stands at its end: a file that was cut off has none.
    throw new SheetError('truncated_file', 'the end of the workbook is missing', {}, error)
  }
}

async function listEntries(zip: ZipFile, limits: SheetLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries) throw new SheetError('too_large', `the workbook has ${zip.entryCount} parts`)
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase()
      // Two parts of one name are a trick to show one reader another content than the next.
      if (entries.has(name)) throw new SheetError('corrupt_file', `the workbook has the part ${name} twice`)
      entries.set(name, entry)
    }
  } catch (error) {
    throw asCorrupt(error)
  }
  return entries
}

async function * readPart(zip: ZipFile, entry: Entry | undefined, bounds: { maxBytes: number, ratio: number }): AsyncGenerator<Buffer> {
  if (entry === undefined) throw new SheetError('corrupt_file', 'a part of the workbook is missing')
  if (entry.isEncrypted()) throw new SheetError('encrypted', 'the workbook is encrypted')
  if (isTooLarge(entry, bounds)) throw new SheetError('too_large', `the part ${entry.fileName} unpacks to ${entry.uncompressedSize} bytes`)
  let checksum = 0
  try {
    // yauzl fails when a part unpacks to more or less than it declares, so the guard above holds for the real bytes.
    for await (const chunk of await zip.openReadStreamPromise(entry) as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    throw asCorrupt(error)
  }
  if (checksum !== entry.crc32) throw new SheetError('corrupt_file', `the checksum of ${entry.fileName} is wrong`)
}

function isTooLarge(entry: Entry, bounds: { maxBytes: number, ratio: number }): boolean {
  if (entry.uncompressedSize > bounds.maxBytes) return true
  if (entry.uncompressedSize <= RATIO_COUNTS_FROM_BYTES) return false
  return entry.uncompressedSize > bounds.ratio * entry.compressedSize
}

function asCorrupt(error: unknown): unknown {
  if (error instanceof SheetError || isSystemError(error)) return error
  return new SheetError('corrupt_file', 'the workbook is damaged', {}, error)
}

/** A full disk or a missing file is not the fault of the workbook. zlib's own codes are. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
