import type { AppendBatch } from '../../src/journal/journal-store.ts'
import type { Entry, SealedTransaction, Transaction } from '../../src/journal/transaction.ts'
import { resealed, type SeedBook } from './seed-book.ts'

/** One attack by a batch that is not as it should be: how it is made, and what refuses it. */
export interface BatchAttack {
  name: string
  make: (book: SeedBook) => AppendBatch
  refusal: string
}

/** A valid gift of 100 from member 1 to member 4, but for what is changed; sealed after that. */
export function gift(
  change: (gift: { from: Entry; to: Entry; transaction: Transaction }) => void
): (book: SeedBook) => AppendBatch {
  return (book) => {
    const transaction = book.post(
      'gift',
      [
        ['P2101.1', 100],
        ['P2101.4', -100]
      ],
      { memberNumber: 1 }
    )
    const [from, to] = transaction.entries
    change({ from: from!, to: to!, transaction })
    return resealed(book.take())
  }
}

/** The same gift, changed after it was sealed. */
export function sealedGift(change: (sealed: SealedTransaction) => void): (book: SeedBook) => AppendBatch {
  return (book) => {
    book.post(
      'gift',
      [
        ['P2101.1', 100],
        ['P2101.4', -100]
      ],
      { memberNumber: 1 }
    )
    const batch = book.take()
    change(batch.transactions[0]!)
    return batch
  }
}

/** Whatever is posted, as it is. */
export function posted(post: (book: SeedBook) => void): (book: SeedBook) => AppendBatch {
  return (book) => {
    post(book)
    return book.take()
  }
}
