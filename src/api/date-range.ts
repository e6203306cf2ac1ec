import { refuse } from '../refusal.ts'
import { Refused } from './problems/refused.ts'

/** Refuses a range whose end is before its beginning; either may be open. */
export function rangeOf<Range extends { from?: string | undefined; to?: string | undefined }>({ from, to }: Range): Pick<Range, 'from' | 'to'> {
  if (from !== undefined && to !== undefined && from > to) throw new Refused(refuse('bad_range', { from, to }))
  return { from, to }
}
