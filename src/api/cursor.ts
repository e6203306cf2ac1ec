import { isPlainDate } from '../clock.ts'
import type { Page } from '../ledger/read-books.ts'
import type { StocktakeCursor } from '../redemption/stocktakes.ts'
import { refuse } from '../refusal.ts'
import { Refused } from './problems/refused.ts'

/** A cursor that is a number: what the `next` of an earlier page said. */
export function numberCursor(after: string | undefined): number | undefined {
  if (after === undefined) return undefined
  const number = /^\d{1,15}$/.test(after) ? Number(after) : 0
  if (number < 1) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return number
}

/** A place in two lists, `12_0196a2f0-…`; either part may be empty. */
export function stocktakeCursor(after: string | undefined): StocktakeCursor | undefined {
  if (after === undefined) return undefined
  const [, number, reference] = /^([1-9]\d{0,14})?_([0-9a-f-]{36})?$/.exec(after) ?? []
  if (number === undefined && reference === undefined) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return { number: number === undefined ? undefined : Number(number), reference }
}

export function stocktakeCursorText({ number = '', reference = '' }: { number?: number | string | undefined; reference?: string | undefined }): string {
  return `${number}_${reference}`
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

/** A cursor that is an id. */
export function idCursor(after: string | undefined): string | undefined {
  if (after !== undefined && !/^[0-9a-f-]{36}$/.test(after)) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return after
}

/** A day and an activity on it: `2025-03-05_0196a2f0-…`. */
export function dayCursor(after: string | undefined): { date: string; activityId: string } | undefined {
  if (after === undefined) return undefined
  const [, date, activityId] = /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})$/.exec(after) ?? []
  if (date === undefined || activityId === undefined || !isPlainDate(date)) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return { date, activityId }
}

export function dayCursorText(date: string, activityId: string): string {
  return `${date}_${activityId}`
}

/** A day and the id of whatever is on it: `2025-03-05_0196a2f0-…`. */
export function datedCursor(after: string | undefined): { day: string; id: string } | undefined {
  if (after === undefined) return undefined
  const [, day, id] = /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})$/.exec(after) ?? []
  if (day === undefined || id === undefined || !isPlainDate(day)) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return { day, id }
}

export function datedCursorText(next: { day: string; id: string } | null): string | null {
  return next === null ? null : `${next.day}_${next.id}`
}
