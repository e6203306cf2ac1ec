import { and, asc, eq, gt, isNull, lt, lte, or } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { insertNote } from '../../communities/notes.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { readPolicies } from '../../ledger/read-books.ts'
import { versionOn } from '../../policy/versions.ts'
import type { Reason } from '../../reason.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { approveRecords } from './approve-records.ts'
import { type ChangedRecord, changeOnce } from './change-once.ts'
import { finishCorrections } from './correct-record.ts'
import { postRecords } from './post-records.ts'
import { openFlagsOf, type RecordRow, rowOf } from './record-row.ts'
import { lockCommunity } from '../../communities/lock-community.ts'
import { finishZeroings } from './zero-record.ts'
import { todayIn } from '../../communities/today.ts'

/**
 * Somebody objects to a record on public notice: it goes back to the approvers, with the objection to be answered. Refuses
 * `unknown_record` and `record_not_open`.
 */
export function objectToRecord(
  service: Service,
  communityId: string,
  recordId: string,
  { reason, note }: { reason: Reason; note?: string | undefined },
  asked: Keyed
): Promise<ChangedRecord | Refusal> {
  return changeOnce(service, communityId, { recordId, asked }, async (db, row) => {
    if (row.state !== 'on_notice') return refuse('record_not_open', { state: row.state })
    const said = note === undefined ? {} : { note: await insertNote(service, db, communityId, note) }
    const flags = [...row.flags, { code: 'objection' as const }]
    const objections = [...row.objections, { by: asked.actor, at: service.clock.now(), reason, ...said }]
    return { state: 'submitted', approvals: [], noticeThrough: null, flags, openFlags: openFlagsOf(flags), objections }
  })
}

/** What posting what is due came to. */
export interface PostedDue {
  refused?: undefined
  posted: number
  /** By the code of the refusal; these are submitted again. */
  sentBack: Record<string, number>
}

const TOGETHER = 1000

/**
 * Posts what has stood on public notice without objection, what was submitted where the policy wants nobody's approval, and
 * what a crash left between its approval and its posting. Asked again, nothing is posted twice. Refuses `unknown_community`
 * and `community_archived`.
 */
export async function postDue(service: Service, communityId: string, { postedBy }: { postedBy: string }): Promise<PostedDue | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  await finishCorrections(service, communityId)
  await finishZeroings(service, communityId)
  const done: PostedDue = { posted: 0, sentBack: {} }
  for (const step of [takeDue, takeUnapproved]) {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const taken = await step(service, communityId, { after, postedBy })
      for (const { code } of taken.outcomes) {
        if (code === null) done.posted++
        else done.sentBack[code] = (done.sentBack[code] ?? 0) + 1
      }
      after = taken.next
    }
  }
  return done
}

interface Taking {
  after: string
  postedBy: string
}

type Taken = { outcomes: Awaited<ReturnType<typeof postRecords>>; next: string | undefined }

/** What is past its notice, and what is approved and not posted. */
async function takeDue(service: Service, communityId: string, { after, postedBy }: Taking): Promise<Taken> {
  const { hoursRecord } = service.bank.store.tables
  const today = await todayIn(service, communityId)
  const rows = await service.bank.store.write(async (db): Promise<RecordRow[]> => {
    await lockCommunity(service, db, communityId)
    const due = or(eq(hoursRecord.state, 'approved'), and(eq(hoursRecord.state, 'on_notice'), lt(hoursRecord.noticeThrough, today)))
    const found = await db
      .select()
      .from(hoursRecord)
      .where(and(eq(hoursRecord.communityId, communityId), due, gt(hoursRecord.recordId, after)))
      .orderBy(asc(hoursRecord.recordId))
      .limit(TOGETHER)
    const last = found.at(-1)
    if (last) {
      await db
        .update(hoursRecord)
        .set({ state: 'approved' })
        .where(and(eq(hoursRecord.communityId, communityId), due, gt(hoursRecord.recordId, after), lte(hoursRecord.recordId, last.recordId)))
    }
    return found.map((row) => ({ ...rowOf(row), state: 'approved' }))
  })
  return { outcomes: await postRecords(service, communityId, rows, postedBy), next: rows.length < TOGETHER ? undefined : rows.at(-1)?.recordId }
}

/** What was submitted, and needs nobody's approval. */
async function takeUnapproved(service: Service, communityId: string, { after, postedBy }: Taking): Promise<Taken> {
  const policies = await readPolicies(service.bank.store, communityId)
  if (!policies.some(({ policy }) => policy.earning.approvalLevels === 0)) return { outcomes: [], next: undefined }
  const { hoursRecord } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select({ recordId: hoursRecord.recordId, serviceDate: hoursRecord.serviceDate })
    .from(hoursRecord)
    .where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.state, 'submitted'), eq(hoursRecord.openFlags, 0), gt(hoursRecord.recordId, after)))
    .orderBy(asc(hoursRecord.recordId))
    .limit(TOGETHER)
  const free = rows.filter(({ serviceDate }) => versionOn(policies, serviceDate)?.policy.earning.approvalLevels === 0)
  const outcomes = await approveRecords(service, communityId, free.map((each) => each.recordId), { approver: null, postedBy })
  return { outcomes: outcomes.filter(({ state, code }) => state === 'posted' || code !== null), next: rows.length < TOGETHER ? undefined : rows.at(-1)?.recordId }
}

/** The same for every community that is not archived: at the start of the service, and once a day. */
export async function postAllDue(service: Service): Promise<PostedDue> {
  const { community } = service.bank.store.tables
  const all: PostedDue = { posted: 0, sentBack: {} }
  const communities = await service.bank.store.db.select({ communityId: community.communityId }).from(community).where(isNull(community.archivedAt)).orderBy(asc(community.communityId))
  for (const { communityId } of communities) {
    const done = await postDue(service, communityId, { postedBy: 'system' })
    if (isRefusal(done)) continue
    all.posted += done.posted
    for (const [code, count] of Object.entries(done.sentBack)) all.sentBack[code] = (all.sentBack[code] ?? 0) + count
  }
  return all
}
