import { createHmac } from 'node:crypto'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import type { DeliveryFailure } from '../../contracts/notice-codes.ts'
import { refusalOfAddress, type WebhookSettings } from './address.ts'
import { ClosedAddress, hostOf, isPublicAddress, lookUpPublic } from './public-address.ts'
import type { Target } from './target.ts'

/** What came of a call; without a failure it arrived. */
export interface CallOutcome {
  status: number | null
  failure: DeliveryFailure | null
}

export interface Call {
  target: Target
  event: string
  deliveryId: string
  body: string
  /** Milliseconds since the epoch. */
  now: number
  signal: AbortSignal
  /** How long it may take in all. */
  timeoutMilliseconds?: number | undefined
}

const TIMEOUT_MILLISECONDS = 10_000

/**
 * What a receiver computes anew to know that a call came from here, and when: HMAC-SHA256 over `TIMESTAMP.BODY`, the timestamp in
 * seconds, in hexadecimal.
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
}

/**
 * Posts a body to an address, signed. Only the status of the answer is read; redirects are not followed, since they would lead past
 * the checks. Whatever goes wrong is an outcome, not an error.
 */
export async function callAddress(call: Call, settings: WebhookSettings): Promise<CallOutcome> {
  const { target: { address, secret }, event, deliveryId, body, now, signal, timeoutMilliseconds = TIMEOUT_MILLISECONDS } = call
  if (refusalOfAddress(address, settings)) return { status: null, failure: 'address_refused' }
  const url = new URL(address)
  const host = hostOf(url)
  // An address that is no name is never looked up, so it is judged here.
  if (!settings.privateAddresses && isIP(host) !== 0 && !isPublicAddress(host)) return { status: null, failure: 'address_refused' }
  const timestamp = String(Math.floor(now / 1000))
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    stop()
  }, timeoutMilliseconds)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise<CallOutcome>((resolve) => {
      const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
        method: 'POST',
        agent: false,
        signal: signal.aborted ? signal : stopping.signal,
        ...(settings.privateAddresses ? {} : { lookup: lookUpPublic }),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'timebank-webhook',
          'timebank-event': event,
          'timebank-delivery': deliveryId,
          'timebank-timestamp': timestamp,
          'timebank-signature': `v1=${signatureOf(secret, timestamp, body)}`
        }
      })
      request.on('response', (response) => {
        const status = response.statusCode ?? 0
        // What else is said is nobody's to read, however much it is.
        response.on('error', () => undefined)
        response.destroy()
        resolve({ status, failure: status >= 200 && status < 300 ? null : 'answered_with_error' })
      })
      request.on('error', (error) => {
        resolve({ status: null, failure: error instanceof ClosedAddress ? 'address_refused' : timedOut ? 'timed_out' : 'unreachable' })
      })
      request.end(body)
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
