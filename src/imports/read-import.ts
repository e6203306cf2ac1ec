import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { ImportKind } from './import-kind.ts'
import { type ImportRowContent, openRow } from '../communities/import-row-content.ts'

/** An import as it stands. `previewed`: nothing posted yet; `confirming`: broken off while posting, may be resumed. */
export interface ImportView {
  importId: string
  kind: string
  state: 'previewing' | 'previewed' | 'confirming' | 'confirmed'
  fileName: string
  fileHash: string
  preparedBy: string
  confirmedBy: string | null
  records: number
  accepted: number
  /** Counts by reason. */
  rejected: Record<string, number>
  /** The same file was handed in before; this is the result it had. */
  repeated: boolean
  createdAt: number
  confirmedAt: number | null
}

export interface ImportKey {
  communityId: string
  importId: string
}

export async function readImport(
  { bank }: Service,
  kind: Pick<ImportKind, 'name'> | null,
  { communityId, importId, repeated }: ImportKey & { repeated: boolean }
): Promise<ImportView | Refusal> {
  const { importRun } = bank.store.tables
  const [found] = await bank.store.db
    .select()
    .from(importRun)
    .where(and(eq(importRun.communityId, communityId), eq(importRun.importId, importId)))
  if (!found || (kind && found.kind !== kind.name)) return refuse('unknown_import', { import: importId })
  return viewOf(found, repeated)
}

type RunRow = Service['bank']['store']['tables']['importRun']['$inferSelect']

function viewOf({ rows, communityId: _, headings: __, options: ___, ...run }: RunRow, repeated: boolean): ImportView {
  return { ...run, state: run.state as ImportView['state'], records: rows, repeated }
}

/** Imports of a community, the newest first. */
export async function listImports(
  { bank }: Service,
  communityId: string,
  { before, limit }: { before?: string | undefined; limit: number }
): Promise<Page<ImportView>> {
  const { importRun } = bank.store.tables
  const conditions = [eq(importRun.communityId, communityId)]
  // Ids begin with the time they were made at, so their order is the order of the imports.
  if (before !== undefined) conditions.push(lt(importRun.importId, before))
  const found = await bank.store.db.select().from(importRun).where(and(...conditions)).orderBy(desc(importRun.importId)).limit(limit + 1)
  const items = found.slice(0, limit).map((row) => viewOf(row, false))
  return { items, next: found.length > limit ? (items.at(-1)?.importId ?? null) : null }
}

/** How an import is to be read and posted again: what it was asked with. */
export async function readRun({ bank }: Service, { communityId, importId }: ImportKey) {
  const { importRun } = bank.store.tables
  const [found] = await bank.store.db
    .select()
    .from(importRun)
    .where(and(eq(importRun.communityId, communityId), eq(importRun.importId, importId)))
  return found
}

export interface ImportRow extends ImportRowContent {
  row: number
  accepted: boolean
  reason: string | null
  number: number | null
}

export interface RowFilter {
  after?: number | undefined
  accepted?: boolean | undefined
  /** Accepted rows that are not posted yet. */
  waiting?: boolean | undefined
  limit: number
}

/** Rows of an import in sheet order. */
export async function listImportRows({ bank, vault }: Service, { communityId, importId }: ImportKey, filter: RowFilter): Promise<Page<ImportRow, number>> {
  const { importRow } = bank.store.tables
  const conditions = [eq(importRow.communityId, communityId), eq(importRow.importId, importId), gt(importRow.row, filter.after ?? 0)]
  if (filter.accepted !== undefined) conditions.push(eq(importRow.accepted, filter.accepted))
  if (filter.waiting) conditions.push(eq(importRow.accepted, true), sql`${importRow.number} IS NULL`)
  const rows = await bank.store.db.select().from(importRow).where(and(...conditions)).orderBy(asc(importRow.row)).limit(filter.limit + 1)
  const items = rows.slice(0, filter.limit).map(({ row, accepted, reason, number, content }) => ({ row, accepted, reason, number, ...openRow(vault, { importId, row }, content) }))
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.row ?? null) : null }
}

/** Every row, in pages that are read as they are asked for. */
export async function* allImportRows(service: Service, key: ImportKey, filter: Omit<RowFilter, 'limit'> = {}): AsyncGenerator<ImportRow> {
  for (let after = filter.after; ; ) {
    const page = await listImportRows(service, key, { ...filter, after, limit: 500 })
    yield* page.items
    if (page.next === null) return
    after = page.next
  }
}

/** A row as scripts read it, with its place in the file. */
export function reportRow(kind: ImportKind, { row, accepted, reason, value, place }: ImportRow): Record<string, unknown> {
  return kind.report({ row, value: accepted ? value : null, reason, line: place.line ?? place.row })
}
