import type { AppendBatch } from '../../src/journal/journal-store.ts'
import type { Entry, LotMove, SealedTransaction, Transaction } from '../../src/journal/transaction.ts'
import { resealed, type SeedBook } from './seed-postgres.ts'

/** One attack by a batch that is not as it should be: how it is made, and what refuses it. */
export interface BatchAttack {
  name: string
  make: (book: SeedBook) => AppendBatch
  refusal: string
}

/** A valid gift of 100 from member 1 to member 4, but for what is changed; sealed after that. */
function gift(
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
function sealedGift(change: (sealed: SealedTransaction) => void): (book: SeedBook) => AppendBatch {
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
function posted(post: (book: SeedBook) => void): (book: SeedBook) => AppendBatch {
  return (book) => {
    post(book)
    return book.take()
  }
}

const ENTRIES: BatchAttack[] = [
  {
    name: 'points appear: the two sides differ',
    make: posted((book) =>
      book.post('award', [
        ['P5103.rule', 100],
        ['P2101.1', -200]
      ])
    ),
    refusal: 'not_balanced'
  },
  {
    name: 'points are made of minutes: it balances over all units, not in each',
    make: posted((book) =>
      book.post('earn', [
        ['M6101.care', 100],
        ['P2101.1', -100]
      ])
    ),
    refusal: 'not_balanced'
  },
  {
    name: 'one transaction of a batch makes up for another',
    make: posted((book) => {
      book.post('award', [
        ['P5103.rule', 100],
        ['P2103.general', -150]
      ])
      book.post('award', [
        ['P5103.rule', 150],
        ['P2103.general', -100]
      ])
    }),
    refusal: 'not_balanced'
  },
  {
    name: 'an entry of zero',
    make: posted((book) =>
      book.post('award', [
        ['P5103.rule', 0],
        ['P4102', 0]
      ])
    ),
    refusal: 'journal_entry_amount_check'
  },
  {
    name: 'a balance after an entry that it does not make',
    make: gift(({ from }) => {
      from.balanceAfter -= 1
    }),
    refusal: 'unproved_balance'
  },
  {
    name: 'a version left out',
    make: gift(({ from }) => {
      from.version += 1
    }),
    refusal: 'unproved_balance'
  },
  {
    name: 'a version used twice',
    make: gift(({ from }) => {
      from.version -= 1
    }),
    refusal: 'journal_entry_account'
  },
  {
    name: 'an entry in another unit than its account',
    make: gift(({ from, to }) => {
      from.unit = to.unit = 'CNY'
    }),
    refusal: 'unproved_balance'
  },
  {
    name: 'a line numbered zero',
    make: gift(({ from }) => {
      from.line = 0
    }),
    refusal: 'journal_entry_line_check'
  },
  {
    name: 'an account that does not exist',
    make: (book) => ({
      ...posted((b) =>
        b.post('donate', [
          ['P4101.main', 5],
          ['P2103.none', -5]
        ])
      )(book),
      newAccounts: []
    }),
    refusal: 'journal_entry_community_id_account_id_fkey'
  },
  {
    name: 'more than there is',
    make: posted((book) =>
      book.post('write_off', [
        ['P2103.general', 100],
        ['P5104', -100]
      ])
    ),
    refusal: 'unproved_balance'
  },
  {
    name: 'below the floor for a moment: borrowed in one transaction, paid back in the next',
    make: posted((book) => {
      book.post('award', [
        ['P2103.general', 100],
        ['P5103.rule', -100]
      ])
      book.post('award', [
        ['P5103.rule', 100],
        ['P2103.general', -100]
      ])
    }),
    refusal: 'unproved_balance'
  },
  {
    name: 'below the floor for a moment within one transaction',
    make: posted((book) =>
      book.post('award', [
        ['P2103.general', 100],
        ['P2103.general', -100]
      ])
    ),
    refusal: 'unproved_balance'
  },
  {
    name: 'an amount beyond 2^53 - 1',
    make: posted((book) =>
      book.post('award', [
        ['P5103.rule', 2 ** 53],
        ['P4102', -(2 ** 53)]
      ])
    ),
    refusal: 'journal_entry_amount_check'
  },
  {
    name: 'a balance beyond 2^53 - 1, in two steps that are not',
    make: posted((book) => {
      book.post('award', [
        ['P5103.rule', 2 ** 53 - 1000],
        ['P4102', -(2 ** 53 - 1000)]
      ])
      book.post('award', [
        ['P5103.rule', 2000],
        ['P4102', -2000]
      ])
    }),
    refusal: 'journal_entry_balance_after_check'
  },
  {
    name: 'an account that is closed',
    make: posted((book) =>
      book.post('award', [
        ['P5103.rule', 10],
        ['P2101.3', -10]
      ])
    ),
    refusal: 'unproved_balance'
  },
  {
    name: 'balances that run against the order of the transactions',
    make: (book) => {
      book.post('award', [
        ['P5103.rule', 10],
        ['P4102', -10]
      ])
      book.post('award', [
        ['P5103.rule', 20],
        ['P4102', -20]
      ])
      const batch = book.take()
      const [first, second] = batch.transactions.map((each) => each.transaction)
      const entries = first!.entries
      first!.entries = second!.entries
      second!.entries = entries
      return resealed(batch)
    },
    refusal: 'unproved_balance'
  }
]

const firstLot = (entry: Entry): LotMove => entry.lots[0]!

const LOTS: BatchAttack[] = [
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

const HEADERS: BatchAttack[] = [
  {
    name: 'a number left out',
    make: (book) => {
      book.number++
      return posted((b) =>
        b.post('award', [
          ['P5103.rule', 1],
          ['P4102', -1]
        ])
      )(book)
    },
    refusal: 'number_not_next'
  },
  {
    name: 'a number used before',
    make: (book) => {
      book.number = 8
      return posted((b) =>
        b.post('award', [
          ['P5103.rule', 1],
          ['P4102', -1]
        ])
      )(book)
    },
    refusal: 'journal_entry_pkey'
  },
  {
    name: 'a line added to a transaction that is sealed',
    make: gift(({ transaction, from, to }) => {
      transaction.number = 12
      from.line = 8
      to.line = 9
      from.lots = to.lots = []
    }),
    refusal: 'entry_out_of_order'
  },
  {
    name: 'a lot move added to a transaction that is sealed',
    make: gift(({ transaction }) => {
      transaction.number = 12
    }),
    refusal: 'move_out_of_order'
  },
  {
    name: 'a day of a closed period',
    make: gift(({ transaction }) => {
      transaction.businessDate = '2026-02-28'
    }),
    refusal: 'period_closed'
  },
  {
    name: 'a business date at infinity',
    make: gift(({ transaction }) => {
      transaction.businessDate = 'infinity'
    }),
    refusal: 'journal_transaction_business_date_check'
  },
  {
    name: 'a service date at minus infinity',
    make: gift(({ transaction }) => {
      transaction.serviceDate = '-infinity'
    }),
    refusal: 'journal_transaction_service_date_check'
  },
  {
    name: 'a voucher number left out',
    make: gift(({ transaction }) => {
      transaction.voucherNumber = 99
    }),
    refusal: 'voucher_not_next'
  },
  {
    name: 'a voucher number used twice',
    make: gift(({ transaction }) => {
      transaction.voucherNumber = 1
    }),
    refusal: 'voucher_not_next'
  },
  {
    name: 'no voucher number',
    make: gift(({ transaction }) => {
      transaction.voucherNumber = null
    }),
    refusal: 'journal_transaction_voucher'
  },
  {
    name: 'an unknown kind',
    make: gift(({ transaction }) => {
      transaction.kind = 'present'
    }),
    refusal: 'journal_transaction_kind_fkey'
  },
  {
    name: 'a kind of event with entries',
    make: gift(({ transaction }) => {
      transaction.kind = 'policy_published'
    }),
    refusal: 'kind_and_entries_differ'
  },
  {
    name: 'a transaction without entries',
    make: posted((book) => book.post('gift', [])),
    refusal: 'kind_and_entries_differ'
  },
  {
    name: 'a transaction of one entry',
    make: posted((book) => book.post('award', [['P5103.rule', 5]])),
    refusal: 'journal_transaction_entry_count_check'
  },
  {
    name: 'a key used before',
    make: sealedGift((sealed) => {
      sealed.idempotencyKey = 'c1-000000000004'
    }),
    refusal: 'journal_transaction_key'
  },
  {
    name: 'an empty key',
    make: sealedGift((sealed) => {
      sealed.idempotencyKey = ''
    }),
    refusal: 'journal_transaction_idempotency_key_check'
  },
  {
    name: 'a request hash cut short',
    make: sealedGift((sealed) => {
      sealed.requestHash = sealed.requestHash.subarray(1)
    }),
    refusal: 'journal_transaction_request_hash_check'
  },
  {
    name: 'a leaf that is not of the sealed bytes',
    make: sealedGift((sealed) => {
      sealed.canonical = Buffer.from('other')
    }),
    refusal: 'journal_transaction_leaf'
  },
  {
    name: 'a frozen member gives points away',
    make: posted((book) =>
      book.post('gift', [
        ['P2101.2', 100],
        ['P2101.1', -100]
      ])
    ),
    refusal: 'account_frozen'
  },
  {
    name: 'a frozen member pays with what was held',
    make: posted((book) => {
      book.post('award', [
        ['P5103.rule', 50],
        ['P2102.2.7', -50]
      ])
      book.post('redeem_goods', [
        ['P2102.2.7', 50],
        ['P4101.main', -50]
      ])
    }),
    refusal: 'account_frozen'
  },
  {
    name: 'a reversal of less than there was',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P2101.2', 400],
          ['P2101.1', -400]
        ],
        { reverses: 4 }
      )
    ),
    refusal: 'not_a_mirror'
  },
  {
    name: 'a reversal at the cost of another member',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P2101.1', 600],
          ['P5101.care', -600],
          ['M6201.2', 60],
          ['M6101.care', -60]
        ],
        { reverses: 3 }
      )
    ),
    refusal: 'not_a_mirror'
  },
  {
    name: 'a second reversal',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P2101.1', 400],
          ['P5103.rule', -400]
        ],
        { reverses: 9 }
      )
    ),
    refusal: 'journal_transaction_reverses'
  },
  {
    name: 'the reversal of a reversal',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P2101.4', -400],
          ['P5103.rule', 400]
        ],
        { reverses: 10 }
      )
    ),
    refusal: 'not_a_mirror'
  },
  {
    name: 'the reversal of a merge',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P2101.1', 700],
          ['P2101.4', -700]
        ],
        { reverses: 8 }
      )
    ),
    refusal: 'not_a_mirror'
  },
  {
    name: 'the reversal of an event',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P5103.rule', 1],
          ['P4102', -1]
        ],
        { reverses: 11 }
      )
    ),
    refusal: 'not_a_mirror'
  },
  {
    name: 'a reversal of itself',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P5103.rule', 1],
          ['P5103.rule', -1]
        ],
        { reverses: 13 }
      )
    ),
    refusal: 'not_a_mirror'
  },
  {
    name: 'the reversal of what was never posted',
    make: posted((book) =>
      book.post(
        'reverse',
        [
          ['P5103.rule', 1],
          ['P4102', -1]
        ],
        { reverses: 99 }
      )
    ),
    refusal: 'journal_transaction_community_id_reverses_fkey'
  },
  {
    name: 'a period closed back to an earlier day',
    make: posted((book) => book.post('period_closed', [], { closesThrough: '2026-01-31' })),
    refusal: 'period_never_back'
  },
  {
    name: 'a period closed for ever',
    make: posted((book) => book.post('period_closed', [], { closesThrough: 'infinity' })),
    refusal: 'journal_transaction_closes_through_check'
  },
  {
    name: 'a day of a period that the same batch has closed before',
    make: posted((book) => {
      book.post('period_closed', [], { closesThrough: '2026-03-31', businessDate: '2026-04-01' })
      book.post('award', [
        ['P5103.rule', 1],
        ['P4102', -1]
      ])
    }),
    refusal: 'period_closed'
  },
  {
    name: 'a period closed twice in one batch, back the second time',
    make: posted((book) => {
      book.post('period_closed', [], { closesThrough: '2026-03-31', businessDate: '2026-04-01' })
      book.post('period_closed', [], { closesThrough: '2026-03-15', businessDate: '2026-04-01' })
    }),
    refusal: 'period_never_back'
  }
]

/** Refused by the posting function and by the tables alike. */
export const BATCH_ATTACKS = [...ENTRIES, ...LOTS, ...HEADERS]

/** What only the posting function can be asked to do. */
export const FUNCTION_ATTACKS: BatchAttack[] = [
  {
    name: 'a state without an event',
    make: (book) => ({
      ...book.take(),
      stateChanges: [{ accountId: 'P2101.2', state: 'open', successor: null, byNumber: 12 }]
    }),
    refusal: 'unexplained_state'
  },
  {
    name: 'a state of an account that does not exist',
    make: (book) => {
      book.restate('account_frozen', 'P2101.77', 'frozen')
      return book.take()
    },
    refusal: 'unexplained_state'
  },
  {
    name: 'an account closed that has a balance',
    make: (book) => {
      book.restate('account_closed', 'P2101.1', 'closed')
      return book.take()
    },
    refusal: 'unexplained_state'
  },
  {
    name: 'an account frozen by the event of another',
    make: (book) => {
      book.restate('account_frozen', 'P2101.1', 'frozen')
      const batch = book.take()
      return { ...batch, stateChanges: batch.stateChanges.map((change) => ({ ...change, accountId: 'P2101.4' })) }
    },
    refusal: 'unexplained_state'
  }
]
