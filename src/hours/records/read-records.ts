import { and, asc, eq, gt, gte, inArray, lte, sql, type SQL } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { RecordFlag, RecordState } from '../../contracts/record-codes.ts'
import type { Page } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { type RecordRow, rowOf } from './record-row.ts'

export interface RecordFilter {
  state?: RecordState | undefined
  member?: number | undefined
  /** Service dates, both included. */
  from?: string | undefined
  through?: string | undefined
  activity?: string | undefined
  category?: string | undefined
  flag?: RecordFlag | undefined
  /** Whether anything is to be answered. */
  doubtful?: boolean | undefined
  recorder?: string | undefined
  sourceHash?: string | undefined
}

export function conditionOf({ bank }: Service, communityId: string, filter: RecordFilter): SQL | undefined {
  const { hoursRecord: r } = bank.store.tables
  const { state, member, from, through, activity, category, flag, doubtful, recorder, sourceHash } = filter
  return and(
    eq(r.communityId, communityId),
    state === undefined ? undefined : eq(r.state, state),
    member === undefined ? undefined : eq(r.memberNumber, member),
    from === undefined ? undefined : gte(r.serviceDate, from),
    through === undefined ? undefined : lte(r.serviceDate, through),
    activity === undefined ? undefined : eq(r.activity, activity),
    category === undefined ? undefined : eq(r.category, category),
    flag === undefined ? undefined : sql`cast(${r.flags} as text) LIKE ${`%"${flag}"%`}`,
    doubtful === undefined ? undefined : doubtful ? gt(r.openFlags, 0) : eq(r.openFlags, 0),
    recorder === undefined ? undefined : eq(r.recordedBy, recorder),
    sourceHash === undefined ? undefined : eq(r.sourceHash, sourceHash)
  )
}

/** Records in the order in which they were recorded. */
export async function listRecords(service: Service, communityId: string, { after, limit, ...filter }: RecordFilter & { after?: string | undefined; limit: number }): Promise<Page<RecordRow>> {
  const { hoursRecord } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(hoursRecord)
    .where(and(conditionOf(service, communityId, filter), after === undefined ? undefined : gt(hoursRecord.recordId, after)))
    .orderBy(asc(hoursRecord.recordId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(rowOf)
  return { items, next: rows.length > limit ? (items.at(-1)?.recordId ?? null) : null }
}

/** The records of one member. Refuses `unknown_member`. */
export async function listRecordsOf(
  service: Service,
  communityId: string,
  member: number,
  filter: RecordFilter & { after?: string | undefined; limit: number }
): Promise<Page<RecordRow> | Refusal> {
  const standing = await service.directory.memberStandingOf(communityId, member)
  return standing ? listRecords(service, communityId, { ...filter, member }) : refuse('unknown_member', { member })
}

export async function findRecord({ bank }: Service, communityId: string, recordId: string): Promise<RecordRow | Refusal> {
  const { hoursRecord } = bank.store.tables
  const [found] = await bank.store.db.select().from(hoursRecord).where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.recordId, recordId)))
  return found ? rowOf(found) : refuse('unknown_record', { record: recordId })
}

/** Which of some transactions are reversed, and by which. */
export async function reversalsOf({ bank }: Service, communityId: string, numbers: number[]): Promise<Map<number, number>> {
  if (numbers.length === 0) return new Map()
  const { transaction } = bank.store.journal
  const rows = await bank.store.db
    .select({ number: transaction.number, reverses: transaction.reverses })
    .from(transaction)
    .where(and(eq(transaction.communityId, communityId), inArray(transaction.reverses, numbers)))
  return new Map(rows.map(({ number, reverses }) => [reverses ?? 0, number]))
}
