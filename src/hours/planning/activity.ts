import { and, eq } from 'drizzle-orm'
import { placeOfCancelNote } from '../../communities/cancel-note.ts'
import type { Service } from '../../communities/communities.ts'
import type { ActivityState, CancelReason } from '../../contracts/planning-codes.ts'
import { addDays, startOfDay } from '../../clock.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'

/** Who answers for an activity: a member, or the name of an account of the staff. */
export type Responsible = { member: number } | { user: string }

/** What is said of an activity by who plans it. */
export interface ActivityPlan {
  title: string
  place: string
  grid: string | null
  building: string | null
  category: string
  brand: string | null
  /** The entry of the list of projects that it belongs to. */
  projectId: string | null
  date: string
  /** Minutes since midnight of the date. An end after 1440 lies on the next day: that is how one over midnight is written. */
  startMinute: number
  endMinute: number
  /** Null for any number of people. */
  capacity: number | null
  requiredSkills: string[]
  minimumAgeYears: number
  responsible: Responsible
  /** What each takes part for, as planned. */
  expectedMinutes: number
}

export interface Activity extends ActivityPlan {
  activityId: string
  /** The day of its end: the date, or for one over midnight the day after, whose minutes make a record of their own. */
  endsOn: string
  state: ActivityState
  cancelReason: CancelReason | null
  cancelNote: string | null
  taken: number
  waiting: number
  recordedBy: string
  recordedAt: number
}

const DAY_MINUTES = 1440
const MINUTE_MILLISECONDS = 60_000

/** When it begins and ends, as instants. */
export function momentsOf(timeZone: string, { date, startMinute, endMinute }: Pick<ActivityPlan, 'date' | 'startMinute' | 'endMinute'>): { startsAt: number; endsAt: number } {
  const midnight = startOfDay(timeZone, date)
  return { startsAt: midnight + startMinute * MINUTE_MILLISECONDS, endsAt: midnight + endMinute * MINUTE_MILLISECONDS }
}

/** Refuses `end_before_start`, and `activity_too_long` for one that lasts longer than a day. */
export function refusalOfTimes({ startMinute, endMinute }: Pick<ActivityPlan, 'startMinute' | 'endMinute'>): Refusal | undefined {
  if (endMinute <= startMinute) return refuse('end_before_start')
  return endMinute - startMinute > DAY_MINUTES ? refuse('activity_too_long') : undefined
}

export type ActivityRow = Service['bank']['store']['tables']['activity']['$inferSelect']

export function toActivity({ vault }: Service, row: ActivityRow): Activity {
  const { communityId: _, startsAt: __, endsAt: ___, remindedAt: ____, responsibleMember, responsibleUser, cancelNote, ...rest } = row
  return {
    ...rest,
    responsible: responsibleMember === null ? { user: responsibleUser ?? '' } : { member: responsibleMember },
    endsOn: rest.endMinute > DAY_MINUTES ? addDays(rest.date, 1) : rest.date,
    state: rest.state as ActivityState,
    cancelReason: rest.cancelReason as CancelReason | null,
    cancelNote: cancelNote === null ? null : vault.open(cancelNote, placeOfCancelNote(rest.activityId))
  }
}

/** What of a plan stands in the row under other names. */
export function columnsOf(timeZone: string, { responsible, ...plan }: ActivityPlan) {
  return {
    ...plan,
    ...momentsOf(timeZone, plan),
    responsibleMember: 'member' in responsible ? responsible.member : null,
    responsibleUser: 'user' in responsible ? responsible.user : null
  }
}

/** The row of an activity within whatever is being read or written. Refuses `unknown_activity`. */
export async function readActivityRow({ bank }: Service, db: Database, communityId: string, activityId: string): Promise<ActivityRow | Refusal> {
  const { activity } = bank.store.tables
  const [found] = await db
    .select()
    .from(activity)
    .where(and(eq(activity.communityId, communityId), eq(activity.activityId, activityId)))
  return found ?? refuse('unknown_activity', { activity: activityId })
}
