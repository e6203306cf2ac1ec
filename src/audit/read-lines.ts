import { TextDecoder } from 'node:util'

/** The file is not lines of UTF-8 text, or a line is longer than any export writes. */
export class NotLinesError extends Error {}

const LONGEST_LINE_BYTES = 64 * 1024 * 1024

/**
 * Splits bytes into lines at line feeds alone. (Node's readline also splits at U+2028, which may stand in a text.)
 * What follows the last line feed must be nothing.
 */
export async function* readLines(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest: Buffer[] = []
  let restBytes = 0
  for await (const piece of bytes) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = chunk.subarray(from, end)
      yield decode(decoder, rest.length === 0 ? line : Buffer.concat([...rest, line]))
      rest = []
      restBytes = 0
      from = end + 1
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
      if (restBytes > LONGEST_LINE_BYTES) throw new NotLinesError('line too long')
    }
  }
  if (restBytes > 0) throw new NotLinesError('the last line is cut short')
}

function decode(decoder: TextDecoder, line: Buffer): string {
  try {
    return decoder.decode(line)
  } catch {
    throw new NotLinesError('not UTF-8')
  }
}
