import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import type { DateRange } from '../audit/audit-source.ts'
import { differenceMessage } from '../audit/difference.ts'
import { exportBooks } from '../audit/export-books.ts'
import { exportCsv } from '../audit/export-csv.ts'
import { checkProjections } from '../audit/rebuild-projections.ts'
import { withAuditSource, withBooks } from '../audit/store-source.ts'
import { tallyRange, trialBalance, trialBalanceJson } from '../audit/trial-balance.ts'
import { verifyExport } from '../audit/verify-export.ts'
import { verifyJournal } from '../audit/verify-journal.ts'
import type { VerifyResult } from '../audit/verify-result.ts'
import { isPlainDate } from '../clock.ts'
import { listCommunities } from '../communities/communities.ts'
import { refuse } from '../refusal.ts'
import { logged } from './logged.ts'
import { inSession, type Run, type Session, terminalOf } from './session.ts'
import { EXIT, isFile, RefusedError, type Terminal } from './terminal.ts'

const FORMATS = ['csv', 'jsonl', 'hledger', 'beancount'] as const

interface RangeFlags {
  community: string
  from: string
  to: string
}

function withRange(command: Command): Command {
  return command
    .requiredOption('--community <id>', '社区 · the community')
    .option('--from <date>', '起始业务日期 · first business date', '1900-01-01')
    .option('--to <date>', '截止业务日期 · last business date', '9999-12-31')
}

export function addAuditCommands(program: Command, run: Run): void {
  withRange(program.command('export').description('导出账簿 · export the books'))
    .addOption(new Option('--format <format>', '格式 · format').choices(FORMATS).makeOptionMandatory())
    .requiredOption('--out <file>', '输出文件(csv 为文件夹)· output file; a folder for csv')
    .action((flags: RangeFlags & { format: (typeof FORMATS)[number]; out: string }, command: Command) =>
      inSession(run, command, async (session) => {
        await logged(session, { communityId: flags.community, operation: 'exportBooks' }, () => writeExport(session, flags))
        session.terminal.result({ community: flags.community, format: flags.format, out: flags.out }, () =>
          session.terminal.say(`已导出到 ${flags.out}`, `Exported to ${flags.out}`)
        )
      })
    )

  program
    .command('trial-balance')
    .description('试算平衡表 · trial balance')
    .option('--community <id>', '只列此社区 · this community only')
    .option('--from <date>', '起始业务日期 · first business date', '1900-01-01')
    .option('--to <date>', '截止业务日期 · last business date', '9999-12-31')
    .option('--accounts', '逐账户列示 · a line for each account')
    .action((flags: Partial<RangeFlags> & { from: string; to: string; accounts?: boolean }, command: Command) =>
      inSession(run, command, (session) => printTrialBalance(session, flags))
    )

  program
    .command('verify')
    .description('核验账簿或导出文件 · verify the books or an export')
    .option('--community <id>', '只核验此社区 · this community only')
    .option('--file <file>', '核验 JSONL 导出 · verify a JSONL export')
    .action((flags: { community?: string; file?: string }, command: Command) => verify(run, command, flags))

  program
    .command('rebuild')
    .description('由分录重算余额 · recompute balances from the journal')
    .requiredOption('--check', '只比对,不改动 · compare only')
    .option('--community <id>', '只核对此社区 · this community only')
    .action((flags: { community?: string }, command: Command) =>
      inSession(run, command, (session) => checkCommunities(run, session, flags.community, checkProjections), { evenDamaged: true })
    )
}

/** Of one community; without a name of all of them, as JSON by their ids. */
async function printTrialBalance({ service, terminal }: Session, flags: Partial<RangeFlags> & { from: string; to: string; accounts?: boolean }): Promise<void> {
  const all = (await listCommunities(service, { limit: 100_000 })).items.map((each) => each.communityId)
  const communities = flags.community === undefined ? all : [flags.community]
  const balances: Record<string, ReturnType<typeof trialBalanceJson>> = {}
  for (const community of communities) {
    const range = await rangeOf(service, { ...flags, community })
    balances[community] = await withAuditSource(service.bank.store, community, async (source) =>
      trialBalanceJson(trialBalance(await tallyRange(source, range), flags.accounts ? 'account' : 'code'), range)
    )
  }
  terminal.result(flags.community === undefined ? balances : balances[flags.community], () => {
    for (const [community, balance] of Object.entries(balances)) {
      terminal.say(`${community} 试算平衡表 ${flags.from} – ${flags.to}`, `${community}, trial balance ${flags.from} – ${flags.to}`)
      const row = (cells: string[]): string => cells.map((cell, column) => (column < 2 ? cell.padEnd(column === 0 ? 22 : 14) : cell.padStart(14))).join(' ')
      terminal.print(row(['account', 'unit', 'opening', 'debit', 'credit', 'closing']))
      for (const { code, accountId, zh, unit, opening, debit, credit, closing } of balance.lines) {
        terminal.print(`${row([accountId ?? code, unit, opening, debit, credit, closing])}  ${zh}`)
      }
      for (const { unit, balanced } of balance.totals) if (!balanced) terminal.say(`${unit} 不平衡`, `${unit} does not balance`)
    }
  })
}

