import { type Cell, plainText } from './cell.ts'

/** A column of a kind of sheet: the headings it goes by, the usual one first. */
export interface ColumnDefinition {
  headings: readonly string[]
  required: boolean
}

/** A kind of sheet. Of `anyOf`, at least one group of columns must be there in full. */
export interface SheetDefinition<Field extends string> {
  columns: Readonly<Record<Field, ColumnDefinition>>
  anyOf?: ReadonlyArray<readonly Field[]>
}

/** From a bracket to the next of its kind, and no further: a text of nothing but brackets is read once. */
const BRACKETED = /\([^()]*\)|\[[^[\]]*\]|【[^【】]*】|〔[^〔〕]*〕/g

/** Columns named by hand: a heading, a column letter (capital, `A` to `IV`) or a column number from 1. */
export type ColumnMapping<Field extends string> = { readonly [Name in Field]?: string | number }

/** The column of each field found, counted from 0. */
export type FoundColumns<Field extends string> = ReadonlyMap<Field, number>

/**
 * A heading in the form it is compared in: NFKC, lower case, without units in brackets, spaces and marks, so that
 * `时长（小时）`, `时长 (h)` and `*时长:` are one.
 */
export function plainHeading(cell: Cell): string {
  return plainText(cell).toLowerCase().replace(BRACKETED, '').replace(/[\s*:_\-./·、'"#]/g, '')
}

/** The columns that a row of headings names. Of two columns with one heading the first is taken. */
export function matchHeadings<Field extends string>(cells: readonly Cell[], definition: SheetDefinition<Field>, mapping: ColumnMapping<Field> = {}): FoundColumns<Field> {
  const positions = new Map<string, number>()
  cells.forEach((cell, at) => {
    const heading = plainHeading(cell)
    if (heading !== '' && !positions.has(heading)) positions.set(heading, at)
  })
  const found = new Map<Field, number>()
  for (const field of fieldsOf(definition)) {
    const at = positionOf(definition.columns[field], mapping[field], positions)
    if (at !== undefined) found.set(field, at)
  }
  return found
}

export function fieldsOf<Field extends string>(definition: SheetDefinition<Field>): Field[] {
  return Object.keys(definition.columns) as Field[]
}

/** The fields whose columns are needed and were not found; none when the header is complete. */
export function missingFields<Field extends string>(found: FoundColumns<Field>, definition: SheetDefinition<Field>): Field[] {
  const missing = fieldsOf(definition).filter((field) => definition.columns[field].required && !found.has(field))
  const groups = definition.anyOf ?? []
  if (groups.length === 0 || groups.some((group) => group.every((field) => found.has(field)))) return missing
  const nearest = groups.map((group) => group.filter((field) => !found.has(field))).sort((a, b) => a.length - b.length)[0]
  return [...missing, ...nearest ?? []]
}

/** The position that a mapping by letter or number fixes, whatever the heading there. */
export function fixedPosition(mapped: string | number | undefined): number | undefined {
  if (typeof mapped === 'number') return mapped >= 1 ? mapped - 1 : undefined
  if (mapped === undefined || !/^[A-Z]{1,2}$/.test(mapped)) return undefined
  return [...mapped].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function positionOf(column: ColumnDefinition, mapped: string | number | undefined, positions: ReadonlyMap<string, number>): number | undefined {
  const fixed = fixedPosition(mapped)
  if (fixed !== undefined) return fixed
  const headings = mapped === undefined ? column.headings : [String(mapped)]
  for (const heading of headings) {
    const at = positions.get(plainHeading(heading))
    if (at !== undefined) return at
  }
  return undefined
}
