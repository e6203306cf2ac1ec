const CHUNK_NUMBERS = 32_768

/** A set of transaction numbers at one bit each: a million of them take 125 kB, and one absurd number only 4 kB. */
export class NumberSet {
  private readonly chunks = new Map<number, Uint8Array>()

  /** Adds a number and says whether it was not in the set before. */
  add(number: number): boolean {
    const at = Math.floor(number / CHUNK_NUMBERS)
    let chunk = this.chunks.get(at)
    if (!chunk) {
      chunk = new Uint8Array(CHUNK_NUMBERS / 8)
      this.chunks.set(at, chunk)
    }
    const offset = number % CHUNK_NUMBERS
    const bit = 1 << (offset % 8)
    const byte = chunk[offset >> 3] as number
    chunk[offset >> 3] = byte | bit
    return (byte & bit) === 0
  }
}
