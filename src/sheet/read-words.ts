import { type Cell, plainText } from './cell.ts'

/** A number of a points card: NFKC, without spaces, capital letters. '' when blank. */
export function readCard(cell: Cell | undefined): string {
  return plainText(cell ?? null).replace(/\s+/g, '').toUpperCase()
}

/** A person's name: NFKC, without the spaces that people put between two characters (`张 三`); between Latin words one stays. */
export function readName(cell: Cell | undefined): string {
  return plainText(cell ?? null).replace(/\s+/g, ' ').replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
}

/** Any other words: NFKC, every run of spaces and line breaks one space. */
export function readWords(cell: Cell | undefined): string {
  return plainText(cell ?? null).replace(/\s+/g, ' ')
}