async function rangeOf(service: Session['service'], { community, from, to }: RangeFlags): Promise<DateRange> {
  if ((await service.directory.timeZoneOf(community)) === undefined) throw new RefusedError(refuse('unknown_community', { community }))
  for (const date of [from, to]) if (!isPlainDate(date)) throw new RefusedError(refuse('bad_date', { value: date }))
  if (from > to) throw new RefusedError(refuse('bad_range', { from, to }))
  return { from, to }
}

async function writeExport({ service, terminal }: Session, flags: RangeFlags & { format: (typeof FORMATS)[number]; out: string }): Promise<void> {
  const range = await rangeOf(service, flags)
  const progress = terminal.progress({ zh: '导出', en: 'Exporting' })
  await withAuditSource(service.bank.store, flags.community, async (source) => {
    const onProgress = (done: number, total: number): void => progress.update(done, total)
    if (flags.format === 'csv') return exportCsv(source, range, flags.out, onProgress)
    const stream = createWriteStream(flags.out)
    await exportBooks(source, { format: flags.format, part: 'entries', range }, stream, onProgress)
    stream.end()
    await finished(stream)
  })
  progress.stop()
}

async function verify(run: Run, command: Command, flags: { community?: string; file?: string }): Promise<void> {
  if (flags.file === undefined) return inSession(run, command, (session) => checkCommunities(run, session, flags.community, verifyJournal), { evenDamaged: true })
  const terminal = terminalOf(run, command)
  if (!isFile(flags.file)) throw new RefusedError(refuse('no_such_file', { file: flags.file }))
  const result = await verifyExport(createReadStream(flags.file))
  terminal.result(result, () => printResult(terminal, flags.file ?? '', result))
  if (!result.ok) run.exitCode = EXIT.differences
}

type Check = typeof verifyJournal

async function checkCommunities(run: Run, { service, terminal }: Session, only: string | undefined, check: Check): Promise<void> {
  const { store, damage } = service.bank
  const known = (await listCommunities(service, { limit: 100_000 })).items.map((each) => each.communityId)
  // Books whose community was deleted are found too: a journal without its community is no journal of ours.
  const database = [...damage, ...(await withBooks(store)).filter((id) => !known.includes(id)).map((id) => `community_missing: ${id}`)]
  const communities = known.filter((id) => only === undefined || id === only)
  if (only !== undefined && communities.length === 0) throw new RefusedError(refuse('unknown_community', { community: only }))
  const results: Record<string, VerifyResult> = {}
  for (const communityId of communities) {
    const progress = terminal.progress({ zh: `核验 ${communityId}`, en: `Verifying ${communityId}` })
    results[communityId] = await withAuditSource(store, communityId, (source) => check(source, (done, total) => progress.update(done, total)))
    progress.stop()
  }
  const ok = database.length === 0 && Object.values(results).every((result) => result.ok)
  terminal.result({ ok, database, communities: results }, () => {
    for (const difference of database) terminal.say(`数据库与迁移所建不符:${difference}`, `The database is not as it was made: ${difference}`)
    for (const [communityId, result] of Object.entries(results)) printResult(terminal, communityId, result)
  })
  if (!ok) run.exitCode = EXIT.differences
}

function printResult(terminal: Terminal, what: string, { ok, checked, differences, differenceCount }: VerifyResult): void {
  const { transactions, entries, lotMoves } = checked
  if (ok) {
    terminal.say(`${what}:无差异(${transactions} 笔凭证,${entries} 条分录,${lotMoves} 次批次变动)`, `${what}: nothing differs (${transactions} transactions, ${entries} entries, ${lotMoves} lot moves)`)
    return
  }
  terminal.say(`${what}:发现 ${differenceCount} 处差异`, `${what}: ${differenceCount} differences`)
  for (const difference of differences.slice(0, 50)) terminal.print(`  ${differenceMessage(difference, terminal.language)} (${difference.code})`)
}
