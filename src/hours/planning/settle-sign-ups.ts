import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { enqueueNotice } from '../../communities/webhooks/notices.ts'
import { isRefusal } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { readActivityRow } from './activity.ts'

/** Stands for the service itself where nobody asked for a thing. */
const OF_ITSELF = 'system'

/**
 * Puts the sign-ups of an activity in order after any change: those who died or are members no longer are taken off, those who
 * wait move up in their order as far as there is room, each being told (`sign_up_moved_up`), and counts and state follow. Returns
 * the members who are signed up or wait. To be called in the write that changed something, with the community locked.
 */
export async function settleSignUps(service: Service, db: Database, communityId: string, activityId: string): Promise<number[]> {
  const { bank, clock } = service
  const { activity, signUp } = bank.store.tables
  const row = await readActivityRow(service, db, communityId, activityId)
  if (isRefusal(row)) throw new Error(`there is no activity ${activityId}`)
  const own = (signUpIds: string[]) => and(eq(signUp.communityId, communityId), inArray(signUp.signUpId, signUpIds))
  const standing = await readStanding(service, db, communityId, activityId)
  const begun = row.startsAt <= clock.now()
  // Who took part stays on the list, whatever became of them since.
  const gone = begun ? [] : standing.filter((each) => !each.there).map((each) => each.signUpId)
  const staying = standing.filter((each) => !gone.includes(each.signUpId))
  if (gone.length > 0) {
    await db.update(signUp).set({ state: 'cancelled', standingMember: null, cancelledAt: clock.now(), cancelledBy: OF_ITSELF }).where(own(gone))
  }
  const taken = staying.filter((each) => each.state === 'signed_up').length
  const room = row.capacity === null ? staying.length : row.capacity - taken
  const waiting = staying.filter((each) => each.state === 'waiting')
  const movesOn = !begun && row.state !== 'held' && row.state !== 'cancelled'
  const moving = movesOn ? waiting.slice(0, Math.max(0, room)) : []
  if (moving.length > 0) {
    await db.update(signUp).set({ state: 'signed_up', movedUpAt: clock.now() }).where(own(moving.map((each) => each.signUpId)))
    for (const { member } of moving) await enqueueNotice(service, db, communityId, { event: 'sign_up_moved_up', content: { activityId, date: row.date, member } })
  }
  const nowTaken = taken + moving.length
  const full = row.capacity !== null && nowTaken >= row.capacity
  const state = row.state === 'open' || row.state === 'full' ? (full ? 'full' : 'open') : row.state
  await db
    .update(activity)
    .set({ taken: nowTaken, waiting: waiting.length - moving.length, state })
    .where(and(eq(activity.communityId, communityId), eq(activity.activityId, activityId)))
  return staying.map((each) => each.member)
}

interface Standing {
  signUpId: string
  member: number
  state: string
  /** Whether the member is alive and a member still. */
  there: boolean
}

async function readStanding({ bank }: Service, db: Database, communityId: string, activityId: string): Promise<Standing[]> {
  const { signUp, member, person } = bank.store.tables
  const rows = await db
    .select({
      signUpId: signUp.signUpId, member: signUp.memberNumber, state: signUp.state, mergedInto: member.mergedInto, diedOn: person.diedOn, erasedAt: person.erasedAt
    })
    .from(signUp)
    .innerJoin(member, and(eq(member.communityId, signUp.communityId), eq(member.number, signUp.memberNumber)))
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(signUp.communityId, communityId), eq(signUp.activityId, activityId), isNotNull(signUp.standingMember)))
    .orderBy(asc(signUp.position))
  return rows.map(({ mergedInto, diedOn, erasedAt, ...rest }) => ({ ...rest, there: mergedInto === null && diedOn === null && erasedAt === null }))
}
