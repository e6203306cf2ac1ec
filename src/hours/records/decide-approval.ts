import { addDays } from '../../clock.ts'
import type { Policy } from '../../policy/content.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { RecordRow } from './record-row.ts'

export interface Approving {
  /** Null where the policy wants nobody's approval. */
  approver: string | null
  at: number
  today: string
  /** Whether who recorded a thing may never approve it. */
  twoPeople: boolean
  /** Of the service date. */
  policy: Policy | undefined
}

/** What a record becomes by an approval; `again` where the same person had approved it already. */
export type Approved = Pick<RecordRow, 'state' | 'approvals' | 'noticeThrough'> | 'again'

/**
 * One approval of one record. As many different people approve one after another as the policy of the service date wants;
 * then it stands on public notice for as many days, or is posted. Pure.
 *
 * Refusals, in order: record_not_open, no_policy, flags_unanswered, approval_needed, second_person_needed.
 */
export function decideApproval(row: RecordRow, { approver, at, today, twoPeople, policy }: Approving): Approved | Refusal {
  const { state, approvals, hands } = row
  const latest = approvals.at(-1)?.by
  if (approver !== null && latest === approver && ['submitted', 'on_notice', 'approved', 'posted'].includes(state)) return 'again'
  if (state !== 'submitted') return refuse('record_not_open', { state })
  if (!policy) return refuse('no_policy')
  if (row.openFlags > 0) return refuse('flags_unanswered', { count: row.openFlags })
  const { approvalLevels, publicNoticeDays } = policy.earning
  if (approver === null && approvalLevels > 0) return refuse('approval_needed')
  if (approver !== null && (approvals.some(({ by }) => by === approver) || (twoPeople && hands.includes(approver)))) {
    return refuse('second_person_needed', { by: approver })
  }
  // From here on it counts.
  const given = approver === null ? approvals : [...approvals, { by: approver, at }]
  if (given.length < approvalLevels) return { state: 'submitted', approvals: given, noticeThrough: null }
  if (publicNoticeDays > 0) return { state: 'on_notice', approvals: given, noticeThrough: addDays(today, publicNoticeDays) }
  return { state: 'approved', approvals: given, noticeThrough: null }
}
