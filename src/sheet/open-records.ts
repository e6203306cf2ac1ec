import type { ColumnMapping, SheetDefinition } from './column-set.ts'
import { findHeader, type RecordsBelowHeader } from './find-header.ts'
import { readSheet, type ReadSheetOptions } from './read-sheet.ts'
import type { SheetSource } from './source.ts'

export interface OpenRecordsOptions<Field extends string> extends ReadSheetOptions {
  mapping?: ColumnMapping<Field> | undefined
}

/** Opens an uploaded sheet of a known kind at its first record. Throws `SheetError`; the caller reads the records to their end, or closes. */
export async function openRecords<Field extends string>(
  source: SheetSource,
  definition: SheetDefinition<Field>,
  options: OpenRecordsOptions<Field> = {}
): Promise<RecordsBelowHeader<Field>> {
  return await findHeader(readSheet(source, options), definition, options.mapping)
}
