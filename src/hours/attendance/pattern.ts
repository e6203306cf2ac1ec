import { addDays } from '../../clock.ts'

const DAY_MILLISECONDS = 86_400_000
const WEEK_DAYS = 7

/** Which days something takes place on: these weekdays of every so many weeks, counted from the week of the first day. */
export interface WeeklyPattern {
  /** 1 for Monday to 7 for Sunday. */
  weekdays: number[]
  everyWeeks: number
  startsOn: string
  endsOn: string | null
}

/** Whole days from 1 January 1970. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MILLISECONDS
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: string): number {
  return ((dayNumber(date) + 3) % WEEK_DAYS) + 1
}

/** Weeks since that of 1 January 1970, each from Monday on. */
function weekNumber(date: string): number {
  return Math.floor((dayNumber(date) + 3) / WEEK_DAYS)
}

/** The days of a pattern from one day through another, both included. */
export function weeklyDays({ weekdays, everyWeeks, startsOn, endsOn }: WeeklyPattern, from: string, through: string): string[] {
  const days: string[] = []
  const last = endsOn !== null && endsOn < through ? endsOn : through
  for (let day = from > startsOn ? from : startsOn; day <= last; day = addDays(day, 1)) {
    const weeks = weekNumber(day) - weekNumber(startsOn)
    if (weeks % everyWeeks === 0 && weekdays.includes(weekdayOf(day))) days.push(day)
  }
  return days
}

/** How often somebody is visited: every so many days from the first on, or on weekdays. */
export interface VisitPattern {
  everyDays: number | null
  weekdays: number[] | null
  startsOn: string
  endsOn: string | null
}

/** The days on which visits are due after one day, through another. */
export function visitDays({ everyDays, weekdays, startsOn, endsOn }: VisitPattern, after: string, through: string): string[] {
  const from = addDays(after, 1)
  if (everyDays === null) return weeklyDays({ weekdays: weekdays ?? [], everyWeeks: 1, startsOn, endsOn }, from, through)
  const last = endsOn !== null && endsOn < through ? endsOn : through
  const days: string[] = []
  const passed = Math.max(0, Math.ceil((dayNumber(from) - dayNumber(startsOn)) / everyDays))
  for (let day = addDays(startsOn, passed * everyDays); day <= last; day = addDays(day, everyDays)) days.push(day)
  return days
}

/** Minutes from 1 January 1970 of a time of a day, so that times across midnight can be compared. */
export interface Span {
  serviceDate: string
  startMinute: number
  endMinute: number
}

const DAY_MINUTES = 1440

/** Whether two spans share a moment; those that only touch do not. */
export function spansOverlap(one: Span, other: Span): boolean {
  const [first, second] = [one, other].map((span) => dayNumber(span.serviceDate) * DAY_MINUTES) as [number, number]
  return first + one.startMinute < second + other.endMinute && second + other.startMinute < first + one.endMinute
}
