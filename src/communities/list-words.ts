import type { Vault } from '../vault.ts'

/** What people write of an entry of the three lists. */
export interface ListWords {
  title: string
  details: string | null
  /** Who raises, offers or claims it, where neither a member nor a team. */
  by: string | null
}

/** What is left of an entry whose member was erased. */
export const NO_WORDS: ListWords = { title: '', details: null, by: null }

export const placeOfListWords = (entryId: string) => `list_entry.words:${entryId}`

export function sealWords(vault: Vault, entryId: string, words: ListWords): string {
  return vault.seal(JSON.stringify(words), placeOfListWords(entryId))
}

export function openWords(vault: Vault, entryId: string, sealed: string): ListWords {
  return JSON.parse(vault.open(sealed, placeOfListWords(entryId))) as ListWords
}
