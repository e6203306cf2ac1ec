import { and, eq, isNotNull } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { insertNote } from '../../communities/notes.ts'
import { submitAction } from '../../communities/post-action.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import type { Transaction } from '../../journal/transaction.ts'
import type { Action } from '../../ledger/command.ts'
import { readTransaction } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { keepServiceRecords, type ServedHours } from '../earlier-hours.ts'
import { type ChangedRecord, changeOnce, writeIn } from './change-once.ts'
import { reverseRecord } from './correct-record.ts'
import { findRecord } from './read-records.ts'
import { type RecordRow, rowOf } from './record-row.ts'

/** Under what rule the points are posted again of a record that lost its hours alone. */
const KEPT_POINTS_RULE = 'complaint_kept_points'

/**
 * A complaint about a posted record was upheld: by the policy of its service date it loses its points, its hours or both. What it
 * posted is reversed; hours that stay are honorary from then on, points that stay are posted again. Harmless when repeated.
 *
 * Refuses `unknown_record`, `record_not_open`, `complaint_zeroes_nothing`, `key_reused`, and what the ledger refuses of it.
 */
export async function zeroRecord(service: Service, communityId: string, recordId: string, { note }: { note?: string | undefined }, asked: Keyed): Promise<ChangedRecord | Refusal> {
  const found = await findRecord(service, communityId, recordId)
  if (isRefusal(found)) return found
  const policy = await service.directory.policies.on(communityId, found.serviceDate)
  const changed = await changeOnce(service, communityId, { recordId, asked }, async (db, row) => {
    if (row.state !== 'posted' || row.reason !== null) return refuse('record_not_open', { state: row.state })
    if (!policy || policy.services.complaintZeroes === 'nothing') return refuse('complaint_zeroes_nothing')
    const reasonCommitment = note === undefined ? null : await insertNote(service, db, communityId, note)
    return { reason: 'complaint', reasonCommitment, hands: [...row.hands, asked.actor], decidedAt: service.clock.now() }
  })
  if (isRefusal(changed)) return changed
  if (changed.record.state !== 'zeroed') {
    const refusal = await carryOut(service, communityId, changed.record)
    if (refusal) {
      await takeBack(service, communityId, changed.record, asked.idempotencyKey)
      return refusal
    }
  }
  const record = await findRecord(service, communityId, recordId)
  return isRefusal(record) ? record : { record, replayed: changed.replayed }
}

/** Posts what a complaint does. The record is zeroed once all of it is posted. */
async function carryOut(service: Service, communityId: string, row: RecordRow): Promise<Refusal | undefined> {
  const actor = row.hands.at(-1) ?? row.recordedBy
  const original = await readTransaction(service.bank.store, communityId, row.number ?? 0)
  const policy = await service.directory.policies.on(communityId, row.serviceDate)
  if (!original || !policy) throw new Error(`record ${row.recordId} has no transaction or no policy`)
  const refusal = await reverseRecord(service, communityId, row, actor)
  if (refusal) return refusal
  const left = whatIsLeft(row, original, policy.services.complaintZeroes)
  if (left) {
    const outcome = await submitAction(service, communityId, left, {
      actor, idempotencyKey: `record:${row.recordId}:left`, request: ['record', row.recordId, 'left'], serviceDate: row.serviceDate,
      evidence: original.evidence ?? undefined, replaces: original.number
    })
    if (outcome.refused) throw new Error(`what is left of record ${row.recordId} cannot be posted: ${outcome.code}`)
    const honorary = outcome.transactions.find(({ kind }) => kind === 'record_honorary')
    // The service took place all the same, and is not recorded again.
    if (honorary) await keepServiceRecords(service, communityId, [{ number: honorary.number, hours: { ...timesOf(row), convertibleMinutes: 0 } }])
  }
  await service.bank.store.write((db) => writeIn(service, db, row, { state: 'zeroed' }))
  return undefined
}

function timesOf({ startMinute, endMinute, ...row }: RecordRow): Omit<ServedHours, 'convertibleMinutes'> {
  return { ...row, startMinute: startMinute ?? undefined, endMinute: endMinute ?? undefined }
}

/** What is posted again after the reversal: honorary hours, or the points that the member had of it. */
function whatIsLeft(row: RecordRow, original: Transaction, zeroes: string): Action | undefined {
  const { memberNumber: member, category, minutes, backfilled, activity } = row
  if (zeroes === 'points') {
    return { action: 'earn', member, category, minutes, backfilled, activity, facts: { ...row.facts, complaintUpheld: true } }
  }
  if (zeroes !== 'hours') return undefined
  const own = original.entries.filter(({ accountId }) => accountId.startsWith('P2101.') || accountId.startsWith('P1301.'))
  const points = own.reduce((sum, { amount }) => sum - amount, 0)
  const expiresOn = original.entries.flatMap((entry) => entry.lots)[0]?.expiresOn
  return points > 0 ? { action: 'award', member, rule: KEPT_POINTS_RULE, points, expiresOn } : undefined
}

async function takeBack(service: Service, communityId: string, row: RecordRow, idempotencyKey: string): Promise<void> {
  const { requestKey, note } = service.bank.store.tables
  await service.bank.store.write(async (db) => {
    await writeIn(service, db, row, { reason: null, reasonCommitment: null })
    if (row.reasonCommitment !== null) await db.delete(note).where(and(eq(note.communityId, communityId), eq(note.commitment, row.reasonCommitment)))
    await db.delete(requestKey).where(and(eq(requestKey.communityId, communityId), eq(requestKey.idempotencyKey, idempotencyKey)))
  })
}

/** Takes up what a crash left between the decision and what it posts. */
export async function finishZeroings(service: Service, communityId: string): Promise<void> {
  const { hoursRecord } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(hoursRecord)
    .where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.state, 'posted'), isNotNull(hoursRecord.reason)))
  for (const row of rows.map(rowOf)) {
    const refusal = await carryOut(service, communityId, row)
    if (refusal) await service.bank.store.write((db) => writeIn(service, db, row, { reason: null }))
  }
}
