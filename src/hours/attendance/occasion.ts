import { and, eq, isNull } from 'drizzle-orm'
import { addDays, startOfDay } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import type { Purpose } from '../../contracts/attendance-codes.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { readActivityRow } from '../planning/activity.ts'
import { momentsOf } from './shifts.ts'
import { todayIn } from '../../communities/today.ts'

export interface PurposeRef {
  purpose: Purpose
  purposeId: string
}

/** What people check in to, as it is planned. */
export interface Occasion extends PurposeRef {
  title: string
  category: string
  brand: string | null
  /** The post that it counts for. */
  postId: string | null
  serviceDate: string
  /** Instants; null for a post, which is held on no planned times. */
  plannedStart: number | null
  plannedEnd: number | null
  /** The member who keeps the list and shows the code. */
  responsible: number | null
  rotating: boolean
  toleranceMinutes: number
  /** Check-in is open from here … */
  opensAt: number
  /** … to here, and whoever has not checked out by then forgot it. */
  closesAt: number
}

const DEFAULT_TOLERANCE_MINUTES = 30
const MINUTE_MILLISECONDS = 60_000

type Planned = Omit<Occasion, keyof PurposeRef | 'rotating' | 'toleranceMinutes' | 'opensAt' | 'closesAt'>

/**
 * Finds what is checked in to. For a post the day is today unless stated. Refuses `unknown_activity`, `activity_state` (called off),
 * `unknown_shift`, `shift_cancelled`, `unknown_post` and `post_ended`.
 */
export async function findOccasion(
  db: Database,
  service: Service,
  communityId: string,
  { purpose, purposeId, day }: PurposeRef & { day?: string | undefined }
): Promise<Occasion | Refusal> {
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const planned = await plannedOf(db, service, communityId, { purpose, purposeId, day, timeZone })
  if (isRefusal(planned)) return planned
  const { rotating, toleranceMinutes } = await settingOf(db, service, communityId, { purpose, purposeId })
  const tolerance = toleranceMinutes * MINUTE_MILLISECONDS
  const { plannedStart, plannedEnd, serviceDate } = planned
  return {
    purpose, purposeId, ...planned, rotating, toleranceMinutes,
    opensAt: plannedStart === null ? startOfDay(timeZone, serviceDate) : plannedStart - tolerance,
    closesAt: plannedEnd === null ? startOfDay(timeZone, addDays(serviceDate, 1)) : plannedEnd + tolerance
  }
}

async function plannedOf(
  db: Database,
  service: Service,
  communityId: string,
  { purpose, purposeId, day, timeZone }: PurposeRef & { day: string | undefined; timeZone: string }
): Promise<Planned | Refusal> {
  if (purpose === 'activity') return plannedActivity(db, service, communityId, purposeId)
  if (purpose === 'shift') return plannedShift(db, service, communityId, { shiftId: purposeId, timeZone })
  return plannedPost(db, service, communityId, { postId: purposeId, day: day ?? (await todayIn(service, communityId)) })
}

async function plannedActivity(db: Database, service: Service, communityId: string, activityId: string): Promise<Planned | Refusal> {
  const row = await readActivityRow(service, db, communityId, activityId)
  if (isRefusal(row)) return row
  const { title, category, brand, date, startsAt, endsAt, responsibleMember, state } = row
  if (state === 'cancelled') return refuse('activity_state', { state })
  return { title, category, brand, postId: null, serviceDate: date, plannedStart: startsAt, plannedEnd: endsAt, responsible: responsibleMember }
}

async function plannedShift(db: Database, { bank }: Service, communityId: string, { shiftId, timeZone }: { shiftId: string; timeZone: string }): Promise<Planned | Refusal> {
  const { shift } = bank.store.tables
  const [found] = await db.select().from(shift).where(and(eq(shift.communityId, communityId), eq(shift.shiftId, shiftId)))
  if (!found) return refuse('unknown_shift')
  if (found.state === 'cancelled') return refuse('shift_cancelled')
  const { title, category, postId, serviceDate, responsible } = found
  const { start, end } = momentsOf(timeZone, found)
  return { title, category, brand: null, postId, serviceDate, plannedStart: start, plannedEnd: end, responsible }
}

async function plannedPost(db: Database, { bank }: Service, communityId: string, { postId, day }: { postId: string; day: string }): Promise<Planned | Refusal> {
  const { post } = bank.store.tables
  const [found] = await db.select().from(post).where(and(eq(post.communityId, communityId), eq(post.postId, postId)))
  if (!found) return refuse('unknown_post', { post: postId })
  if (found.endedOn !== null && found.endedOn < day) return refuse('post_ended', { post: postId })
  const { title, category } = found
  return { title, category, brand: null, postId, serviceDate: day, plannedStart: null, plannedEnd: null, responsible: null }
}

async function settingOf(db: Database, { bank }: Service, communityId: string, { purpose, purposeId }: PurposeRef): Promise<{ rotating: boolean; toleranceMinutes: number }> {
  const { checkInSetting } = bank.store.tables
  const { rotating, toleranceMinutes } = checkInSetting
  const [found] = await db
    .select({ rotating, toleranceMinutes })
    .from(checkInSetting)
    .where(and(eq(checkInSetting.communityId, communityId), eq(checkInSetting.purpose, purpose), eq(checkInSetting.purposeId, purposeId)))
  return found ?? { rotating: false, toleranceMinutes: DEFAULT_TOLERANCE_MINUTES }
}

/** Whether a member was to come: signed up, on the shift, or the holder of the post this year. */
export async function isExpected(db: Database, { bank }: Service, communityId: string, { occasion, member }: { occasion: Occasion; member: number }): Promise<boolean> {
  const { signUp, shiftTurn, postClaim } = bank.store.tables
  const { purpose, purposeId, serviceDate, responsible } = occasion
  if (member === responsible) return true
  if (purpose === 'activity') {
    const found = await db
      .select({ id: signUp.signUpId })
      .from(signUp)
      .where(and(eq(signUp.communityId, communityId), eq(signUp.activityId, purposeId), eq(signUp.standingMember, member), eq(signUp.state, 'signed_up')))
    return found.length > 0
  }
  if (purpose === 'shift') {
    const found = await db
      .select({ place: shiftTurn.place })
      .from(shiftTurn)
      .where(and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.shiftId, purposeId), eq(shiftTurn.memberNumber, member)))
    return found.length > 0
  }
  const year = Number(serviceDate.slice(0, 4))
  const found = await db
    .select({ member: postClaim.memberNumber })
    .from(postClaim)
    .where(and(eq(postClaim.communityId, communityId), eq(postClaim.postId, purposeId), eq(postClaim.year, year), isNull(postClaim.endedOn)))
  // Of a team that holds the post anybody may come.
  return found.some((claim) => claim.member === null || claim.member === member)
}
