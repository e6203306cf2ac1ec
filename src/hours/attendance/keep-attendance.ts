import { asc, gt, and, isNull } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { isRefusal } from '../../refusal.ts'
import { closeForgotten } from './close-forgotten.ts'
import { advanceVisits } from './escalate-visits.ts'
import { makeMissingRecords } from './missing-records.ts'

const TOGETHER = 200

/** For every community: makes service records that a crash kept from being made, closes what nobody checked out of, makes the visits of two weeks, and escalates missed ones. */
export async function keepAttendance(service: Service, signal: AbortSignal): Promise<void> {
  const { community } = service.bank.store.tables
  for (let after = ''; ; ) {
    const rows = await service.bank.store.db
      .select({ communityId: community.communityId })
      .from(community)
      .where(and(gt(community.communityId, after), isNull(community.archivedAt)))
      .orderBy(asc(community.communityId))
      .limit(TOGETHER)
    for (const { communityId } of rows) await keep(service, communityId, signal)
    const last = rows.at(-1)
    if (rows.length < TOGETHER || last === undefined) return
    after = last.communityId
  }
}

async function keep(service: Service, communityId: string, signal: AbortSignal): Promise<void> {
  await makeMissingRecords(service, communityId)
  for (let more = true; more && !signal.aborted; ) {
    const closed = await closeForgotten(service, communityId)
    const advanced = await advanceVisits(service, communityId)
    more = closed.more || (!isRefusal(advanced) && advanced.more)
  }
}
