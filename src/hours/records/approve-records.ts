import { and, asc, eq, inArray } from 'drizzle-orm'
import { dateIn } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { needsTwoPeople } from '../../communities/four-eyes.ts'
import { findKeyUse, keepKeyUse, type Keyed } from '../../communities/request-keys.ts'
import { readPolicies } from '../../ledger/read-books.ts'
import { type PolicyVersion, versionOn } from '../../policy/versions.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import type { ChangedRecord } from './change-once.ts'
import { type Approved, type Approving, decideApproval } from './decide-approval.ts'
import { postRecords } from './post-records.ts'
import { findRecord } from './read-records.ts'
import { type RecordRow, rowOf } from './record-row.ts'
import { lockCommunity } from '../../communities/lock-community.ts'
import { type RecordOutcome, refusalIn } from './record-outcome.ts'

export interface Approval {
  /** Null where the policy wants nobody's approval. */
  approver: string | null
  postedBy: string
  /** Somebody was asked about points that are born expired, and wants them posted all the same. */
  expiredAccepted?: boolean | undefined
}

const TOGETHER = 1000

/**
 * Approves records one after another, in the order in which they were recorded, so that caps are held in the order of a
 * sheet. What everybody needed has approved is posted at once or stands on public notice. Each is claimed before it is
 * posted and its journal key is made from its id, so that two screens post it once. A record whose posting is refused
 * is submitted as before, without this approval.
 *
 * Refused for each: `unknown_record`, whatever decide-approval.ts refuses, `duplicate` and `overlap` where the like was
 * posted meanwhile, and whatever the ledger refuses, among it `points_born_expired`.
 */
export async function approveRecords(service: Service, communityId: string, ids: readonly string[], approval: Approval): Promise<RecordOutcome[]> {
  const inOrder = [...new Set(ids)].sort()
  const outcomes = new Map<string, RecordOutcome>()
  // Read before the claims: a write must wait for nothing but its own connection.
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const twoPeople = await needsTwoPeople(service, communityId)
  for (let from = 0; from < inOrder.length; from += TOGETHER) {
    const some = inOrder.slice(from, from + TOGETHER)
    const at = service.clock.now()
    const deciding = { approver: approval.approver, at, today: dateIn(timeZone, at), twoPeople, policies: await readPolicies(service.bank.store, communityId) }
    const claimed = await service.bank.store.write((db) => claimRecords(service, db, communityId, { ids: some, approval, deciding }))
    for (const outcome of claimed.outcomes) outcomes.set(outcome.recordId, outcome)
    for (const outcome of await postRecords(service, communityId, claimed.toPost, approval.postedBy)) outcomes.set(outcome.recordId, outcome)
  }
  return ids.flatMap((id) => outcomes.get(id) ?? [])
}

/** Posts those that need nobody's approval by the policy of their day. Returns whether there may be any. */
export async function approveUnasked(service: Service, communityId: string, ids: readonly string[], postedBy: string): Promise<boolean> {
  const policies = await readPolicies(service.bank.store, communityId)
  if (!policies.some(({ policy }) => policy.earning.approvalLevels === 0)) return false
  await approveRecords(service, communityId, ids, { approver: null, postedBy })
  return true
}

interface Claim {
  ids: string[]
  approval: Approval
  deciding: Omit<Approving, 'policy'> & { policies: PolicyVersion[] }
}

interface Claimed {
  outcomes: RecordOutcome[]
  toPost: RecordRow[]
}

/** Takes down the approval of those records that it is good for, in one transaction with nobody else deciding. */
async function claimRecords(service: Service, db: Database, communityId: string, { ids, approval, deciding }: Claim): Promise<Claimed> {
  const { hoursRecord } = service.bank.store.tables
  await lockCommunity(service, db, communityId)
  const stored = await db
    .select()
    .from(hoursRecord)
    .where(and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.recordId, ids)))
    .orderBy(asc(hoursRecord.recordId))
  const rows = new Map(stored.map((row) => [row.recordId, rowOf(row)]))
  const outcomes: RecordOutcome[] = []
  const changes = new Map<RecordRow, Exclude<Approved, 'again'>>()
  const toPost: RecordRow[] = []
  for (const recordId of ids) {
    const row = rows.get(recordId)
    const policy = row && versionOn(deciding.policies, row.serviceDate)?.policy
    const decided = row ? decideApproval(row, { ...deciding, policy }) : refuse('unknown_record', { record: recordId })
    const refused = isRefusal(decided)
    if (row && !refused && decided !== 'again') changes.set(row, decided)
    if (row && !refused && decided !== 'again' && decided.state === 'approved') toPost.push({ ...row, ...decided, expiredAccepted: approval.expiredAccepted === true })
    // Another screen of the same person is about to post it: the posting is joined, and its answer is the same.
    if (row && decided === 'again' && row.state === 'approved') toPost.push(row)
    const state = refused || decided === 'again' ? (row?.state ?? null) : decided.state
    outcomes.push({ recordId, state, number: row?.number ?? null, ...refusalIn(refused ? decided : null) })
  }
  await writeApprovals(service, db, communityId, { changes, expiredAccepted: approval.expiredAccepted === true })
  return { outcomes, toPost }
}

/** One statement for all that become the same. */
async function writeApprovals(
  { bank, clock }: Service,
  db: Database,
  communityId: string,
  { changes, expiredAccepted }: { changes: Map<RecordRow, Exclude<Approved, 'again'>>; expiredAccepted: boolean }
): Promise<void> {
  const { hoursRecord } = bank.store.tables
  const alike = new Map<string, { change: Exclude<Approved, 'again'>; ids: string[] }>()
  for (const [{ recordId }, change] of changes) {
    const key = JSON.stringify(change)
    const group = alike.get(key) ?? { change, ids: [] }
    group.ids.push(recordId)
    alike.set(key, group)
  }
  for (const { change, ids } of alike.values()) {
    await db
      .update(hoursRecord)
      .set({ ...change, expiredAccepted, decidedAt: clock.now() })
      .where(and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.recordId, ids)))
  }
}

/**
 * Approves one record. The same person again, also from another screen, gets the first answer; another person finds it
 * `record_not_open`. Refuses what `approveRecords` refuses, and `key_reused`.
 */
export async function approveRecord(
  service: Service,
  communityId: string,
  { recordId, expiredAccepted }: { recordId: string; expiredAccepted?: boolean | undefined },
  asked: Keyed
): Promise<ChangedRecord | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const { db } = service.bank.store
  const used = await findKeyUse(service, db, communityId, asked)
  if (isRefusal(used)) return used
  if (!used) {
    const refusal = await approveOrRefuse(service, communityId, recordId, { approver: asked.actor, postedBy: asked.actor, expiredAccepted })
    if (refusal) return refusal
    await service.bank.store.write((write) => keepKeyUse(service, write, communityId, asked, { kind: 'record', reference: recordId }))
  }
  const record = await findRecord(service, communityId, recordId)
  return isRefusal(record) ? record : { record, replayed: used !== undefined }
}

async function approveOrRefuse(service: Service, communityId: string, recordId: string, approval: Approval): Promise<Refusal | undefined> {
  const [outcome] = await approveRecords(service, communityId, [recordId], approval)
  return outcome?.code == null ? undefined : refuse(outcome.code, outcome.parameters)
}
