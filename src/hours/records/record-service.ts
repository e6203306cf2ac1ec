import { and, eq, inArray } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { insertNote } from '../../communities/notes.ts'
import { onceKept } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import type { RecordMethodCode } from '../../contracts/record-codes.ts'
import { newId } from '../../id.ts'
import type { Evidence } from '../../policy/earning-parameters.ts'
import { isRefusal, type Refusal, type RefusalCode, type RefusalParameters, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { AcceptedHoursByDay } from '../accepted-hours.ts'
import { earlierHoursOf } from '../earlier-hours.ts'
import { approveUnasked } from './approve-records.ts'
import { judgeService } from './judge-service.ts'
import { idAfterMidnight, openFlagsOf, type RecordRow, rowOf } from './record-row.ts'
import { type Known, readSurroundings } from './read-surroundings.ts'

/** A service as somebody saw it, or found it in a list. */
export interface ServiceToRecord {
  member: number
  serviceDate: string
  /** Minutes since midnight, both or neither; an end after 1440 is of the next day. */
  startMinute?: number | undefined
  endMinute?: number | undefined
  minutes: number
  category: string
  /** The category where absent. */
  activity?: string | undefined
  activityId?: string | undefined
  postId?: string | undefined
  shiftId?: string | undefined
  careVisitId?: string | undefined
  brand?: string | undefined
  teamId?: string | undefined
  /** Who was served, where a member: a relative is noticed. */
  beneficiary?: number | undefined
  method: RecordMethodCode
  evidence: Evidence
  backfilled?: boolean | undefined
  guardianPresent?: boolean | undefined
  paidInDutyHours?: boolean | undefined
  asGroup?: boolean | undefined
  attachments?: number | undefined
  sourceHash?: string | undefined
  sourceRow?: string | undefined
  note?: string | undefined
  /** Somebody else than the member vouches for it, though the member recorded it: a code that others showed on the spot. */
  seenByOther?: boolean | undefined
  /** Where the caller knows it: the same one is recorded once, however often it is asked for. */
  recordId?: string | undefined
}

/** Who records, and whether it is submitted for approval at once. */
export interface Recording {
  actor: string
  submit?: boolean | undefined
  /** The key of the request, and the request; nothing is kept without. */
  asked?: Keyed | undefined
  /** A record, and its transaction, that this is recorded in place of. */
  replaces?: { recordId: string; number: number | null } | undefined
}

/** What became of one service: its record, or two where it went on after midnight. */
export type RecordedService = { refused?: undefined; records: RecordRow[] } | Refusal

/** Records one service; see `recordServices`. */
export async function recordService(
  service: Service,
  communityId: string,
  given: ServiceToRecord,
  recording: Recording
): Promise<{ refused?: undefined; records: RecordRow[]; replayed: boolean } | Refusal> {
  const recorded = await recordServices(service, communityId, [given], { ...recording, allOrNothing: true })
  if (isRefusal(recorded)) return recorded
  const [outcome] = recorded.outcomes
  if (!outcome || isRefusal(outcome)) return outcome ?? refuse('empty_request')
  return { ...outcome, replayed: recorded.replayed }
}

/**
 * Records services, each by itself: one that is refused is not recorded, and the others are. What one of them is judged
 * by includes those before it. Nothing is posted. Of a shift over midnight each day is a record of its own.
 *
 * Refuses `unknown_community`, `community_archived` and `key_reused`; each service whatever judge-service.ts refuses.
 */
export async function recordServices(
  service: Service,
  communityId: string,
  given: readonly ServiceToRecord[],
  { asked, allOrNothing = false, ...recording }: Recording & { allOrNothing?: boolean }
): Promise<{ refused?: undefined; outcomes: RecordedService[]; replayed: boolean } | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const known = await readSurroundings(service, communityId, given.flatMap(daysOf), recording.actor)
  if (isRefusal(known)) return known
  let outcomes: RecordedService[] = []
  const work = async (db: Database): Promise<{ outcomes: KeptOutcome[] } | Refusal> => {
    outcomes = await insertServices(service, db, communityId, { given, known, recording })
    return (allOrNothing ? outcomes.find(isRefusal) : undefined) ?? { outcomes: outcomes.map(keptOf) }
  }
  const done = await onceKept(service, communityId, asked, work, 'services')
  if (isRefusal(done)) return done
  if (done.replayed) return { outcomes: await outcomesAgain(service, communityId, done.answer.outcomes), replayed: true }
  if (!recording.submit) return { outcomes, replayed: false }
  const ids = outcomes.flatMap((each) => (isRefusal(each) ? [] : each.records)).map(({ recordId }) => recordId)
  const approved = await approveUnasked(service, communityId, ids, recording.actor)
  return { outcomes: approved ? await asTheyStand(service, communityId, outcomes) : outcomes, replayed: false }
}

