import type { Transaction } from '../journal/transaction.ts'

export type AloneKind = 'recorded_alone' | 'unauthorised_spending'

/** What an auditor looks at in the journal. The rows of a sheet are not looked at one by one: its confirmation is. */
export const ALONE: Record<AloneKind, { kinds: readonly string[]; is: (transaction: Transaction) => boolean }> = {
  // What makes points, or takes them away, by the word of whoever records it.
  recorded_alone: {
    kinds: ['earn', 'record_honorary', 'earn_team', 'award', 'grant', 'succeed', 'adjust', 'opening', 'forfeit', 'write_off'],
    // A row that was submitted and then approved by who recorded it says so; its import was confirmed by another.
    is: ({ preparedBy, postedBy, approvedBy, sourceRow, authorisation }) =>
      approvedBy === null && (authorisation === 'one_person' || (sourceRow === null && preparedBy === postedBy))
  },
  // Neither PIN, proxy, signature nor witness shows that the member wanted it.
  unauthorised_spending: {
    kinds: ['redeem_goods', 'gift'],
    is: ({ authorisation, sourceRow }) => sourceRow === null && authorisation === null
  }
}
