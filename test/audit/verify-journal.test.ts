import { readFile } from 'node:fs/promises'
import t from 'tap'
import { differenceMessage } from '../../src/audit/difference.ts'
import { exportJsonl } from '../../src/audit/export-jsonl.ts'
import { checkProjections } from '../../src/audit/rebuild-projections.ts'
import { TRANSACTION_KINDS } from '../../src/transaction-kinds.ts'
import { verifyExport } from '../../src/audit/verify-export.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { asFile, collect } from './collect-output.ts'
import { JournalBuilder } from './journal-builder.ts'
import { memorySource } from './memory-source.ts'
import { sampleJournal, WHOLE } from './sample-journal.ts'

t.test('a sound journal verifies, and its projections rebuild to the same', async (t) => {
  const { journal } = sampleJournal()
  const result = await verifyJournal(memorySource(journal))
  t.same(
    result.differences.map((each) => differenceMessage(each, 'en')),
    []
  )
  t.ok(result.ok)
  t.match(result.checked, { transactions: 17, events: 4, reversals: 1, months: 3, untracedBalances: 0 })
  t.ok((await checkProjections(memorySource(journal))).ok)
})
t.test('an export verifies, whole and by month', async (t) => {
  const source = memorySource(sampleJournal().journal)
  for (const range of [
    WHOLE,
    { from: '2025-01-01', to: '2025-01-31' },
    { from: '2025-02-01', to: '2025-02-28' },
    { from: '2025-03-01', to: '2025-03-31' }
  ]) {
    const text = await collect((output) => exportJsonl(source, range, output))
    const result = await verifyExport(asFile(text))
    t.same(
      result.differences.map((each) => differenceMessage(each, 'en')),
      []
    )
    t.comment(JSON.stringify(result.checked), JSON.stringify(result.tree))
  }
})

t.test('a reversal after two merges still mirrors what it reverses', async (t) => {
  const books = new JournalBuilder()
  const earn = (member: number): number =>
    books.post('earn', '2025-01-05', [
      { accountId: 'M6101.a', amount: 60 },
      { accountId: `M6201.${member}`, amount: -60 },
      { accountId: 'P5101.a', amount: 1000 },
      { accountId: `P2101.${member}`, amount: -1000 }
    ])
  const earned = earn(1)
  earn(2)
  earn(12)
  books.merge(1, 2, '2025-01-06')
  books.merge(2, 12, '2025-01-07')
  books.post('donate', '2025-01-08', [
    { accountId: 'P2101.12', amount: 2500 },
    { accountId: 'P2103.general', amount: -2500 }
  ])
  books.reverse(earned, '2025-01-09')
  const source = memorySource(books.journal)
  const result = await verifyJournal(source)
  t.same(result.differences, [])
  const account = books.journal.accounts.find((each) => each.accountId === 'P2101.1')
  t.match(account, { state: 'closed', successor: 'P2101.12' })
  if (account) account.successor = 'P2101.2'
  t.match((await verifyJournal(source)).differences, [
    { code: 'account_differs', accountId: 'P2101.1', field: 'successor' }
  ])
})

t.test('the kinds and their rules are those of the database', async (t) => {
  const sql = await readFile('drizzle/sqlite/0001_journal.sql', 'utf8')
  const inserted = sql.slice(
    sql.indexOf('INSERT INTO transaction_kind'),
    sql.indexOf(';', sql.indexOf('INSERT INTO transaction_kind'))
  )
  const kinds = [...inserted.matchAll(/\('(\w+)', (\d), (\d)\)/g)]
  t.ok(kinds.length > 25)
  for (const [, kind = '', event, spends] of kinds) {
    t.match(TRANSACTION_KINDS[kind], { event: event === '1', spends: spends === '1' }, kind)
  }
})
