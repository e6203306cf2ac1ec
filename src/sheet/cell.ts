/**
 * A real date or time cell of a workbook, without a time zone.
 * `date` is a plain date (`2025-03-05`), null for a time alone or an elapsed time.
 * `seconds` counts from midnight, or is the length of an elapsed time; null for a date alone.
 */
export interface DateCell {
  date: string | null
  seconds: number | null
}

/** What one cell holds. Blank is null; a CSV has only text and blanks. */
export type Cell = string | number | DateCell | null

/** Where a row stands, for messages to people. Rows and lines count from 1; `line` is the first physical line of a CSV row. */
export interface Place {
  row: number
  line?: number
  sheet?: string
}

export interface SheetRow {
  place: Place
  cells: readonly Cell[]
}

/** The widest row that is kept: further cells are dropped, so that one wide row cannot fill the memory. */
export const MAX_COLUMNS = 256

const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g

/** The text of a cell as a person would type it again: dates as `2025-03-05`, times as `08:15`, blank as ''. */
export function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return numberText(cell)
  const time = cell.seconds === null ? '' : clockText(cell.seconds)
  return [cell.date ?? '', time].filter((part) => part !== '').join(' ')
}

/** The text with full-width letters and digits made plain (NFKC), invisible characters dropped and the ends trimmed. */
export function plainText(cell: Cell): string {
  return cellText(cell).normalize('NFKC').replace(INVISIBLE, '').trim()
}

export function isBlank(cell: Cell | undefined): boolean {
  if (cell === null || cell === undefined) return true
  return typeof cell === 'string' && plainText(cell) === ''
}

export function isBlankRow(cells: readonly Cell[]): boolean {
  return cells.every(isBlank)
}

function numberText(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  // A very long bar code or a very small fraction must not turn into 6.9e+21.
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(12).replace(/0+$/, '')
}

function clockText(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  return seconds % 60 === 0 ? clock : `${clock}:${two(seconds % 60)}`
}
