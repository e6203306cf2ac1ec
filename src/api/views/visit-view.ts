import type { z } from 'zod'
import type { careVisit, escalatedVisit, visitPlan } from '../../contracts/care-visits.ts'
import type { CareVisit } from '../../hours/attendance/care-visits.ts'
import type { VisitPlan } from '../../hours/attendance/visit-plans.ts'
import { instantText, timeOrNull } from './instants.ts'

export function visitPlanView({ recordedAt, ...rest }: VisitPlan): z.input<typeof visitPlan> {
  return { ...rest, recordedAt: instantText(recordedAt) }
}

export function careVisitView({ startMinute, endMinute, ...rest }: CareVisit): z.input<typeof careVisit> {
  return {
    ...rest,
    startTime: timeOrNull(startMinute),
    endTime: timeOrNull(endMinute)
  }
}

/** Field by field, because whoever is not named here is not to be seen by a manager. */
export function escalatedVisitView({ visitId, planId, visitor, dueOn, overdue, state, escalation, escalationReason }: CareVisit): z.input<typeof escalatedVisit> {
  return { visitId, planId, visitor, dueOn, overdue, state, escalation, escalationReason }
}
