import { and, asc, eq, gt, isNull, lte } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { enqueueNotice } from '../../communities/webhooks/notices.ts'
import type { Database } from '../../store/store.ts'

/** So long before it begins, those who take a shift are reminded. */
const AHEAD_MILLISECONDS = 24 * 3_600_000
const TOGETHER = 200

/** Reminds of shifts that begin within a day, once; and of one that changed hands since, once more. Returns of how many. */
export async function remindOfShifts(service: Service): Promise<number> {
  const { bank, clock } = service
  const { shift, community } = bank.store.tables
  let reminded = 0
  for (;;) {
    const now = clock.now()
    const near = await bank.store.db
      .select({ communityId: shift.communityId, shiftId: shift.shiftId })
      .from(shift)
      .innerJoin(community, eq(community.communityId, shift.communityId))
      .where(
        and(gt(shift.startsAt, now), lte(shift.startsAt, now + AHEAD_MILLISECONDS), eq(shift.state, 'planned'), isNull(shift.remindedAt), isNull(community.archivedAt))
      )
      .orderBy(asc(shift.startsAt))
      .limit(TOGETHER)
    for (const each of near) {
      if (await bank.store.write((db) => remindOf(service, db, each))) reminded++
    }
    if (near.length < TOGETHER) return reminded
  }
}

async function remindOf(service: Service, db: Database, { communityId, shiftId }: { communityId: string; shiftId: string }): Promise<boolean> {
  const { shift, shiftTurn } = service.bank.store.tables
  const its = and(eq(shift.communityId, communityId), eq(shift.shiftId, shiftId))
  const [found] = await db
    .update(shift)
    .set({ remindedAt: service.clock.now() })
    .where(and(its, eq(shift.state, 'planned'), isNull(shift.remindedAt)))
    .returning({ serviceDate: shift.serviceDate, startMinute: shift.startMinute, startsAt: shift.startsAt })
  if (!found) return false
  const turns = await db
    .select({ member: shiftTurn.memberNumber })
    .from(shiftTurn)
    .where(and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.shiftId, shiftId)))
    .orderBy(asc(shiftTurn.place))
  const members = turns.map((turn) => turn.member)
  if (members.length === 0) return false
  return enqueueNotice(service, db, communityId, {
    event: 'shift_reminder',
    reference: `${shiftId}@${found.startsAt}:${members.join(',')}`,
    content: { shiftId, date: found.serviceDate, startMinute: found.startMinute, members }
  })
}
