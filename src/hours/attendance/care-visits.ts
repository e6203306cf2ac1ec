import { and, asc, eq, gt, gte, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { placeOfVisitNote } from '../../communities/visit-notes.ts'
import type { EscalationReason, Settlement, VisitOutcome, VisitState } from '../../contracts/visit-codes.ts'
import type { Page } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'

/** A visit as who goes there sees it. */
export interface CareVisit {
  visitId: string
  planId: string
  member: number
  name: string
  building: string | null
  visitor: number
  purpose: string
  dueOn: string
  overdue: boolean
  state: VisitState
  outcome: VisitOutcome | null
  visitedOn: string | null
  startMinute: number | null
  endMinute: number | null
  note: string | null
  escalation: number
  escalatedTo: number
  escalationReason: EscalationReason | null
  settled: Settlement | null
  recordId: string | null
  recordRefusal: string | null
}

type DayPage<T> = Page<T, { day: string; id: string }>

export interface VisitFilter {
  today: string
  visitor?: number | undefined
  member?: number | undefined
  /** Only what is due and not done. */
  due?: boolean | undefined
  /** Only what is somebody's to settle. */
  escalated?: boolean | undefined
  through?: string | undefined
  after?: { day: string; id: string } | undefined
  limit: number
}

/** Visits by the day they are due on: those of a visitor, to a member, or of the whole community. */
export async function listVisits(service: Service, communityId: string, filter: VisitFilter): Promise<DayPage<CareVisit>> {
  const { careVisit } = service.bank.store.tables
  const { today, visitor, member, due, escalated, through, after, limit } = filter
  const conditions: (SQL | undefined)[] = []
  if (visitor !== undefined) conditions.push(eq(careVisit.visitorNumber, visitor))
  if (member !== undefined) conditions.push(eq(careVisit.memberNumber, member))
  if (due) conditions.push(eq(careVisit.state, 'due'))
  if (escalated) conditions.push(gt(careVisit.escalation, 0))
  if (through !== undefined) conditions.push(lte(careVisit.dueOn, through))
  if (after) conditions.push(gte(careVisit.dueOn, after.day), or(gt(careVisit.dueOn, after.day), gt(careVisit.visitId, after.id)))
  const items = await readVisits(service, communityId, { today, conditions, limit: limit + 1 })
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > limit && last ? { day: last.dueOn, id: last.visitId } : null }
}

async function readVisits(
  service: Service,
  communityId: string,
  { today, conditions, limit }: { today: string; conditions: (SQL | undefined)[]; limit: number }
): Promise<CareVisit[]> {
  const { bank, vault } = service
  const { careVisit, visitPlan, member, person } = bank.store.tables
  const rows = await bank.store.db
    .select({ visit: careVisit, purpose: visitPlan.purpose, name: person.name, building: member.building })
    .from(careVisit)
    .innerJoin(visitPlan, and(eq(visitPlan.communityId, careVisit.communityId), eq(visitPlan.planId, careVisit.planId)))
    .innerJoin(member, and(eq(member.communityId, careVisit.communityId), eq(member.number, careVisit.memberNumber)))
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(careVisit.communityId, communityId), ...conditions))
    .orderBy(asc(careVisit.dueOn), asc(careVisit.visitId))
    .limit(limit)
  return rows.map(({ visit, ...around }) => {
    const { communityId: _, memberNumber, visitorNumber, escalatesOn: __, settledBy: ___, recordedBy: ____, recordedAt: _____, ...rest } = visit
    return {
      ...rest,
      ...around,
      member: memberNumber,
      visitor: visitorNumber,
      overdue: visit.state === 'due' && visit.dueOn < today,
      state: visit.state as VisitState,
      outcome: visit.outcome as VisitOutcome | null,
      escalationReason: visit.escalationReason as EscalationReason | null,
      settled: visit.settled as Settlement | null,
      note: visit.note === null ? null : vault.open(visit.note, placeOfVisitNote(visit.visitId))
    }
  })
}

export async function findVisit(service: Service, communityId: string, { visitId, today }: { visitId: string; today: string }): Promise<CareVisit | Refusal> {
  const { careVisit } = service.bank.store.tables
  const [found] = await readVisits(service, communityId, { today, conditions: [eq(careVisit.visitId, visitId)], limit: 1 })
  return found ?? refuse('unknown_visit')
}

/** How the visits of a community stand: numbers, and nobody's name. */
export interface VisitSummary {
  dueToday: number
  overdue: number
  withCoordinator: number
  withManager: number
  /** Visits of the days asked for, by what came of them. */
  outcomes: Record<string, number>
}

export async function summarizeVisits(service: Service, communityId: string, { today, from, to }: { today: string; from: string; to: string }): Promise<VisitSummary> {
  const { careVisit } = service.bank.store.tables
  const { db } = service.bank.store
  const here = eq(careVisit.communityId, communityId)
  const count = sql<number>`count(*)`.mapWith(Number)
  const [due] = await db
    .select({ all: count, today: sql<number>`coalesce(sum(case when ${careVisit.dueOn} = ${today} then 1 else 0 end), 0)`.mapWith(Number) })
    .from(careVisit)
    .where(and(here, eq(careVisit.state, 'due'), lte(careVisit.dueOn, today)))
  const levels = await db.select({ level: careVisit.escalation, count }).from(careVisit).where(and(here, gt(careVisit.escalation, 0))).groupBy(careVisit.escalation)
  const outcomes = await db
    .select({ state: careVisit.state, outcome: careVisit.outcome, count })
    .from(careVisit)
    .where(and(here, ne(careVisit.state, 'due'), gte(careVisit.dueOn, from), lte(careVisit.dueOn, to)))
    .groupBy(careVisit.state, careVisit.outcome)
  const at = (level: number): number => levels.find((each) => each.level === level)?.count ?? 0
  const dueToday = due?.today ?? 0
  return {
    dueToday,
    overdue: (due?.all ?? 0) - dueToday,
    withCoordinator: at(1),
    withManager: at(2),
    outcomes: Object.fromEntries(outcomes.map(({ state, outcome, count }) => [outcome ?? state, count]))
  }
}