async function asTheyStand({ bank }: Service, communityId: string, outcomes: RecordedService[]): Promise<RecordedService[]> {
  const ids = outcomes.flatMap((each) => (isRefusal(each) ? [] : each.records)).map(({ recordId }) => recordId)
  const rows = await findRows(bank.store.db, bank.store.tables, communityId, ids)
  return outcomes.map((each) => (isRefusal(each) ? each : { records: each.records.flatMap(({ recordId }) => rows.get(recordId) ?? []) }))
}

type KeptOutcome = { records: string[] } | { code: RefusalCode; parameters: RefusalParameters }

function keptOf(outcome: RecordedService): KeptOutcome {
  return isRefusal(outcome) ? { code: outcome.code, parameters: outcome.parameters } : { records: outcome.records.map(({ recordId }) => recordId) }
}

/** The first answer, with the records as they stand now. */
async function outcomesAgain({ bank }: Service, communityId: string, kept: KeptOutcome[]): Promise<RecordedService[]> {
  const ids = kept.flatMap((each) => ('records' in each ? each.records : []))
  const rows = await findRows(bank.store.db, bank.store.tables, communityId, ids)
  return kept.map((each) =>
    'records' in each ? { records: each.records.flatMap((recordId) => rows.get(recordId) ?? []) } : refuse(each.code, each.parameters)
  )
}

async function findRows(db: Database, { hoursRecord }: Service['bank']['store']['tables'], communityId: string, ids: string[]): Promise<Map<string, RecordRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db.select().from(hoursRecord).where(and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.recordId, ids)))
  return new Map(rows.map((row) => [row.recordId, rowOf(row)]))
}

const DAY_MINUTES = 24 * 60

