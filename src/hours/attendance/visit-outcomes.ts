import { and, desc, eq, inArray, lt, ne } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { onceKept } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { placeOfVisitNote } from '../../communities/visit-notes.ts'
import type { EscalationReason, VisitOutcome } from '../../contracts/visit-codes.ts'
import { newId } from '../../id.ts'
import { isRefusal, type Refusal, type RefusalCode, type RefusalParameters, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { recordServices, type ServiceToRecord } from '../records/record-service.ts'
import { tellOf } from './escalate-visits.ts'
import { todayIn } from '../../communities/today.ts'

/** A visit may be paid some days before it is due. */
const EARLY_DAYS = 3

/** What came of one visit. */
export interface OutcomeOfVisit {
  visitId: string
  outcome: VisitOutcome
  /** Today where absent. */
  visitedOn?: string | undefined
  /** Minutes since midnight, both or neither: with them the visit becomes a service record. */
  startMinute?: number | undefined
  endMinute?: number | undefined
  note?: string | undefined
}

/** Of one row: the visit it settled, or why it did not. */
export type OutcomeResult = { refused?: undefined; visitId: string } | Refusal

type VisitRow = Service['bank']['store']['tables']['careVisit']['$inferSelect']

type Kept = { visitId: string } | { code: RefusalCode; parameters: RefusalParameters }

/**
 * Records what came of visits, each by itself. One that says from when to when becomes a service record of its visitor. Who needs help, and
 * who was not seen twice in a row, is the coordinator's to look after at once.
 *
 * Refuses of each: `unknown_visit` (also where it is another visitor's), `visit_settled`, `future_date`, `visit_not_yet_due` and
 * `end_before_start`.
 */
export async function recordOutcomes(
  service: Service,
  communityId: string,
  { rows, visitor, asked, allOrNothing = false }: { rows: OutcomeOfVisit[]; visitor?: number | undefined; asked: Keyed; allOrNothing?: boolean }
): Promise<{ outcomes: OutcomeResult[]; replayed: boolean } | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const today = await todayIn(service, communityId)
  const done = await onceKept<{ outcomes: Kept[] }>(service, communityId, asked, async (db) => {
    const visits = await visitsOf(db, service, communityId, rows)
    const outcomes: Kept[] = []
    for (const row of rows) {
      const visit = visits.get(row.visitId)
      const bad = refusalOf(visit, row, { today, visitor })
      if (bad && allOrNothing) return bad
      outcomes.push(bad ? { code: bad.code, parameters: bad.parameters } : { visitId: row.visitId })
      if (bad || !visit) continue
      await settle(db, service, visit, { row, today, actor: asked.actor })
      // The same visit cannot have two outcomes in one list either.
      visits.set(row.visitId, { ...visit, state: 'done' })
    }
    return { outcomes }
  })
  if (isRefusal(done)) return done
  const outcomes = done.answer.outcomes.map((each): OutcomeResult => ('code' in each ? refuse(each.code, each.parameters) : each))
  // Also when asked again: whatever was broken off between the outcome and its service record is taken up.
  await makeVisitRecords(service, communityId, { visitIds: outcomes.flatMap((each) => (isRefusal(each) ? [] : [each.visitId])), actor: asked.actor })
  return { outcomes, replayed: done.replayed }
}

async function visitsOf(db: Database, { bank }: Service, communityId: string, rows: OutcomeOfVisit[]): Promise<Map<string, VisitRow & { managerAfterDays: number }>> {
  const { careVisit, visitPlan } = bank.store.tables
  const found = await db
    .select({ visit: careVisit, managerAfterDays: visitPlan.managerAfterDays })
    .from(careVisit)
    .innerJoin(visitPlan, and(eq(visitPlan.communityId, careVisit.communityId), eq(visitPlan.planId, careVisit.planId)))
    .where(and(eq(careVisit.communityId, communityId), inArray(careVisit.visitId, rows.map((row) => row.visitId))))
  return new Map(found.map(({ visit, managerAfterDays }) => [visit.visitId, { ...visit, managerAfterDays }]))
}

function refusalOf(visit: VisitRow | undefined, row: OutcomeOfVisit, { today, visitor }: { today: string; visitor: number | undefined }): Refusal | undefined {
  const { visitedOn = today, startMinute, endMinute } = row
  if (!visit || (visitor !== undefined && visit.visitorNumber !== visitor)) return refuse('unknown_visit')
  if (visit.state !== 'due') return refuse('visit_settled')
  if (visitedOn > today) return refuse('future_date', { value: visitedOn, today })
  if (addDays(visit.dueOn, -EARLY_DAYS) > visitedOn) return refuse('visit_not_yet_due', { due: visit.dueOn })
  return startMinute !== undefined && endMinute !== undefined && endMinute <= startMinute ? refuse('end_before_start') : undefined
}

