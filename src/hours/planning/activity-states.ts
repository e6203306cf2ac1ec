import { and, eq } from 'drizzle-orm'
import { placeOfCancelNote } from '../../communities/cancel-note.ts'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { enqueueNotice } from '../../communities/webhooks/notices.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { ActivityState, CancelReason } from '../../contracts/planning-codes.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { findActivity } from './activities.ts'
import { type Activity, readActivityRow } from './activity.ts'
import { settleSignUps } from './settle-sign-ups.ts'

/** What an activity may be made into by hand; that it is full follows from who signed up. */
export type AskedState = 'open' | 'closed' | 'held'

/** From where each may be reached. */
const FROM: Record<AskedState, readonly ActivityState[]> = {
  open: ['planned', 'closed'],
  closed: ['planned', 'open', 'full'],
  held: ['planned', 'open', 'full', 'closed']
}

/**
 * Opens an activity for signing up, closes it again, or states that it was held. Refuses `unknown_activity`, `activity_state`,
 * `activity_begun` for one that can no longer be opened, and `activity_not_begun` for one that cannot have been held yet.
 */
export async function moveActivity(
  service: Service,
  communityId: string,
  { activityId, state }: { activityId: string; state: AskedState },
  asked: Keyed
): Promise<Answered<Activity> | Refusal> {
  return writeOnce(service, communityId, asked, {
    write: (db) => putState(service, db, communityId, { activityId, state }),
    find: (id) => findActivity(service, communityId, id)
  })
}

async function putState(service: Service, db: Database, communityId: string, { activityId, state }: { activityId: string; state: AskedState }): Promise<string | Refusal> {
  const { activity } = service.bank.store.tables
  const found = await readActivityRow(service, db, communityId, activityId)
  if (isRefusal(found)) return found
  if (!FROM[state].includes(found.state as ActivityState)) return refuse('activity_state', { state: found.state })
  const begun = found.startsAt <= service.clock.now()
  if (state === 'open' && begun) return refuse('activity_begun')
  if (state === 'held' && !begun) return refuse('activity_not_begun')
  await db
    .update(activity)
    .set({ state })
    .where(and(eq(activity.communityId, communityId), eq(activity.activityId, activityId)))
  if (state !== 'held') await settleSignUps(service, db, communityId, activityId)
  return activityId
}

/**
 * Calls an activity off and tells everybody on its list (`activity_cancelled`). Refuses `unknown_activity`, and `activity_state` for one
 * that was held or called off before.
 */
export async function cancelActivity(
  service: Service,
  communityId: string,
  { activityId, reason, note }: { activityId: string; reason: CancelReason; note?: string | undefined },
  asked: Keyed
): Promise<Answered<Activity> | Refusal> {
  const { activity } = service.bank.store.tables
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const found = await readActivityRow(service, db, communityId, activityId)
      if (isRefusal(found)) return found
      if (found.state === 'held' || found.state === 'cancelled') return refuse('activity_state', { state: found.state })
      const cancelNote = note === undefined ? null : service.vault.seal(note, placeOfCancelNote(activityId))
      const own = and(eq(activity.communityId, communityId), eq(activity.activityId, activityId))
      // First the state, so that nobody moves up in what is called off.
      await db.update(activity).set({ state: 'cancelled', cancelReason: reason, cancelNote }).where(own)
      const members = await settleSignUps(service, db, communityId, activityId)
      await enqueueNotice(service, db, communityId, { event: 'activity_cancelled', content: { activityId, date: found.date, reason, members } })
      return activityId
    },
    find: (id) => findActivity(service, communityId, id)
  })
}
