import sax from 'sax'
import { SheetError } from './sheet-error.ts'

/** Only the five entities of XML itself. The types of sax leave `strictEntities` out. */
const OPTIONS: sax.SAXOptions & { strictEntities: boolean } = { strictEntities: true, position: false }

const MAX_PIECE_BYTES = 1024 * 1024

/** Names are local names: the prefix of a namespace is dropped, since writers choose it freely. */
export interface XmlHandlers {
  open: (name: string, attributes: Record<string, string>) => void
  close: (name: string) => void
  text: (text: string) => void
}

/**
 * Feeds XML to handlers piece by piece and yields after each, so that the caller can hand on what has come together.
 * Refuses `corrupt_file` (not well-formed, cut off, not UTF-8, or with a DTD, which Office Open XML forbids) and
 * `too_large` (a text, tag or comment that runs over a megabyte, which the parser would otherwise hold in memory).
 */
export async function * feedXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = sax.parser(true, OPTIONS)
  let failure: Error | null = null
  parser.onerror = (error) => { failure ??= error }
  parser.ondoctype = () => { failure ??= new SheetError('corrupt_file', 'the workbook holds a DTD') }
  // Characters since the parser last had something whole to tell.
  let pending = 0
  parser.onopentag = (tag) => {
    pending = 0
    handlers.open(localName(tag.name), localNames(tag.attributes as Record<string, string>))
  }
  parser.onclosetag = (name) => {
    pending = 0
    handlers.close(localName(name))
  }
  parser.ontext = handlers.text
  parser.oncdata = handlers.text
  const check = (): void => { if (failure !== null) throw asSheetError(failure) }

  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) {
    pending += chunk.length
    parser.write(decode(decoder, chunk))
    check()
    if (pending > MAX_PIECE_BYTES) throw new SheetError('too_large', 'a piece of the workbook is too large')
    yield
  }
  parser.write(decode(decoder))
  check()
  parser.close()
  check()
  yield
}

/** Feeds a small part to its end. */
export async function readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  const events = feedXml(chunks, handlers)
  while ((await events.next()).done !== true);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function localNames(attributes: Record<string, string>): Record<string, string> {
  for (const name in attributes) {
    if (!name.includes(':')) continue
    attributes[localName(name)] ??= attributes[name] as string
  }
  return attributes
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (error) {
    throw new SheetError('corrupt_file', 'the workbook holds text that is not UTF-8', {}, error)
  }
}

function asSheetError(error: Error): SheetError {
  if (error instanceof SheetError) return error
  return new SheetError('corrupt_file', 'the workbook holds XML that is not well-formed', {}, error)
}
