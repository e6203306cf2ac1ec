import { and, asc, eq, gt, type SQL } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Asking } from '../../communities/post-action.ts'
import { placeOfPlanNote } from '../../communities/visit-notes.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { dueAgain, fillPlan } from './fill-plans.ts'
import { notAvailable } from './rosters.ts'
import { todayIn } from '../../communities/today.ts'
import type { Answered } from '../../communities/request-keys.ts'

/** Who is visited by whom, how often and what for. */
export interface VisitPlanData {
  member: number
  /** Who visits, in turn. */
  visitors: number[]
  everyDays: number | null
  weekdays: number[] | null
  purpose: string
  category: string
  startsOn: string
  endsOn: string | null
  toleranceDays: number
  managerAfterDays: number
  note: string | null
}

export interface VisitPlan extends VisitPlanData {
  planId: string
  state: 'active' | 'ended'
  endReason: string | null
  /** Visits are planned through this day. */
  generatedThrough: string
  recordedBy: string
  recordedAt: number
}

export type NewVisitPlan = Omit<VisitPlanData, 'startsOn'> & { startsOn?: string | undefined }

export type PlanRow = Service['bank']['store']['tables']['visitPlan']['$inferSelect']

/**
 * Plans visits to a member; the nearest ones are made at once. Days that lie in the past get none. Refuses `bad_pattern`,
 * `bad_range`, `same_member`, and members that there are not, who were merged or died.
 */
export async function addVisitPlan(service: Service, communityId: string, given: NewVisitPlan, asking: Asking): Promise<{ plan: VisitPlan; replayed: boolean } | Refusal> {
  const { bank, clock, vault } = service
  const today = await todayIn(service, communityId)
  const { member, note, startsOn = today, ...data } = given
  const bad = badVisits({ ...data, member, startsOn }) ?? (await notAvailable(service, communityId, [member, ...data.visitors]))
  if (bad) return bad
  const made = await once(service, communityId, asking, async (db) => {
    const planId = newId()
    const first = startsOn > today ? startsOn : today
    const row = {
      communityId, planId, memberNumber: member, ...data, startsOn, state: 'active', endReason: null,
      note: note === null ? null : vault.seal(note, placeOfPlanNote(planId)), generatedThrough: addDays(first, -1), generated: 0,
      recordedBy: asking.actor, recordedAt: clock.now()
    }
    await db.insert(bank.store.tables.visitPlan).values(row)
    await fillPlan(db, service, row, today)
    return planId
  })
  if (isRefusal(made)) return made
  const plan = await findVisitPlan(service, communityId, made.made)
  return isRefusal(plan) ? plan : { plan, replayed: made.replayed }
}

function badVisits({ member, visitors, everyDays, weekdays, startsOn, endsOn }: Omit<VisitPlanData, 'note'>): Refusal | undefined {
  if ((everyDays === null) === (weekdays === null)) return refuse('bad_pattern', { detail: 'everyDays, weekdays' })
  if (visitors.length === 0 || new Set(visitors).size !== visitors.length) return refuse('bad_pattern', { detail: 'visitors' })
  if (visitors.includes(member)) return refuse('same_member')
  return endsOn !== null && endsOn < startsOn ? refuse('bad_range', { from: startsOn, to: endsOn }) : undefined
}

export interface PlanChange {
  visitors?: number[] | undefined
  toleranceDays?: number | undefined
  managerAfterDays?: number | undefined
}

/**
 * Changes who visits, or how long a visit may wait. Visits that are due pass to who visits now. Refuses `unknown_visit_plan`,
 * `visit_plan_ended`, `nothing_to_change`, and what {@link addVisitPlan} refuses.
 */
export async function changeVisitPlan(service: Service, communityId: string, { planId, change }: { planId: string; change: PlanChange }, asking: Asking): Promise<Answered<VisitPlan> | Refusal> {
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<PlanRow>
  if (Object.keys(named).length === 0) return refuse('nothing_to_change')
  const before = await findVisitPlan(service, communityId, planId)
  if (isRefusal(before)) return before
  const bad = badVisits({ ...before, ...named }) ?? (await notAvailable(service, communityId, change.visitors ?? []))
  if (bad) return bad
  const { visitPlan } = service.bank.store.tables
  const done = await once(service, communityId, asking, async (db) => {
    const now = await activePlan(db, service, communityId, planId)
    if (isRefusal(now)) return now
    await db.update(visitPlan).set(named).where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.planId, planId)))
    await dueAgain(db, service, { ...now, ...named })
    return planId
  })
  return answerOf(done, () => findVisitPlan(service, communityId, planId))
}

/** Ends a plan: what was still due is dropped. Refuses `unknown_visit_plan` and `visit_plan_ended`. */
export async function endVisitPlan(service: Service, communityId: string, { planId, reason }: { planId: string; reason: string }, asking: Asking): Promise<Answered<VisitPlan> | Refusal> {
  const { visitPlan, careVisit } = service.bank.store.tables
  const done = await once(service, communityId, asking, async (db) => {
    const now = await activePlan(db, service, communityId, planId)
    if (isRefusal(now)) return now
    await db
      .update(visitPlan)
      .set({ state: 'ended', endReason: reason })
      .where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.planId, planId)))
    await db
      .update(careVisit)
      .set({ state: 'dropped', escalation: 0, escalatesOn: null })
      .where(and(eq(careVisit.communityId, communityId), eq(careVisit.planId, planId), eq(careVisit.state, 'due')))
    return planId
  })
  return answerOf(done, () => findVisitPlan(service, communityId, planId))
}

async function activePlan(db: Database, { bank }: Service, communityId: string, planId: string): Promise<PlanRow | Refusal> {
  const { visitPlan } = bank.store.tables
  const [found] = await db.select().from(visitPlan).where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.planId, planId)))
  if (!found) return refuse('unknown_visit_plan')
  return found.state === 'active' ? found : refuse('visit_plan_ended')
}

export async function findVisitPlan(service: Service, communityId: string, planId: string): Promise<VisitPlan | Refusal> {
  const { visitPlan } = service.bank.store.tables
  const [found] = await service.bank.store.db
    .select()
    .from(visitPlan)
    .where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.planId, planId)))
  return found ? toPlan(service, found) : refuse('unknown_visit_plan')
}

/** Plans in the order they were made in; of one member where asked. */
export async function listVisitPlans(
  service: Service,
  communityId: string,
  { member, after = '', limit }: { member?: number | undefined; after?: string | undefined; limit: number }
): Promise<Page<VisitPlan>> {
  const { visitPlan } = service.bank.store.tables
  const conditions: SQL[] = [eq(visitPlan.communityId, communityId), gt(visitPlan.planId, after)]
  if (member !== undefined) conditions.push(eq(visitPlan.memberNumber, member))
  const rows = await service.bank.store.db
    .select()
    .from(visitPlan)
    .where(and(...conditions))
    .orderBy(asc(visitPlan.planId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map((row) => toPlan(service, row))
  return { items, next: rows.length > limit ? (items.at(-1)?.planId ?? null) : null }
}

function toPlan({ vault }: Service, { communityId: _, generated: __, memberNumber, note, state, ...rest }: PlanRow): VisitPlan {
  return {
    ...rest,
    member: memberNumber,
    state: state as VisitPlan['state'],
    note: note === null ? null : vault.open(note, placeOfPlanNote(rest.planId))
  }
}
