import type { Entry, LotMove } from '../../src/journal/transaction.ts'
import { type BatchAttack, gift } from './batch-attack.ts'
import { resealed } from './seed-book.ts'

const firstLot = (entry: Entry): LotMove => entry.lots[0]!

/** Batches whose lots prove nothing; refused by the posting function and by the tables alike. */
export const LOT_ATTACKS: BatchAttack[] = [
  {
    name: 'points without lots',
    make: gift(({ to }) => {
      to.lots = []
    }),
    refusal: 'unproved_balance'
  },
  {
    name: 'a lot larger than its entry',
    make: gift(({ to }) => {
      firstLot(to).amount = firstLot(to).remainingAfter = 500
    }),
    refusal: 'unproved_balance'
  },
  {
    name: 'a lot that opens with more than comes in',
    make: gift(({ to }) => {
      firstLot(to).remainingAfter = 500
    }),
    refusal: 'unexplained_lot'
  },
  {
    name: 'a lot used that another member owns',
    make: gift(({ from }) => {
      Object.assign(firstLot(from), { originNumber: 3, originLine: 4, expiresOn: '2026-12-31', remainingAfter: 500 })
    }),
    refusal: 'unexplained_lot'
  },
  {
    name: 'a lot used that was never opened',
    make: gift(({ from }) => {
      firstLot(from).originLine = 9
    }),
    refusal: 'unexplained_lot'
  },
  {
    name: 'a lot that keeps more than it should',
    make: gift(({ from }) => {
      firstLot(from).remainingAfter += 1
    }),
    refusal: 'unexplained_lot'
  },
  {
    name: 'a lot used below zero',
    make: gift(({ from }) => {
      firstLot(from).remainingAfter = -1
    }),
    refusal: 'lot_move_remaining_after_check'
  },
  {
    name: 'a lot older than its origin',
    make: gift(({ to }) => {
      firstLot(to).originNumber = 99
    }),
    refusal: 'move_out_of_order'
  },
  {
    name: 'a lot that expires at infinity',
    make: gift(({ to }) => {
      firstLot(to).expiresOn = 'infinity'
    }),
    refusal: 'lot_move_expires_on_check'
  },
  {
    name: 'lots on an account that has none',
    make: (book) => {
      const { entries } = book.post('donate', [
        ['P2101.1', 100],
        ['P2103.general', -100]
      ])
      const move = {
        expiresOn: '2026-12-31',
        originNumber: book.number,
        originLine: 2,
        amount: 100,
        remainingAfter: 100
      }
      entries[1]!.lots = [{ ...move, sponsor: null, deliveryNote: null, unitCostFen: null }]
      return resealed(book.take())
    },
    refusal: 'unproved_balance'
  },
  {
    name: 'a lot taken twice in one batch',
    make: (book) => {
      const before = book.fork()
      book.post('gift', [
        ['P2101.1', 100],
        ['P2101.4', -100]
      ])
      const batch = book.take()
      const twin = before.post('gift', [
        ['P2101.1', 100],
        ['P2101.4', -100]
      ])
      const again = book.post('gift', [
        ['P2101.1', 100],
        ['P2101.4', -100]
      ])
      again.entries[0]!.lots = twin.entries[0]!.lots
      const second = book.take()
      return resealed({ ...batch, transactions: [...batch.transactions, ...second.transactions] })
    },
    refusal: 'unexplained_lot'
  }
]
