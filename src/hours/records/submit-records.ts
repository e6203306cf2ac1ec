import { and, eq, inArray } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { onceKept } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { approveUnasked } from './approve-records.ts'
import { withHand } from './change-record.ts'
import { readIn, writeIn } from './change-once.ts'
import { type RecordOutcome, refusalIn } from './record-outcome.ts'
import { CHANGEABLE, type RecordRow, rowOf } from './record-row.ts'

/**
 * Hands records in for approval, each by itself. Where the policy wants nobody's approval, they are posted at once. Refuses
 * `unknown_community`, `community_archived` and `key_reused`; each record `unknown_record` and `record_not_open`.
 */
export async function submitRecords(service: Service, communityId: string, ids: readonly string[], asked: Keyed): Promise<{ outcomes: RecordOutcome[]; replayed: boolean } | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const work = async (db: Database): Promise<{ outcomes: RecordOutcome[] }> => {
    const outcomes: RecordOutcome[] = []
    for (const recordId of new Set(ids)) outcomes.push(await submitOne(service, db, communityId, { recordId, actor: asked.actor }))
    return { outcomes }
  }
  const done = await onceKept(service, communityId, asked, work, 'services')
  if (isRefusal(done)) return done
  const submitted = done.answer.outcomes.filter((each) => each.code === null).map((each) => each.recordId)
  await approveUnasked(service, communityId, submitted, asked.actor)
  return { outcomes: await asTheyStand(service, communityId, done.answer.outcomes), replayed: done.replayed }
}

async function submitOne(service: Service, db: Database, communityId: string, { recordId, actor }: { recordId: string; actor: string }): Promise<RecordOutcome> {
  const row = await readIn(service, db, communityId, recordId)
  if (!row) return { recordId, state: null, number: null, ...refusalIn(refuse('unknown_record', { record: recordId })) }
  const { state, number } = row
  if (!CHANGEABLE.includes(state)) return { recordId, state, number, ...refusalIn(refuse('record_not_open', { state })) }
  await writeIn(service, db, row, {
    state: 'submitted', submittedBy: actor, submittedAt: service.clock.now(), hands: withHand(row, actor), reason: null, reasonCommitment: null
  })
  return { recordId, state: 'submitted', number: null, ...refusalIn(null) }
}

/** The outcomes with the states that the records have by now. */
async function asTheyStand({ bank }: Service, communityId: string, outcomes: RecordOutcome[]): Promise<RecordOutcome[]> {
  const { hoursRecord } = bank.store.tables
  if (outcomes.length === 0) return []
  const rows = await bank.store.db
    .select()
    .from(hoursRecord)
    .where(and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.recordId, outcomes.map((each) => each.recordId))))
  const byId = new Map<string, RecordRow>(rows.map((row) => [row.recordId, rowOf(row)]))
  return outcomes.map((each) => ({ ...each, state: byId.get(each.recordId)?.state ?? null, number: byId.get(each.recordId)?.number ?? null }))
}
