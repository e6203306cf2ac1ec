import { readFile } from 'node:fs/promises'
import t from 'tap'
import type { HoursOutcome } from '../../src/hours/hours-outcome.ts'
import { hoursImportReport } from '../../src/hours/hours-report.ts'
import { createHoursJudge } from '../../src/hours/judge-hours.ts'
import { hoursReasonText } from '../../src/hours/reason-text.ts'
import { parsePolicy } from '../../src/policy/content.ts'
import { hoursSheet } from '../../src/sheet/hours-sheet.ts'
import { createMemberReader, memberSheet } from '../../src/sheet/member-sheet.ts'
import { openRecords } from '../../src/sheet/open-records.ts'
import { writeRejectedCsv, type RejectedRow } from '../../src/sheet/rejected-csv.ts'
import type { SheetSource } from '../../src/sheet/source.ts'
import { taichengFile } from '../taicheng-files.ts'

async function readRoster(): Promise<Map<string, { number: number, name: string }>> {
  const read = createMemberReader()
  const roster = new Map<string, { number: number, name: string }>()
  for await (const record of (await openRecords(taichengFile('members.csv'), memberSheet)).records) {
    const result = read(record)
    if (result.ok) roster.set(result.value.card, { number: result.seq, name: result.value.name })
  }
  return roster
}

async function judgeFile(source: SheetSource): Promise<{ outcomes: HoursOutcome[], headings: readonly string[], rejected: RejectedRow[] }> {
  const roster = await readRoster()
  const policy = parsePolicy(JSON.parse(await readFile(taichengFile('policy.json'), 'utf8')))
  if ('refused' in policy) throw new Error('the fixture is no policy')
  const judge = createHoursJudge({ memberByCard: (card) => roster.get(card), policyOn: () => policy })
  const { header, records } = await openRecords(source, hoursSheet)
  const outcomes: HoursOutcome[] = []
  const rejected: RejectedRow[] = []
  for await (const record of records) {
    const outcome = judge(record)
    outcomes.push(outcome)
    if (outcome.outcome === 'rejected') rejected.push({ original: record.original, reason: outcome.reason, reasonText: hoursReasonText(outcome.reason) })
  }
  return { outcomes, headings: header.headings, rejected }
}

for (const file of ['hours-2025-03.csv', 'hours-2025-03.xlsx']) {
  t.test(`${file} is judged exactly as expected, to the byte of the report`, async (t) => {
    const { outcomes } = await judgeFile(taichengFile(file))
    const expected = await readFile(taichengFile('hours-2025-03.expected.json'), 'utf8')
    t.same(hoursImportReport(outcomes), JSON.parse(expected))
    t.equal(JSON.stringify(hoursImportReport(outcomes), null, 1), expected)
  })

  t.test(`the rejected rows of ${file}, handed in again, are all rejected or find their rival gone`, async (t) => {
    const first = await judgeFile(taichengFile(file))
    const csv = await text(writeRejectedCsv({ headings: first.headings, rows: first.rejected }))
    const second = await judgeFile(Buffer.from(csv))
    t.equal(second.outcomes.length, 57)
    t.same(second.headings.slice(0, 12), first.headings)
    for (const [at, outcome] of second.outcomes.entries()) {
      const before = first.rejected[at]?.reason
      // A duplicate or an overlap has nothing to collide with when it is handed in alone.
      if (before === 'duplicate' || before === 'overlap') continue
      t.equal(outcome.outcome === 'rejected' ? outcome.reason : 'accepted', before)
    }
    const again = await text(writeRejectedCsv({ headings: second.headings, rows: second.rejected }))
    t.equal(again.split('\r\n')[0], csv.split('\r\n')[0], 'the columns of reasons are there once')
  })
}

async function text(chunks: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const chunk of chunks) all += chunk
  return all
}
