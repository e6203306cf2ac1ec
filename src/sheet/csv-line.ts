import { csvCell } from './csv-cell.ts'

/** Excel takes a CSV for UTF-8 only when it begins with this. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** One line of RFC 4180. Text that a spreadsheet would run as a formula is defused; `null` is an empty field. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(field).join(',')}\r\n`
}

function field(cell: string | number | null): string {
  const text = csvCell(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
