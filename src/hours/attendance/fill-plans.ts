import { and, asc, eq, lt } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { newId } from '../../id.ts'
import type { Database } from '../../store/store.ts'
import { absencesAmong } from './absences.ts'
import { visitDays } from './pattern.ts'
import type { PlanRow } from './visit-plans.ts'

/** Visits stand in the lists so many days ahead. */
const AHEAD_DAYS = 14
const PLANS_TOGETHER = 100
const ROWS_TOGETHER = 200
/** What one call makes at most, and a little more: that of the plans it is in the midst of. */
const MOST_VISITS = 5000

export interface Filled {
  made: number
  /** There is more to be made. */
  more: boolean
}

/**
 * Makes the visits of all plans of a community through two weeks from today, plans that are furthest behind first. One call makes
 * some thousands at most, in short writes, and says whether there are more. Harmless when repeated.
 */
export async function fillPlans(service: Service, communityId: string, today: string): Promise<Filled> {
  const { visitPlan } = service.bank.store.tables
  const through = addDays(today, AHEAD_DAYS)
  const isBehind = and(eq(visitPlan.communityId, communityId), eq(visitPlan.state, 'active'), lt(visitPlan.generatedThrough, through))
  // Where there is nothing to do nothing is written, and nobody waits.
  const [first] = await service.bank.store.db.select({ planId: visitPlan.planId }).from(visitPlan).where(isBehind).limit(1)
  let made = 0
  while (first && made < MOST_VISITS) {
    const { plans, visits } = await service.bank.store.write(async (db) => {
      const behind = await db
        .select()
        .from(visitPlan)
        .where(isBehind)
        .orderBy(asc(visitPlan.generatedThrough), asc(visitPlan.planId))
        .limit(PLANS_TOGETHER)
      let visits = 0
      for (const plan of behind) visits += await fillPlan(db, service, plan, today)
      return { plans: behind.length, visits }
    })
    made += visits
    if (plans < PLANS_TOGETHER) return { made, more: false }
  }
  return { made, more: first !== undefined }
}

/** Makes what a plan lacks of visits, and returns how many they are. */
export async function fillPlan(db: Database, service: Service, plan: PlanRow, today: string): Promise<number> {
  const { careVisit, visitPlan } = service.bank.store.tables
  const { communityId, planId, memberNumber, generatedThrough, generated, toleranceDays } = plan
  const through = addDays(today, AHEAD_DAYS)
  if (generatedThrough >= through) return 0
  const days = visitDays(plan, generatedThrough, through).slice(0, MOST_VISITS)
  const visitorOn = await visitorsOf(db, service, plan, { from: addDays(generatedThrough, 1), through })
  const rows = days.map((dueOn, index) => ({
    communityId, visitId: newId(), planId, memberNumber, visitorNumber: visitorOn(generated + index, dueOn), dueOn, state: 'due', outcome: null,
    visitedOn: null, startMinute: null, endMinute: null, note: null, escalation: 0, escalatedTo: 0, escalationReason: null,
    escalatesOn: addDays(dueOn, toleranceDays + 1), settled: null, settledBy: null, recordId: null, recordRefusal: null, recordedBy: null, recordedAt: null
  }))
  for (let from = 0; from < rows.length; from += ROWS_TOGETHER) {
    await db.insert(careVisit).values(rows.slice(from, from + ROWS_TOGETHER)).onConflictDoNothing()
  }
  await db
    .update(visitPlan)
    .set({ generatedThrough: days.length === MOST_VISITS ? (days.at(-1) ?? through) : through, generated: generated + rows.length })
    .where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.planId, planId)))
  return rows.length
}

/** Whose turn a visit is: the next who is not away that day; where all are, the one whose turn it is stays. */
async function visitorsOf(
  db: Database,
  service: Service,
  { communityId, visitors }: PlanRow,
  { from, through }: { from: string; through: string }
): Promise<(turn: number, day: string) => number> {
  const isAway = await absencesAmong(db, service, communityId, { members: visitors, from, to: through })
  return (turn, day) => {
    const inTurn = visitors.map((_, index) => visitors[(turn + index) % visitors.length] as number)
    return inTurn.find((visitor) => !isAway(visitor, day)) ?? (inTurn[0] as number)
  }
}

/** Gives the visits of a plan that are due to its visitors of now, and lets them wait as long as it says now. */
export async function dueAgain(db: Database, service: Service, plan: PlanRow): Promise<void> {
  const { careVisit } = service.bank.store.tables
  const { communityId, planId, visitors, toleranceDays } = plan
  const its = and(eq(careVisit.communityId, communityId), eq(careVisit.planId, planId), eq(careVisit.state, 'due'))
  const rows = await db
    .select({ visitId: careVisit.visitId, visitor: careVisit.visitorNumber, dueOn: careVisit.dueOn, escalation: careVisit.escalation })
    .from(careVisit)
    .where(its)
    .orderBy(asc(careVisit.dueOn))
  const [first, last] = [rows[0]?.dueOn, rows.at(-1)?.dueOn]
  if (first === undefined || last === undefined) return
  const visitorOn = await visitorsOf(db, service, plan, { from: first, through: last })
  for (const [index, { visitId, visitor, dueOn, escalation }] of rows.entries()) {
    await db
      .update(careVisit)
      .set({
        visitorNumber: visitors.includes(visitor) ? visitor : visitorOn(index, dueOn),
        ...(escalation === 0 ? { escalatesOn: addDays(dueOn, toleranceDays + 1) } : {})
      })
      .where(and(eq(careVisit.communityId, communityId), eq(careVisit.visitId, visitId)))
  }
}
