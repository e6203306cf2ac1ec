import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { once } from '../communities/once.ts'
import type { Keyed } from '../communities/request-keys.ts'
import { needsTwoPeople } from '../communities/four-eyes.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { ImportContext, ImportKind, PostedRow, RowToPost } from './import-kind.ts'
import { type ImportKey, type ImportView, listImportRows, readImport, readRun } from './read-import.ts'

const ROWS_TOGETHER = 256

export interface ConfirmRequest extends ImportKey {
  actor: string
  asked?: Keyed | undefined
  /** The rows become service records that wait for approval, which whoever handed the sheet in may ask for. */
  submit?: boolean | undefined
  /** Called with the rows posted so far. */
  progress?: ((posted: number) => void) | undefined
}

/**
 * Posts the accepted rows of a previewed import, in sheet order. What was broken off is taken up again where it
 * stopped: a row's key comes from the import and its place, so that no row is posted twice. An import that was
 * confirmed gives its result again, marked `repeated`.
 *
 * Refuses `unknown_import`, `import_not_open`, `key_reused`, `community_archived` (also half-way), `second_person_needed` where whoever handed the sheet in confirms it
 * and the community needs two people, and `preview_outdated` where another import of the kind was confirmed
 * since the preview: what is a duplicate may have changed.
 */
export async function confirmImport(service: Service, kind: ImportKind, request: ConfirmRequest): Promise<ImportView | Refusal> {
  const { communityId, importId, actor } = request
  const run = await readRun(service, request)
  if (!run || run.kind !== kind.name) return refuse('unknown_import', { import: importId })
  if (run.state === 'previewing') return refuse('import_not_open', { state: run.state })
  const submit = request.submit === true || run.options['submit'] === true
  if (run.state !== 'confirmed' && !submit && actor === run.preparedBy && (await needsTwoPeople(service, communityId))) {
    return refuse('second_person_needed', { by: run.preparedBy })
  }
  const unwritable = run.state === 'confirmed' ? undefined : await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const take = async (db: Database): Promise<string | Refusal> => (run.state === 'previewed' && (await claim(db, service, kind, { run, actor, submit }))) || importId
  const claimed = await once(service, communityId, request.asked, take, 'import_confirmed')
  if (isRefusal(claimed)) return claimed
  if (run.state === 'confirmed') return readImport(service, kind, { communityId, importId, repeated: true })

  const context: ImportContext = {
    service, communityId, importId, actor: run.confirmedBy ?? actor, preparedBy: run.preparedBy, fileHash: run.fileHash, options: { ...run.options, submit }
  }
  let posted = 0
  for (let after: number | undefined = 0; after !== undefined; ) {
    const { items } = await listImportRows(service, request, { waiting: true, after, limit: ROWS_TOGETHER })
    after = items.at(-1)?.row
    if (items.length === 0) break
    const archived = await service.directory.refusalOfWrites(communityId)
    if (archived) return archived
    const rows = items.map(({ row, place, value }): RowToPost<unknown> => ({ row, place, value }))
    const results = await kind.post(context, rows)
    await keep(context, results)
    posted += results.length
    request.progress?.(posted)
  }
  await finish(context)
  return readImport(service, kind, { communityId, importId, repeated: false })
}

type Run = NonNullable<Awaited<ReturnType<typeof readRun>>>

/** Takes the import for confirming; only one caller gets it, and is named for it even where another takes it up again. */
async function claim(db: Database, { bank, clock }: Service, kind: ImportKind, { run, actor, submit }: { run: Run; actor: string; submit: boolean }): Promise<Refusal | undefined> {
  const { importRun } = bank.store.tables
  const [since] = await db
    .select({ importId: importRun.importId })
    .from(importRun)
    .where(
      and(
        eq(importRun.communityId, run.communityId), eq(importRun.kind, kind.name), ne(importRun.importId, run.importId),
        gt(importRun.confirmedAt, run.createdAt)
      )
    )
    .limit(1)
  if (since) return refuse('preview_outdated', { import: since.importId })
  const taken = await db
    .update(importRun)
    .set({ state: 'confirming', confirmedBy: actor, confirmedAt: clock.now(), ...(submit ? { options: { ...run.options, submit } } : {}) })
    .where(and(eq(importRun.communityId, run.communityId), eq(importRun.importId, run.importId), eq(importRun.state, 'previewed')))
    .returning({ importId: importRun.importId })
  return taken.length > 0 ? undefined : refuse('import_not_open', { state: 'confirming' })
}

/** Notes what became of each row, in one statement for those that were posted. */
async function keep({ service, communityId, importId }: ImportContext, results: PostedRow[]): Promise<void> {
  const { store } = service.bank
  const { importRow } = store.tables
  const ofImport = and(eq(importRow.communityId, communityId), eq(importRow.importId, importId))
  const posted = results.filter((result) => result.number !== null)
  await store.write(async (db) => {
    if (posted.length > 0) {
      const numbers = posted.map(({ row, number }) => sql`WHEN ${row} THEN cast(${number} AS bigint)`)
      await db
        .update(importRow)
        .set({ number: sql`CASE ${importRow.row} ${sql.join(numbers, sql` `)} END` })
        .where(and(ofImport, inArray(importRow.row, posted.map(({ row }) => row))))
    }
    for (const { row, reason } of results) {
      if (reason === null) continue
      await db.update(importRow).set({ accepted: false, reason }).where(and(ofImport, eq(importRow.row, row)))
    }
  })
}

/** Counts again: a row may have been refused when it was posted. */
async function finish({ service, communityId, importId, actor }: ImportContext): Promise<void> {
  const { store } = service.bank
  const { importRow, importRun } = store.tables
  await store.write(async (db) => {
    const rejected: Record<string, number> = {}
    let accepted = 0
    let after = 0
    for (;;) {
      const rows = await db
        .select({ row: importRow.row, accepted: importRow.accepted, reason: importRow.reason })
        .from(importRow)
        .where(and(eq(importRow.communityId, communityId), eq(importRow.importId, importId), gt(importRow.row, after)))
        .orderBy(importRow.row)
        .limit(5000)
      for (const row of rows) {
        if (row.accepted) accepted++
        else rejected[row.reason ?? ''] = (rejected[row.reason ?? ''] ?? 0) + 1
      }
      const last = rows.at(-1)
      if (!last) break
      after = last.row
    }
    await db
      .update(importRun)
      .set({ state: 'confirmed', accepted, rejected, confirmedBy: actor, confirmedAt: service.clock.now() })
      .where(and(eq(importRun.communityId, communityId), eq(importRun.importId, importId)))
  })
}
