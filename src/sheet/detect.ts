import { type Delimiter, findDelimiter } from './csv-delimiter.ts'
import { SheetError } from './sheet-error.ts'
import { type SheetSource, sourceBytes, sourceHead } from './source.ts'
import { findEncoding, sampleText, type TextEncoding } from './text-encoding.ts'

export type SheetFormat =
  | { kind: 'xlsx' }
  | { kind: 'csv', encoding: TextEncoding, delimiter: Delimiter }

const HEAD_BYTES = 64 * 1024
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
/** Excel wraps a workbook with a password in the old compound format, in a stream of this name. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le')
const OTHER_TEXT_FORMATS = /^\s*(%PDF-|\{\\rtf|<!doctype|<html|<\?xml|<table)/i

/**
 * What a file is, by its bytes. The name, where it is known, is only a cross-check: a `.xlsx` that is no zip is
 * refused, while a workbook under the name `.csv` is read as the workbook that it is.
 * Refuses `empty_file`, `not_a_sheet`, `not_text`, `old_excel` and `encrypted`. A zip is told from a workbook when it is read.
 */
export async function detect(source: SheetSource, name?: string): Promise<SheetFormat> {
  const head = await sourceHead(source, HEAD_BYTES)
  if (head.length === 0) throw new SheetError('empty_file', 'the file is empty')
  if (isZip(head)) return { kind: 'xlsx' }
  if (head.subarray(0, 8).equals(COMPOUND_FILE)) throw await compoundFileError(source)
  if (/\.(xlsx|xlsm)$/i.test(name ?? '')) throw new SheetError('not_a_sheet', 'the name says Excel workbook, but the file is none')
  return await detectText(source, head)
}

function isZip(head: Buffer): boolean {
  const signature = head.subarray(0, 4).toString('latin1')
  return signature === 'PK\u0003\u0004' || signature === 'PK\u0005\u0006'
}

async function compoundFileError(source: SheetSource): Promise<SheetError> {
  // The directory of streams may stand anywhere in the file; a few megabytes hold it in practice.
  const bytes = await sourceHead(source, Math.min(await sourceBytes(source), 16 * 1024 * 1024))
  if (bytes.includes(ENCRYPTED_STREAM)) return new SheetError('encrypted', 'the workbook has a password: save it without one')
  return new SheetError('old_excel', 'this is the Excel format of before 2007: save it as .xlsx')
}

async function detectText(source: SheetSource, head: Buffer): Promise<SheetFormat> {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (!utf16 && head.includes(0)) throw new SheetError('not_a_sheet', 'the file is neither a workbook nor text')
  const encoding = await findEncoding(source, head)
  const sample = sampleText(head, encoding)
  if (OTHER_TEXT_FORMATS.test(sample)) throw new SheetError('not_a_sheet', 'the file is a document or a web page, not a sheet')
  if (sample.trim() === '' && head.length < HEAD_BYTES) throw new SheetError('empty_file', 'the file holds nothing but blanks')
  return { kind: 'csv', encoding, delimiter: findDelimiter(sample) }
}
