/** Formats instants as `2025-03-05 16:30:00` on the clocks of a time zone. */
export function localTimeIn(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  })
  return (instant) => format.format(instant)
}
