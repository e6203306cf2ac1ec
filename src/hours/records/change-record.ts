import type { Service } from '../../communities/communities.ts'
import { insertNote } from '../../communities/notes.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import type { Reason } from '../../reason.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { AcceptedHoursByDay } from '../accepted-hours.ts'
import { earlierHoursOf } from '../earlier-hours.ts'
import type { ChangedRecord } from './change-once.ts'
import { changeOnce } from './change-once.ts'
import { readSurroundings } from './read-surroundings.ts'
import { findRecord } from './read-records.ts'
import { CHANGEABLE, type RecordRow } from './record-row.ts'
import { judgeParts, type ServiceToRecord } from './record-service.ts'

/** What may be changed of a record; what is absent stays, and null takes away. */
export type RecordChange = {
  [Field in
    | 'member' | 'serviceDate' | 'startMinute' | 'endMinute' | 'minutes' | 'category' | 'activity' | 'activityId' | 'postId' | 'brand' | 'beneficiary' | 'evidence'
    | 'backfilled' | 'guardianPresent' | 'paidInDutyHours' | 'asGroup' | 'attachments' | 'note']?: ServiceToRecord[Field] | null | undefined
}

/**
 * Changes a record that is recorded or returned. It is judged anew: flags and their answers fall away, and it must be submitted again.
 * Whoever changed it does not approve it. Refuses `unknown_record`, `record_not_open`, and what recording refuses.
 */
export async function changeRecord(service: Service, communityId: string, recordId: string, change: RecordChange, asked: Keyed): Promise<ChangedRecord | Refusal> {
  const before = await findRecord(service, communityId, recordId)
  if (isRefusal(before)) return before
  const given = changed(before, change)
  const about = { memberNumber: given.member, serviceDate: given.serviceDate, beneficiary: given.beneficiary }
  const known = await readSurroundings(service, communityId, [about], asked.actor)
  if (isRefusal(known)) return known
  return changeOnce(service, communityId, { recordId, asked }, async (db, row) => {
    if (!CHANGEABLE.includes(row.state)) return refuse('record_not_open', { state: row.state })
    const day = { memberNumber: given.member, from: given.serviceDate, to: given.serviceDate }
    const earlier = await earlierHoursOf(service, communityId, [day], { db, exceptRecords: [recordId] })
    const accepted = new AcceptedHoursByDay(() => earlier.get(`${given.member} ${given.serviceDate}`) ?? [])
    const judged = judgeParts(service, communityId, [given], { known, accepted, recording: { actor: asked.actor } })
    if (isRefusal(judged)) return judged
    const { recordedBy: _, recordedAt: __, hands: ___, noteCommitment: ____, objections: _____, continuesId, replacesId, ...fresh } = judged[0] as RecordRow
    const note = typeof change.note === 'string' ? { noteCommitment: await insertNote(service, db, communityId, change.note) } : change.note === null ? { noteCommitment: null } : {}
    return { ...fresh, ...note, hands: withHand(row, asked.actor) }
  })
}

export function withHand({ hands }: RecordRow, actor: string): string[] {
  return hands.includes(actor) ? hands : [...hands, actor]
}

/** The service as it is said to be after the change. */
function changed(row: RecordRow, change: RecordChange): ServiceToRecord {
  const { facts } = row
  const before: ServiceToRecord = {
    ...serviceOf(row), guardianPresent: facts['guardianPresent'], paidInDutyHours: facts['paidInDutyHours'], asGroup: facts['asGroup']
  }
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined).map(([name, value]) => [name, value ?? undefined]))
  const after: ServiceToRecord = { ...before, ...named, note: undefined }
  const retimed = change.minutes === undefined && (change.startMinute !== undefined || change.endMinute !== undefined)
  return retimed && after.startMinute !== undefined && after.endMinute !== undefined ? { ...after, minutes: after.endMinute - after.startMinute } : after
}

/** A record as the service that it is of. */
export function serviceOf(row: RecordRow): ServiceToRecord {
  const { recordId, memberNumber, serviceDate, minutes, category, activity, backfilled, evidence, method } = row
  return {
    recordId, member: memberNumber, serviceDate, minutes, category, activity, backfilled, evidence: evidence as ServiceToRecord['evidence'],
    method: method as ServiceToRecord['method'], startMinute: row.startMinute ?? undefined, endMinute: row.endMinute ?? undefined,
    activityId: row.activityId ?? undefined, postId: row.postId ?? undefined, shiftId: row.shiftId ?? undefined, careVisitId: row.careVisitId ?? undefined,
    brand: row.brand ?? undefined, teamId: row.teamId ?? undefined, beneficiary: row.beneficiaryMember ?? undefined, attachments: row.attachments ?? undefined,
    sourceHash: row.sourceHash ?? undefined, sourceRow: row.sourceRow ?? undefined
  }
}

/** Takes a record back that is not approved yet. Refuses `unknown_record` and `record_not_open`. */
export function withdrawRecord(service: Service, communityId: string, recordId: string, asked: Keyed): Promise<ChangedRecord | Refusal> {
  return changeOnce(service, communityId, { recordId, asked }, async (_, row) =>
    [...CHANGEABLE, 'submitted'].includes(row.state) ? { state: 'withdrawn', decidedAt: service.clock.now() } : refuse('record_not_open', { state: row.state })
  )
}

/** Gives a submitted record back to be mended. Refuses `unknown_record`, `record_not_open`, and `second_person_needed` to who recorded it. */
export function returnRecord(
  service: Service,
  communityId: string,
  recordId: string,
  { reason, note }: { reason: Reason; note?: string | undefined },
  asked: Keyed & { twoPeople: boolean }
): Promise<ChangedRecord | Refusal> {
  const { twoPeople, ...keyed } = asked
  return changeOnce(service, communityId, { recordId, asked: keyed }, async (db, row) => {
    if (row.state !== 'submitted' && row.state !== 'on_notice') return refuse('record_not_open', { state: row.state })
    if (twoPeople && row.hands.includes(asked.actor)) return refuse('second_person_needed', { by: asked.actor })
    const reasonCommitment = note === undefined ? null : await insertNote(service, db, communityId, note)
    return { state: 'returned', reason, reasonCommitment, approvals: [], noticeThrough: null, decidedAt: service.clock.now() }
  })
}
