import { type Cell, MAX_COLUMNS, type SheetRow } from './cell.ts'
import { dateOfSerial } from './number-format.ts'
import { SheetError } from './sheet-error.ts'
import type { SheetLimits } from './sheet-limits.ts'
import type { SheetSource } from './source.ts'
import { readWorkbook, unescapeText, type Workbook } from './workbook.ts'
import { feedXml, type XmlHandlers } from './xml-events.ts'
import { openZip } from './zip-parts.ts'

/** Excel itself allows 32,767 characters in a cell. */
const MAX_CELL_CHARACTERS = 100_000

/**
 * The rows of all visible worksheets in their order, or of the one named. Only the shared strings and the rows of one
 * piece of the file (64 KiB packed) are in memory. Refuses what `openZip`, `readWorkbook` and `feedXml` refuse, and `unknown_sheet`.
 */
export async function * readXlsxRows(source: SheetSource, options: { sheet?: string | undefined, limits: SheetLimits }): AsyncGenerator<SheetRow> {
  const { limits } = options
  const zip = await openZip(source, limits)
  try {
    const workbook = await readWorkbook(zip, limits)
    const sheets = workbook.sheets.filter(({ name }) => options.sheet === undefined || name === options.sheet)
    if (sheets.length === 0 && options.sheet !== undefined) {
      throw new SheetError('unknown_sheet', `the workbook has no visible sheet ${options.sheet}`, { sheet: options.sheet })
    }
    for (const sheet of sheets) {
      const rows: SheetRow[] = []
      const collector = collectRows(workbook, sheet.name, (row) => { rows.push(row) })
      for await (const _ of feedXml(zip.read(sheet.part, limits.worksheetBytes), collector)) {
        yield * rows
        rows.length = 0
      }
    }
  } finally {
    zip.close()
  }
}

/** Handlers that turn the events of one worksheet into rows. Rows and cells without an address follow the one before. */
function collectRows(workbook: Workbook, sheet: string, take: (row: SheetRow) => void): XmlHandlers {
  let row = 0
  let cells: Cell[] = []
  let column = 0
  let type = 'n'
  let style = 0
  let content = ''
  let inValue = false
  let inPhonetic = false
  const openers: Record<string, (attributes: Record<string, string>) => void> = {
    row: ({ r }) => {
      row = r === undefined ? row + 1 : Number(r)
      cells = []
      column = 0
    },
    c: ({ r, t, s }) => {
      column = r === undefined ? column + 1 : columnOfAddress(r)
      type = t ?? 'n'
      style = Number(s ?? 0)
      content = ''
    },
    v: () => { inValue = true },
    t: () => { inValue = true },
    rPh: () => { inPhonetic = true }
  }
  const closers: Record<string, () => void> = {
    row: () => { take({ place: { sheet, row }, cells }) },
    c: () => {
      if (content === '' || column > MAX_COLUMNS) return
      while (cells.length < column - 1) cells.push(null)
      cells[column - 1] = readCell(workbook, { type, style, content })
    },
    v: () => { inValue = false },
    t: () => { inValue = false },
    rPh: () => { inPhonetic = false }
  }
  return {
    open: (name, attributes) => { if (Object.hasOwn(openers, name)) openers[name]?.(attributes) },
    close: (name) => { if (Object.hasOwn(closers, name)) closers[name]?.() },
    text: (text) => {
      if (!inValue || inPhonetic) return
      content += text
      if (content.length > MAX_CELL_CHARACTERS) throw new SheetError('too_large', 'a cell holds too much text', { sheet, row })
    }
  }
}

/** `AB12` is in column 28. */
function columnOfAddress(address: string): number {
  let column = 0
  for (const letter of address) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  if (column === 0) throw new SheetError('corrupt_file', `the cell address ${address.slice(0, 20)} means nothing`)
  return column
}

function readCell(workbook: Workbook, { type, style, content }: { type: string, style: number, content: string }): Cell {
  if (type === 's') return sharedString(workbook, content)
  if (type === 'b') return content === '1' ? 'TRUE' : 'FALSE'
  if (type === 'd') return content.replace(/T00:00:00(\.0+)?$/, '')
  if (type !== 'n') return unescapeText(content)
  const value = Number(content)
  if (!Number.isFinite(value)) return content
  const format = workbook.dateFormats[style]
  // A number that cannot be the date its format claims stays a number, and whoever needs a date refuses it.
  return format === undefined ? value : dateOfSerial(value, format, workbook.epoch1904) ?? value
}

function sharedString(workbook: Workbook, index: string): Cell {
  const text = workbook.sharedStrings[Number(index)]
  if (text === undefined) throw new SheetError('corrupt_file', 'a cell names a shared text that the workbook does not hold')
  return text === '' ? null : text
}
