import type { LotRow } from '../journal/journal-store.ts'
import type { DraftMove } from './draft.ts'

/** What is left of one lot of an account. */
export type Lot = Omit<LotRow, 'accountId'>

/** Soonest-expiring first, then by origin: the order in which lots are used. */
export function compareLots(a: Omit<Lot, 'remaining'>, b: Omit<Lot, 'remaining'>): number {
  if (a.expiresOn !== b.expiresOn) return a.expiresOn < b.expiresOn ? -1 : 1
  return a.originNumber - b.originNumber || a.originLine - b.originLine
}

export interface Taken {
  moves: DraftMove[]
  /** What the lots did not have. */
  missing: number
}

/** Takes an amount from lots in their order. The lots given are not changed. */
export function takeSoonest(lots: Lot[], amount: number): Taken {
  const moves: DraftMove[] = []
  let missing = amount
  for (const lot of lots) {
    if (missing === 0) break
    const used = Math.min(lot.remaining, missing)
    if (used === 0) continue
    moves.push({ expiresOn: lot.expiresOn, origin: { number: lot.originNumber, line: lot.originLine }, amount: -used })
    missing -= used
  }
  return { moves, missing }
}

export function sumRemaining(lots: Lot[]): number {
  return lots.reduce((sum, lot) => sum + lot.remaining, 0)
}

/** The same moves on the account that receives them: each lot keeps its expiry and origin. */
export function receive(moves: DraftMove[]): DraftMove[] {
  return moves.map((move) => ({ ...move, amount: -move.amount }))
}

/** The lots as they are after the moves. */
export function afterMoves(lots: Lot[], moves: DraftMove[]): Lot[] {
  const left = new Map(lots.map((lot) => [`${lot.expiresOn} ${lot.originNumber} ${lot.originLine}`, { ...lot }]))
  for (const { expiresOn, origin, amount } of moves) {
    const key = `${expiresOn} ${origin?.number} ${origin?.line}`
    const lot = left.get(key)
    if (lot) lot.remaining += amount
    else left.set(key, { expiresOn, originNumber: origin?.number ?? 0, originLine: origin?.line ?? 0, remaining: amount })
  }
  return [...left.values()].filter((lot) => lot.remaining > 0).sort(compareLots)
}

/**
 * Moves of one lot as one move: of two lots that were given the same grace and come from the same origin, or of one
 * lot that was used out of a hold and out of personal points.
 */
export function joinSameLot(moves: DraftMove[]): DraftMove[] {
  const joined = new Map<string, DraftMove>()
  for (const move of moves) {
    const key = `${move.expiresOn} ${move.origin?.number} ${move.origin?.line}`
    const same = joined.get(key)
    if (same) same.amount += move.amount
    else joined.set(key, { ...move })
  }
  return [...joined.values()]
}
