import { and, eq, gt, gte, inArray, or } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { todayIn } from './today.ts'

interface Joining {
  communityId: string
  from: number
  into: number
}

/** Turns, visits and presences of two members are one person's after a merge; nobody has two turns of one shift, nor visits themselves. */
export async function passOnAttendance(service: Service, db: Database, joining: Joining): Promise<void> {
  await passOnTurns(service, db, joining)
  await passOnVisits(service, db, joining)
  const { presence } = service.bank.store.tables
  const { communityId, from, into } = joining
  await db.update(presence).set({ memberNumber: into }).where(and(eq(presence.communityId, communityId), eq(presence.memberNumber, from)))
}

async function passOnTurns({ bank }: Service, db: Database, { communityId, from, into }: Joining): Promise<void> {
  const { roster, shift, shiftTurn, shiftSwap, absence } = bank.store.tables
  await db.update(absence).set({ memberNumber: into }).where(and(eq(absence.communityId, communityId), eq(absence.memberNumber, from)))
  const turnsOf = (member: number) => and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.memberNumber, member))
  const own = await db.select({ shiftId: shiftTurn.shiftId }).from(shiftTurn).where(turnsOf(into))
  await db.delete(shiftTurn).where(and(turnsOf(from), inArray(shiftTurn.shiftId, own.map((each) => each.shiftId))))
  await db.update(shiftTurn).set({ memberNumber: into }).where(turnsOf(from))
  await db.update(shiftTurn).set({ insteadOf: into }).where(and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.insteadOf, from)))
  await db.update(shift).set({ responsible: into }).where(and(eq(shift.communityId, communityId), eq(shift.responsible, from)))
  await db.update(shiftSwap).set({ fromNumber: into }).where(and(eq(shiftSwap.communityId, communityId), eq(shiftSwap.fromNumber, from)))
  await db.update(shiftSwap).set({ toNumber: into }).where(and(eq(shiftSwap.communityId, communityId), eq(shiftSwap.toNumber, from)))
  const pointless = and(eq(shiftSwap.fromNumber, into), eq(shiftSwap.toNumber, into), eq(shiftSwap.state, 'asked'))
  await db.update(shiftSwap).set({ state: 'withdrawn', answeredBy: 'system' }).where(and(eq(shiftSwap.communityId, communityId), pointless))
  const rosters = await db.select().from(roster).where(eq(roster.communityId, communityId))
  for (const { rosterId, members, responsible } of rosters) {
    if (!members.includes(from) && responsible !== from) continue
    await db
      .update(roster)
      .set({ members: renamed(members, { from, into }), responsible: responsible === from ? into : responsible, nextTurn: 0 })
      .where(and(eq(roster.communityId, communityId), eq(roster.rosterId, rosterId)))
  }
}

/** The numbers in their order, each once. */
function renamed(members: number[], { from, into }: Omit<Joining, 'communityId'>): number[] {
  return [...new Set(members.map((member) => (member === from ? into : member)))]
}

async function passOnVisits({ bank }: Service, db: Database, { communityId, from, into }: Joining): Promise<void> {
  const { visitPlan, careVisit } = bank.store.tables
  await db.update(careVisit).set({ memberNumber: into }).where(and(eq(careVisit.communityId, communityId), eq(careVisit.memberNumber, from)))
  await db.update(careVisit).set({ visitorNumber: into }).where(and(eq(careVisit.communityId, communityId), eq(careVisit.visitorNumber, from)))
  await db.update(visitPlan).set({ memberNumber: into }).where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.memberNumber, from)))
  const plans = await db
    .select({ planId: visitPlan.planId, visitors: visitPlan.visitors, member: visitPlan.memberNumber })
    .from(visitPlan)
    .where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.state, 'active')))
  for (const { planId, visitors, member } of plans) {
    if (!visitors.includes(from) && !visitors.includes(member)) continue
    const left = renamed(visitors, { from, into }).filter((visitor) => visitor !== member)
    const its = and(eq(visitPlan.communityId, communityId), eq(visitPlan.planId, planId))
    await db.update(visitPlan).set(left.length === 0 ? { state: 'ended', endReason: 'data_error' } : { visitors: left }).where(its)
    const ownVisits = and(eq(careVisit.communityId, communityId), eq(careVisit.planId, planId), eq(careVisit.state, 'due'), eq(careVisit.visitorNumber, member))
    const [next] = left
    await db.update(careVisit).set(next === undefined ? { state: 'dropped', escalatesOn: null } : { visitorNumber: next }).where(ownVisits)
  }
}

