/** The codes that are said of who came; the same on the wire and in the use cases. */

/** What one is present for. */
export const PURPOSES = ['activity', 'shift', 'post'] as const
export type Purpose = (typeof PURPOSES)[number]

/** How it became known that somebody came or left; `rule` closes what nobody closed. */
export const CHECK_METHODS = ['code', 'card', 'list', 'sheet', 'rule'] as const
export type CheckMethod = (typeof CHECK_METHODS)[number]

/**
 * What was out of the ordinary. `late`, `early_leave`: against the plan, with the minutes; `forgotten_check_out`: closed by rule;
 * `not_expected`: neither signed up nor on the roster; `corrected`: put right by a coordinator.
 */
export const PRESENCE_FLAGS = ['late', 'early_leave', 'forgotten_check_out', 'not_expected', 'corrected'] as const

/** Why a presence was put right. */
export const CORRECTION_REASONS = ['forgotten_check_out', 'wrong_time', 'wrong_member', 'not_there', 'data_error'] as const
export type CorrectionReason = (typeof CORRECTION_REASONS)[number]
