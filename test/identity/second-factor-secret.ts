const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The secret that an app for codes reads from the address it is shown. */
export function secretOf(uri: string): string {
  const letters = (new URL(uri).searchParams.get('secret') ?? '').replace(/=+$/, '')
  const bits = [...letters].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString('utf8')
}
