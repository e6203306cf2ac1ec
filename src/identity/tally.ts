const MOST_NAMES = 50_000

/** Counts by name; the newest stands last, and where there are too many the oldest is forgotten. */
export class Tally {
  private readonly counts = new Map<string, number>()

  count(name: string): number {
    return this.counts.get(name) ?? 0
  }

  add(name: string): number {
    const count = this.count(name) + 1
    this.counts.delete(name)
    this.counts.set(name, count)
    const [oldest] = this.counts.keys()
    if (this.counts.size > MOST_NAMES && oldest !== undefined) this.counts.delete(oldest)
    return count
  }
}