async function settle(
  db: Database,
  service: Service,
  visit: VisitRow & { managerAfterDays: number },
  { row, today, actor }: { row: OutcomeOfVisit; today: string; actor: string }
): Promise<void> {
  const { bank, clock, vault } = service
  const { careVisit } = bank.store.tables
  const { communityId, visitId } = visit
  const { outcome, visitedOn = today, startMinute = null, endMinute = null, note } = row
  const reason = await escalationOf(db, service, visit, outcome)
  const escalated = {
    escalation: reason === undefined ? 0 : Math.max(1, visit.escalation),
    escalatedTo: reason === undefined ? visit.escalatedTo : Math.max(1, visit.escalatedTo),
    escalationReason: reason ?? visit.escalationReason,
    escalatesOn: reason === undefined || visit.escalation > 1 ? null : addDays(today, visit.managerAfterDays),
    // A missed visit that was paid after all needs nobody's attention any more.
    ...(reason === undefined && visit.escalation > 0 ? { settled: 'visited', settledBy: actor } : {})
  }
  await db
    .update(careVisit)
    .set({
      state: 'done', outcome, visitedOn, startMinute, endMinute, note: note === undefined ? null : vault.seal(note, placeOfVisitNote(visitId)),
      recordId: startMinute === null ? null : newId(), recordedBy: actor, recordedAt: clock.now(), ...escalated
    })
    .where(and(eq(careVisit.communityId, communityId), eq(careVisit.visitId, visitId)))
  if (reason !== undefined) await tellOf(db, service, communityId, { ...visit, level: escalated.escalation, reason })
}

const NOT_SEEN: readonly (string | null)[] = ['not_at_home', 'refused']

/** Why the coordinator must look after it at once; undefined where all is as it should be. */
async function escalationOf(db: Database, { bank }: Service, visit: VisitRow, outcome: VisitOutcome): Promise<EscalationReason | undefined> {
  if (outcome === 'needs_help') return 'needs_help'
  if (outcome === 'in_hospital' || outcome === 'moved_away' || outcome === 'died') return 'changed'
  if (outcome === 'seen_well') return undefined
  const { careVisit } = bank.store.tables
  const [before] = await db
    .select({ outcome: careVisit.outcome })
    .from(careVisit)
    .where(
      and(eq(careVisit.communityId, visit.communityId), eq(careVisit.planId, visit.planId), lt(careVisit.dueOn, visit.dueOn), ne(careVisit.state, 'due'))
    )
    .orderBy(desc(careVisit.dueOn))
    .limit(1)
  return NOT_SEEN.includes(before?.outcome ?? null) ? 'not_seen' : undefined
}

/** The service records of visits that have their times; made once for each visit, however often it is asked for. */
export async function makeVisitRecords(service: Service, communityId: string, { visitIds, actor }: { visitIds: string[]; actor: string }): Promise<void> {
  if (visitIds.length === 0) return
  const { careVisit, visitPlan } = service.bank.store.tables
  const its = and(eq(careVisit.communityId, communityId), inArray(careVisit.visitId, visitIds))
  const rows = await service.bank.store.db
    .select({ visit: careVisit, category: visitPlan.category })
    .from(careVisit)
    .innerJoin(visitPlan, and(eq(visitPlan.communityId, careVisit.communityId), eq(visitPlan.planId, careVisit.planId)))
    .where(its)
  const services = rows.flatMap(({ visit, category }) => serviceOf(visit, category) ?? [])
  if (services.length === 0) return
  const recorded = await recordServices(service, communityId, services, { actor })
  if (isRefusal(recorded)) return
  for (const [index, outcome] of recorded.outcomes.entries()) {
    const visitId = services[index]?.careVisitId
    if (!isRefusal(outcome) || visitId === undefined) continue
    await service.bank.store.write((db) =>
      db.update(careVisit).set({ recordId: null, recordRefusal: outcome.code }).where(and(eq(careVisit.communityId, communityId), eq(careVisit.visitId, visitId)))
    )
  }
}

function serviceOf(visit: VisitRow, category: string): ServiceToRecord | undefined {
  const { visitorNumber, memberNumber, visitedOn, startMinute, endMinute, recordId, visitId } = visit
  if (recordId === null || visitedOn === null || startMinute === null || endMinute === null) return undefined
  return {
    member: visitorNumber, serviceDate: visitedOn, startMinute, endMinute, minutes: endMinute - startMinute, category, careVisitId: visitId,
    beneficiary: memberNumber, method: 'by_hand', evidence: 'none', recordId
  }
}
