/** Writes frames (`canonical.ts`) into bytes that grow and are used again for the next encoding. */
export class FrameWriter {
  private bytes = Buffer.alloc(4096)
  length = 0

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = Buffer.alloc(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  raw(bytes: Buffer): void {
    this.reserve(bytes.length)
    bytes.copy(this.bytes, this.length)
    this.length += bytes.length
  }

  text(tag: number, value: string): void {
    // One byte of length holds up to 127 bytes; a UTF-16 unit never needs more than three bytes.
    if (value.length > 42) {
      this.frame(tag, Buffer.from(value, 'utf8'))
      return
    }
    this.reserve(2 + 126)
    const at = this.length + 2
    let written = 0
    for (; written < value.length; written++) {
      const unit = value.charCodeAt(written)
      if (unit > 127) {
        written = this.bytes.write(value, at, 'utf8')
        break
      }
      this.bytes[at + written] = unit
    }
    this.bytes[this.length] = tag
    this.bytes[this.length + 1] = written
    this.length = at + written
  }

  private frame(tag: number, value: Buffer): void {
    const mark = this.length
    this.raw(value)
    this.close(tag, mark)
  }

  /** Makes everything from a mark on the value of a frame. */
  close(tag: number, mark: number): void {
    const size = this.length - mark
    let head = 2
    for (let rest = Math.floor(size / 128); rest > 0; rest = Math.floor(rest / 128)) head++
    this.reserve(head)
    this.bytes.copyWithin(mark + head, mark, this.length)
    this.length += head
    this.bytes[mark] = tag
    let at = mark + 1
    let rest = size
    while (rest >= 128) {
      this.bytes[at++] = (rest & 127) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[at] = rest
  }

  /** Everything from a place on; good until the next encoding. */
  from(start: number): Buffer {
    return this.bytes.subarray(start, this.length)
  }
}
