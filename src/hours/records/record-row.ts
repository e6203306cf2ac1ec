import type { Service } from '../../communities/communities.ts'
import type { FlagAnswer, RecordFlag, RecordState } from '../../contracts/record-codes.ts'

type Stored = Service['bank']['store']['tables']['hoursRecord']['$inferSelect']

/** A flag as it is kept with its record. */
export interface Flag {
  code: RecordFlag
  /** Numbers that say why, such as minutes of the day. */
  detail?: Record<string, number>
  answer?: FlagAnswer
  answeredBy?: string
  answeredAt?: number
  /** The commitment to what was said with the answer. */
  note?: string
}

export interface Approval {
  by: string
  at: number
}

/** What was said against a record on public notice. */
export interface Objection {
  by: string
  at: number
  reason: string
  note?: string
}

/** A service record as it is stored. */
export interface RecordRow extends Omit<Stored, 'state' | 'flags' | 'approvals' | 'objections'> {
  state: RecordState
  flags: Flag[]
  approvals: Approval[]
  objections: Objection[]
}

/** The columns of JSON are read as what was written there. */
export function rowOf(stored: Stored): RecordRow {
  return stored as unknown as RecordRow
}

/** The states in which a record is there and not posted: another one must not duplicate or overlap it. */
export const UNPOSTED: readonly RecordState[] = ['recorded', 'submitted', 'returned', 'approved', 'on_notice']

/** The states in which it may still be changed. */
export const CHANGEABLE: readonly RecordState[] = ['recorded', 'returned']

export function openFlagsOf(flags: readonly Flag[]): number {
  return flags.filter((flag) => flag.answer === undefined).length
}

const TAIL_DIGITS = 8

/**
 * The id of one record of several that were handed in together: that of the whole with its random end exchanged for the
 * place. So the same row makes the same record again, and ids are in the order of the rows.
 */
export function idOfPlace(together: string, place: number): string {
  return together.slice(0, -TAIL_DIGITS) + place.toString(16).padStart(TAIL_DIGITS, '0')
}

/** The id of what goes on after midnight, from that of the evening. */
export function idAfterMidnight(recordId: string): string {
  const tail = Number.parseInt(recordId.slice(-TAIL_DIGITS), 16)
  return recordId.slice(0, -TAIL_DIGITS) + ((tail ^ 0x8000_0000) >>> 0).toString(16).padStart(TAIL_DIGITS, '0')
}
