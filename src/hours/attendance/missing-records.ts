import { and, eq, gte, inArray, isNotNull } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { makePresenceRecords } from './presence-records.ts'
import { makeVisitRecords } from './visit-outcomes.ts'
import { todayIn } from '../../communities/today.ts'

/** What a crash broke off is found within these days. */
const DAYS = 2
const DAY_MILLISECONDS = 86_400_000

/**
 * A check-out and its service record are two writes. Where the service ended between them, and nobody asked again, the record is made
 * now. Returns how many were missing.
 */
export async function makeMissingRecords(service: Service, communityId: string): Promise<number> {
  const { presence, careVisit } = service.bank.store.tables
  const { db } = service.bank.store
  const ended = await db
    .select({ id: presence.presenceId, recordIds: presence.recordIds, actor: presence.checkedOutBy })
    .from(presence)
    .where(and(eq(presence.communityId, communityId), eq(presence.state, 'out'), gte(presence.closesAt, service.clock.now() - DAYS * DAY_MILLISECONDS)))
  const since = addDays(await todayIn(service, communityId), -DAYS)
  const paid = await db
    .select({ id: careVisit.visitId, recordId: careVisit.recordId, actor: careVisit.recordedBy })
    .from(careVisit)
    .where(and(eq(careVisit.communityId, communityId), eq(careVisit.state, 'done'), gte(careVisit.dueOn, since), isNotNull(careVisit.recordId)))
  const presences = await missingOf(service, communityId, ended.flatMap(({ recordIds: [recordId], ...rest }) => (recordId === undefined ? [] : [{ ...rest, recordId }])))
  const visits = await missingOf(service, communityId, paid)
  for (const { id, actor } of presences) await makePresenceRecords(service, communityId, { presenceIds: [id], actor: actor ?? 'system' })
  for (const { id, actor } of visits) await makeVisitRecords(service, communityId, { visitIds: [id], actor: actor ?? 'system' })
  return presences.length + visits.length
}

const TOGETHER = 500

async function missingOf<Row extends { recordId: string | null }>({ bank }: Service, communityId: string, rows: Row[]): Promise<Row[]> {
  const { hoursRecord } = bank.store.tables
  const there = new Set<string>()
  for (let from = 0; from < rows.length; from += TOGETHER) {
    const ids = rows.slice(from, from + TOGETHER).flatMap((row) => row.recordId ?? [])
    const found = await bank.store.db
      .select({ recordId: hoursRecord.recordId })
      .from(hoursRecord)
      .where(and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.recordId, ids)))
    for (const { recordId } of found) there.add(recordId)
  }
  return rows.filter((row) => !there.has(row.recordId ?? ''))
}
