import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import type { DateRange } from '../../src/audit/audit-source.ts'
import { exportCsv } from '../../src/audit/export-csv.ts'
import { REPORT_NOTICE } from '../../src/audit/report-notice.ts'
import { parsePoints } from '../../src/points.ts'
import { JournalBuilder } from './journal-builder.ts'
import { memorySource } from './memory-source.ts'
import { sampleJournal, WHOLE } from './sample-journal.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const FEBRUARY = { from: '2025-02-01', to: '2025-02-28' }

type Table = Record<string, string>[]

async function exported(
  books: JournalBuilder,
  range: DateRange
): Promise<Record<'entries' | 'balances' | 'trial-balance', { text: string; table: Table }>> {
  const folder = temporaryFolder('csv')
  await exportCsv(memorySource(books.journal), range, folder)
  const read = async (name: string): Promise<{ text: string; table: Table }> => {
    const text = await readFile(join(folder, `${name}.csv`), 'utf8')
    return {
      text,
      table: parse<Record<string, string>>(text, {
        columns: (names: string[]) => names.map((each) => each.split(' ')[0] as string),
        bom: true,
        record_delimiter: '\r\n'
      })
    }
  }
  return {
    entries: await read('entries'),
    balances: await read('balances'),
    'trial-balance': await read('trial-balance')
  }
}

const hundredths = (text: string | undefined): number =>
  text ? (parsePoints(text, { allowNegative: true }) as number) : 0

t.test('each file begins with a byte order mark, ends its lines with CRLF, and ends with the notice', async (t) => {
  for (const { text, table } of Object.values(await exported(sampleJournal(), FEBRUARY))) {
    t.equal(text.charCodeAt(0), 0xfeff)
    t.equal(text.split('\n').length, text.split('\r\n').length, 'no bare line feeds')
    t.match(text.split('\r\n').at(-2), REPORT_NOTICE.zh)
    t.equal(new Set(table.map((row) => Object.keys(row).length)).size, 1, 'all lines are equally wide')
  }
})

t.test('running balances follow from the opening, entry by entry, in the order printed', async (t) => {
  for (const range of [WHOLE, FEBRUARY]) {
    const { entries, balances } = await exported(sampleJournal(), range)
    const running = new Map(balances.table.map((row) => [row['账户'], hundredths(row['期初余额'])]))
    for (const row of entries.table.filter((each) => each['账户'])) {
      const side = row['方向'] === '借' ? 1 : -1
      const balance = (running.get(row['账户']) as number) + side * (hundredths(row['借方']) - hundredths(row['贷方']))
      t.equal(hundredths(row['余额']), balance)
      running.set(row['账户'], balance)
    }
    for (const row of balances.table.filter((each) => each['账户']))
      t.equal(running.get(row['账户']), hundredths(row['期末余额']))
    const dates = entries.table.map((row) => row['业务日期'] as string).filter((day) => /^\d/.test(day))
    t.same(dates, [...dates].sort())
  }
})

t.test('totals of a unit tie within each file and from file to file', async (t) => {
  const { entries, balances, 'trial-balance': trial } = await exported(sampleJournal(), FEBRUARY)
  const totals = entries.table.filter((row) => row['业务日期'] === '合计 Total')
  t.equal(totals.length, 3, 'points, minutes, pieces')
  for (const total of totals) {
    t.equal(total['借方'], total['贷方'])
    const ofTrial = trial.table.find((row) => row['科目代码'] === '合计 Total' && row['单位'] === total['单位'])
    t.equal(ofTrial?.['本期借方'], total['借方'])
    t.equal(ofTrial?.['期初借方'], ofTrial?.['期初贷方'])
    t.equal(ofTrial?.['期末借方'], ofTrial?.['期末贷方'])
    t.match(ofTrial?.['科目'], '平衡')
    const [debitAccounts, creditAccounts] = balances.table.filter(
      (row) => row['科目代码'] === '合计 Total' && row['单位'] === total['单位']
    )
    t.equal(debitAccounts?.['期末余额'], creditAccounts?.['期末余额'])
    t.equal(debitAccounts?.['期初余额'], creditAccounts?.['期初余额'])
    t.equal(
      hundredths(debitAccounts?.['借方发生额']) + hundredths(creditAccounts?.['借方发生额']),
      hundredths(total['借方'])
    )
  }
})

