export type Delimiter = ',' | ';' | '\t'

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t']
const LINES_LOOKED_AT = 100

/** The delimiter that stands most often outside quotation marks in the first hundred lines; a comma when there is none. */
export function findDelimiter(sample: string): Delimiter {
  const declared = /^sep=([,;\t])\r?\n/.exec(sample)
  if (declared !== null) return declared[1] as Delimiter
  const counts = countOutsideQuotes(sample)
  return DELIMITERS.reduce((best, delimiter) => counts[delimiter] > counts[best] ? delimiter : best)
}

function countOutsideQuotes(sample: string): Record<Delimiter, number> {
  const counts: Record<Delimiter, number> = { ',': 0, ';': 0, '\t': 0 }
  let quoted = false
  let lines = 0
  for (const character of sample) {
    if (character === '"') quoted = !quoted
    if (quoted) continue
    if (character === '\n' && ++lines === LINES_LOOKED_AT) break
    if (character === ',' || character === ';' || character === '\t') counts[character] += 1
  }
  return counts
}
