import type { Vault } from '../vault.ts'

/** What a row of an import looked like and what was made of it. It names people, so it stands sealed in the database. */
export interface ImportRowContent {
  /** The cells as text, for the file of rejected rows. */
  cells: string[]
  place: { row: number; line?: number; sheet?: string }
  /** What the kind of import read from the row, for posting it; null where it is rejected. */
  value: unknown
}

interface RowKey {
  importId: string
  row: number
}

const placeOf = ({ importId, row }: RowKey) => `import_row:${importId}:${row}`

export function sealRow(vault: Vault, key: RowKey, content: ImportRowContent): string {
  return vault.seal(JSON.stringify(content), placeOf(key))
}

export function openRow(vault: Vault, key: RowKey, sealed: string): ImportRowContent {
  return JSON.parse(vault.open(sealed, placeOf(key))) as ImportRowContent
}
