import t from 'tap'
import { differenceMessage } from '../../src/audit/difference.ts'
import { exportJsonl } from '../../src/audit/export-jsonl.ts'
import { checkProjections } from '../../src/audit/rebuild-projections.ts'
import { verifyExport } from '../../src/audit/verify-export.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { asFile, collect } from './collect-output.ts'
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
