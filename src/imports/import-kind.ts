import type { Service } from '../communities/communities.ts'
import type { Refusal } from '../refusal.ts'
import type { SheetDefinition } from '../sheet/column-set.ts'
import type { SheetRecord } from '../sheet/find-header.ts'

export type ImportName = 'members' | 'goods' | 'hours'

/** What a kind of import made of one record: a value to post, or a reason why not. */
export interface Judged<Value> {
  value: Value | null
  reason: string | null
}

/** What became of an accepted row when it was posted. */
export interface PostedRow {
  row: number
  /** The journal transaction, or the member's number where the row is one; null where it was refused after all. */
  number: number | null
  reason: string | null
}

export interface ImportContext {
  service: Service
  communityId: string
  importId: string
  /** Who hands the sheet in or, once it is confirmed, who confirms it. */
  actor: string
  /** Who handed the sheet in. */
  preparedBy: string
  /** SHA-256 of the file, hexadecimal. */
  fileHash: string
  options: ImportOptions
}

export interface ImportOptions {
  /** Columns given by hand, by field: a heading, a column letter, or a number from 1. */
  mapping?: Record<string, string | number> | undefined
  /** The counter that imported goods go to; `main` where none is named. */
  counter?: string | undefined
  /** The rows are handed in for approval and not posted; set when the import is confirmed so. */
  submit?: boolean | undefined
}

export interface RowToPost<Value> {
  row: number
  place: { row: number; line?: number; sheet?: string }
  value: Value
}

/** One kind of sheet: how its records are judged, and how the accepted ones are posted. */
export interface ImportKind<Field extends string = string, Value = unknown> {
  name: ImportName
  sheet: SheetDefinition<Field>
  /** A judge for one file; it is handed the records in sheet order, some hundred at a time. */
  judge(context: ImportContext): Promise<((records: SheetRecord<Field>[]) => Promise<Judged<Value>[]>) | Refusal>
  /** Posts rows in order. Posting the same rows again must change nothing: a confirmation may be resumed. */
  post(context: ImportContext, rows: RowToPost<Value>[]): Promise<PostedRow[]>
  /** The row as it is reported, in the words that scripts rely on. */
  report(row: { row: number; value: Value | null; reason: string | null; line: number }): Record<string, unknown>
  /** The reason in the clerk's words. */
  reasonText(reason: string, language: 'zh' | 'en'): string
}

/**
 * A kind as those handle it who need not know what its records hold: what it made of a record is handed to no other kind.
 * This is the one place where a cast says so.
 */
export function importKind<Field extends string, Value>(kind: ImportKind<Field, Value>): ImportKind {
  return kind as unknown as ImportKind
}
