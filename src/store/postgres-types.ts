import { types } from 'pg'

const BIGINT = 20
const DATE = 1082

/** A bigint of ours is at most 2^53 − 1; one that is not would be silently another number, so it throws. */
function wholeNumber(text: string): number {
  const whole = Number(text)
  if (!Number.isSafeInteger(whole)) throw new Error(`beyond 2^53 - 1: ${text}`)
  return whole
}

/**
 * How PostgreSQL's values arrive: bigint as a number, a date as `YYYY-MM-DD` text, all else as `pg` reads it (bytea as
 * a Buffer). Given with a query or a pool, so that no other user of `pg` in the process is affected.
 */
export const plainTypes: { getTypeParser: typeof types.getTypeParser } = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && id === BIGINT) return wholeNumber
    if (format !== 'binary' && id === DATE) return (text: string) => text
    return types.getTypeParser(id, format as 'text')
  }) as typeof types.getTypeParser
}
