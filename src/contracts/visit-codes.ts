/** The codes that are said of visits to people in need; the same on the wire and in the use cases. */

/** What came of a visit. */
export const VISIT_OUTCOMES = ['seen_well', 'needs_help', 'not_at_home', 'refused', 'in_hospital', 'moved_away', 'died'] as const
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number]

/** Why a visit is somebody else's to look after. */
export const ESCALATION_REASONS = ['missed', 'needs_help', 'not_seen', 'changed'] as const
export type EscalationReason = (typeof ESCALATION_REASONS)[number]

/** What was done about it. */
export const SETTLEMENTS = ['visited', 'phoned', 'relatives_asked', 'help_arranged', 'plan_changed', 'no_need'] as const
export type Settlement = (typeof SETTLEMENTS)[number]

export const VISIT_STATES = ['due', 'done', 'dropped'] as const
export type VisitState = (typeof VISIT_STATES)[number]
