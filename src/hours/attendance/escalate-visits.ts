import { and, asc, eq, lte } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Asking } from '../../communities/post-action.ts'
import { enqueueNotice } from '../../communities/webhooks/notices.ts'
import type { EscalationReason, Settlement } from '../../contracts/visit-codes.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { type CareVisit, findVisit } from './care-visits.ts'
import { fillPlans } from './fill-plans.ts'
import { todayIn } from '../../communities/today.ts'
import type { Answered } from '../../communities/request-keys.ts'

const TOGETHER = 200
/** What one call escalates at most. */
const MOST_VISITS = 5000
const COORDINATOR = 1
const MANAGER = 2

/** What a day's run did, and whether there is more to be done. */
export interface Advanced {
  made: number
  escalated: number
  more: boolean
}

/** Makes the visits of the next two weeks, and tells of those that were missed. Bounded, and harmless when repeated. */
export async function advanceVisits(service: Service, communityId: string): Promise<Advanced | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const today = await todayIn(service, communityId)
  const filled = await fillPlans(service, communityId, today)
  const { careVisit } = service.bank.store.tables
  const waits = and(eq(careVisit.communityId, communityId), lte(careVisit.escalatesOn, today))
  const [any] = await service.bank.store.db.select({ visitId: careVisit.visitId }).from(careVisit).where(waits).limit(1)
  if (!any) return { made: filled.made, escalated: 0, more: filled.more }
  let escalated = 0
  while (escalated < MOST_VISITS) {
    const count = await service.bank.store.write((db) => escalateSome(db, service, communityId, today))
    escalated += count
    if (count < TOGETHER) return { made: filled.made, escalated, more: filled.more }
  }
  return { made: filled.made, escalated, more: true }
}

/** A visit that waited longer than its plan allows is the coordinator's; one that then still waits is the manager's. */
async function escalateSome(db: Database, service: Service, communityId: string, today: string): Promise<number> {
  const { careVisit, visitPlan } = service.bank.store.tables
  const rows = await db
    .select({
      visitId: careVisit.visitId, planId: careVisit.planId, visitorNumber: careVisit.visitorNumber, dueOn: careVisit.dueOn, escalation: careVisit.escalation,
      reason: careVisit.escalationReason, managerAfterDays: visitPlan.managerAfterDays
    })
    .from(careVisit)
    .innerJoin(visitPlan, and(eq(visitPlan.communityId, careVisit.communityId), eq(visitPlan.planId, careVisit.planId)))
    .where(and(eq(careVisit.communityId, communityId), lte(careVisit.escalatesOn, today)))
    .orderBy(asc(careVisit.escalatesOn))
    .limit(TOGETHER)
  for (const { visitId, escalation, managerAfterDays, ...row } of rows) {
    const level = Math.min(escalation + 1, MANAGER)
    const reason = (row.reason ?? 'missed') as EscalationReason
    await db
      .update(careVisit)
      .set({ escalation: level, escalatedTo: level, escalationReason: reason, escalatesOn: level === COORDINATOR ? addDays(today, managerAfterDays) : null })
      .where(and(eq(careVisit.communityId, communityId), eq(careVisit.visitId, visitId)))
    await tellOf(db, service, communityId, { ...row, visitId, level, reason })
  }
  return rows.length
}

/** Who is told outside learns which visit and how far it went, not who is visited. */
export async function tellOf(
  db: Database,
  service: Service,
  communityId: string,
  visit: { visitId: string; planId: string; visitorNumber: number; dueOn: string; level: number; reason: EscalationReason }
): Promise<void> {
  const { visitId, planId, visitorNumber, dueOn, level, reason } = visit
  await enqueueNotice(service, db, communityId, {
    event: 'visit_missed',
    content: { visitId, planId, visitor: visitorNumber, dueOn, escalation: level, reason },
    reference: `${visitId}:${level}`
  })
}

/**
 * States what was done about an escalated visit. One that was still due is dropped by it. Refuses `unknown_visit` and
 * `not_escalated`.
 */
export async function settleEscalation(
  service: Service,
  communityId: string,
  { visitId, settled }: { visitId: string; settled: Settlement },
  asking: Asking
): Promise<Answered<CareVisit> | Refusal> {
  const { careVisit } = service.bank.store.tables
  const done = await once(service, communityId, asking, async (db) => {
    const its = and(eq(careVisit.communityId, communityId), eq(careVisit.visitId, visitId))
    const [found] = await db.select({ escalation: careVisit.escalation, state: careVisit.state }).from(careVisit).where(its)
    if (!found) return refuse('unknown_visit')
    if (found.escalation === 0) return refuse('not_escalated')
    await db
      .update(careVisit)
      .set({ escalation: 0, escalatesOn: null, settled, settledBy: asking.actor, ...(found.state === 'due' ? { state: 'dropped' } : {}) })
      .where(its)
    return visitId
  })
  return answerOf(done, async () => findVisit(service, communityId, { visitId, today: await todayIn(service, communityId) }))
}
