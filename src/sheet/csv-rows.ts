import { Readable, pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { Delimiter } from './csv-delimiter.ts'
import { MAX_COLUMNS, type SheetRow } from './cell.ts'
import { SheetError } from './sheet-error.ts'
import type { SheetSource } from './source.ts'
import { decodedText, type TextEncoding } from './text-encoding.ts'

/** One record larger than this is a quotation mark that was never closed. */
const MAX_RECORD_BYTES = 1024 * 1024

/**
 * The rows of a CSV file, in bounded memory. Blank cells are null, all others text as it stands.
 * Refuses `not_text`, `truncated_file` (an open quotation mark at the end) and `corrupt_file` (one that runs over a megabyte).
 */
export async function * readCsvRows(source: SheetSource, format: { encoding: TextEncoding, delimiter: Delimiter }): AsyncGenerator<SheetRow> {
  const parser = parse({
    delimiter: format.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_RECORD_BYTES
  })
  // The parser is destroyed with the error of the source, and the loop below throws it.
  pipeline(Readable.from(decodedText(source, format.encoding)), parser, () => {})
  let row = 0
  let line = 1
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1
      yield { place: { row, line }, cells: record.slice(0, MAX_COLUMNS).map((text) => text === '' ? null : text) }
      line += 1 + countLineBreaks(record)
    }
  } catch (error) {
    throw asSheetError(error, line)
  }
}

function asSheetError(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new SheetError('truncated_file', `the quotation mark of line ${line} is never closed`, { line }, error)
  return new SheetError('corrupt_file', `line ${line} cannot be read as CSV`, { line }, error)
}

/** Quoted cells may hold line breaks of any kind. */
function countLineBreaks(record: readonly string[]): number {
  let count = 0
  for (const text of record) {
    if (text.includes('\n') || text.includes('\r')) count += text.match(/\r\n|\n|\r/g)?.length ?? 0
  }
  return count
}
