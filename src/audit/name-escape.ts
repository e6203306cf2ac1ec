/**
 * How parts of account ids and units become names that hledger, ledger-cli and beancount all accept, and back.
 *
 * - ASCII letters, digits and Chinese characters (Han) stand for themselves.
 * - Every other character is `-HEX-`, its code point in capital hexadecimal: `_` is `-5F-`, `-` is `-2D-`.
 * - A part that does not begin with A–W, Y, Z or a digit gets a leading `X`, since beancount wants a capital or a digit
 *   there; a part that begins with `X` gets one too, so that a leading `X` always is one that was added.
 */
const PLAIN = /^[0-9A-Za-z\p{Script=Han}]$/u
const PLAIN_START = /^[0-9A-WYZ]/
const ESCAPED = /-([0-9A-F]{1,6})-/g

export function escapePart(part: string): string {
  let escaped = ''
  for (const character of part) {
    escaped += isPlain(character) ? character : `-${(character.codePointAt(0) as number).toString(16).toUpperCase()}-`
  }
  return PLAIN_START.test(escaped) ? escaped : `X${escaped}`
}

/** Undoes {@link escapePart}; what it would not have written gives null. */
export function unescapePart(name: string): string | null {
  const body = name.startsWith('X') ? name.slice(1) : name
  let part: string
  try {
    part = body.replace(ESCAPED, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
  } catch {
    return null
  }
  return escapePart(part) === name ? part : null
}

function isPlain(character: string): boolean {
  // Letters and marks that only count as Han, such as 〇 and 々, are no letters to Python before 3.12; ideographs are.
  return PLAIN.test(character) && (character < '\u0080' || /^\p{Lo}$/u.test(character))
}
