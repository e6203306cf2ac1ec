import { and, asc, eq, lt, type SQL } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { endOfPresence } from './presence.ts'
import { makePresenceRecords } from './presence-records.ts'

const TOGETHER = 200
const MOST = 5000

/**
 * Closes what nobody checked out of: at the planned end, known by the check-in alone. At a post, which has no planned end, nothing is
 * counted until a coordinator says how long it was. The service record is recorded by who recorded the check-in.
 */
export async function closeForgotten(service: Service, communityId: string, { member }: { member?: number | undefined } = {}): Promise<{ closed: number; more: boolean }> {
  const { presence } = service.bank.store.tables
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const conditions: SQL[] = [eq(presence.communityId, communityId), eq(presence.state, 'in'), lt(presence.closesAt, service.clock.now())]
  if (member !== undefined) conditions.push(eq(presence.memberNumber, member))
  const [any] = await service.bank.store.db.select({ presenceId: presence.presenceId }).from(presence).where(and(...conditions)).limit(1)
  if (!any) return { closed: 0, more: false }
  let closed = 0
  while (closed < MOST) {
    const ended = await service.bank.store.write(async (db) => {
      const rows = await db
        .select()
        .from(presence)
        .where(and(...conditions))
        .orderBy(asc(presence.closesAt))
        .limit(TOGETHER)
      for (const row of rows) {
        // Who came after the planned end, within its tolerance, was not there at all.
        const at = Math.max(row.checkedInAt, row.plannedEnd ?? row.checkedInAt)
        const end = endOfPresence(timeZone, row, { at, method: 'rule', actor: row.checkedInBy, evidence: 'check_in' })
        await db
          .update(presence)
          .set({ ...end, flags: [...row.flags, { code: 'forgotten_check_out' }] })
          .where(and(eq(presence.communityId, communityId), eq(presence.presenceId, row.presenceId), eq(presence.state, 'in')))
      }
      return rows
    })
    for (const actor of new Set(ended.map((row) => row.checkedInBy))) {
      const presenceIds = ended.filter((row) => row.checkedInBy === actor).map((row) => row.presenceId)
      await makePresenceRecords(service, communityId, { presenceIds, actor })
    }
    closed += ended.length
    if (ended.length < TOGETHER) return { closed, more: false }
  }
  return { closed, more: true }
}
