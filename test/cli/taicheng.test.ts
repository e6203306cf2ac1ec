import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ledgerAccountName, unitOfQuotedCommodity } from '../../src/audit/ledger-names.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { requireProgram } from '../programs.ts'
import { type CommandLine, freshFolder, json, onEveryDatabase, openTaicheng } from './command-line.ts'
import { taichengFile } from '../taicheng-files.ts'

interface Report {
  accepted: number
  rejected: Record<string, number>
  outcomes: Record<string, unknown>[]
  repeated: boolean
  importId: string
  [field: string]: unknown
}

const EXPECTED = JSON.parse(readFileSync(taichengFile('hours-2025-03.expected.json'), 'utf8')) as Report

/** The report without the fields that it may have beyond the expected ones. */
function asExpected(report: Report): Report {
  const outcomes = report.outcomes.map((outcome, index) =>
    Object.fromEntries(Object.keys(EXPECTED.outcomes[index] ?? {}).map((field) => [field, outcome[field]]))
  )
  return { ...Object.fromEntries(Object.keys(EXPECTED).map((field) => [field, report[field]])), outcomes } as Report
}

interface Balance {
  lines: { code: string; accountId: string | null; unit: string; side: 'debit' | 'credit'; closing: string }[]
}

for (const file of ['hours-2025-03.csv', 'hours-2025-03.xlsx']) {
  onEveryDatabase(t, `the month of ${file} is judged record by record, and posts once`, async (t, timebank) => {
    await openTaicheng(timebank)
    const importing = ['import', 'hours', taichengFile(file), '--community', 'taicheng', '--json']
    const preview = await json<Report>(timebank(...importing, '--preview'))
    t.same(asExpected(preview), EXPECTED, 'the preview says what will happen')
    t.equal((await earned(timebank)).length, 0, 'and posts nothing')

    const own = await timebank(...importing, '--approver', 'operator')
    t.equal(own.code, 77, 'who hands it in does not confirm it')
    t.match(JSON.parse(own.err), { code: 'second_person_needed' })
    t.equal((await earned(timebank)).length, 0)

    const report = await json<Report>(timebank(...importing, '--approver', 'approver'))
    t.same(asExpected(report), EXPECTED)
    t.equal(report.repeated, false)
    const before = await balances(timebank)

    const again = await json<Report>(timebank(...importing))
    t.same(asExpected(again), EXPECTED, 'handed in again it gives the first result')
    t.equal(again.repeated, true, 'marked so')
    t.equal(again.importId, report.importId)
    t.same(await balances(timebank), before, 'and posts nothing')
    const points = before.lines.filter((line) => line.code === 'P2101').reduce((sum, line) => sum + Number(line.closing), 0)
    t.equal(points, Number(EXPECTED['totalPoints']), 'every point is on a member’s account')

    const verified = await timebank('verify', '--json')
    t.equal(verified.code, 0, verified.err)
    t.equal((await timebank('rebuild', '--check')).code, 0)
  })
}

onEveryDatabase(t, 'without an approver an import stops at its preview, and another person confirms it', async (t, timebank, database) => {
  await openTaicheng(timebank)
  const handedIn = await timebank('import', 'hours', taichengFile('hours-2025-03.csv'), '--community', 'taicheng', '--actor', '社工')
  t.equal(handedIn.code, 0)
  t.equal((await earned(timebank)).length, 0)
  const [, importId = ''] = /timebank import confirm (\S+) --community taicheng --actor NAME/.exec(handedIn.out) ?? []
  const confirming = ['import', 'confirm', importId, '--community', 'taicheng', '--json']
  t.match(JSON.parse((await timebank(...confirming, '--actor', '社工')).err), { code: 'second_person_needed' })
  t.equal((await json<Report>(timebank(...confirming, '--actor', '审核员'))).accepted, EXPECTED.accepted)
  t.equal((await timebank('import', 'confirm', 'none', '--community', 'taicheng')).code, 3)

  const bank = await openBank({ database })
  t.teardown(() => bank.close())
  const { accessLog } = bank.store.tables
  const kept = (await bank.store.db.select().from(accessLog).orderBy(accessLog.entryId)).map(({ actor, operation, outcome, subject }) => [actor, operation, outcome, subject])
  t.same(kept.slice(-3), [
    ['社工', 'previewImport', 'done', `import:${importId}`],
    ['社工', 'confirmImport', 'second_person_needed', null],
    ['审核员', 'confirmImport', 'done', `import:${importId}`]
  ], 'the access log tells of it')
})

function balances(timebank: CommandLine): Promise<Balance> {
  return json<Balance>(timebank('trial-balance', '--community', 'taicheng', '--accounts', '--json'))
}

async function earned(timebank: CommandLine): Promise<unknown[]> {
  return (await balances(timebank)).lines.filter((line) => line.code === 'P5101')
}

onEveryDatabase(t, 'hledger, ledger and beancount re-add the exports to the balances of the service', async (t, timebank) => {
  await openTaicheng(timebank)
  await json(timebank('import', 'hours', taichengFile('hours-2025-03.csv'), '--community', 'taicheng', '--approver', 'approver', '--json'))
  await json(timebank('redeem', 'TC100002', 'G005', 'G002', '--community', 'taicheng', '--json'))
  const folder = freshFolder(t)
  for (const range of [[], ['--from', '2025-03-10', '--to', '2025-03-20']]) {
    const out = (format: string): string => join(folder, `${range.length}.${format}`)
    for (const format of ['hledger', 'beancount', 'jsonl']) {
      await json(timebank('export', '--community', 'taicheng', '--format', format, '--out', out(format), ...range, '--json'))
    }
    const own = new Map<string, string>()
    for (const { accountId, unit, side, closing } of (await json<Balance>(timebank('trial-balance', '--community', 'taicheng', '--accounts', '--json', ...range))).lines) {
      // Shown on the account's normal side; the other programs write credits as negative.
      const amount = side === 'debit' ? Number(closing) : -Number(closing)
      if (amount !== 0) own.set(`${ledgerAccountName(accountId ?? '')} ${unit}`, amount.toFixed(2))
    }
    const hledger = requireProgram(t, 'hledger')
    if (hledger !== undefined) {
      execFileSync(hledger, ['check', '-s', '-f', out('hledger')], { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
      t.same(hledgerBalances(hledger, out('hledger')), own)
    }
    const ledger = requireProgram(t, 'ledger')
    if (ledger !== undefined) t.match(execFileSync(ledger, ['-f', out('hledger'), 'bal'], { encoding: 'utf8' }), /^\s+0$/m)
    const beancount = requireProgram(t, 'bean-check')
    if (beancount !== undefined) t.equal(execFileSync(beancount, [out('beancount')], { encoding: 'utf8' }), '')
    t.equal((await timebank('verify', '--file', out('jsonl'))).code, 0)
  }
})

/** `account unit` → amount, as hledger adds the file up. */
function hledgerBalances(hledger: string, file: string): Map<string, string> {
  const csv = execFileSync(hledger, ['bal', '-f', file, '-O', 'csv', '--layout', 'bare', '-N', '--flat'], {
    encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' }
  })
  const found = new Map<string, string>()
  for (const line of csv.trim().split('\n').slice(1)) {
    const [account = '', commodity = '', amount = ''] = line.slice(1, -1).split('","')
    if (Number(amount) !== 0) found.set(`${account} ${unitOfQuotedCommodity(commodity)}`, Number(amount).toFixed(2))
  }
  return found
}
