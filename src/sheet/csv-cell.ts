import { type Cell, cellText } from './cell.ts'

/** What a spreadsheet program would run as a formula, with the apostrophes of earlier defusing before it. */
const FORMULA = /^'*[\s]*[=+\-@|\t\r\n＝＋－＠]/u
const PLAIN_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)%?$/
const DEFUSED = /^'+[\s]*[=+\-@|\t\r\n＝＋－＠]/u

/**
 * The text of a cell for a CSV that people will open in Excel: text that would run as a formula gets a leading
 * apostrophe. Plain numbers, also negative ones, stay numbers. `plainCell` undoes it exactly.
 */
export function csvCell(cell: Cell): string {
  const text = cellText(cell)
  return FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}

/** The cell as it was before `csvCell`: one apostrophe before a formula is dropped. */
export function plainCell(cell: Cell): Cell {
  if (typeof cell !== 'string' || cell.charCodeAt(0) !== 0x27) return cell
  return DEFUSED.test(cell) ? cell.slice(1) : cell
}
