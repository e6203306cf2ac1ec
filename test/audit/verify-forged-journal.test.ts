import t from 'tap'
import { type Difference, differenceMessage } from '../../src/audit/difference.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { encodeTransaction, leafHash } from '../../src/journal/canonical.ts'
import type { Transaction } from '../../src/journal/transaction.ts'
import type { StoredJournal } from './journal-builder.ts'
import { memorySource } from './memory-source.ts'
import { sampleJournal } from './sample-journal.ts'

t.test('a transaction that was sealed anew by a forger breaks a rule, or the tree', async (t) => {
  const cases: [number, (transaction: Transaction) => void, Difference['code']][] = [
    [
      5,
      (each) => {
        ;(each.entries[3] as { amount: number }).amount -= 1
      },
      'not_balanced'
    ],
    [
      5,
      (each) => {
        ;(each.entries[3] as { balanceAfter: number }).balanceAfter -= 1
      },
      'running_balance'
    ],
    [
      5,
      (each) => {
        ;(each.entries[3] as { version: number }).version += 1
      },
      'version_not_next'
    ],
    [
      5,
      (each) => {
        each.voucherNumber = 9
      },
      'voucher_not_next'
    ],
    [
      5,
      (each) => {
        each.kind = 'gift_of_god'
      },
      'unknown_kind'
    ],
    [
      5,
      (each) => {
        each.entries[3]!.lots[0]!.amount += 1
      },
      'lot_sum'
    ],
    [
      5,
      (each) => {
        each.entries[3]!.lots[0]!.remainingAfter += 1
      },
      'lot_remaining'
    ],
    [
      5,
      (each) => {
        each.entries[3]!.lots[0]!.originNumber = 99
      },
      'lot_origin'
    ],
    [
      11,
      (each) => {
        each.reverses = 9
      },
      'not_a_mirror'
    ],
    [
      11,
      (each) => {
        each.reverses = 1
      },
      'reversal_invalid'
    ],
    [
      11,
      (each) => {
        each.reverses = 40
      },
      'reversal_invalid'
    ],
    [
      11,
      (each) => {
        each.businessDate = '2025-01-31'
      },
      'period_closed'
    ],
    [
      13,
      (each) => {
        each.entries[0]!.balanceAfter = 1
      },
      'below_floor'
    ],
    [
      13,
      (each) => {
        each.entries[1]!.accountId = 'Z1'
      },
      'account_not_of_chart'
    ],
    [
      16,
      (each) => {
        each.community = 'elsewhere'
      },
      'other_community'
    ],
    [
      15,
      (each) => {
        each.kind = 'gift'
        each.entries[3]!.accountId = 'P2101.482'
        each.entries[3]!.amount = 500
      },
      'account_frozen'
    ]
  ]
  for (const [number, forge, code] of cases) {
    const differences = await differencesAfterForging(number, forge)
    t.ok(
      differences.some((each) => each.code === code && each.number === number),
      `${code}: ${differences.map((each) => differenceMessage(each, 'en')).join('; ')}`
    )
    t.ok(
      differences.some((each) => each.code === 'head_differs' && each.field === 'frontier'),
      'the frontier differs'
    )
  }
})

t.test('a reversal of what was reversed already is found', async (t) => {
  const books = sampleJournal()
  books.post(
    'reverse',
    '2025-04-01',
    [
      { accountId: 'P2103.general', amount: 1250 },
      { accountId: 'P2101.17', amount: -1250 }
    ],
    { reverses: 13 }
  )
  t.ok((await verifyJournal(memorySource(books.journal))).ok, 'once is fine')
  books.post(
    'reverse',
    '2025-04-01',
    [
      { accountId: 'P2101.17', amount: 1250 },
      { accountId: 'P2103.general', amount: -1250 }
    ],
    { reverses: 13 }
  )
  const { differences } = await verifyJournal(memorySource(books.journal))
  t.same(
    differences.map((each) => each.code),
    ['reversed_twice', 'not_a_mirror']
  )
})

t.test('an entry on a closed account is found', async (t) => {
  const books = sampleJournal()
  books.setState('account_closed', 'P2102.17.7', '2025-04-01')
  t.ok((await verifyJournal(memorySource(books.journal))).ok)
  books.post('hold', '2025-04-02', [
    { accountId: 'P2101.17', amount: 100 },
    { accountId: 'P2102.17.7', amount: -100, lotsOfLine: 1 }
  ])
  t.same(
    (await verifyJournal(memorySource(books.journal))).differences.map((each) => each.code),
    ['account_closed']
  )
})

/** Bytes, leaf, columns and entry rows all tell the forged story. */
function reseal(journal: StoredJournal, number: number, forge: (transaction: Transaction) => void): void {
  const books = sampleJournal()
  const transaction = books.transactions[number - 1] as Transaction
  forge(transaction)
  const row = journal.rows[number - 1] as StoredJournal['rows'][number]
  row.canonical = encodeTransaction(transaction)
  row.leaf = leafHash(row.canonical)
  const { community, kind, businessDate, voucherNumber, reverses } = transaction
  Object.assign(row, { community, kind, businessDate, voucherNumber, reverses })
  row.entries = transaction.entries.map((entry) => ({
    ...entry,
    lots: entry.lots.map((lot) => ({ ...lot, accountId: entry.accountId }))
  }))
}

async function differencesAfterForging(
  number: number,
  forge: (transaction: Transaction) => void
): Promise<Difference[]> {
  const { journal } = sampleJournal()
  reseal(journal, number, forge)
  return (await verifyJournal(memorySource(journal))).differences
}