t.test('a reversal stands in red on the original side; what is owed since is a black debit', async (t) => {
  const { entries } = await exported(sampleJournal(), FEBRUARY)
  const lines = entries.table
    .filter((row) => row['冲销'] === '5')
    .map((row) => [row['账户'], row['借方'], row['贷方'], row['余额'], row['红字']])
  t.same(lines, [
    ['M6101.老人陪护', '-360', '', '100', '红字'],
    ['M6201.482', '', '-360', '0', '红字'],
    ['P5101.老人陪护', '-60.00', '', '22.50', '红字'],
    ['P2101.482', '', '-20.00', '0.00', '红字'],
    ['P1301.482', '40.00', '', '40.00', '']
  ])
})

t.test('a month with its reversal has no turnover left of it', async (t) => {
  const books = new JournalBuilder()
  const earned = books.post('earn', '2025-02-01', [
    { accountId: 'P5101.a', amount: 100 },
    { accountId: 'P2101.1', amount: -100 }
  ])
  books.reverse(earned, '2025-02-02')
  const { balances } = await exported(books, FEBRUARY)
  t.match(balances.table[0], { 账户: 'P2101.1', 借方发生额: '0.00', 贷方发生额: '0.00', 期末余额: '0.00' })
})

t.test('what would run as a formula is defused, and amounts stay numbers', async (t) => {
  const books = new JournalBuilder()
  const evil = ['=HYPERLINK("http://x","y")', '+1+1', '-1+1', '@SUM(A1)', '\t=1', "=cmd|' /C calc'!A0", '=1']
  for (const text of evil) {
    books.post(
      'fund_in',
      '2025-02-01',
      [
        { accountId: 'C1201.a.b', amount: 150 },
        { accountId: 'C1202.a.b', amount: -150 }
      ],
      {
        preparedBy: text,
        approvedBy: `${text}\r\n,"`,
        category: text,
        summaryCode: text
      }
    )
  }
  const { entries } = await exported(books, FEBRUARY)
  for (const row of entries.table.filter((each) => each['账户'])) {
    for (const column of ['摘要', '制单', '审核', '类别']) t.match(row[column], /^'/, `${column}: ${row[column]}`)
    t.match(row['余额'], /^-?\d+\.\d\d$/)
  }
  t.equal(entries.table.length, evil.length * 2 + 2, 'no cell broke a line')
})

t.test('reversing a recovery puts the debt back in red', async (t) => {
  const books = new JournalBuilder()
  books.post('award', '2025-02-01', [
    { accountId: 'P5103.a', amount: 9000 },
    { accountId: 'P2101.1', amount: -9000 }
  ])
  const first = books.post('award', '2025-02-01', [
    { accountId: 'P5103.a', amount: 1000 },
    { accountId: 'P2101.1', amount: -1000 }
  ])
  books.post('donate', '2025-02-02', [
    { accountId: 'P2101.1', amount: 10_000 },
    { accountId: 'P2103.general', amount: -10_000 }
  ])
  books.reverse(first, '2025-02-03')
  books.post('award', '2025-02-04', [
    { accountId: 'P5103.a', amount: 2000 },
    { accountId: 'P2101.1', amount: -2000 }
  ])
  const recovered = books.post('recover', '2025-02-05', [
    { accountId: 'P2101.1', amount: 400 },
    { accountId: 'P1301.1', amount: -400 }
  ])
  books.reverse(recovered, '2025-02-06')
  const { entries } = await exported(books, FEBRUARY)
  const ofDebt = entries.table.filter((row) => row['账户'] === 'P1301.1')
  t.same(
    ofDebt.map((row) => [row['借方'], row['贷方'], row['余额'], row['红字']]),
    [
      ['10.00', '', '10.00', ''],
      ['', '4.00', '6.00', ''],
      ['', '-4.00', '10.00', '红字']
    ]
  )
})
