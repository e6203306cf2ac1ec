/** Draws that a seed decides, so that a simulation can be repeated (mulberry32). */
export class Draw {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  /** A whole number from 0 up to and without `below`. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }

  /** A whole number from one to the other, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  /** True so many times in a hundred. */
  percent(share: number): boolean {
    return this.below(100) < share
  }

  pick<T>(among: readonly T[]): T {
    return among[this.below(among.length)] as T
  }

  /** So many different ones, in the order in which they were drawn. */
  several<T>(among: readonly T[], count: number): T[] {
    const left = [...among]
    return Array.from({ length: Math.min(count, among.length) }, () => left.splice(this.below(left.length), 1)[0] as T)
  }
}
