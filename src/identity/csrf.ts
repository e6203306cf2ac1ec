import { createHmac, timingSafeEqual } from 'node:crypto'

/** The token of one session: of no use with another one, nor after its end. */
export function csrfTokenOf(secret: string, sessionToken: string): string {
  return createHmac('sha256', secret).update(sessionToken).digest('base64url')
}

export function isSameToken(given: string | undefined, expected: string): boolean {
  if (given === undefined || given.length !== expected.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}
