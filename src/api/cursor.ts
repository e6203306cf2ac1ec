import type { Page } from '../ledger/read-books.ts'
import { refuse } from '../refusal.ts'
import { Refused } from './problems/refused.ts'

/** A cursor that is a number: what the `next` of an earlier page said. */
export function numberCursor(after: string | undefined): number | undefined {
  if (after === undefined) return undefined
  const number = /^\d{1,15}$/.test(after) ? Number(after) : 0
  if (number < 1) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return number
}

/** A cursor of two numbers: `first.second`. */
export function pairCursor(after: string | undefined): { first: number; second: number } | undefined {
  if (after === undefined) return undefined
  const [, first, second] = /^(\d{1,15})\.(\d{1,15})$/.exec(after) ?? []
  if (first === undefined || second === undefined) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return { first: Number(first), second: Number(second) }
}

/** A page as it goes over the wire: its cursor is text that means nothing else. */
export function pageView<T>({ items, next }: Page<T, string | number>): { items: T[]; next: string | null } {
  return { items, next: next === null ? null : String(next) }
}
