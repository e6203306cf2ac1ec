import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Cell } from './cell.ts'
import { plainHeading } from './column-set.ts'
import { csvCell } from './csv-cell.ts'

export interface RejectedRow {
  original: readonly Cell[]
  reason: string
  /** In the clerk's language. */
  reasonText: string
}

const REASON_HEADINGS = ['未通过代码', '未通过原因'] as const

/**
 * The rejected rows as a CSV that the clerk mends in Excel and hands in again: UTF-8 with a byte order mark, CRLF, the
 * cells as they were, then the code and the words of the reason. Reading it again recognises the header and ignores
 * the two columns; a file rejected twice has them once. Streams; blank rows are never in it.
 */
export function writeRejectedCsv(input: { headings: readonly string[], rows: AsyncIterable<RejectedRow> | Iterable<RejectedRow> }): AsyncIterable<string> {
  const kept = keptColumns(input.headings)
  const width = kept?.length ?? 0
  const keep = (cells: readonly Cell[]): string[] => (kept ?? [...cells.keys()]).map((at) => csvCell(cells[at] ?? null))
  async function * lines (): AsyncGenerator<string[]> {
    if (width > 0) yield [...keep(input.headings), ...REASON_HEADINGS]
    for await (const row of input.rows) yield [...keep(row.original), row.reason, csvCell(row.reasonText)]
  }
  const output = stringify({ bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ })
  const source = Readable.from(lines())
  source.on('error', (error) => { output.destroy(error) })
  source.pipe(output)
  return output.setEncoding('utf8') as AsyncIterable<string>
}

/** All columns but those that an earlier rejection added; null when the sheet has no headings. */
function keptColumns(headings: readonly string[]): number[] | null {
  if (headings.length === 0) return null
  const added: readonly string[] = REASON_HEADINGS
  return [...headings.keys()].filter((at) => !added.includes(plainHeading(headings[at] ?? null)))
}
