import { isIP } from 'node:net'
import { type Refusal, refuse } from '../../refusal.ts'
import { hostOf, isPublicAddress } from './public-address.ts'

/** What may be called beyond the open internet; for trying things out, and for a receiver in one's own network. */
export interface WebhookSettings {
  /** Private addresses, and plain http. */
  privateAddresses: boolean
}

const MOST_CHARACTERS = 500
/** Names that belong to a machine or a network of its own. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)\.?$/i

/**
 * Refuses an address that may not be called, as far as it can be told without looking its name up, which is done before each
 * connection: `webhook_address` with what is wrong.
 */
export function refusalOfAddress(text: string, { privateAddresses }: WebhookSettings): Refusal | undefined {
  const address = URL.canParse(text) ? new URL(text) : undefined
  if (!address || text.length > MOST_CHARACTERS) return refuse('webhook_address', { detail: 'address' })
  const plain = address.protocol === 'http:' && privateAddresses
  if (address.protocol !== 'https:' && !plain) return refuse('webhook_address', { detail: 'https' })
  if (address.username !== '' || address.password !== '') return refuse('webhook_address', { detail: 'user' })
  if (address.hash !== '') return refuse('webhook_address', { detail: '#' })
  if (privateAddresses) return undefined
  const host = hostOf(address)
  const closed = isIP(host) === 0 ? LOCAL_NAME.test(host) || !host.includes('.') : !isPublicAddress(host)
  return closed ? refuse('webhook_address', { detail: 'private' }) : undefined
}
