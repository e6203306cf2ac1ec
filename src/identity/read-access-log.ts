import { and, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { addDays, startOfDay } from '../clock.ts'
import type { Service } from '../communities/communities.ts'
import type { Page } from '../ledger/read-books.ts'

export interface AccessEntry {
  communityId: string
  entryId: string
  at: number
  actor: string
  operation: string
  outcome: string
  subject: string | null
  reason: string | null
  requestId: string | null
  address: string | null
  times: number
}

export interface AccessFilter {
  /** One community's entries; those of the whole service where absent. */
  communityId?: string | undefined
  actor?: string | undefined
  operation?: string | undefined
  outcome?: string | undefined
  /** `member:4` finds `member:4/proxy:…` too, and not `member:40`. */
  subject?: string | undefined
  /** Plain dates in the time zone, both included. */
  from?: string | undefined
  through?: string | undefined
  timeZone: string
}

/** Entries of the access log, the newest first; `before` is the id of the last one seen. */
export async function readAccessLog(
  { bank }: Pick<Service, 'bank'>,
  filter: AccessFilter,
  { before, limit }: { before?: string | undefined; limit: number }
): Promise<Page<AccessEntry>> {
  const { accessLog } = bank.store.tables
  const conditions: SQL[] = []
  if (filter.communityId !== undefined) conditions.push(eq(accessLog.communityId, filter.communityId))
  if (filter.actor !== undefined) conditions.push(eq(accessLog.actor, filter.actor))
  if (filter.operation !== undefined) conditions.push(eq(accessLog.operation, filter.operation))
  if (filter.outcome !== undefined) conditions.push(eq(accessLog.outcome, filter.outcome))
  if (filter.subject !== undefined) conditions.push(isAbout(accessLog.subject, filter.subject))
  if (filter.from !== undefined) conditions.push(gte(accessLog.at, startOfDay(filter.timeZone, filter.from)))
  if (filter.through !== undefined) conditions.push(lt(accessLog.at, startOfDay(filter.timeZone, addDays(filter.through, 1))))
  if (before !== undefined) conditions.push(lt(accessLog.entryId, before))
  const rows = await bank.store.db.select().from(accessLog).where(and(...conditions)).orderBy(desc(accessLog.entryId)).limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.entryId ?? null) : null }
}

function isAbout(column: Parameters<typeof eq>[0], subject: string): SQL {
  const part = `${subject}/`
  return or(sql`${column} = ${subject}`, sql`substr(${column}, 1, ${[...part].length}) = ${part}`) as SQL
}

/** Every entry, in pages that are read as they are asked for. */
export async function* everyAccess(service: Pick<Service, 'bank'>, filter: AccessFilter): AsyncGenerator<AccessEntry> {
  for (let before: string | undefined; ; ) {
    const { items, next } = await readAccessLog(service, filter, { before, limit: 500 })
    yield* items
    if (next === null) return
    before = next
  }
}
