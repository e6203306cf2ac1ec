import writeXlsxFile, { type Cell } from 'write-excel-file/node'
import { type Refusal, refuse } from '../../refusal.ts'
import type { RegisterCell, RegisterRow } from './register.ts'

/** A workbook is built in memory, so it has a limit; a register beyond it is asked for as CSV, or for a shorter time. */
const MOST_WORKBOOK_ROWS = 50_000

const POINTS = /^-?\d+\.\d\d$/

/** The register as a workbook of one sheet. Refuses `sheet_too_large`. */
export async function registerWorkbook(rows: AsyncIterable<RegisterRow>, most = MOST_WORKBOOK_ROWS): Promise<{ file: Buffer } | Refusal> {
  const data: Cell[][] = []
  for await (const { cells, is } of rows) {
    if (data.length > most) return refuse('sheet_too_large', { detail: `${most} 行 rows` })
    data.push(cells.map((cell) => workbookCell(cell, is !== 'row')))
  }
  return { file: await writeXlsxFile(data, { sheet: '台账 Register', stickyRowsCount: 1 }).toBuffer() }
}

/** Text is stored as text, which no program runs as a formula; points become numbers shown with two places. */
function workbookCell(cell: RegisterCell, bold: boolean): Cell {
  if (cell === null) return null
  const style = bold ? ({ fontWeight: 'bold' } as const) : {}
  if (typeof cell === 'number') return { value: cell, type: Number, ...style }
  return POINTS.test(cell) ? { value: Number(cell), type: Number, format: '0.00', ...style } : { value: cell, type: String, ...style }
}
