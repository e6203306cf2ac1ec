const DAY_MINUTES = 1440

/** RFC 3339 in UTC. */
export function instantText(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

export function instantOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : instantText(milliseconds)
}

/** `14:00`; past midnight the hours begin anew, and midnight at the end of a day is 24:00. */
export function timeText(minute: number): string {
  const ofDay = minute > DAY_MINUTES ? minute - DAY_MINUTES : minute
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
}

export function timeOrNull(minute: number | null): string | null {
  return minute === null ? null : timeText(minute)
}
