import t from 'tap'
import { type Difference, differenceMessage } from '../../src/audit/difference.ts'
import { checkProjections } from '../../src/audit/rebuild-projections.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { encodeTransaction, leafHash } from '../../src/journal/canonical.ts'
import type { Transaction } from '../../src/journal/transaction.ts'
import type { StoredJournal } from './journal-builder.ts'
import { memorySource } from './memory-source.ts'
import { sampleJournal } from './sample-journal.ts'

type Tamper = (journal: StoredJournal) => void

async function differencesAfter(tamper: Tamper): Promise<Difference[]> {
  const { journal } = sampleJournal()
  tamper(journal)
  return (await verifyJournal(memorySource(journal))).differences
}

/** What a person with the database file could put in place of a value. */
function changed(value: unknown, column: string): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (Buffer.isBuffer(value)) return Buffer.concat([value.subarray(0, -1), Buffer.from([(value.at(-1) ?? 0) ^ 1])])
  if (value === null) return /^(successor|sponsor|deliveryNote|accountId|closesThrough)$/.test(column) ? '7' : 7
  return `${String(value).slice(0, -1)}${String(value).endsWith('8') ? '7' : '8'}`
}

type Row = Record<string, unknown>

/**
 * Every column of every row of the tables. Of a used-up lot only that it is used up can be told: it takes no memory. Key
 * and request hash are not sealed: they are the client's, not the books'.
 */
function* columns(journal: StoredJournal): Generator<[where: string, row: Row, column: string]> {
  const tables: [string, object[]][] = [
    ['transaction', journal.rows],
    ['entry', journal.rows.flatMap((row) => row.entries)],
    ['lot move', journal.rows.flatMap((row) => row.entries.flatMap((entry) => entry.lots))],
    ['account', journal.accounts],
    ['lot', journal.lots.filter((lot) => lot.remaining > 0)],
    ['voucher', journal.vouchers],
    ['head', [journal.head]]
  ]
  for (const [table, rows] of tables) {
    for (const [at, row] of rows.entries()) {
      for (const [column, value] of Object.entries(row)) {
        if (column !== 'idempotencyKey' && column !== 'requestHash' && !Array.isArray(value))
          yield [`${table} ${at}.${column}`, row as Row, column]
      }
    }
  }
}

t.test('a change to any one column of any one row is found', async (t) => {
  const places = [...columns(sampleJournal().journal)]
  const missed: string[] = []
  for (let at = 0; at < places.length; at++) {
    const differences = await differencesAfter((journal) => {
      const [, row, column] = [...columns(journal)][at] as [string, Row, string]
      row[column] = changed(row[column], column)
    })
    if (differences.length === 0) missed.push(places[at]?.[0] ?? '')
  }
  t.ok(places.length > 600, `${places.length} places`)
  t.same(missed, [])
})

