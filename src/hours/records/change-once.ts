import { and, eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { once } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { findRecord } from './read-records.ts'
import { type RecordRow, rowOf } from './record-row.ts'

export interface ChangedRecord {
  refused?: undefined
  record: RecordRow
  replayed: boolean
}

/**
 * Changes one record once for its key, while nobody else records or decides anything in the community. The change refuses
 * before it writes anything. Refuses `unknown_community`, `community_archived`, `unknown_record` and `key_reused`.
 */
export async function changeOnce(
  service: Service,
  communityId: string,
  { recordId, asked }: { recordId: string; asked: Keyed },
  change: (db: Database, row: RecordRow) => Promise<Partial<RecordRow> | Refusal>
): Promise<ChangedRecord | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const made = await once(service, communityId, asked, async (db) => {
    const row = await readIn(service, db, communityId, recordId)
    if (!row) return refuse('unknown_record', { record: recordId })
    const changed = await change(db, row)
    if (isRefusal(changed)) return changed
    await writeIn(service, db, row, changed)
    return recordId
  })
  if (isRefusal(made)) return made
  const record = await findRecord(service, communityId, made.made)
  return isRefusal(record) ? record : { record, replayed: made.replayed }
}

export async function readIn({ bank }: Service, db: Database, communityId: string, recordId: string): Promise<RecordRow | undefined> {
  const { hoursRecord } = bank.store.tables
  const [found] = await db.select().from(hoursRecord).where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.recordId, recordId)))
  return found && rowOf(found)
}

export async function writeIn({ bank }: Service, db: Database, { communityId, recordId }: RecordRow, change: Partial<RecordRow>): Promise<void> {
  const { hoursRecord } = bank.store.tables
  await db.update(hoursRecord).set(change).where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.recordId, recordId)))
}