/** The parts of a service that belong to single days. */
function partsOf(given: ServiceToRecord): ServiceToRecord[] {
  const { startMinute, endMinute, recordId = newId() } = given
  if (startMinute === undefined || endMinute === undefined || endMinute <= DAY_MINUTES || startMinute >= DAY_MINUTES) return [{ ...given, recordId }]
  // A length that does not agree with the times is found out in the evening's part.
  const after = endMinute - DAY_MINUTES
  const morning = new Date(Date.parse(`${given.serviceDate}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return [
    { ...given, recordId, endMinute: DAY_MINUTES, minutes: given.minutes - after },
    { ...given, recordId: idAfterMidnight(recordId), serviceDate: morning, startMinute: 0, endMinute: after, minutes: after }
  ]
}

function daysOf(given: ServiceToRecord): { memberNumber: number; serviceDate: string; beneficiary: number | undefined }[] {
  return partsOf(given).map(({ member, serviceDate, beneficiary }) => ({ memberNumber: member, serviceDate, beneficiary }))
}

interface ToInsert {
  given: readonly ServiceToRecord[]
  known: Known
  recording: Omit<Recording, 'asked'>
}

const ROWS_TOGETHER = 256

/** Judges and inserts within a write that has the community locked, as `once` has. */
export async function insertServices(service: Service, db: Database, communityId: string, { given, known, recording }: ToInsert): Promise<RecordedService[]> {
  const { tables } = service.bank.store
  const there = await findRows(db, tables, communityId, given.flatMap(({ recordId }) => (recordId === undefined ? [] : [recordId, idAfterMidnight(recordId)])))
  const days = given.flatMap(daysOf).map(({ memberNumber, serviceDate }) => ({ memberNumber, from: serviceDate, to: serviceDate }))
  const { replaces } = recording
  const earlier = await earlierHoursOf(service, communityId, days, {
    db, exceptRecords: replaces ? [replaces.recordId] : [], exceptNumbers: replaces?.number == null ? [] : [replaces.number]
  })
  const accepted = new AcceptedHoursByDay(({ memberNumber, serviceDate }) => earlier.get(`${memberNumber} ${serviceDate}`) ?? [])
  const outcomes: RecordedService[] = []
  const rows: RecordRow[] = []
  for (const each of given) {
    const again = each.recordId === undefined ? [] : [each.recordId, idAfterMidnight(each.recordId)].flatMap((id) => there.get(id) ?? [])
    const judged = again.length > 0 ? again : judgeParts(service, communityId, partsOf(each), { known, accepted, recording })
    outcomes.push(isRefusal(judged) ? judged : { records: judged })
    if (isRefusal(judged) || again.length > 0) continue
    const noteCommitment = each.note === undefined ? null : await insertNote(service, db, communityId, each.note)
    for (const row of judged) rows.push(Object.assign(row, { noteCommitment }))
  }
  for (let from = 0; from < rows.length; from += ROWS_TOGETHER) await db.insert(tables.hoursRecord).values(rows.slice(from, from + ROWS_TOGETHER))
  return outcomes
}

interface Judging {
  known: Known
  accepted: AcceptedHoursByDay
  recording: Omit<Recording, 'asked'>
}

/** The rows of a service's parts; all of them or none. */
export function judgeParts(service: Service, communityId: string, parts: ServiceToRecord[], { known, accepted, recording }: Judging): RecordRow[] | Refusal {
  const rows: RecordRow[] = []
  for (const [index, part] of parts.entries()) {
    const memberDay = { memberNumber: part.member, serviceDate: part.serviceDate, beneficiary: part.beneficiary }
    const backfilled = part.backfilled === true || part.method === 'backfill'
    const { activity = part.category } = part
    const flags = judgeService({ ...part, ...memberDay, activity, backfilled }, { ...known.around(memberDay), sameDay: accepted.of(memberDay) })
    if (isRefusal(flags)) return flags
    rows.push({
      ...newRow(service, communityId, part, recording),
      activity,
      backfilled,
      facts: factsOf(part, known.servedOwnRelative(memberDay)),
      flags,
      openFlags: openFlagsOf(flags),
      continuesId: index === 0 ? null : (parts[0]?.recordId ?? null)
    })
  }
  for (const { memberNumber, serviceDate, startMinute, endMinute, minutes, activity } of rows) {
    const times = { startMinute: startMinute ?? undefined, endMinute: endMinute ?? undefined }
    accepted.add({ memberNumber, serviceDate }, { ...times, minutes, convertibleMinutes: 0, activity, honorary: true })
  }
  return rows
}

/** Only what is true; what is absent is not known. */
function factsOf({ paidInDutyHours, asGroup, guardianPresent }: ServiceToRecord, servedOwnRelative: boolean): Record<string, boolean> {
  return Object.fromEntries(Object.entries({ paidInDutyHours, asGroup, guardianPresent, servedOwnRelative }).filter(([, value]) => value === true)) as Record<string, boolean>
}

function newRow({ clock }: Service, communityId: string, part: ServiceToRecord, { actor, submit, replaces }: Omit<Recording, 'asked'>): RecordRow {
  const { recordId = newId(), member, serviceDate, minutes, category, method, evidence } = part
  const now = clock.now()
  return {
    communityId, recordId, memberNumber: member, serviceDate, startMinute: part.startMinute ?? null, endMinute: part.endMinute ?? null, minutes, category,
    activity: category, activityId: part.activityId ?? null, postId: part.postId ?? null, shiftId: part.shiftId ?? null, careVisitId: part.careVisitId ?? null,
    brand: part.brand ?? null, teamId: part.teamId ?? null, beneficiaryMember: part.beneficiary ?? null, method, evidence, backfilled: false, facts: {},
    attachments: part.attachments ?? null, sourceHash: part.sourceHash ?? null, sourceRow: part.sourceRow ?? null, state: submit ? 'submitted' : 'recorded',
    flags: [], openFlags: 0, recordedBy: actor, recordedAt: now, hands: [actor], submittedBy: submit ? actor : null, submittedAt: submit ? now : null,
    approvals: [], reason: null, noteCommitment: null, reasonCommitment: null, objections: [], noticeThrough: null, expiredAccepted: false, number: null,
    continuesId: null, replacesId: replaces?.recordId ?? null, replacedById: null, decidedAt: null
  }
}
