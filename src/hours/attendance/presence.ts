import { dateIn, startOfDay } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import type { CheckMethod, Purpose } from '../../contracts/attendance-codes.ts'
import { newId } from '../../id.ts'
import type { PresenceFlag } from '../../store/presence-tables.ts'
import { idAfterMidnight } from '../records/record-row.ts'
import type { Occasion } from './occasion.ts'

export type PresenceRow = Service['bank']['store']['tables']['presence']['$inferSelect']

/** Somebody was there, from when to when and how that is known. */
export interface Presence {
  presenceId: string
  member: number
  purpose: Purpose
  purposeId: string
  title: string
  category: string
  serviceDate: string
  plannedStart: number | null
  plannedEnd: number | null
  state: 'in' | 'out' | 'void'
  checkedInAt: number
  checkInMethod: CheckMethod
  checkedInBy: string
  checkedOutAt: number | null
  checkOutMethod: CheckMethod | null
  checkedOutBy: string | null
  evidence: string | null
  flags: PresenceFlag[]
  /** Whole minutes that count; null while the member is there. */
  minutes: number | null
  recordIds: string[]
  recordRefusal: string | null
  replaces: string | null
  reason: string | null
}

const DAY_MINUTES = 1440
const MINUTE_MILLISECONDS = 60_000
/** What is a few minutes late or early is not worth a word. */
const GRACE_MINUTES = 5

/** The times of a presence as a service record has them: the day it began on, and whole minutes since its midnight. */
export interface CountedTimes {
  serviceDate: string
  startMinute: number
  endMinute: number
  minutes: number
}

/**
 * Counts a presence in whole minutes of the clock. Shorter than a minute it counts nothing; over midnight the end is beyond 1440. A
 * day that is an hour longer, where clocks are put back, ends at its 1440th minute.
 */
export function countedTimes(timeZone: string, { from, to }: { from: number; to: number }): CountedTimes | undefined {
  if (to - from < MINUTE_MILLISECONDS) return undefined
  const serviceDate = dateIn(timeZone, from)
  const midnight = startOfDay(timeZone, serviceDate)
  const minuteOf = (instant: number): number => Math.floor((instant - midnight) / MINUTE_MILLISECONDS)
  const startMinute = Math.min(minuteOf(from), DAY_MINUTES - 1)
  const endMinute = dateIn(timeZone, to - 1) === serviceDate ? Math.min(minuteOf(to), DAY_MINUTES) : minuteOf(to)
  return endMinute > startMinute ? { serviceDate, startMinute, endMinute, minutes: endMinute - startMinute } : undefined
}

/** How far arriving and leaving were from the plan, where it matters. */
export function flagsOfTimes({ plannedStart, plannedEnd }: Pick<Occasion, 'plannedStart' | 'plannedEnd'>, { from, to }: { from: number; to?: number | undefined }): PresenceFlag[] {
  const flags: PresenceFlag[] = []
  const late = plannedStart === null ? 0 : Math.floor((from - plannedStart) / MINUTE_MILLISECONDS)
  if (late > GRACE_MINUTES) flags.push({ code: 'late', minutes: late })
  const early = plannedEnd === null || to === undefined ? 0 : Math.floor((plannedEnd - to) / MINUTE_MILLISECONDS)
  if (early > GRACE_MINUTES) flags.push({ code: 'early_leave', minutes: early })
  return flags
}

/** A presence that begins now, not yet written. */
export function beginPresence(
  communityId: string,
  occasion: Occasion,
  { member, at, method, actor, flags }: { member: number; at: number; method: CheckMethod; actor: string; flags: PresenceFlag[] }
): PresenceRow {
  const { purpose, purposeId, title, category, brand, postId, serviceDate, plannedStart, plannedEnd, closesAt } = occasion
  return {
    communityId, presenceId: newId(), memberNumber: member, purpose, purposeId, title, category, brand, postId, serviceDate, plannedStart, plannedEnd, closesAt,
    state: 'in', checkedInAt: at, checkInMethod: method, checkedInBy: actor, checkedOutAt: null, checkOutMethod: null, checkedOutBy: null, evidence: null,
    flags, recordIds: [], recordRefusal: null, sheetId: null, sheetRow: null, replaces: null, reason: null
  }
}

/** What an end adds to a presence. The id of its service record is set here, so that the same record is made once. */
export function endOfPresence(
  timeZone: string,
  { checkedInAt }: Pick<PresenceRow, 'checkedInAt'>,
  { at, method, actor, evidence }: { at: number; method: CheckMethod; actor: string; evidence: string }
): Pick<PresenceRow, 'state' | 'checkedOutAt' | 'checkOutMethod' | 'checkedOutBy' | 'evidence' | 'recordIds'> {
  const counted = countedTimes(timeZone, { from: checkedInAt, to: at })
  const recordId = newId()
  const recordIds = counted === undefined ? [] : counted.endMinute > DAY_MINUTES ? [recordId, idAfterMidnight(recordId)] : [recordId]
  return { state: 'out', checkedOutAt: at, checkOutMethod: method, checkedOutBy: actor, evidence, recordIds }
}

export function toPresence(timeZone: string, row: PresenceRow): Presence {
  const { communityId: _, memberNumber, brand: __, postId: ___, closesAt: ____, sheetId: _____, sheetRow: ______, ...rest } = row
  const { checkedInAt, checkedOutAt } = row
  return {
    ...rest,
    member: memberNumber,
    purpose: row.purpose as Purpose,
    state: row.state as Presence['state'],
    checkInMethod: row.checkInMethod as CheckMethod,
    checkOutMethod: row.checkOutMethod as CheckMethod | null,
    minutes: checkedOutAt === null ? null : (countedTimes(timeZone, { from: checkedInAt, to: checkedOutAt })?.minutes ?? 0)
  }
}
