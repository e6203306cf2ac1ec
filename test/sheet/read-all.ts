import type { Cell, SheetRow } from '../../src/sheet/cell.ts'
import { readSheet, type ReadSheetOptions } from '../../src/sheet/read-sheet.ts'
import { SheetError } from '../../src/sheet/sheet-error.ts'
import type { SheetSource } from '../../src/sheet/source.ts'

export async function readAll(source: SheetSource, options?: ReadSheetOptions): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const row of readSheet(source, options)) rows.push(row)
  return rows
}

export async function readCells(source: SheetSource, options?: ReadSheetOptions): Promise<Array<readonly Cell[]>> {
  return (await readAll(source, options)).map(({ cells }) => cells)
}

/** The code of the refusal, or 'read' when the file was read; any other error is a bug and thrown. */
export async function codeOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading
    return 'read'
  } catch (error) {
    if (error instanceof SheetError) return error.code
    throw error
  }
}

/** Rows as a stream, for what comes after the reading of the file. */
export async function * rowsOf(cells: ReadonlyArray<readonly Cell[]>, sheet?: string): AsyncGenerator<SheetRow> {
  let row = 0
  for (const each of cells) yield { place: { row: ++row, ...sheet === undefined ? {} : { sheet } }, cells: each }
}
