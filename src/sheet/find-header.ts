import { type Cell, cellText, isBlank, isBlankRow, type Place, plainText, type SheetRow } from './cell.ts'
import { type ColumnMapping, fieldsOf, fixedPosition, type FoundColumns, matchHeadings, missingFields, type SheetDefinition } from './column-set.ts'
import { plainCell } from './csv-cell.ts'
import { createPassedOver } from './passed-over.ts'
import { SheetError } from './sheet-error.ts'

/** A header further down than this many rows with something in them is not looked for. */
const ROWS_LOOKED_AT = 50

export interface Header<Field extends string> {
  /** Null when all columns were named by letter or number and the sheet has no headings. */
  place: Place | null
  /** As they stand in the file, by column. */
  headings: readonly string[]
  columns: FoundColumns<Field>
}

export interface SheetRecord<Field extends string> {
  /** Counts the records from 1 in sheet order; rows passed over do not count. */
  seq: number
  place: Place
  /** The cells of the fields found; a field without a column is undefined, a blank one null. */
  cells: Readonly<Partial<Record<Field, Cell>>>
  /** All cells of the row, for handing it back. */
  original: readonly Cell[]
}

export interface RecordsBelowHeader<Field extends string> {
  header: Header<Field>
  records: AsyncGenerator<SheetRecord<Field>>
  /** Closes the file when the records are not read to their end. */
  close: () => Promise<void>
}

/**
 * Finds the header in the first sheet that has one, and gives the records below it on that sheet. Title lines before
 * it, and below it blank lines, repeated headers, totals and signatures are passed over.
 * Refuses `empty_file`, `missing_header` and `missing_column` (detail: `field`, all `missing`, a known `heading`).
 */
export async function findHeader<Field extends string>(
  rows: AsyncIterable<SheetRow>,
  definition: SheetDefinition<Field>,
  mapping: ColumnMapping<Field> = {}
): Promise<RecordsBelowHeader<Field>> {
  const iterator = rows[Symbol.asyncIterator]()
  const close = async (): Promise<void> => { await iterator.return?.() }
  try {
    const { header, titles, first } = await searchHeader(iterator, definition, mapping)
    return { header, records: recordsBelow({ iterator, header, titles, first, definition }), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Found<Field extends string> {
  header: Header<Field>
  titles: ReadonlySet<string>
  /** The first record, where the sheet has no headings. */
  first?: SheetRow
}

async function searchHeader<Field extends string>(iterator: AsyncIterator<SheetRow>, definition: SheetDefinition<Field>, mapping: ColumnMapping<Field>): Promise<Found<Field>> {
  const headless = isHeadless(definition, mapping)
  let titles = new Set<string>()
  let sheet: string | undefined
  let looked = 0
  let anything = false
  let nearest: { row: SheetRow, columns: FoundColumns<Field> } | undefined
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    const row = next.value
    if (row.place.sheet !== sheet) {
      sheet = row.place.sheet
      looked = 0
      titles = new Set()
    }
    if (isBlankRow(row.cells)) continue
    anything = true
    if (++looked > ROWS_LOOKED_AT) {
      if (sheet === undefined) break
      continue
    }
    if (headless) {
      const found = searchHeadless(row, definition, mapping)
      if (found !== undefined) return { ...found, titles }
    }
    const columns = matchHeadings(row.cells, definition, mapping)
    if (!headless && missingFields(columns, definition).length === 0) {
      return { header: { place: row.place, headings: row.cells.map(cellText), columns }, titles }
    }
    if (columns.size > (nearest?.columns.size ?? 0)) nearest = { row, columns }
    titles.add(plainText(row.cells.find((cell) => !isBlank(cell)) ?? null))
  }
  throw headerError(definition, anything, nearest)
}

/** All needed columns are fixed by letter or number: headings, if any, may read as they like. */
function isHeadless<Field extends string>(definition: SheetDefinition<Field>, mapping: ColumnMapping<Field>): boolean {
  const fixed = new Map(fieldsOf(definition).flatMap((field) => {
    const at = fixedPosition(mapping[field])
    return at === undefined ? [] : [[field, at] as const]
  }))
  return fixed.size > 0 && missingFields(fixed, definition).length === 0
}

/**
 * Without headings to go by, the first row with all needed cells filled begins the records, unless it reads like
 * headings: two or more of its cells are headings known by definition. A record taken for a header would be lost
 * silently; a header taken for a record is seen, since it is rejected.
 */
function searchHeadless<Field extends string>(row: SheetRow, definition: SheetDefinition<Field>, mapping: ColumnMapping<Field>): Omit<Found<Field>, 'titles'> | undefined {
  const columns = matchHeadings(row.cells, definition, mapping)
  if (matchHeadings(row.cells, definition).size >= 2) {
    return { header: { place: row.place, headings: row.cells.map(cellText), columns } }
  }
  const needed = fieldsOf(definition).filter((field) => definition.columns[field].required)
  if (needed.some((field) => isBlank(row.cells[columns.get(field) ?? -1]))) return undefined
  return { header: { place: null, headings: [], columns }, first: row }
}

function headerError<Field extends string>(definition: SheetDefinition<Field>, anything: boolean, nearest: { row: SheetRow, columns: FoundColumns<Field> } | undefined): SheetError {
  if (!anything) return new SheetError('empty_file', 'the sheet is empty')
  if (nearest === undefined || nearest.columns.size < 2) return new SheetError('missing_header', 'no row with headings was found')
  const missing = missingFields(nearest.columns, definition)
  const field = missing[0] as Field
  const heading = definition.columns[field].headings[0]
  return new SheetError('missing_column', `the column ${heading} is missing`, { field, missing, ...heading === undefined ? {} : { heading }, ...nearest.row.place })
}

async function * recordsBelow<Field extends string>(input: {
  iterator: AsyncIterator<SheetRow>
  header: Header<Field>
  titles: ReadonlySet<string>
  first: SheetRow | undefined
  definition: SheetDefinition<Field>
}): AsyncGenerator<SheetRecord<Field>> {
  const { iterator, header, first } = input
  const passedOver = createPassedOver({ definition: input.definition, columns: header.columns, headings: header.headings, titles: input.titles })
  const sheet = (header.place ?? first?.place)?.sheet
  let seq = 0
  try {
    if (first !== undefined && !passedOver(first.cells)) yield toRecord(++seq, first, header)
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (next.value.place.sheet !== sheet) return
      if (!passedOver(next.value.cells)) yield toRecord(++seq, next.value, header)
    }
  } finally {
    await iterator.return?.()
  }
}

function toRecord<Field extends string>(seq: number, row: SheetRow, header: Header<Field>): SheetRecord<Field> {
  const original = row.cells.map(plainCell)
  const cells: Partial<Record<Field, Cell>> = {}
  for (const [field, at] of header.columns) cells[field] = original[at] ?? null
  return { seq, place: row.place, cells, original }
}
