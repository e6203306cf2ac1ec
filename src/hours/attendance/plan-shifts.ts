import { and, eq, gte, inArray, isNotNull, lte } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Asking } from '../../communities/post-action.ts'
import type { Answered } from '../../communities/request-keys.ts'
import { newId } from '../../id.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { refusalOfPost } from '../planning/posts.ts'
import type { Database } from '../../store/store.ts'
import { isClosed, readRecordSettings, type RecordSettings } from '../records/record-settings.ts'
import { absencesAmong } from './absences.ts'
import { dayNumber, type Span, spansOverlap, weeklyDays } from './pattern.ts'
import { badSpan, notAvailable } from './rosters.ts'
import { shareOut } from './rota.ts'
import { changeableShift, findShift, momentsOf, overlappingTurn, remindAgain, type Shift, turnsAmong } from './shifts.ts'

/** What one request may generate. */
const MOST_DAYS = 366

/** What came of generating: days that had their shift already are left as they are. */
export interface Generated {
  made: number
  /** Days of the pattern whose shift was there. */
  present: number
  /** Days of the pattern that are closed. */
  closed: number
  /** Places that nobody was free for. */
  vacant: number
}

type RosterRow = Service['bank']['store']['tables']['roster']['$inferSelect']

/**
 * Makes the shifts of a roster from one day through another, and gives out the turns. Harmless when repeated: a day whose
 * shift is there, cancelled or swapped, is left alone. Refuses `bad_range`, `range_too_long`, `unknown_roster` and
 * `roster_ended`.
 */
export async function generateShifts(
  service: Service,
  communityId: string,
  { rosterId, from, through }: { rosterId: string; from: string; through: string },
  asking: Asking
): Promise<(Generated & { replayed: boolean }) | Refusal> {
  if (through < from) return refuse('bad_range', { from, to: through })
  if (dayNumber(through) - dayNumber(from) >= MOST_DAYS) return refuse('range_too_long', { days: MOST_DAYS })
  const { roster } = service.bank.store.tables
  const settings = await readRecordSettings(service, communityId)
  const made = await once(service, communityId, asking, async (db) => {
    const [found] = await db.select().from(roster).where(and(eq(roster.communityId, communityId), eq(roster.rosterId, rosterId)))
    if (!found) return refuse('unknown_roster')
    if (found.endedAt !== null) return refuse('roster_ended')
    const { made, present, closed, vacant } = await fillDays(db, service, found, { from, through, actor: asking.actor, settings })
    return [made, present, closed, vacant].join(' ')
  })
  if (isRefusal(made)) return made
  const [count = 0, present = 0, closed = 0, vacant = 0] = made.made.split(' ').map(Number)
  return { made: count, present, closed, vacant, replayed: made.replayed }
}

async function fillDays(
  db: Database,
  service: Service,
  found: RosterRow,
  { from, through, actor, settings }: { from: string; through: string; actor: string; settings: RecordSettings }
): Promise<Generated> {
  const { communityId, rosterId, members, places, nextTurn, startMinute, endMinute } = found
  const { roster, shift } = service.bank.store.tables
  const days = weeklyDays(found, from, through)
  const closed = new Set(days.filter((day) => isClosed(settings, day)))
  const ofRoster = and(eq(shift.communityId, communityId), eq(shift.rosterId, rosterId), gte(shift.serviceDate, from), lte(shift.serviceDate, through))
  const there = new Set((await db.select({ day: shift.serviceDate }).from(shift).where(ofRoster)).map((each) => each.day))
  const open = days.filter((day) => !closed.has(day) && !there.has(day))
  const isAway = await absencesAmong(db, service, communityId, { members, from, to: through })
  const taken = await turnsAmong(db, service, communityId, { members, from, to: through })
  const isFree = (member: number, day: string): boolean => {
    const span: Span = { serviceDate: day, startMinute, endMinute }
    return !isAway(member, day) && !taken.some((each) => each.member === member && spansOverlap(each, span))
  }
  const shared = shareOut(open.map((day) => ({ id: day, places })), { members, nextTurn, isFree })
  for (const { id: serviceDate, members: turns } of shared.turns) {
    await insertShift(db, service, communityId, { ...shiftOf(found), serviceDate, turns, actor })
  }
  await db.update(roster).set({ nextTurn: shared.nextTurn }).where(and(eq(roster.communityId, communityId), eq(roster.rosterId, rosterId)))
  return {
    made: open.length,
    present: days.filter((day) => there.has(day)).length,
    closed: days.filter((day) => closed.has(day) && !there.has(day)).length,
    vacant: shared.turns.reduce((sum, each) => sum + places - each.members.length, 0)
  }
}

/** What a shift is, before anybody takes it. */
export interface ShiftPlan extends Span {
  title: string
  category: string
  postId: string | null
  responsible: number | null
  places: number
}

function shiftOf({ rosterId, title, category, postId, responsible, places, startMinute, endMinute }: RosterRow) {
  return { rosterId, title, category, postId, responsible, places, startMinute, endMinute }
}

