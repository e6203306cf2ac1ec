import { and, asc, eq, gt, inArray, isNull, lte } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { enqueueNotice } from '../../communities/webhooks/notices.ts'
import { isRefusal } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { readActivityRow } from './activity.ts'
import { settleSignUps } from './settle-sign-ups.ts'
import { membersSignedUp } from './sign-ups.ts'

/** So long before it begins, those who signed up are reminded of an activity. */
const AHEAD_MILLISECONDS = 24 * 3_600_000
const TOGETHER = 200
const REMINDED_OF = ['open', 'full', 'closed']

/** Reminds of what begins within a day, of each once, also where several processes look at the same time. Returns of how many. */
export async function remindOfActivities(service: Service): Promise<number> {
  const { bank } = service
  const { community } = bank.store.tables
  let reminded = 0
  for (;;) {
    const near = await readNear(service)
    for (const each of near) {
      const told = await bank.store.write(async (db) => {
        // Nobody signs up or leaves while the list is read.
        await db.update(community).set({ communityId: each.communityId }).where(eq(community.communityId, each.communityId))
        return remindOf(service, db, each)
      })
      if (told) reminded++
    }
    if (near.length < TOGETHER) return reminded
  }
}

interface Near {
  communityId: string
  activityId: string
}

async function readNear({ bank, clock }: Service): Promise<Near[]> {
  const { activity, community } = bank.store.tables
  const now = clock.now()
  return bank.store.db
    .select({ communityId: activity.communityId, activityId: activity.activityId })
    .from(activity)
    .innerJoin(community, eq(community.communityId, activity.communityId))
    .where(
      and(
        gt(activity.startsAt, now), lte(activity.startsAt, now + AHEAD_MILLISECONDS), inArray(activity.state, REMINDED_OF), isNull(activity.remindedAt),
        isNull(community.archivedAt)
      )
    )
    .orderBy(asc(activity.startsAt))
    .limit(TOGETHER)
}

async function remindOf(service: Service, db: Database, { communityId, activityId }: Near): Promise<boolean> {
  const { bank, clock } = service
  const { activity } = bank.store.tables
  const found = await readActivityRow(service, db, communityId, activityId)
  if (isRefusal(found) || found.remindedAt !== null || !REMINDED_OF.includes(found.state)) return false
  await db
    .update(activity)
    .set({ remindedAt: clock.now() })
    .where(and(eq(activity.communityId, communityId), eq(activity.activityId, activityId)))
  // Whoever died or left since is taken off first.
  await settleSignUps(service, db, communityId, activityId)
  const members = await membersSignedUp(service, db, communityId, activityId)
  if (members.length === 0) return false
  const { date, startMinute, startsAt } = found
  return enqueueNotice(service, db, communityId, {
    event: 'activity_reminder', reference: `${activityId}@${startsAt}`, content: { activityId, date, startMinute, members }
  })
}
