import { and, eq, sql } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { submitAction } from '../../communities/post-action.ts'
import { insertNote } from '../../communities/notes.ts'
import { once } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { isReason, type Reason } from '../../reason.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { readIn, writeIn } from './change-once.ts'
import { findRecord } from './read-records.ts'
import { type RecordRow, rowOf } from './record-row.ts'
import { insertServices, type ServiceToRecord } from './record-service.ts'
import { readSurroundings } from './read-surroundings.ts'

export interface Correction {
  /** The service as it really was. */
  service: ServiceToRecord
  reason: Reason
  note?: string | undefined
}

/** The record that was wrong, and the one in its place. */
export interface CorrectedRecord {
  refused?: undefined
  corrected: RecordRow
  replacement: RecordRow
  replayed: boolean
}

/**
 * Corrects a posted record: what it posted is reversed, and the service is recorded again and submitted, each naming the
 * other; both stay. What is recorded again needs its approvals as any record. Harmless when repeated.
 *
 * Refuses `unknown_record`, `record_not_open`, `key_reused`, what recording refuses, and what the ledger refuses of a reversal.
 */
export async function correctRecord(service: Service, communityId: string, recordId: string, correction: Correction, asked: Keyed): Promise<CorrectedRecord | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const { member, serviceDate, beneficiary } = correction.service
  const known = await readSurroundings(service, communityId, [{ memberNumber: member, serviceDate, beneficiary }], asked.actor)
  if (isRefusal(known)) return known
  const begun = await once(service, communityId, asked, async (db) => {
    const row = await readIn(service, db, communityId, recordId)
    if (!row) return refuse('unknown_record', { record: recordId })
    if (row.state !== 'posted' || row.reason !== null) return refuse('record_not_open', { state: row.state })
    const recording = { actor: asked.actor, replaces: { recordId, number: row.number } }
    const [recorded] = await insertServices(service, db, communityId, { given: [correction.service], known, recording })
    if (!recorded || isRefusal(recorded)) return recorded ?? refuse('empty_request')
    const replacedById = recorded.records[0]?.recordId ?? null
    const reasonCommitment = correction.note === undefined ? null : await insertNote(service, db, communityId, correction.note)
    await writeIn(service, db, row, { state: 'corrected', reason: correction.reason, reasonCommitment, replacedById, hands: [...row.hands, asked.actor], decidedAt: service.clock.now() })
    return recordId
  })
  if (isRefusal(begun)) return begun
  const corrected = await findRecord(service, communityId, recordId)
  if (isRefusal(corrected)) return corrected
  const refusal = await reverseRecord(service, communityId, corrected, asked.actor)
  if (refusal) {
    await takeCorrectionBack(service, communityId, corrected, asked.idempotencyKey)
    return refusal
  }
  await submitReplacement(service, communityId, corrected, asked.actor)
  const replacement = await findRecord(service, communityId, corrected.replacedById ?? '')
  return isRefusal(replacement) ? replacement : { corrected, replacement, replayed: begun.replayed }
}

/** Reverses what a record posted, once; where somebody reversed it already, that is as good. */
export async function reverseRecord(service: Service, communityId: string, row: RecordRow, actor: string): Promise<Refusal | undefined> {
  const { recordId, number, reason } = row
  if (number === null) throw new Error(`record ${recordId} was never posted`)
  const request = ['record', recordId, 'reverse']
  const action = { action: 'reverse', number, reason: reason !== null && isReason(reason) ? reason : 'other' } as const
  const outcome = await submitAction(service, communityId, action, { actor, idempotencyKey: `record:${recordId}:reverse`, request })
  return outcome.refused && outcome.code !== 'already_reversed' ? outcome : undefined
}

/** From now on the replacement waits for its approvals. */
async function submitReplacement(service: Service, communityId: string, { recordId }: RecordRow, actor: string): Promise<void> {
  const { hoursRecord } = service.bank.store.tables
  await service.bank.store.write((db) =>
    db
      .update(hoursRecord)
      .set({ state: 'submitted', submittedBy: actor, submittedAt: service.clock.now() })
      .where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.replacesId, recordId), eq(hoursRecord.state, 'recorded')))
  )
}

/** The reversal was refused: everything is as it was before, and the key is free again. */
async function takeCorrectionBack(service: Service, communityId: string, row: RecordRow, idempotencyKey?: string): Promise<void> {
  const { hoursRecord, requestKey, note } = service.bank.store.tables
  await service.bank.store.write(async (db) => {
    const gone = await db
      .delete(hoursRecord)
      .where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.replacesId, row.recordId), eq(hoursRecord.state, 'recorded')))
      .returning({ commitment: hoursRecord.noteCommitment })
    for (const commitment of [row.reasonCommitment, ...gone.map((each) => each.commitment)]) {
      if (commitment !== null) await db.delete(note).where(and(eq(note.communityId, communityId), eq(note.commitment, commitment)))
    }
    await writeIn(service, db, row, { state: 'posted', reason: null, reasonCommitment: null, replacedById: null })
    if (idempotencyKey !== undefined) await db.delete(requestKey).where(and(eq(requestKey.communityId, communityId), eq(requestKey.idempotencyKey, idempotencyKey)))
  })
}

/** Takes up what a crash left between a correction and its reversal. */
export async function finishCorrections(service: Service, communityId: string): Promise<void> {
  const { hoursRecord } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(hoursRecord)
    .where(
      and(
        eq(hoursRecord.communityId, communityId),
        eq(hoursRecord.state, 'corrected'),
        sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${communityId} AND r.reverses = ${hoursRecord.number})`
      )
    )
  for (const row of rows.map(rowOf)) {
    const actor = row.hands.at(-1) ?? row.recordedBy
    const refusal = await reverseRecord(service, communityId, row, actor)
    if (refusal) await takeCorrectionBack(service, communityId, row)
    else await submitReplacement(service, communityId, row, actor)
  }
}
