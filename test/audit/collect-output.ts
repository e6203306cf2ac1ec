import { Writable } from 'node:stream'

/** Keeps what is written, as text. */
export class CollectedOutput extends Writable {
  private readonly chunks: Buffer[] = []

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(Buffer.from(chunk))
    done()
  }

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8')
  }
}

export async function collect(work: (output: Writable) => Promise<void>): Promise<string> {
  const output = new CollectedOutput()
  await work(output)
  return output.text()
}

export async function* asFile(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text, 'utf8')
  // Odd pieces, so that lines and characters are cut anywhere.
  for (let at = 0; at < bytes.length; at += 4093) yield bytes.subarray(at, at + 4093)
}
