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

/** Why somebody gives a post up. */
export const CLAIM_END_REASONS = ['moved_away', 'no_time', 'health', 'died', 'not_fulfilled', 'entered_by_mistake', 'other'] as const
export type ClaimEndReason = (typeof CLAIM_END_REASONS)[number] | 'handed_over' | 'post_ended'

/** The three lists (需求清单、资源清单、项目清单), and what an entry of each can be. */
export const ENTRY_STATES = {
  needs: ['raised', 'reviewed', 'published', 'taken_up', 'done', 'redoing', 'withdrawn'],
  resources: ['offered', 'in_use', 'withdrawn'],
  projects: ['open', 'claimed', 'done', 'redoing', 'withdrawn']
} as const
export type ListName = keyof typeof ENTRY_STATES
export type EntryState = (typeof ENTRY_STATES)[ListName][number]
export const LIST_NAMES = ['needs', 'resources', 'projects'] as const
export const ALL_ENTRY_STATES = [
  'raised', 'reviewed', 'published', 'taken_up', 'offered', 'in_use', 'open', 'claimed', 'done', 'redoing', 'withdrawn'
] as const satisfies readonly EntryState[]

/** What a need or a resource may lead to. */
export const LINK_KINDS = ['project', 'activity', 'post'] as const
export type LinkKind = (typeof LINK_KINDS)[number]
