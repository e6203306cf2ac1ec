/** Where the time comes from; passed in, so that tests and the model decide it. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

interface Zone {
  formatter: Intl.DateTimeFormat
  /** The last quarter of an hour that was asked for, and its date: no day of today's zones begins within one. */
  quarter: number
  date: string
}

const zones = new Map<string, Zone>()
const QUARTER_MILLISECONDS = 15 * 60_000

/** The plain date `YYYY-MM-DD` of an instant in a time zone. Throws on an unknown zone. */
export function dateIn(timeZone: string, instant: number): string {
  let zone = zones.get(timeZone)
  if (!zone) {
    const formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    zone = { formatter, quarter: Number.NaN, date: '' }
    zones.set(timeZone, zone)
  }
  const quarter = Math.floor(instant / QUARTER_MILLISECONDS)
  if (quarter !== zone.quarter) {
    zone.date = zone.formatter.format(instant)
    zone.quarter = quarter
  }
  return zone.date
}

/** Whether a text is a date of the calendar, from 1900 to 9999. */
export function isPlainDate(text: string): boolean {
  if (!/^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(text)) return false
  const instant = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === text
}

/** The last day of the month `YYYY-MM`. */
export function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Wider than any zone is from UTC, in quarters of an hour. */
const FARTHEST_QUARTERS = 60

/** The first instant of a date in a time zone. */
export function startOfDay(timeZone: string, date: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  let before = -FARTHEST_QUARTERS
  let at = FARTHEST_QUARTERS
  // Dates only go forward, so the quarter at which this one begins is found by halving.
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2)
    if (dateIn(timeZone, midnight + middle * QUARTER_MILLISECONDS) >= date) at = middle
    else before = middle
  }
  return midnight + at * QUARTER_MILLISECONDS
}
