/**
 * Points are stored as whole hundredths and shown as decimals of two places. Both directions are exact; a text that
 * is not a decimal of at most two places is no amount, rather than a rounded one.
 */
const PLACES = /^(-?)(\d{1,14})(?:\.(\d{1,2}))?$/

/** `1234` hundredths as `12.34`. Takes what a stored amount can be, and sums of them as `bigint`. */
export function formatPoints(hundredths: number | bigint): string {
  if (typeof hundredths === 'number' && !Number.isSafeInteger(hundredths)) {
    throw new RangeError(`not whole hundredths: ${hundredths}`)
  }
  const negative = hundredths < 0
  const digits = String(negative ? -hundredths : hundredths).padStart(3, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * Hundredths from a text such as `12`, `12.5` or `12.50`; null where it is none: more than two places, signs,
 * exponents, blanks, or beyond 2^53 − 1 hundredths. A minus sign is refused unless it is allowed.
 */
export function parsePoints(text: string, options: { allowNegative?: boolean } = {}): number | null {
  const match = PLACES.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = ''] = match
  if (sign !== '' && options.allowNegative !== true) return null
  const hundredths = Number(`${whole}${fraction.padEnd(2, '0')}`)
  if (!Number.isSafeInteger(hundredths)) return null
  return sign === '' || hundredths === 0 ? hundredths : -hundredths
}