async function insertShift(
  db: Database,
  { bank, clock, directory }: Service,
  communityId: string,
  { turns, actor, ...plan }: ShiftPlan & { rosterId: string | null; turns: number[]; actor: string }
): Promise<string> {
  const { shift, shiftTurn } = bank.store.tables
  const shiftId = newId()
  const { serviceDate } = plan
  const startsAt = momentsOf((await directory.timeZoneOf(communityId)) ?? 'UTC', plan).start
  await db
    .insert(shift)
    .values({
      communityId, shiftId, ...plan, startsAt, state: 'planned', cancelReason: null, cancelledBy: null, remindedAt: null, recordedBy: actor, recordedAt: clock.now()
    })
  if (turns.length > 0) {
    await db
      .insert(shiftTurn)
      .values(turns.map((memberNumber, index) => ({ communityId, shiftId, place: index + 1, memberNumber, insteadOf: null, serviceDate })))
  }
  return shiftId
}

/** Plans a single shift by hand. Refuses `end_before_start`, `unknown_post`, `post_ended`, `no_such_place`, members who cannot take it, and `shift_overlap`. */
export async function planShift(
  service: Service,
  communityId: string,
  { members, ...plan }: ShiftPlan & { members: number[] },
  asking: Asking
): Promise<{ shift: Shift; replayed: boolean } | Refusal> {
  const bad = badSpan(plan) ?? (await notAvailable(service, communityId, [...members, ...(plan.responsible === null ? [] : [plan.responsible])]))
  if (bad) return bad
  if (members.length > plan.places) return refuse('no_such_place', { places: plan.places })
  const twice = members.find((member, index) => members.indexOf(member) !== index)
  if (twice !== undefined) return refuse('already_on_shift', { member: twice })
  const made = await once(service, communityId, asking, async (db) => {
    const clash =
      (await refusalOfPost(service, db, communityId, { postId: plan.postId, day: plan.serviceDate })) ??
      (await overlappingTurn(db, service, communityId, { members, span: plan }))
    return clash ?? insertShift(db, service, communityId, { ...plan, rosterId: null, turns: members, actor: asking.actor })
  })
  if (isRefusal(made)) return made
  const shift = await findShift(service, communityId, made.made)
  return isRefusal(shift) ? shift : { shift, replayed: made.replayed }
}

/** Cancels a shift that has not begun. Requests to swap it come to nothing. */
export async function cancelShift(
  service: Service,
  communityId: string,
  { shiftId, reason }: { shiftId: string; reason: string },
  asking: Asking
): Promise<Answered<Shift> | Refusal> {
  const { shift } = service.bank.store.tables
  const done = await once(service, communityId, asking, async (db) => {
    const found = await changeableShift(db, service, communityId, shiftId)
    if (isRefusal(found)) return found
    await db
      .update(shift)
      .set({ state: 'cancelled', cancelReason: reason, cancelledBy: asking.actor })
      .where(and(eq(shift.communityId, communityId), eq(shift.shiftId, shiftId)))
    await withdrawSwaps(db, service, communityId, { shiftIds: [shiftId], actor: asking.actor })
    return shiftId
  })
  return answerOf(done, () => findShift(service, communityId, shiftId))
}

/** What was asked about turns that are no longer as they were comes to nothing. */
export async function withdrawSwaps(
  db: Database,
  { bank, clock }: Service,
  communityId: string,
  { shiftIds, actor }: { shiftIds: string[]; actor: string }
): Promise<void> {
  const { shiftSwap } = bank.store.tables
  const asked = and(eq(shiftSwap.communityId, communityId), eq(shiftSwap.state, 'asked'))
  const gone = { state: 'withdrawn', answeredBy: actor, answeredAt: clock.now() }
  await db.update(shiftSwap).set(gone).where(and(asked, inArray(shiftSwap.shiftId, shiftIds)))
  await db.update(shiftSwap).set(gone).where(and(asked, isNotNull(shiftSwap.exchangeShiftId), inArray(shiftSwap.exchangeShiftId, shiftIds)))
}

/**
 * Gives a place of a shift to a member, or to nobody. Refuses what {@link changeableShift} refuses, `no_such_place`,
 * `already_on_shift`, `shift_overlap`, and members who cannot take it.
 */
export async function assignTurn(
  service: Service,
  communityId: string,
  { shiftId, place, member }: { shiftId: string; place: number; member: number | null },
  asking: Asking
): Promise<Answered<Shift> | Refusal> {
  const bad = member === null ? undefined : await notAvailable(service, communityId, [member])
  if (bad) return bad
  const { shiftTurn } = service.bank.store.tables
  const done = await once(service, communityId, asking, async (db) => {
    const found = await changeableShift(db, service, communityId, shiftId)
    if (isRefusal(found)) return found
    if (place > found.places) return refuse('no_such_place', { places: found.places })
    const its = and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.shiftId, shiftId))
    const turns = await db.select().from(shiftTurn).where(its)
    if (member !== null && turns.some((turn) => turn.memberNumber === member)) return refuse('already_on_shift', { member })
    const clash = member === null ? undefined : await overlappingTurn(db, service, communityId, { members: [member], span: found })
    if (clash) return clash
    const before = turns.find((turn) => turn.place === place)
    await db.delete(shiftTurn).where(and(its, eq(shiftTurn.place, place)))
    if (member !== null) {
      const insteadOf = before?.memberNumber ?? null
      await db.insert(shiftTurn).values({ communityId, shiftId, place, memberNumber: member, insteadOf, serviceDate: found.serviceDate })
    }
    await remindAgain(db, service, communityId, [shiftId])
    await withdrawSwaps(db, service, communityId, { shiftIds: [shiftId], actor: asking.actor })
    return shiftId
  })
  return answerOf(done, () => findShift(service, communityId, shiftId))
}
