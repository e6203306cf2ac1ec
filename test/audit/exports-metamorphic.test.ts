import fc from 'fast-check'
import t from 'tap'
import type { DateRange } from '../../src/audit/audit-source.ts'
import { differenceMessage } from '../../src/audit/difference.ts'
import { exportBeancount } from '../../src/audit/export-beancount.ts'
import { exportHledger } from '../../src/audit/export-hledger.ts'
import { exportJsonl } from '../../src/audit/export-jsonl.ts'
import { checkProjections } from '../../src/audit/rebuild-projections.ts'
import { tallyRange, trialBalance } from '../../src/audit/trial-balance.ts'
import { verifyExport } from '../../src/audit/verify-export.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { addDays } from '../../src/clock.ts'
import { asFile, collect } from './collect-output.ts'
import { JournalBuilder } from './journal-builder.ts'
import { memorySource } from './memory-source.ts'
import { randomJournal, runSteps, steps } from './random-journal.ts'

const MONTHS: DateRange[] = [
  { from: '2025-01-01', to: '2025-01-31' },
  { from: '2025-02-01', to: '2025-02-28' },
  { from: '2025-03-01', to: '2025-03-31' }
]
const QUARTER: DateRange = { from: '2025-01-01', to: '2025-03-31' }
const day = fc.integer({ min: 0, max: 150 }).map((days) => addDays('2025-01-01', days))
const range = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }))

t.test('every random journal verifies, and rebuilds to its projections', async (t) => {
  await fc.assert(
    fc.asyncProperty(randomJournal, async ({ journal }) => {
      const result = await verifyJournal(memorySource(journal))
      if (!result.ok) throw new Error(result.differences.map((each) => differenceMessage(each, 'en')).join('\n'))
      return (await checkProjections(memorySource(journal))).ok
    })
  )
  t.pass('holds')
})

t.test('every export of a random range verifies', async (t) => {
  await fc.assert(
    fc.asyncProperty(randomJournal, range, async ({ journal }, range) => {
      const text = await collect((output) => exportJsonl(memorySource(journal), range, output))
      const result = await verifyExport(asFile(text))
      if (!result.ok) throw new Error(result.differences.map((each) => differenceMessage(each, 'en')).join('\n'))
    }),
    { numRuns: 200 }
  )
  t.pass('holds')
})

t.test('opening + movement = closing, for every account and code, and every unit sums to zero', async (t) => {
  await fc.assert(
    fc.asyncProperty(randomJournal, range, async ({ journal }, range) => {
      const tallies = await tallyRange(memorySource(journal), range)
      const byCode = trialBalance(tallies, 'code')
      for (const line of [...byCode.lines, ...trialBalance(tallies, 'account').lines]) {
        if (line.opening + line.debit - line.credit !== line.closing) return false
      }
      return byCode.totals.every((total) => total.balanced)
    })
  )
  t.pass('holds')
})

t.test('the months add up to the quarter, and each opens with what the last one closed', async (t) => {
  await fc.assert(
    fc.asyncProperty(randomJournal, async ({ journal }) => {
      const source = memorySource(journal)
      const quarter = await tallyRange(source, QUARTER)
      const months = []
      for (const month of MONTHS)
        months.push(new Map((await tallyRange(source, month)).map((tally) => [tally.accountId, tally])))
      for (const tally of quarter) {
        let closing = tally.opening
        let debit = 0n
        let credit = 0n
        for (const month of months) {
          const part = month.get(tally.accountId)
          if ((part?.opening ?? 0) !== closing) return false
          closing = part?.closing ?? 0
          debit += part?.debit ?? 0n
          credit += part?.credit ?? 0n
        }
        if (debit !== tally.debit || credit !== tally.credit || closing !== tally.closing) return false
      }
      return true
    })
  )
  t.pass('holds')
})

t.test('an export never changes when later business dates are posted afterwards', async (t) => {
  const exportAll = async (books: JournalBuilder): Promise<string[]> => [
    await collect((output) => exportJsonl(memorySource(books.journal), QUARTER, output)),
    await collect((output) => exportHledger(memorySource(books.journal), QUARTER, output)),
    await collect((output) => exportBeancount(memorySource(books.journal), QUARTER, output))
  ]
  await fc.assert(
    fc.asyncProperty(steps, steps, async (before, after) => {
      const books = runSteps(
        new JournalBuilder(),
        before.map((step) => ({ ...step, skip: step.skip % 3 }))
      )
      const first = await exportAll(books)
      runSteps(books, after, '2025-06-01')
      const second = await exportAll(books)
      return first.every((text, at) => text === second[at])
    }),
    { numRuns: 50 }
  )
  t.pass('holds')
})

t.test('transactions of the parts are those of the whole', async (t) => {
  const transactionLines = async (books: JournalBuilder, range: DateRange): Promise<string[]> =>
    (await collect((output) => exportJsonl(memorySource(books.journal), range, output)))
      .split('\n')
      .filter((line) => line.startsWith('{"type":"transaction"'))
  await fc.assert(
    fc.asyncProperty(randomJournal, async (books) => {
      const parts = (await Promise.all(MONTHS.map((month) => transactionLines(books, month)))).flat()
      return JSON.stringify(parts.sort()) === JSON.stringify((await transactionLines(books, QUARTER)).sort())
    })
  )
  t.pass('holds')
})
