import fc from 'fast-check'

/** What tools that look for holes send, and what readers of text, numbers and dates trip over. */
const HOSTILE_TEXTS = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', 'x\udfff', "' OR '1'='1", "1'; DROP TABLE person; --", '" UNION SELECT 1 --', '1) AND SLEEP(9)--', '../../etc/passwd',
  '..\\..\\boot.ini', '%00', '%2e%2e%2f', '__proto__', 'constructor', 'toString', 'a\r\nSet-Cookie: a=b', '=cmd|x!A1', '<script>alert(1)</script>', '#{7*7}', '{{7*7}}',
  '\u202e', '٣', '１', 'NaN', 'Infinity', '1e309', '-1', '0', '0x10', '1.5', '00000001', '2147483648', '9007199254740991', '9007199254740993', '99999999999999999999',
  '9999-12-31', '0000-00-00', '2025-02-30', '+012345-01-01', '2025-03-05T24:00:00Z', '.', '_', 'x'.repeat(5000), '汉'.repeat(300), '😀'.repeat(100)
]

const HOSTILE_JSON = [null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 31, [], {}, [[]], [null], { number: 1, name: 'x' }, Array.from({ length: 300 }, () => 1)]

export const hostileText = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) })

/** Any value that JSON can carry, `__proto__` as a field of its own included. */
const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...HOSTILE_JSON) },
  { weight: 1, arbitrary: fc.constant(JSON.parse('{"__proto__": {"role": "administrator"}, "constructor": {"prototype": {}}}')) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) }
)

/** One part of an address as it goes over the wire; halves of characters as bytes that are no UTF-8. */
export const hostilePart = fc.oneof(
  hostileText.map((text) => encodeURIComponent(Buffer.from(text.slice(0, 500)).toString())),
  fc.constantFrom('%00', '%ED%A0%80', '%FF', '%', '%zz', '..%2f..%2fbihu', '%2e%2e', '%0d%0aX-Evil:%201', '1%2f2', 'taicheng%00', '1;2', 'a'.repeat(2500))
)

/** The value with one place in it exchanged, a field added or a field left out. */
export function spoiled(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value)
  return fc.tuple(fc.constantFrom(...places), hostileJson, fc.constantFrom('exchange', 'exchange', 'exchange', 'add', 'remove')).map(([place, hostile, what]) => {
    const copy: unknown = structuredClone(value)
    if (place.length === 0) return what === 'exchange' ? hostile : Object.assign(Object(copy), { unforeseen: hostile })
    const name = place[place.length - 1] as string
    const parent = place.slice(0, -1).reduce<unknown>((found, each) => (found as Record<string, unknown>)[each], copy) as Record<string, unknown>
    if (what === 'remove') delete parent[name]
    else if (what === 'add') parent[`${name}2`] = hostile
    else Object.defineProperty(parent, name, { value: hostile, enumerable: true })
    return copy
  })
}

function placesIn(value: unknown, place: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [place]
  return [place, ...Object.entries(value).flatMap(([name, each]) => placesIn(each, [...place, name]))]
}
