import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'

const CHUNK_CHARACTERS = 65_536

/** Text written in large pieces, waiting whenever the reader is slower. The stream itself is the caller's to end. */
export class TextOutput {
  private pieces: string[] = []
  private length = 0
  private failure: Error | undefined
  private readonly keepFailure = (error: Error): void => {
    this.failure = error
  }

  constructor(private readonly stream: Writable) {
    stream.on('error', this.keepFailure)
  }

  /** Returns a promise only when the reader has to be waited for. */
  write(text: string): Promise<void> | undefined {
    this.pieces.push(text)
    this.length += text.length
    return this.length < CHUNK_CHARACTERS ? undefined : this.flush()
  }

  async flush(): Promise<void> {
    if (this.failure) throw this.failure
    const text = this.pieces.join('')
    this.pieces = []
    this.length = 0
    if (text !== '' && !this.stream.write(text)) await once(this.stream, 'drain')
  }

  async finish(): Promise<void> {
    await this.flush()
    this.stream.off('error', this.keepFailure)
  }
}

/** Writes one file; it is complete on the disk's side when the promise resolves. */
export async function writeTextFile(path: string, work: (output: TextOutput) => Promise<void>): Promise<void> {
  const stream = createWriteStream(path, { encoding: 'utf8' })
  const closed = once(stream, 'close')
  closed.catch(() => undefined)
  try {
    const output = new TextOutput(stream)
    await work(output)
    await output.flush()
    stream.end()
    await closed
  } catch (error) {
    stream.destroy()
    throw error
  }
}