t.test('a change names the transaction or the account it is about', async (t) => {
  const cases: [Tamper, Partial<Difference>][] = [
    [
      (journal) => {
        rowOf(journal, 5).kind = 'award'
      },
      { code: 'column_differs', number: 5, field: 'kind' }
    ],
    [
      (journal) => {
        entryOf(journal, 5, 4).amount -= 1
      },
      { code: 'column_differs', number: 5, line: 4, field: 'amount' }
    ],
    [
      (journal) => {
        flipByte(rowOf(journal, 5).canonical, 10)
      },
      { code: 'leaf_differs', number: 5 }
    ],
    [
      (journal) => {
        rowOf(journal, 5).canonical = Buffer.from('nonsense')
      },
      { code: 'not_canonical', number: 5 }
    ],
    [
      (journal) => {
        flipByte(rowOf(journal, 5).leaf, 0)
      },
      { code: 'leaf_differs', number: 5 }
    ],
    [
      (journal) => {
        journal.rows.splice(4, 1)
      },
      { code: 'number_not_next', number: 6, expected: 5, found: 6 }
    ],
    [
      (journal) => {
        rowOf(journal, 5).entries.pop()
      },
      { code: 'entry_missing', number: 5, line: 4 }
    ],
    [
      (journal) => {
        rowOf(journal, 5).entries.push({ ...entryOf(journal, 5, 4), line: 5 })
      },
      { code: 'entry_unsealed', number: 5, line: 5 }
    ],
    [
      (journal) => {
        entryOf(journal, 5, 4).lots.pop()
      },
      { code: 'lot_move_missing', number: 5, line: 4 }
    ],
    [
      (journal) => {
        rowOf(journal, 9).idempotencyKey = rowOf(journal, 8).idempotencyKey
      },
      { code: 'key_repeated', number: 9, found: 8 }
    ],
    [
      (journal) => {
        accountOf(journal, 'P2101.17').balance -= 1
      },
      { code: 'account_differs', accountId: 'P2101.17', field: 'balance' }
    ],
    [
      (journal) => {
        journal.accounts.pop()
      },
      { code: 'account_missing' }
    ],
    [
      (journal) => {
        journal.lots.shift()
      },
      { code: 'lot_missing', accountId: 'P2101.17' }
    ],
    [
      (journal) => {
        journal.vouchers.shift()
      },
      { code: 'voucher_differs', month: '2025-01' }
    ],
    [
      (journal) => {
        journal.head.closedThrough = '2024-12-31'
      },
      { code: 'head_differs', field: 'closedThrough' }
    ]
  ]
  for (const [tamper, expected] of cases) {
    const differences = await differencesAfter(tamper)
    const found = differences.some((each) =>
      Object.entries(expected).every(([field, value]) => each[field as keyof Difference] === value)
    )
    t.ok(found, `${JSON.stringify(expected)} in ${differences.map((each) => differenceMessage(each, 'zh')).join('; ')}`)
  }
})

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
    const differences = await differencesAfter((journal) => reseal(journal, number, forge))
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

t.test('only a thousand differences are listed, and all are counted', async (t) => {
  const books = sampleJournal()
  for (let at = 0; at < 600; at++)
    books.post('fund_in', '2025-05-01', [
      { accountId: 'C1201.岁末.财政', amount: 1 },
      { accountId: 'C1202.岁末.财政', amount: -1 }
    ])
  for (const row of books.journal.rows.slice(-600)) for (const entry of row.entries) entry.unit = 'MINUTE'
  const result = await verifyJournal(memorySource(books.journal))
  t.equal(result.differenceCount, 1200)
  t.equal(result.differences.length, 1000)
})

t.test('rebuild --check finds a wrong projection, and nothing wrong with a right one', async (t) => {
  const { journal } = sampleJournal()
  accountOf(journal, 'M6201.482').balance += 1
  const { differences } = await checkProjections(memorySource(journal))
  t.match(differences, [{ code: 'account_differs', accountId: 'M6201.482', field: 'balance' }])
  t.equal(differences.length, 1)
})

function rowOf(journal: StoredJournal, number: number): StoredJournal['rows'][number] {
  return journal.rows[number - 1] as StoredJournal['rows'][number]
}

function entryOf(
  journal: StoredJournal,
  number: number,
  line: number
): StoredJournal['rows'][number]['entries'][number] {
  return rowOf(journal, number).entries[line - 1] as StoredJournal['rows'][number]['entries'][number]
}

function accountOf(journal: StoredJournal, accountId: string): StoredJournal['accounts'][number] {
  return journal.accounts.find((each) => each.accountId === accountId) as StoredJournal['accounts'][number]
}

function flipByte(bytes: Buffer, at: number): void {
  bytes[at] = (bytes[at] as number) ^ 1
}

/** Bytes, leaf, columns and entry rows all tell the forged story. */
function reseal(journal: StoredJournal, number: number, forge: (transaction: Transaction) => void): void {
  const books = sampleJournal()
  const transaction = books.transactions[number - 1] as Transaction
  forge(transaction)
  const row = rowOf(journal, number)
  row.canonical = encodeTransaction(transaction)
  row.leaf = leafHash(row.canonical)
  const { community, kind, businessDate, voucherNumber, reverses } = transaction
  Object.assign(row, { community, kind, businessDate, voucherNumber, reverses })
  row.entries = transaction.entries.map((entry) => ({
    ...entry,
    lots: entry.lots.map((lot) => ({ ...lot, accountId: entry.accountId }))
  }))
}
