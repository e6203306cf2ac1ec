import type { SheetRow } from './cell.ts'
import { readCsvRows } from './csv-rows.ts'
import { detect } from './detect.ts'
import { SheetError } from './sheet-error.ts'
import { DEFAULT_LIMITS, type SheetLimits } from './sheet-limits.ts'
import type { SheetSource } from './source.ts'
import { readXlsxRows } from './xlsx-rows.ts'

export interface ReadSheetOptions {
  /** The name the file was uploaded under: a cross-check only. A path on disk is not looked at for its name. */
  name?: string | undefined
  /** The worksheet to read; otherwise all visible ones in their order. */
  sheet?: string | undefined
  limits?: Partial<SheetLimits> | undefined
}

/**
 * The rows of an uploaded sheet, CSV or XLSX by its content, as a stream in bounded memory. Blank rows are included.
 * Throws `SheetError` for a file that cannot be read; leaving the loop early closes the file.
 */
export async function * readSheet(source: SheetSource, options: ReadSheetOptions = {}): AsyncGenerator<SheetRow> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const format = await detect(source, options.name)
  const rows = format.kind === 'csv' ? readCsvRows(source, format) : readXlsxRows(source, { sheet: options.sheet, limits })
  let count = 0
  for await (const row of rows) {
    if (++count > limits.rows) throw new SheetError('too_large', `the file has more than ${limits.rows} rows`, row.place)
    yield row
  }
}
