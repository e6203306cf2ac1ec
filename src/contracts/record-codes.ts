/**
 * What becomes of a service record. `recorded`, then `submitted` for approval, `returned` to be mended or `withdrawn`. What
 * everybody needed has approved is `on_notice` where the policy wants that, then `approved` for the moment of posting,
 * then `posted`. Later `corrected` by another record, or `zeroed` after a complaint.
 */
export const RECORD_STATES = ['recorded', 'submitted', 'returned', 'withdrawn', 'approved', 'on_notice', 'posted', 'corrected', 'zeroed'] as const
export type RecordState = (typeof RECORD_STATES)[number]

/** How it came to be known that somebody served. */
export const RECORD_METHODS = ['code', 'card', 'list', 'sheet', 'import', 'backfill', 'by_hand'] as const
export type RecordMethodCode = (typeof RECORD_METHODS)[number]

/**
 * What makes a record doubtful, to be answered before it is approved. `long_day`: over 12 hours on one day; `two_places`:
 * at the same time in another community; `unusual_length`: three times what the member usually serves; `closed_day`: the
 * community is closed then; `recorder_is_member`, `recorder_is_relative`: who recorded it is the member or a relative;
 * `minor_alone`: younger than the policy allows, and nobody said that the guardian was there; `objection`: somebody
 * objected while it stood on public notice.
 */
export const RECORD_FLAGS = [
  'long_day', 'two_places', 'unusual_length', 'closed_day', 'recorder_is_member', 'recorder_is_relative', 'minor_alone', 'objection'
] as const
export type RecordFlag = (typeof RECORD_FLAGS)[number]

/** How somebody made sure of a flagged record. */
export const FLAG_ANSWERS = ['asked_member', 'asked_beneficiary', 'seen_document', 'witnessed', 'guardian_was_there', 'objection_unfounded'] as const
export type FlagAnswer = (typeof FLAG_ANSWERS)[number]
