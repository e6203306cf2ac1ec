/** The codes that are said of what there is to do; the same on the wire and in the use cases. */

/** The five helps (助老 助幼 助困 助残 助学), to which a community's own categories are mapped. */
export const FIVE_HELPS = ['elderly', 'young', 'in_need', 'disabled', 'learning'] as const
export type Help = (typeof FIVE_HELPS)[number]

/** What is amiss with a category. */
export const CATEGORY_FINDINGS = ['not_in_policy', 'not_registered', 'ended_but_in_policy', 'without_field', 'field_ended'] as const
export type CategoryFinding = (typeof CATEGORY_FINDINGS)[number]

export const ACTIVITY_STATES = ['planned', 'open', 'full', 'closed', 'held', 'cancelled'] as const
export type ActivityState = (typeof ACTIVITY_STATES)[number]

/** Why an activity does not take place. */
export const CANCEL_REASONS = ['weather', 'too_few', 'no_responsible', 'no_place', 'emergency', 'entered_by_mistake', 'other'] as const
export type CancelReason = (typeof CANCEL_REASONS)[number]

export const SIGN_UP_STATES = ['signed_up', 'waiting', 'cancelled'] as const
export type SignUpState = (typeof SIGN_UP_STATES)[number]
