import { and, asc, eq, gt } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { once } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { newId } from '../../id.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { approveRecords } from './approve-records.ts'
import { conditionOf, type RecordFilter } from './read-records.ts'
import type { RecordOutcome } from './record-outcome.ts'

/** Which submitted records are to be approved: those named, or all that a filter finds. */
export interface BulkApproval {
  ids?: readonly string[] | undefined
  filter?: Omit<RecordFilter, 'state' | 'flag' | 'doubtful'> | undefined
  expiredAccepted?: boolean | undefined
}

/** How far a bulk approval is. */
export interface ApprovalProgress {
  /** Records that were looked at. */
  records: number
  posted: number
  onNotice: number
  /** Approved, and still to be approved by another person. */
  awaiting: number
  /** Those not approved, by code. */
  passedOver: Record<string, number>
  /** What became of each that was named; of a filter's only those refused, and so many of them. */
  outcomes: RecordOutcome[]
}

export interface ApprovalRun extends ApprovalProgress {
  refused?: undefined
  runId: string
  approver: string
  state: 'running' | 'done'
  startedAt: number
  endedAt: number | null
}

const TOGETHER = 1000
const MOST_OUTCOMES = 500

/** Of the key: the same request finds the same run, whether it is under way, done, or broke off. Refuses `unknown_community`, `community_archived` and `key_reused`. */
export async function beginApproval(service: Service, communityId: string, request: BulkApproval, asked: Keyed): Promise<{ runId: string; replayed: boolean } | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const { approvalRun } = service.bank.store.tables
  const work = async (db: Database): Promise<string> => {
    const runId = newId()
    await db.insert(approvalRun).values({
      communityId, runId, approver: asked.actor, request: { ...request }, state: 'running', through: null,
      progress: { ...NOTHING_DONE }, startedAt: service.clock.now(), endedAt: null
    })
    return runId
  }
  const begun = await once(service, communityId, asked, work, 'approval')
  return isRefusal(begun) ? begun : { runId: begun.made, replayed: begun.replayed }
}

const NOTHING_DONE: ApprovalProgress = { records: 0, posted: 0, onNotice: 0, awaiting: 0, passedOver: {}, outcomes: [] }

/**
 * Approves what a run was begun for, a thousand at a time and in the order of recording; memory does not grow with the
 * number. What is doubtful and unanswered, and what the approver had a hand in, is passed over and counted. A run that
 * broke off is taken up where it stopped, and nothing is posted twice. Refuses `unknown_approval_run`.
 */
export async function carryOnApproval(service: Service, communityId: string, runId: string, progress: (done: ApprovalProgress) => void = () => undefined): Promise<ApprovalRun | Refusal> {
  const { approvalRun } = service.bank.store.tables
  const run = await findRun(service, communityId, runId)
  if (!run) return refuse('unknown_approval_run', { run: runId })
  const { approver } = run
  const request = run.request as BulkApproval
  const done = { ...NOTHING_DONE, ...(run.progress as Partial<ApprovalProgress>) }
  let { state, through } = run
  while (state === 'running') {
    const ids = await nextIds(service, communityId, request, through ?? '')
    const outcomes = await approveRecords(service, communityId, ids, { approver, postedBy: approver, expiredAccepted: request.expiredAccepted })
    count(done, outcomes, { all: request.ids !== undefined })
    through = [...ids].sort().at(-1) ?? through
    if (ids.length < TOGETHER) state = 'done'
    const endedAt = state === 'done' ? service.clock.now() : null
    const kept = { state, through, progress: { ...done }, endedAt }
    await service.bank.store.write((db) => db.update(approvalRun).set(kept).where(and(eq(approvalRun.communityId, communityId), eq(approvalRun.runId, runId))))
    progress(done)
  }
  return readApprovalRun(service, communityId, runId)
}

/** The next records of a run, in the order of their ids. */
async function nextIds(service: Service, communityId: string, { ids, filter = {} }: BulkApproval, after: string): Promise<string[]> {
  if (ids !== undefined) return [...new Set(ids)].sort().filter((id) => id > after).slice(0, TOGETHER)
  const { hoursRecord } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select({ recordId: hoursRecord.recordId })
    .from(hoursRecord)
    .where(and(conditionOf(service, communityId, { ...filter, state: 'submitted' }), gt(hoursRecord.recordId, after)))
    .orderBy(asc(hoursRecord.recordId))
    .limit(TOGETHER)
  return rows.map((each) => each.recordId)
}

function count(done: ApprovalProgress, outcomes: RecordOutcome[], { all }: { all: boolean }): void {
  done.passedOver = { ...done.passedOver }
  done.outcomes = [...done.outcomes]
  for (const outcome of outcomes) {
    const { state, code } = outcome
    done.records++
    if (code !== null) done.passedOver[code] = (done.passedOver[code] ?? 0) + 1
    else if (state === 'on_notice') done.onNotice++
    else if (state === 'submitted') done.awaiting++
    else done.posted++
    if ((all || code !== null) && done.outcomes.length < MOST_OUTCOMES) done.outcomes.push(outcome)
  }
}

async function findRun({ bank }: Service, communityId: string, runId: string) {
  const { approvalRun } = bank.store.tables
  const [found] = await bank.store.db.select().from(approvalRun).where(and(eq(approvalRun.communityId, communityId), eq(approvalRun.runId, runId)))
  return found
}

/** A bulk approval as it stands. Refuses `unknown_approval_run`. */
export async function readApprovalRun(service: Service, communityId: string, runId: string): Promise<ApprovalRun | Refusal> {
  const run = await findRun(service, communityId, runId)
  if (!run) return refuse('unknown_approval_run', { run: runId })
  const { approver, state, startedAt, endedAt } = run
  return { ...NOTHING_DONE, ...(run.progress as Partial<ApprovalProgress>), runId, approver, state: state === 'done' ? 'done' : 'running', startedAt, endedAt }
}
