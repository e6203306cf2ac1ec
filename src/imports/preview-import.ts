import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { and, desc, eq, gt, inArray } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { once } from '../communities/once.ts'
import { type Answered, findKeyUse, type Keyed, type KeyUse } from '../communities/request-keys.ts'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { cellText } from '../sheet/cell.ts'
import type { SheetRecord } from '../sheet/find-header.ts'
import { openRecords } from '../sheet/open-records.ts'
import type { Database } from '../store/store.ts'
import { SheetError, type SheetErrorCode } from '../sheet/sheet-error.ts'
import type { ImportContext, ImportKind, ImportOptions, Judged } from './import-kind.ts'
import { type ImportView, readImport } from './read-import.ts'
import { sealRow } from '../communities/import-row-content.ts'

const ROWS_TOGETHER = 500

export interface PreviewRequest {
  communityId: string
  /** Where the file lies. */
  file: string
  /** What the clerk calls it. */
  fileName: string
  actor: string
  options?: ImportOptions | undefined
  /** The key of the request; what the file holds is part of the request. */
  asked?: Keyed | undefined
  /** Called with the records read so far. */
  progress?: ((records: number) => void) | undefined
}

/**
 * Reads a sheet and says of every record what a confirmation would make of it; posts nothing. A file that was handed
 * in and confirmed before gives its first result again, marked `repeated`; a key that was used before gives the same
 * import again, as it stands now.
 *
 * Refuses `unknown_community`, `community_archived`, `key_reused`, and what is wrong with the file as a whole.
 */
export async function previewImport(service: Service, kind: ImportKind, request: PreviewRequest): Promise<Answered<ImportView> | Refusal> {
  const { communityId, options = {} } = request
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const fileHash = await hashFile(request.file)
  const asked = request.asked && { ...request.asked, request: [request.asked.request, kind.name, request.fileName, fileHash, options] }
  const used = asked && (await findKeyUse(service, service.bank.store.db, communityId, asked))
  if (isRefusal(used)) return used
  const view = ({ kind: use, reference }: KeyUse): Promise<ImportView | Refusal> =>
    readImport(service, kind, { communityId, importId: reference, repeated: use === 'import_again' })
  const registered = used ? { answer: used, replayed: true } : await registerPreview(service, kind, { ...request, asked, fileHash })
  if (isRefusal(registered)) return registered
  const answer = await view(registered.answer)
  return isRefusal(answer) ? answer : { answer, replayed: registered.replayed }
}

