import { type Refusal, refuse } from '../refusal.ts'

/** Codes of communities and areas stand in addresses, keys and exports: 2 to 32 small letters, digits and hyphens. */
export const PLACE_ID = /^[a-z][a-z0-9-]{1,31}$/

/** What is wrong with the name of a community or an area, if anything. */
export function badPlaceName(name: string): Refusal | undefined {
  if (name.trim() === '' || name.length > 100) return refuse('invalid_request', { detail: 'name' })
  return /[\p{Cc}\p{Cs}]/u.test(name) ? refuse('bad_text') : undefined
}