/** Removes turns to come, absences, presences and visits received of a member; visits that they paid keep their number, as the journal does. */
export async function eraseAttendance({ bank, clock, directory }: Service, db: Database, communityId: string, numbers: number[]): Promise<void> {
  const { shiftTurn, shiftSwap, absence, visitPlan, careVisit, presence } = bank.store.tables
  const today = await todayIn({ directory, clock }, communityId)
  await db.delete(absence).where(and(eq(absence.communityId, communityId), inArray(absence.memberNumber, numbers)))
  await db
    .delete(shiftTurn)
    .where(and(eq(shiftTurn.communityId, communityId), inArray(shiftTurn.memberNumber, numbers), gte(shiftTurn.serviceDate, today)))
  await db.delete(shiftSwap).where(and(eq(shiftSwap.communityId, communityId), or(inArray(shiftSwap.fromNumber, numbers), inArray(shiftSwap.toNumber, numbers))))
  await db.delete(presence).where(and(eq(presence.communityId, communityId), inArray(presence.memberNumber, numbers)))
  await db.delete(careVisit).where(and(eq(careVisit.communityId, communityId), inArray(careVisit.memberNumber, numbers)))
  await db.delete(visitPlan).where(and(eq(visitPlan.communityId, communityId), inArray(visitPlan.memberNumber, numbers)))
  await leaveRosters(bank, db, communityId, numbers)
}

async function leaveRosters({ store }: Service['bank'], db: Database, communityId: string, numbers: number[]): Promise<void> {
  const { roster } = store.tables
  const rosters = await db.select().from(roster).where(eq(roster.communityId, communityId))
  for (const { rosterId, members, responsible } of rosters) {
    const left = members.filter((member) => !numbers.includes(member))
    const gone = responsible !== null && numbers.includes(responsible)
    if (left.length === members.length && !gone) continue
    await db
      .update(roster)
      .set({ members: left, nextTurn: 0, ...(gone ? { responsible: null } : {}) })
      .where(and(eq(roster.communityId, communityId), eq(roster.rosterId, rosterId)))
  }
}

/**
 * Nobody waits for the dead: turns to come are free, visits to them end, and those that they were to pay pass to who visits beside them. Where
 * nobody does, the visits stay due, and the coordinator learns of it when they are missed.
 */
export async function leaveAttendance({ bank, clock, directory }: Service, db: Database, { communityId, number }: { communityId: string; number: number }): Promise<void> {
  const { shiftTurn, visitPlan, careVisit } = bank.store.tables
  const today = await todayIn({ directory, clock }, communityId)
  await leaveRosters(bank, db, communityId, [number])
  await db
    .delete(shiftTurn)
    .where(and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.memberNumber, number), gt(shiftTurn.serviceDate, today)))
  const isDue = and(eq(careVisit.communityId, communityId), eq(careVisit.state, 'due'))
  await db.update(careVisit).set({ state: 'dropped', escalation: 0, escalatesOn: null }).where(and(isDue, eq(careVisit.memberNumber, number)))
  const active = and(eq(visitPlan.communityId, communityId), eq(visitPlan.state, 'active'))
  await db.update(visitPlan).set({ state: 'ended', endReason: 'died' }).where(and(active, eq(visitPlan.memberNumber, number)))
  const plans = await db.select({ planId: visitPlan.planId, visitors: visitPlan.visitors }).from(visitPlan).where(active)
  for (const { planId, visitors } of plans) {
    const [next, ...others] = visitors.filter((visitor) => visitor !== number)
    if (!visitors.includes(number) || next === undefined) continue
    await db.update(visitPlan).set({ visitors: [next, ...others] }).where(and(active, eq(visitPlan.planId, planId)))
    await db.update(careVisit).set({ visitorNumber: next }).where(and(isDue, eq(careVisit.planId, planId), eq(careVisit.visitorNumber, number)))
  }
}
