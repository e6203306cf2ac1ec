import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import t from 'tap'
import type { DateRange } from '../../src/audit/audit-source.ts'
import { exportBeancount } from '../../src/audit/export-beancount.ts'
import { exportCsv } from '../../src/audit/export-csv.ts'
import { exportHledger } from '../../src/audit/export-hledger.ts'
import { exportJsonl } from '../../src/audit/export-jsonl.ts'
import { tallyRange, trialBalance, trialBalanceJson } from '../../src/audit/trial-balance.ts'
import { memorySource } from './memory-source.ts'
import { sampleJournal, WHOLE } from './sample-journal.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/**
 * The exports of one small journal, byte for byte, as committed. To accept a change of format on purpose, run this
 * test once with `TIMEBANK_WRITE_FIXTURES=1` and read the difference.
 */
const FIXTURES = join(process.cwd(), 'test', 'fixtures', 'exports')

async function exportEverything(range: DateRange, folder: string): Promise<void> {
  const source = memorySource(sampleJournal().journal)
  await mkdir(folder, { recursive: true })
  await exportCsv(source, range, folder)
  for (const [name, write] of [
    ['journal.jsonl', exportJsonl],
    ['journal.hledger', exportHledger],
    ['journal.beancount', exportBeancount]
  ] as const) {
    const stream = createWriteStream(join(folder, name))
    await write(source, range, stream)
    stream.end()
    await finished(stream)
  }
  const balance = trialBalance(await tallyRange(source, range), 'account')
  await writeFile(join(folder, 'trial-balance.json'), `${JSON.stringify(trialBalanceJson(balance, range), null, 2)}\n`)
}

for (const [name, range] of [
  ['whole', WHOLE],
  ['2025-02', { from: '2025-02-01', to: '2025-02-28' }]
] as const) {
  t.test(`the exports of the sample journal, ${name}, are what was committed`, async (t) => {
    const expected = join(FIXTURES, name)
    if (process.env['TIMEBANK_WRITE_FIXTURES'] === '1') await exportEverything(range, expected)
    const folder = temporaryFolder('golden')
    await exportEverything(range, folder)
    const names = (await readdir(folder)).sort()
    t.same(names, (await readdir(expected)).sort())
    for (const file of names)
      t.equal(await readFile(join(folder, file), 'utf8'), await readFile(join(expected, file), 'utf8'), file)
  })
}
