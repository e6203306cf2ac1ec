import type { DateRange } from '../audit/audit-source.ts'
import { refuse } from '../refusal.ts'
import { Refused } from './problems/refused.ts'

/** A range whose end is not before its beginning. */
export function rangeOf({ from, to }: DateRange): DateRange {
  if (from > to) throw new Refused(refuse('invalid_request', { detail: `${from} > ${to}` }))
  return { from, to }
}
