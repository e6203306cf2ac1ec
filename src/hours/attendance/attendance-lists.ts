import { and, eq, gte, inArray, lte, ne } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { once } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { newId } from '../../id.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { PresenceFlag } from '../../store/presence-tables.ts'
import type { Database } from '../../store/store.ts'
import { findOccasion, isExpected, type Occasion, type PurposeRef } from './occasion.ts'
import { beginPresence, endOfPresence, flagsOfTimes, type PresenceRow } from './presence.ts'
import { makePresenceRecords } from './presence-records.ts'
import { notAvailable } from './rosters.ts'
import { momentsOf } from './shifts.ts'

/** Who came, from when to when. */
export interface ListRow {
  member: number
  /** Minutes since midnight of the day. */
  startMinute: number
  /** The planned end where absent: nobody saw them leave. */
  endMinute?: number | undefined
}

export interface AttendanceList extends PurposeRef {
  /** `list`: ticked off on the spot; `sheet`: copied from the paper sheet that people signed. */
  method: 'list' | 'sheet'
  /** Of a post, which day; what is planned has its own. */
  day?: string | undefined
  rows: ListRow[]
  attachments?: number | undefined
  sourceHash?: string | undefined
  /** A member keeps it, who must be responsible. */
  keeper?: number | undefined
}

/** Of each row its presence, or the code of its refusal. */
export interface ListOutcome {
  sheetId: string
  rows: { member: number; presenceId?: string; refusal?: string }[]
}

/**
 * Records who came by a list or a paper sheet, each row by itself; what counts becomes a service record. Refuses what findOccasion refuses,
 * `not_responsible`, and of each row members that there are not, `end_before_start`, `future_date`, `already_checked_in` (still there)
 * and `overlap`.
 */
export async function recordAttendance(service: Service, communityId: string, list: AttendanceList, asked: Keyed): Promise<(ListOutcome & { replayed: boolean }) | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const unavailable = new Map<number, Refusal>()
  for (const member of new Set(list.rows.map((row) => row.member))) {
    const bad = await notAvailable(service, communityId, [member])
    if (bad) unavailable.set(member, bad)
  }
  const { attendanceSheet, presence } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const occasion = await findOccasion(db, service, communityId, list)
    if (list.keeper !== undefined && (isRefusal(occasion) || occasion.responsible !== list.keeper)) return refuse('not_responsible')
    if (isRefusal(occasion)) return occasion
    const sheetId = newId()
    const judged = await judgeRows(db, service, communityId, { list, occasion, unavailable, actor: asked.actor })
    const rows = judged.map((each, index) => {
      const { member } = list.rows[index] as ListRow
      return isRefusal(each) ? { member, refusal: each.code } : { member, presenceId: each.presenceId }
    })
    for (const [index, each] of judged.entries()) {
      if (!isRefusal(each)) await db.insert(presence).values({ ...each, sheetId, sheetRow: index + 1 })
    }
    const { method, purpose, purposeId, attachments = null, sourceHash = null } = list
    await db.insert(attendanceSheet).values({
      communityId, sheetId, method, purpose, purposeId, attachments, sourceHash, rows, recordedBy: asked.actor, recordedAt: service.clock.now()
    })
    return sheetId
  })
  if (isRefusal(made)) return made
  const [sheet] = await service.bank.store.db
    .select({ rows: attendanceSheet.rows })
    .from(attendanceSheet)
    .where(and(eq(attendanceSheet.communityId, communityId), eq(attendanceSheet.sheetId, made.made)))
  const rows = sheet?.rows ?? []
  await makePresenceRecords(service, communityId, { presenceIds: rows.flatMap((row) => row.presenceId ?? []), actor: asked.actor })
  return { sheetId: made.made, rows, replayed: made.replayed }
}

interface Judging {
  list: AttendanceList
  occasion: Occasion
  unavailable: ReadonlyMap<number, Refusal>
  actor: string
}

async function judgeRows(db: Database, service: Service, communityId: string, { list, occasion, unavailable, actor }: Judging): Promise<(PresenceRow | Refusal)[]> {
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const there = await presencesAround(db, service, communityId, { members: list.rows.map((row) => row.member), day: occasion.serviceDate })
  const judged: (PresenceRow | Refusal)[] = []
  for (const row of list.rows) {
    const span = spanOf(timeZone, occasion, row)
    const bad = unavailable.get(row.member) ?? refusalOfRow(service, occasion, { row, span, there })
    if (bad) {
      judged.push(bad)
      continue
    }
    const { from, to } = span
    const flags: PresenceFlag[] = flagsOfTimes(occasion, { from, to })
    if (row.endMinute === undefined) flags.push({ code: 'forgotten_check_out' })
    if (!(await isExpected(db, service, communityId, { occasion, member: row.member }))) flags.push({ code: 'not_expected' })
    const begun = beginPresence(communityId, occasion, { member: row.member, at: from, method: list.method, actor, flags })
    const evidence = list.method === 'sheet' ? 'paper_list' : row.endMinute === undefined ? 'check_in' : 'check_in_and_out'
    const method = row.endMinute === undefined ? 'rule' : list.method
    const ended = { ...begun, ...endOfPresence(timeZone, begun, { at: to, method, actor, evidence }) }
    judged.push(ended)
    // The same person in two rows of one list is in two places as well.
    there.push(ended)
  }
  return judged
}

function spanOf(timeZone: string, { serviceDate, plannedEnd }: Occasion, { startMinute, endMinute }: ListRow): { from: number; to: number } {
  const { start, end } = momentsOf(timeZone, { serviceDate, startMinute, endMinute: endMinute ?? startMinute })
  return { from: start, to: endMinute === undefined ? (plannedEnd ?? start) : end }
}

function refusalOfRow({ clock }: Service, { purpose, purposeId }: Occasion, { row, span, there }: { row: ListRow; span: { from: number; to: number }; there: PresenceRow[] }): Refusal | undefined {
  const { from, to } = span
  if (to <= from) return refuse('end_before_start')
  if (to > clock.now()) return refuse('future_date', { value: new Date(to).toISOString(), today: new Date(clock.now()).toISOString() })
  const own = there.filter((each) => each.memberNumber === row.member)
  const open = own.find((each) => each.state === 'in')
  if (open) return open.purpose === purpose && open.purposeId === purposeId ? refuse('already_checked_in', { member: row.member }) : refuse('present_elsewhere', { member: row.member, title: open.title })
  return own.some((each) => each.checkedInAt < to && from < (each.checkedOutAt ?? to)) ? refuse('overlap') : undefined
}

async function presencesAround(db: Database, { bank }: Service, communityId: string, { members, day }: { members: number[]; day: string }): Promise<PresenceRow[]> {
  const { presence } = bank.store.tables
  return db
    .select()
    .from(presence)
    .where(
      and(
        eq(presence.communityId, communityId), inArray(presence.memberNumber, members), gte(presence.serviceDate, addDays(day, -1)),
        lte(presence.serviceDate, addDays(day, 1)), ne(presence.state, 'void')
      )
    )
}
