import t from 'tap'
import { REPORT_NOTICE } from '../../src/audit/report-notice.ts'
import { tallyRange, trialBalance, trialBalanceJson } from '../../src/audit/trial-balance.ts'
import { memorySource } from './memory-source.ts'
import { sampleJournal } from './sample-journal.ts'

const FEBRUARY = { from: '2025-02-01', to: '2025-02-28' }

t.test('a trial balance by code shows opening, turnover and closing on the normal side', async (t) => {
  const tallies = await tallyRange(memorySource(sampleJournal().journal), FEBRUARY)
  const json = trialBalanceJson(trialBalance(tallies, 'code'), FEBRUARY) as {
    notice: object
    lines: { code: string }[]
    totals: object[]
  }
  t.same(json.notice, REPORT_NOTICE)
  t.same(
    json.lines.find((line) => line.code === 'P2101'),
    {
      code: 'P2101',
      zh: '个人积分',
      en: 'Personal points',
      accountId: null,
      unit: 'POINT',
      side: 'credit',
      opening: '168.50',
      debit: '90.00',
      credit: '20.00',
      closing: '98.50'
    }
  )
  t.ok(json.totals.every((total) => (total as { balanced: boolean }).balanced))
})

t.test('the accounts of a code add up to it', async (t) => {
  const tallies = await tallyRange(memorySource(sampleJournal().journal), FEBRUARY)
  const accounts = trialBalance(tallies, 'account').lines
  for (const line of trialBalance(tallies, 'code').lines) {
    const of = accounts.filter((account) => account.code === line.code && account.unit === line.unit)
    for (const column of ['opening', 'debit', 'credit', 'closing'] as const) {
      t.equal(
        of.reduce((sum, account) => sum + account[column], 0n),
        line[column],
        `${line.code} ${column}`
      )
    }
  }
})

t.test('books that do not balance are not called balanced', async (t) => {
  const tallies = await tallyRange(memorySource(sampleJournal().journal), FEBRUARY)
  for (const column of ['opening', 'closing'] as const) {
    const [first, ...rest] = tallies
    const wrong = trialBalance([{ ...first!, [column]: first![column] + 1 }, ...rest], 'code')
    t.equal(wrong.totals.filter((total) => !total.balanced).length, 1)
  }
})
