import { and, asc, desc, eq, gt, inArray, isNotNull, lt, max, ne } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { enqueueNotice } from '../../communities/webhooks/notices.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { SignUpState } from '../../contracts/planning-codes.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { type ActivityRow, readActivityRow } from './activity.ts'
import { settleSignUps } from './settle-sign-ups.ts'
import { readVolunteer, refusalOfVolunteer } from './volunteers.ts'

export interface SignUp {
  signUpId: string
  activityId: string
  member: number
  state: SignUpState
  /** 1, 2, 3 … in the order of signing up. */
  position: number
  recordedBy: string
  recordedAt: number
  movedUpAt: number | null
  cancelledAt: number | null
  cancelledBy: string | null
}

function columns({ bank }: Service) {
  const { signUpId, activityId, memberNumber, state, position, recordedBy, recordedAt, movedUpAt, cancelledAt, cancelledBy } = bank.store.tables.signUp
  return { signUpId, activityId, member: memberNumber, state, position, recordedBy, recordedAt, movedUpAt, cancelledAt, cancelledBy }
}

/**
 * Signs a member up for an activity; where it is full, the member waits in the order of signing up. Refuses `unknown_activity`,
 * `sign_up_not_open`, `already_signed_up`, `sign_up_overlap`, what is wrong with the member (`unknown_member`, `member_merged`,
 * `member_died`), and what the activity or the policy asks for (`skill_missing`, `birth_date_unknown`, `too_young`, `minor_without_guardian`).
 */
export async function signUpFor(
  service: Service,
  communityId: string,
  { activityId, member }: { activityId: string; member: number },
  asked: Keyed
): Promise<Answered<SignUp> | Refusal> {
  const { bank, clock } = service
  const { signUp } = bank.store.tables
  const planned = await readActivityRow(service, bank.store.db, communityId, activityId)
  const policy = isRefusal(planned) ? undefined : await service.directory.policies.on(communityId, planned.date)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const activity = await readActivityRow(service, db, communityId, activityId)
      if (isRefusal(activity)) return activity
      const volunteer = await readVolunteer(service, db, communityId, member)
      if (isRefusal(volunteer)) return volunteer
      const refusal =
        refusalOfMoment(service, activity) ??
        (await refusalOfVolunteer(service, db, communityId, { volunteer, activity, policy })) ??
        (await refusalOfOthers(service, db, { activity, member }))
      if (refusal) return refusal
      const [last] = await db
        .select({ position: max(signUp.position) })
        .from(signUp)
        .where(and(eq(signUp.communityId, communityId), eq(signUp.activityId, activityId)))
      const signUpId = newId()
      // Whoever waits comes first: a place that is free while people wait is not there for the next who asks.
      const free = activity.capacity === null || (activity.taken < activity.capacity && activity.waiting === 0)
      await db.insert(signUp).values({
        communityId, signUpId, activityId, memberNumber: member, standingMember: member, position: Number(last?.position ?? 0) + 1,
        state: free ? 'signed_up' : 'waiting', recordedBy: asked.actor, recordedAt: clock.now(), movedUpAt: null, cancelledAt: null, cancelledBy: null
      })
      await settleSignUps(service, db, communityId, activityId)
      return signUpId
    },
    find: (signUpId) => findSignUp(service, bank.store.db, communityId, { signUpId, member })
  })
}

function refusalOfMoment({ clock }: Service, { state, startsAt }: ActivityRow): Refusal | undefined {
  if (state !== 'open' && state !== 'full') return refuse('sign_up_not_open', { state })
  return startsAt <= clock.now() ? refuse('sign_up_not_open', { state: 'begun' }) : undefined
}

/** Nobody is twice in one activity, nor in two at the same time, be it as one who waits. */
async function refusalOfOthers({ bank }: Service, db: Database, { activity: own, member }: { activity: ActivityRow; member: number }): Promise<Refusal | undefined> {
  const { signUp, activity } = bank.store.tables
  const found = await db
    .select({ activityId: activity.activityId })
    .from(signUp)
    .innerJoin(activity, and(eq(activity.communityId, signUp.communityId), eq(activity.activityId, signUp.activityId)))
    .where(
      and(
        eq(signUp.communityId, own.communityId), eq(signUp.memberNumber, member), isNotNull(signUp.standingMember), ne(activity.state, 'cancelled'),
        lt(activity.startsAt, own.endsAt), gt(activity.endsAt, own.startsAt)
      )
    )
  if (found.some(({ activityId }) => activityId === own.activityId)) return refuse('already_signed_up')
  return found[0] ? refuse('sign_up_overlap', { activity: found[0].activityId }) : undefined
}

