import { type BatchAttack, gift, posted } from './batch-attack.ts'
import { resealed } from './seed-book.ts'

/** Batches whose entries prove nothing; refused by the posting function and by the tables alike. */
export const ENTRY_ATTACKS: BatchAttack[] = [
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