/** Keeps the import, or finds the one that the same file had, and the key that stands for it. */
async function registerPreview(
  service: Service,
  kind: ImportKind,
  request: PreviewRequest & { fileHash: string }
): Promise<Answered<KeyUse> | Refusal> {
  const { communityId, actor, fileHash, asked, options = {} } = request
  const register = async ({ kind, reference }: KeyUse, work: (db: Database) => Promise<unknown>): Promise<Answered<KeyUse> | Refusal> => {
    const made = await once(service, communityId, asked, async (db) => {
      await work(db)
      return reference
    }, kind)
    return isRefusal(made) ? made : { answer: { kind: made.kind, reference: made.made }, replayed: made.replayed }
  }
  const earlier = await findConfirmed(service, kind, communityId, fileHash)
  if (earlier) return register({ kind: 'import_again', reference: earlier }, async () => undefined)

  const importId = newId()
  const context: ImportContext = { service, communityId, importId, actor, preparedBy: actor, fileHash, options }
  const judge = await kind.judge(context)
  if (isRefusal(judge)) return judge
  try {
    const counts = await store(context, kind, request, judge)
    const registered = await register({ kind: 'import', reference: importId }, (db) => finish(db, context, counts))
    // Whoever came with the same key at the same time was faster.
    if (isRefusal(registered) || registered.replayed) await discard(context)
    return registered
  } catch (error) {
    await discard(context)
    if (error instanceof SheetError) return refusalOf(error)
    throw error
  }
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** The run that posted, or is posting, the same file. */
async function findConfirmed({ bank }: Service, kind: ImportKind, communityId: string, fileHash: string): Promise<string | undefined> {
  const { importRun } = bank.store.tables
  const [found] = await bank.store.db
    .select({ importId: importRun.importId })
    .from(importRun)
    .where(
      and(
        eq(importRun.communityId, communityId),
        eq(importRun.kind, kind.name),
        eq(importRun.fileHash, fileHash),
        inArray(importRun.state, ['confirmed', 'confirming']),
        // A run that posted nothing is no first result: the roster may have come since.
        gt(importRun.accepted, 0)
      )
    )
    .orderBy(desc(importRun.createdAt))
    .limit(1)
  return found?.importId
}

type Counts = Pick<ImportView, 'accepted' | 'rejected'> & { rows: number }
type Judge = (records: SheetRecord<string>[]) => Promise<Judged<unknown>[]>

async function store(context: ImportContext, kind: ImportKind, request: PreviewRequest, judge: Judge): Promise<Counts> {
  const { service, communityId, importId, fileHash, options, actor } = context
  const { store } = service.bank
  const { header, records, close } = await openRecords(request.file, kind.sheet, { mapping: options.mapping })
  const run: Counts = { rows: 0, accepted: 0, rejected: {} }
  try {
    await store.write((db) =>
      db.insert(store.tables.importRun).values({
        communityId, importId, kind: kind.name, state: 'previewing', fileName: request.fileName, fileHash,
        headings: [...header.headings], preparedBy: actor, confirmedBy: null, ...run,
        options: { ...options }, createdAt: service.clock.now(), confirmedAt: null
      })
    )
    let together: SheetRecord<string>[] = []
    const flush = async (): Promise<void> => {
      if (together.length === 0) return
      const rows = rowsOf(context, together, await judge(together))
      for (const row of rows) {
        run.rows++
        if (row.accepted) run.accepted++
        else run.rejected[row.reason ?? ''] = (run.rejected[row.reason ?? ''] ?? 0) + 1
      }
      await store.write((db) => db.insert(store.tables.importRow).values(rows))
      request.progress?.(run.rows)
      together = []
    }
    for await (const record of records) {
      together.push(record)
      if (together.length >= ROWS_TOGETHER) await flush()
    }
    await flush()
  } finally {
    await close()
  }
  return run
}

/** The preview is whole: it may be confirmed. */
async function finish(db: Database, { service, communityId, importId }: ImportContext, counts: Counts): Promise<void> {
  const { importRun } = service.bank.store.tables
  await db
    .update(importRun)
    .set({ state: 'previewed', ...counts })
    .where(and(eq(importRun.communityId, communityId), eq(importRun.importId, importId)))
}

function rowsOf({ service, communityId, importId }: ImportContext, records: SheetRecord<string>[], judged: Judged<unknown>[]) {
  return records.map((record, index) => {
    const { value, reason } = judged[index] as Judged<unknown>
    const cells = record.original.map((cell) => cellText(cell))
    const content = sealRow(service.vault, { importId, row: record.seq }, { cells, place: record.place, value })
    return { communityId, importId, row: record.seq, accepted: reason === null, reason, content, number: null }
  })
}

async function discard({ service, communityId, importId }: ImportContext): Promise<void> {
  const { store } = service.bank
  const { importRow, importRun } = store.tables
  await store.write(async (db) => {
    await db.delete(importRow).where(and(eq(importRow.communityId, communityId), eq(importRow.importId, importId)))
    await db.delete(importRun).where(and(eq(importRun.communityId, communityId), eq(importRun.importId, importId)))
  })
}

/** What is wrong with a file as a whole, as a refusal. */
function refusalOf({ code, detail, message }: SheetError): Refusal {
  const whole: Partial<Record<SheetErrorCode, () => Refusal>> = {
    missing_column: () => refuse('missing_column', { column: detail.heading ?? detail.field ?? '' }),
    missing_header: () => refuse('missing_header'),
    truncated_file: () => refuse('truncated_file'),
    empty_file: () => refuse('empty_file'),
    too_large: () => refuse('sheet_too_large', { detail: message })
  }
  return whole[code]?.() ?? refuse('not_a_sheet', { detail: code })
}
