import t from 'tap'
import { type Difference, differenceMessage } from '../../src/audit/difference.ts'
import { checkProjections } from '../../src/audit/rebuild-projections.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
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
