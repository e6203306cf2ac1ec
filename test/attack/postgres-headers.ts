import { type BatchAttack, gift, posted, sealedGift } from './batch-attack.ts'

/** Batches whose headers are not as they should be; refused by the posting function and by the tables alike. */
export const HEADER_ATTACKS: BatchAttack[] = [
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
    name: 'a correction of itself',
    make: posted((book) =>
      book.post(
        'adjust',
        [
          ['P5103.rule', 1],
          ['P5103.rule', -1]
        ],
        { corrects: 13 }
      )
    ),
    refusal: 'journal_transaction_correction'
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

/** What only the posting function can be asked to do. */
export const STATE_ATTACKS: BatchAttack[] = [
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
    name: 'stock frozen',
    make: (book) => {
      book.restate('account_frozen', 'G1101.main.G001', 'frozen')
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
