import { compareLots, type Lot } from './lots.ts'

/** How many lots of an account are read at first; most accounts have no more, and most postings need fewer. */
export const LOTS_AT_FIRST = 8

export function lotKey({ expiresOn, originNumber, originLine }: Omit<Lot, 'remaining'>): string {
  return `${expiresOn} ${originNumber} ${originLine}`
}

/**
 * The open lots of one account as far as a batch knows them: all of them up to an end, in their order, and single ones
 * behind it. An account may have a thousand lots; a posting rarely needs more than the first few.
 */
export class LotBook {
  /** Open lots in order; every one there is, up to the end. */
  private known: Lot[]
  /** The last of the lots read; null where all are known. */
  private end: Lot | null
  /** Single lots behind the end, also such as have nothing left, by key. */
  private readonly behind = new Map<string, Lot>()

  constructor(rows: Lot[] = [], complete = true) {
    this.known = rows
    this.end = complete ? null : (rows.at(-1) ?? null)
  }

  /** Every open lot, or undefined where not all are known. */
  all(): Lot[] | undefined {
    return this.end === null ? this.known : undefined
  }

  /** The lots that expire before a day, or undefined where not all of them are known. */
  before(day: string): Lot[] | undefined {
    if (this.end !== null && this.end.expiresOn < day) return undefined
    return this.known.slice(0, this.firstGoodOn(day))
  }

  /** The soonest lots good on a day, as many as hold an amount, or all there are; undefined where too few are known. */
  covering(day: string, amount: number): Lot[] | undefined {
    const first = this.firstGoodOn(day)
    let missing = amount
    let at = first
    for (; at < this.known.length && missing > 0; at++) missing -= (this.known[at] as Lot).remaining
    return this.end !== null && missing > 0 ? undefined : this.known.slice(first, at)
  }

  /** Where the lots begin that are good on a day. Few stand before them, and there may be a thousand. */
  private firstGoodOn(day: string): number {
    let index = 0
    while (index < this.known.length && (this.known[index] as Lot).expiresOn < day) index++
    return index
  }

  /** What is left in one lot, 0 where it is used up or never was; undefined where that is not known. */
  remaining(lot: Omit<Lot, 'remaining'>): number | undefined {
    if (this.end !== null && compareLots(lot, this.end) > 0) return this.behind.get(lotKey(lot))?.remaining
    const index = this.placeOf(lot)
    const found = this.known[index]
    return found && compareLots(found, lot) === 0 ? found.remaining : 0
  }

  /** Notes what the database holds of a lot behind the end. */
  learn(lot: Lot): void {
    const key = lotKey(lot)
    if (!this.behind.has(key)) this.behind.set(key, { ...lot })
  }

  /** Sets what is left in a lot. The lists that were given out before may change with it. */
  set(lot: Lot): void {
    if (this.end !== null && compareLots(lot, this.end) > 0) {
      this.behind.set(lotKey(lot), lot)
      return
    }
    const index = this.placeOf(lot)
    const found = this.known[index]
    const isKnown = found !== undefined && compareLots(found, lot) === 0
    if (isKnown && lot.remaining > 0) this.known[index] = lot
    else if (isKnown) this.known.splice(index, 1)
    else if (lot.remaining > 0) this.known.splice(index, 0, lot)
  }

  /** Where a lot stands among the known ones, or would stand. */
  private placeOf(lot: Omit<Lot, 'remaining'>): number {
    let low = 0
    let high = this.known.length
    while (low < high) {
      const middle = (low + high) >> 1
      const order = compareLots(this.known[middle] as Lot, lot)
      if (order === 0) return middle
      if (order < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Takes in all open lots of the database; what the batch knows of a lot is newer. */
  complete(rows: Lot[]): void {
    const { end } = this
    if (end === null) return
    const later = rows.filter((row) => compareLots(row, end) > 0 && !this.behind.has(lotKey(row)))
    const own = [...this.behind.values()].filter((lot) => lot.remaining > 0)
    this.known = [...this.known, ...later, ...own].sort(compareLots)
    this.end = null
    this.behind.clear()
  }
}
