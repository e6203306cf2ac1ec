import type { z } from 'zod'
import type { absence, roster, shift, swap } from '../../contracts/rosters.ts'
import type { Absence } from '../../hours/attendance/absences.ts'
import type { Roster } from '../../hours/attendance/rosters.ts'
import type { Shift } from '../../hours/attendance/shifts.ts'
import type { Swap } from '../../hours/attendance/swaps.ts'
import { instantOrNull, instantText, timeText } from './instants.ts'

const DAY_MINUTES = 1440

function timesOf({ startMinute, endMinute }: { startMinute: number; endMinute: number }) {
  return { startTime: timeText(startMinute), endTime: timeText(endMinute), endsNextDay: endMinute > DAY_MINUTES }
}

export function rosterView({ startMinute, endMinute, nextTurn, endedAt, recordedAt, ...rest }: Roster): z.input<typeof roster> {
  return {
    ...rest,
    ...timesOf({ startMinute, endMinute }),
    nextMember: rest.members[nextTurn] ?? null,
    endedAt: instantOrNull(endedAt),
    recordedAt: instantText(recordedAt)
  }
}

export function shiftView({ startMinute, endMinute, ...rest }: Shift): z.input<typeof shift> {
  return { ...rest, ...timesOf({ startMinute, endMinute }) }
}

export function swapView({ askedAt, answeredAt, ...rest }: Swap): z.input<typeof swap> {
  return { ...rest, askedAt: instantText(askedAt), answeredAt: instantOrNull(answeredAt) }
}

export function absenceView({ recordedAt, endedAt, ...rest }: Absence): z.input<typeof absence> {
  return { ...rest, recordedAt: instantText(recordedAt), endedAt: instantOrNull(endedAt) }
}
