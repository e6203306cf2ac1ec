import type { z } from 'zod'
import { type approvalRun, memberRecord, type newRecord, type serviceRecord, type submission } from '../../contracts/records.ts'
import type { ApprovalRun } from '../../hours/records/approval-runs.ts'
import type { RecordOutcome } from '../../hours/records/record-outcome.ts'
import type { RecordRow } from '../../hours/records/record-row.ts'
import type { ServiceToRecord } from '../../hours/records/record-service.ts'
import { type Language, refusalMessage, refuse } from '../../refusal.ts'
import { instantOrNull, instantText, timeOrNull } from './instants.ts'

type RecordView = z.output<typeof serviceRecord>

const DAY_MINUTES = 24 * 60

/** A service as it came in; an end of the next day is counted on from midnight. */
export function serviceFrom({ startTime, endTime, endsNextDay, minutes, ...rest }: z.output<typeof newRecord>): ServiceToRecord {
  const endMinute = endTime === undefined ? undefined : endTime + (endsNextDay ? DAY_MINUTES : 0)
  return { ...rest, startMinute: startTime, endMinute, minutes: minutes ?? (endMinute ?? 0) - (startTime ?? 0) }
}

export function recordView(row: RecordRow, reversedBy: number | null): RecordView {
  return {
    recordId: row.recordId, member: row.memberNumber, serviceDate: row.serviceDate, startTime: timeOrNull(row.startMinute), endTime: timeOrNull(row.endMinute),
    minutes: row.minutes, category: row.category, activity: row.activity, activityId: row.activityId, postId: row.postId, shiftId: row.shiftId,
    careVisitId: row.careVisitId, brand: row.brand, teamId: row.teamId, beneficiary: row.beneficiaryMember, method: row.method as RecordView['method'],
    evidence: row.evidence as RecordView['evidence'], backfilled: row.backfilled, attachments: row.attachments, sourceHash: row.sourceHash,
    sourceRow: row.sourceRow, state: row.state,
    flags: row.flags.map(({ code, detail, answer, answeredBy, answeredAt }) => ({
      flag: code, ...(detail ? { detail } : {}), answer: answer ?? null, answeredBy: answeredBy ?? null, answeredAt: instantOrNull(answeredAt ?? null)
    })),
    recordedBy: row.recordedBy, recordedAt: instantText(row.recordedAt), submittedBy: row.submittedBy, submittedAt: instantOrNull(row.submittedAt),
    approvals: row.approvals.map(({ by, at }) => ({ by, at: instantText(at) })), reason: row.reason,
    objections: row.objections.map(({ by, at, reason }) => ({ by, at: instantText(at), reason })), noticeThrough: row.noticeThrough, number: row.number,
    reversedBy, continues: row.continuesId, replaces: row.replacesId, replacedBy: row.replacedById, decidedAt: instantOrNull(row.decidedAt)
  }
}

export function memberRecordView(row: RecordRow, reversedBy: number | null): z.output<typeof memberRecord> {
  const view = recordView(row, reversedBy)
  return Object.fromEntries(Object.keys(memberRecord.shape).map((name) => [name, view[name as keyof RecordView]])) as z.output<typeof memberRecord>
}

export function outcomeView({ recordId, state, number, code, parameters }: RecordOutcome, language: Language): z.output<typeof submission>['outcomes'][number] {
  return { recordId, state, number, code, message: code === null ? null : refusalMessage(refuse(code, parameters), language) }
}

export function approvalRunView({ outcomes, startedAt, endedAt, refused: _, ...run }: ApprovalRun, language: Language): z.output<typeof approvalRun> {
  return { ...run, outcomes: outcomes.map((each) => outcomeView(each, language)), startedAt: instantText(startedAt), endedAt: instantOrNull(endedAt) }
}
