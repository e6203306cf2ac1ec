/** Lets one piece of work at a time about the same thing, in the order asked; what is about other things goes on beside. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>()

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
