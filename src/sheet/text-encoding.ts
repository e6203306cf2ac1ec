import iconv from 'iconv-lite'
import { SheetError } from './sheet-error.ts'
import { type SheetSource, sourceChunks } from './source.ts'

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/**
 * The encoding of a text file, by its content: a byte order mark decides; else what is valid UTF-8 to its end is
 * UTF-8; else GB18030. Reads the whole file once, in pieces. Refuses `not_text` for a UTF-8 mark before other bytes.
 */
export async function findEncoding(source: SheetSource, head: Buffer): Promise<TextEncoding> {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  if (await isUtf8(source)) return 'utf-8'
  if (marked) throw new SheetError('not_text', 'the file begins as UTF-8 but is damaged further on')
  return 'gb18030'
}

async function isUtf8 (source: SheetSource): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of sourceChunks(source)) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** The text of a file in pieces. Refuses `not_text` (invalid bytes, or NULs) and `truncated_file` (half a character at the end). */
export async function * decodedText(source: SheetSource, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true })
  for await (const chunk of sourceChunks(source)) {
    const text = decoder.write(chunk)
    if (holdsNoText(text)) throw new SheetError('not_text', `the file is not text in ${encoding}`)
    if (text !== '') yield text
  }
  const rest = decoder.end() ?? ''
  if (holdsNoText(rest)) throw new SheetError('truncated_file', 'the file ends in the middle of a character')
  if (rest !== '') yield rest
}

/** The beginning of a text, leniently decoded: enough to find the delimiter. */
export function sampleText(head: Buffer, encoding: TextEncoding): string {
  return iconv.decode(head, encoding, { stripBOM: true })
}

/** iconv-lite puts U+FFFD where bytes mean nothing; a NUL is never typed by anybody. */
function holdsNoText(text: string): boolean {
  return text.includes('\ufffd') || text.includes('\u0000')
}