/**
 * Takes a sign-up back; the next who waits moves up. Refuses `unknown_sign_up`, and `activity_state` once the activity has begun: who
 * did not come is for the record of who came. One that was cancelled stays as it is.
 */
export async function cancelSignUp(
  service: Service,
  communityId: string,
  { signUpId, member }: { signUpId: string; member: number },
  asked: Keyed
): Promise<Answered<SignUp> | Refusal> {
  const { bank, clock } = service
  const { signUp } = bank.store.tables
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const found = await findSignUp(service, db, communityId, { signUpId, member })
      if (isRefusal(found)) return found
      if (found.state === 'cancelled') return signUpId
      const activity = await readActivityRow(service, db, communityId, found.activityId)
      if (isRefusal(activity)) return activity
      if (activity.startsAt <= clock.now() || activity.state === 'held') return refuse('activity_state', { state: 'begun' })
      await db
        .update(signUp)
        .set({ state: 'cancelled', standingMember: null, cancelledAt: clock.now(), cancelledBy: asked.actor })
        .where(and(eq(signUp.communityId, communityId), eq(signUp.signUpId, signUpId)))
      await enqueueNotice(service, db, communityId, { event: 'sign_up_cancelled', content: { activityId: found.activityId, date: activity.date, member } })
      await settleSignUps(service, db, communityId, found.activityId)
      return signUpId
    },
    find: (id) => findSignUp(service, bank.store.db, communityId, { signUpId: id, member })
  })
}

async function findSignUp(service: Service, db: Database, communityId: string, { signUpId, member }: { signUpId: string; member: number }): Promise<SignUp | Refusal> {
  const { signUp } = service.bank.store.tables
  const [found] = await db
    .select(columns(service))
    .from(signUp)
    .where(and(eq(signUp.communityId, communityId), eq(signUp.signUpId, signUpId), eq(signUp.memberNumber, member)))
  return found ? { ...found, state: found.state as SignUpState } : refuse('unknown_sign_up')
}

export interface SignUpFilter {
  states?: SignUpState[] | undefined
  after?: number | undefined
  limit: number
}

/** Who signed up, in that order. Refuses `unknown_activity`. */
export async function listSignUps(
  service: Service,
  communityId: string,
  activityId: string,
  { states, after = 0, limit }: SignUpFilter
): Promise<Page<SignUp, number> | Refusal> {
  const { db } = service.bank.store
  const activity = await readActivityRow(service, db, communityId, activityId)
  if (isRefusal(activity)) return activity
  const { signUp } = service.bank.store.tables
  const rows = await db
    .select(columns(service))
    .from(signUp)
    .where(
      and(
        eq(signUp.communityId, communityId), eq(signUp.activityId, activityId), gt(signUp.position, after),
        states === undefined ? undefined : inArray(signUp.state, states)
      )
    )
    .orderBy(asc(signUp.position))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map((row) => ({ ...row, state: row.state as SignUpState }))
  return { items, next: rows.length > limit ? (items.at(-1)?.position ?? null) : null }
}

/** What a member signed up for, the latest first. Refuses `unknown_member`. */
export async function listSignUpsOf(
  service: Service,
  communityId: string,
  member: number,
  { after, limit }: { after?: string | undefined; limit: number }
): Promise<Page<SignUp> | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { signUp } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select(columns(service))
    .from(signUp)
    .where(and(eq(signUp.communityId, communityId), eq(signUp.memberNumber, member), after === undefined ? undefined : lt(signUp.signUpId, after)))
    .orderBy(desc(signUp.signUpId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map((row) => ({ ...row, state: row.state as SignUpState }))
  return { items, next: rows.length > limit ? (items.at(-1)?.signUpId ?? null) : null }
}

/** Who is signed up for an activity and has a place, within whatever is being read or written. */
export async function membersSignedUp({ bank }: Service, db: Database, communityId: string, activityId: string): Promise<number[]> {
  const { signUp } = bank.store.tables
  const rows = await db
    .select({ member: signUp.memberNumber })
    .from(signUp)
    .where(and(eq(signUp.communityId, communityId), eq(signUp.activityId, activityId), eq(signUp.state, 'signed_up')))
    .orderBy(asc(signUp.position))
  return rows.map((row) => row.member)
}
