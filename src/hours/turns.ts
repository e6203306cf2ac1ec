/** Lets one piece of work at a time about the same thing, in the order asked; what is about other things goes on beside. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>()

  /** Work about several things at once; taken in one order by everybody, so that nobody waits in a circle. */
  async takeAll<T>(keys: string[], work: () => Promise<T>): Promise<T> {
    const [first, ...rest] = [...new Set(keys)].sort()
    return first === undefined ? work() : this.take(first, () => this.takeAll(rest, work))
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (this.last.get(key) ?? Promise.resolve()).then(work)
    const settled = result.catch(() => undefined)
    this.last.set(key, settled)
    try {
      return await result
    } finally {
      if (this.last.get(key) === settled) this.last.delete(key)
    }
  }
}
