import { PLAIN } from '../plain-text.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Vault } from '../vault.ts'

/** Somebody who is no member: a relative or a proxy. */
export interface Contact {
  name: string
  phone: string | null
}

/** A member by number, or a contact. */
export type MemberOrContact = { number: number } | Contact

export function badContact(given: MemberOrContact): Refusal | undefined {
  if ('number' in given) return undefined
  if (given.name.trim() === '' || given.name.length > 100) return refuse('invalid_request', { detail: 'name' })
  return PLAIN.test(given.name + (given.phone ?? '')) ? undefined : refuse('bad_text')
}

export function sealContact(vault: Vault, given: MemberOrContact, place: string): string | null {
  return 'number' in given ? null : vault.seal(JSON.stringify({ name: given.name.trim(), phone: given.phone }), place)
}

export function openContact(vault: Vault, sealed: string, place: string): Contact {
  return JSON.parse(vault.open(sealed, place)) as Contact
}
