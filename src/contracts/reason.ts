import { z } from 'zod'

/**
 * Why something was done that two people should do, or that should seldom be done. A code, because it is kept for good;
 * what needs more words goes into the note. Optional in contracts, so that its absence is `reason_needed`.
 */
export const exceptionReason = z
  .enum(['entry_error', 'duplicate', 'wrong_person', 'resident_request', 'rule_changed', 'ordered', 'audit', 'system_fault', 'other'])
  .meta({
    description:
      '原因:录入错误、重复、记错人、本人要求、规则调整、上级要求、审计、系统故障、其他 · Why: entry error, duplicate, wrong person, asked for by the resident, rules changed, ordered from above, audit, system fault, other',
    examples: ['entry_error']
  })
