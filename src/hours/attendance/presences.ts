import { and, asc, eq, gt, gte, lte, or, type SQL } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Purpose } from '../../contracts/attendance-codes.ts'
import type { Page } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { type Presence, toPresence } from './presence.ts'

export interface PresenceFilter {
  member?: number | undefined
  purpose?: Purpose | undefined
  purposeId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  after?: { day: string; id: string } | undefined
  limit: number
}

/** Who was there, by day. Refuses `unknown_member`. */
export async function listPresences(service: Service, communityId: string, filter: PresenceFilter): Promise<Page<Presence, { day: string; id: string }> | Refusal> {
  const { presence } = service.bank.store.tables
  const { member, purpose, purposeId, from, to, after, limit } = filter
  if (member !== undefined && !(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const conditions: (SQL | undefined)[] = [eq(presence.communityId, communityId)]
  if (member !== undefined) conditions.push(eq(presence.memberNumber, member))
  if (purpose !== undefined) conditions.push(eq(presence.purpose, purpose))
  if (purposeId !== undefined) conditions.push(eq(presence.purposeId, purposeId))
  if (from !== undefined) conditions.push(gte(presence.serviceDate, from))
  if (to !== undefined) conditions.push(lte(presence.serviceDate, to))
  if (after) conditions.push(gte(presence.serviceDate, after.day), or(gt(presence.serviceDate, after.day), gt(presence.presenceId, after.id)))
  const rows = await service.bank.store.db
    .select()
    .from(presence)
    .where(and(...conditions))
    .orderBy(asc(presence.serviceDate), asc(presence.presenceId))
    .limit(limit + 1)
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const items = rows.slice(0, limit).map((row) => toPresence(timeZone, row))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? { day: last.serviceDate, id: last.presenceId } : null }
}

export async function findPresence(service: Service, communityId: string, presenceId: string): Promise<Presence | Refusal> {
  const { presence } = service.bank.store.tables
  const [found] = await service.bank.store.db
    .select()
    .from(presence)
    .where(and(eq(presence.communityId, communityId), eq(presence.presenceId, presenceId)))
  return found ? toPresence((await service.directory.timeZoneOf(communityId)) ?? 'UTC', found) : refuse('unknown_presence')
}
