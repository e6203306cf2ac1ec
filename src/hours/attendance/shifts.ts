import { and, asc, eq, exists, gt, gte, inArray, lte, or, type SQL } from 'drizzle-orm'
import { addDays, startOfDay } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import type { Page } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { type Span, spansOverlap } from './pattern.ts'

const MINUTE_MILLISECONDS = 60_000

/** Somebody's turn: who takes the place, whose it was before, and who is asked to take it over. */
export interface ShiftTurn {
  place: number
  member: number
  insteadOf: number | null
  asked: number | null
}

export interface Shift {
  shiftId: string
  rosterId: string | null
  title: string
  category: string
  postId: string | null
  responsible: number | null
  /** The day it begins on. */
  serviceDate: string
  startMinute: number
  /** Beyond 1440 where it ends on the next day. */
  endMinute: number
  places: number
  state: 'planned' | 'cancelled'
  cancelReason: string | null
  turns: ShiftTurn[]
}

type ShiftRow = Service['bank']['store']['tables']['shift']['$inferSelect']

export interface ShiftFilter {
  from?: string | undefined
  to?: string | undefined
  rosterId?: string | undefined
  member?: number | undefined
  after?: { day: string; id: string } | undefined
  limit: number
}

/** Shifts by day. */
export async function listShifts(service: Service, communityId: string, filter: ShiftFilter): Promise<Page<Shift, { day: string; id: string }> | Refusal> {
  const { tables, db } = service.bank.store
  const { shift, shiftTurn } = tables
  const { from, to, rosterId, member, after, limit } = filter
  if (member !== undefined && !(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const conditions: (SQL | undefined)[] = [eq(shift.communityId, communityId)]
  if (from !== undefined) conditions.push(gte(shift.serviceDate, from))
  if (to !== undefined) conditions.push(lte(shift.serviceDate, to))
  if (rosterId !== undefined) conditions.push(eq(shift.rosterId, rosterId))
  if (member !== undefined) {
    const theirs = db
      .select({ shiftId: shiftTurn.shiftId })
      .from(shiftTurn)
      .where(and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.memberNumber, member), eq(shiftTurn.serviceDate, shift.serviceDate), eq(shiftTurn.shiftId, shift.shiftId)))
    conditions.push(exists(theirs))
  }
  if (after) conditions.push(or(gt(shift.serviceDate, after.day), and(eq(shift.serviceDate, after.day), gt(shift.shiftId, after.id))))
  const rows = await db
    .select()
    .from(shift)
    .where(and(...conditions))
    .orderBy(asc(shift.serviceDate), asc(shift.shiftId))
    .limit(limit + 1)
  const items = await withTurns(service, communityId, rows.slice(0, limit))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? { day: last.serviceDate, id: last.shiftId } : null }
}

export async function findShift(service: Service, communityId: string, shiftId: string): Promise<Shift | Refusal> {
  const { shift } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(shift)
    .where(and(eq(shift.communityId, communityId), eq(shift.shiftId, shiftId)))
  const [found] = await withTurns(service, communityId, rows)
  return found ?? refuse('unknown_shift')
}

async function withTurns({ bank }: Service, communityId: string, rows: ShiftRow[]): Promise<Shift[]> {
  if (rows.length === 0) return []
  const { shiftTurn, shiftSwap } = bank.store.tables
  const shiftIds = rows.map((row) => row.shiftId)
  const turns = await bank.store.db
    .select()
    .from(shiftTurn)
    .where(and(eq(shiftTurn.communityId, communityId), inArray(shiftTurn.shiftId, shiftIds)))
    .orderBy(asc(shiftTurn.place))
  const asked = await bank.store.db
    .select({ shiftId: shiftSwap.shiftId, from: shiftSwap.fromNumber, to: shiftSwap.toNumber })
    .from(shiftSwap)
    .where(and(eq(shiftSwap.communityId, communityId), inArray(shiftSwap.shiftId, shiftIds), eq(shiftSwap.state, 'asked')))
  return rows.map(({ communityId: _, cancelledBy: __, recordedBy: ___, recordedAt: ____, startsAt: _____, remindedAt: ______, state, ...row }) => ({
    ...row,
    state: state as Shift['state'],
    turns: turns
      .filter((turn) => turn.shiftId === row.shiftId)
      .map(({ place, memberNumber: member, insteadOf }) => ({
        place, member, insteadOf, asked: asked.find((each) => each.shiftId === row.shiftId && each.from === member)?.to ?? null
      }))
  }))
}

/** A turn with the times of its shift. */
export interface TakenSpan extends Span {
  shiftId: string
  member: number
}

/** The turns of members in planned shifts that could touch the days between, shifts that begin the evening before among them. */
export async function turnsAmong(
  db: Database,
  { bank }: Service,
  communityId: string,
  { members, from, to }: { members: number[]; from: string; to: string }
): Promise<TakenSpan[]> {
  if (members.length === 0) return []
  const { shift, shiftTurn } = bank.store.tables
  return db
    .select({
      shiftId: shift.shiftId, member: shiftTurn.memberNumber, serviceDate: shift.serviceDate, startMinute: shift.startMinute, endMinute: shift.endMinute
    })
    .from(shiftTurn)
    .innerJoin(shift, and(eq(shift.communityId, shiftTurn.communityId), eq(shift.shiftId, shiftTurn.shiftId)))
    .where(
      and(
        eq(shiftTurn.communityId, communityId), inArray(shiftTurn.memberNumber, members), gte(shiftTurn.serviceDate, addDays(from, -1)),
        lte(shiftTurn.serviceDate, addDays(to, 1)), eq(shift.state, 'planned')
      )
    )
}

/** Refuses `shift_overlap` where a member has another turn in that time. */
export async function overlappingTurn(
  db: Database,
  service: Service,
  communityId: string,
  { members, span, except = [] }: { members: number[]; span: Span; except?: string[] }
): Promise<Refusal | undefined> {
  const taken = await turnsAmong(db, service, communityId, { members, from: span.serviceDate, to: span.serviceDate })
  const clash = taken.find((each) => !except.includes(each.shiftId) && spansOverlap(each, span))
  return clash && refuse('shift_overlap', { member: clash.member })
}

/** The first and the last moment of a planned time, milliseconds since the epoch. */
export function momentsOf(timeZone: string, { serviceDate, startMinute, endMinute }: Span): { start: number; end: number } {
  const midnight = startOfDay(timeZone, serviceDate)
  return { start: midnight + startMinute * MINUTE_MILLISECONDS, end: midnight + endMinute * MINUTE_MILLISECONDS }
}

/** Who takes over a turn is to be reminded as well. */
export async function remindAgain(db: Database, { bank }: Service, communityId: string, shiftIds: string[]): Promise<void> {
  const { shift } = bank.store.tables
  await db.update(shift).set({ remindedAt: null }).where(and(eq(shift.communityId, communityId), inArray(shift.shiftId, shiftIds)))
}

/** Refuses `unknown_shift`, `shift_cancelled` and `shift_begun` of a shift that something is to be changed in. */
export async function changeableShift(db: Database, { bank, clock, directory }: Service, communityId: string, shiftId: string): Promise<ShiftRow | Refusal> {
  const { shift } = bank.store.tables
  const [found] = await db.select().from(shift).where(and(eq(shift.communityId, communityId), eq(shift.shiftId, shiftId)))
  if (!found) return refuse('unknown_shift')
  if (found.state !== 'planned') return refuse('shift_cancelled')
  const timeZone = (await directory.timeZoneOf(communityId)) ?? 'UTC'
  return momentsOf(timeZone, found).start > clock.now() ? found : refuse('shift_begun')
}
