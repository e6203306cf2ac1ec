import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import t from 'tap'
import { amountText } from '../../src/audit/amount-text.ts'
import type { DateRange } from '../../src/audit/audit-source.ts'
import { exportBeancount } from '../../src/audit/export-beancount.ts'
import { exportHledger } from '../../src/audit/export-hledger.ts'
import { accountOfLedgerName, beancountCommodity, quotedCommodity } from '../../src/audit/ledger-names.ts'
import { tallyRange } from '../../src/audit/trial-balance.ts'
import { type ProgramName, requireProgram } from '../programs.ts'
import { collect } from './collect-output.ts'
import { JournalBuilder } from './journal-builder.ts'
import { memorySource } from './memory-source.ts'
import { runSteps, steps } from './random-journal.ts'
import { sampleJournal, WHOLE } from './sample-journal.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const run = promisify(execFile)
const RANGES: DateRange[] = [
  WHOLE,
  { from: '2025-02-01', to: '2025-02-28' },
  { from: '2025-03-01', to: '9999-12-31' },
  { from: '2024-01-01', to: '2024-12-31' }
]

/** Account and balance as the other program prints them, zero balances left out. */
type Balances = [accountId: string, balance: string][]

interface Program {
  name: ProgramName
  write(books: JournalBuilder, range: DateRange): Promise<string>
  /** Fails where the program finds anything to complain of. */
  check(path: string, file: string): Promise<unknown>
  balances(path: string, file: string): Promise<Balances>
  commodity(unit: string): string
}

const hledger: Program = {
  name: 'hledger',
  write: (books, range) => collect((output) => exportHledger(memorySource(books.journal), range, output)),
  check: (path, file) => run(path, ['-f', file, 'check', '--strict', 'ordereddates']),
  balances: async (path, file) => {
    const { stdout } = await run(path, ['-f', file, 'balance', '--flat', '--no-total', '-O', 'csv'])
    return named(parse(stdout).slice(1))
  },
  commodity: quotedCommodity
}

const ledger: Program = {
  ...hledger,
  name: 'ledger',
  check: (path, file) => run(path, ['-f', file, '--pedantic', 'balance']),
  balances: async (path, file) => {
    const { stdout } = await run(path, [
      '-f',
      file,
      '--flat',
      '--no-total',
      'balance',
      '--balance-format',
      '%(account)|%(display_total)\n'
    ])
    return named(
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('|'))
    )
  }
}

const beancount: Program = {
  name: 'bean-check',
  write: (books, range) => collect((output) => exportBeancount(memorySource(books.journal), range, output)),
  check: (path, file) => run(path, [file]),
  balances: async (path, file) => {
    const query = join(dirname(path), basename(path).replace('bean-check', 'bean-query'))
    const { stdout } = await run(query, ['-f', 'csv', file, 'select account, sum(position) group by account'])
    return named(parse(stdout.trim() === '' ? '' : stdout, { relax_column_count: true }).slice(1))
  },
  commodity: beancountCommodity
}

function named(rows: string[][]): Balances {
  return rows
    .map(
      ([name = '', balance = '']) =>
        [accountOfLedgerName(name.trim()) ?? `? ${name}`, balance.trim()] as [string, string]
    )
    .map(([accountId, balance]) => [accountId, unquoted(balance)] as [string, string])
    .filter(([, balance]) => balance !== '' && balance !== '0')
    .sort()
}

/** hledger prints the quotes of a commodity only where it needs them; bean-query aligns. */
function unquoted(balance: string): string {
  return balance.replaceAll('"', '').replace(/ +/, ' ')
}

async function ourBalances(books: JournalBuilder, range: DateRange, program: Program): Promise<Balances> {
  return (await tallyRange(memorySource(books.journal), range))
    .filter((tally) => tally.closing !== 0)
    .map(
      ({ accountId, closing, unit }) =>
        [accountId, unquoted(`${amountText(closing, unit)} ${program.commodity(unit)}`)] as [string, string]
    )
    .sort()
}

async function fileOf(text: string): Promise<string> {
  const file = join(temporaryFolder('export'), 'books.txt')
  await writeFile(file, text)
  return file
}

for (const program of [hledger, ledger, beancount]) {
  t.test(`${program.name} accepts every export and re-adds it to the same balances`, async (t) => {
    const path = requireProgram(t, program.name)
    if (path === undefined) return
    for (const range of RANGES) {
      const file = await fileOf(await program.write(sampleJournal(), range))
      await program.check(path, file)
      t.same(
        await program.balances(path, file),
        await ourBalances(sampleJournal(), range, program),
        JSON.stringify(range)
      )
    }
  })

  t.test(`${program.name} agrees on random journals and ranges`, async (t) => {
    const path = requireProgram(t, program.name)
    if (path === undefined) return
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(...RANGES), async (programme, range) => {
        const books = runSteps(new JournalBuilder(), programme)
        const file = await fileOf(await program.write(books, range))
        await program.check(path, file)
        return (
          JSON.stringify(await program.balances(path, file)) ===
          JSON.stringify(await ourBalances(books, range, program))
        )
      }),
      { numRuns: 8 }
    )
    t.pass('holds')
  })

  t.test(`${program.name} notices an amount that was changed`, async (t) => {
    const path = requireProgram(t, program.name)
    if (path === undefined) return
    const text = await program.write(sampleJournal(), WHOLE)
    // Both sides of a gift: the transaction still balances, only the closing assertions tell.
    const changed = text.replace(/ 20\.00 POINT/, ' 20.01 POINT').replace(/ -20\.00 POINT/, ' -20.01 POINT')
    t.not(changed, text)
    await t.rejects(program.check(path, await fileOf(changed)))
  })

  t.test(`${program.name} reads names of every kind`, async (t) => {
    const path = requireProgram(t, program.name)
    if (path === undefined) return
    const books = new JournalBuilder()
    const parts = [
      'a_b',
      '-',
      'X',
      '_',
      'é',
      '〇々',
      '𠮷',
      '岁末',
      'ÀÉ',
      'x'.repeat(64),
      '١٢',
      'Привет',
      '牙膏',
      '牙膏牙膏牙膏牙膏牙膏',
      'g-1'
    ]
    for (const [at, part] of parts.entries()) {
      books.post(
        'stock_in',
        '2025-02-01',
        [
          { accountId: `G1101.main.${part}`, amount: at + 1 },
          { accountId: `G1103.s.${part}`, amount: -at - 1 }
        ],
        { summaryCode: `a;b:"c\\ | ${part}\n2025-01-01 x` }
      )
    }
    books.journal.community.name = '台城"花园"\\\n; include x'
    const file = await fileOf(await program.write(books, WHOLE))
    await program.check(path, file)
    t.same(await program.balances(path, file), await ourBalances(books, WHOLE, program))
  })
}
