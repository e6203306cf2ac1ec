import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { dateIn, isPlainDate } from '../clock.ts'
import { publishPolicy } from '../communities/publish-policy.ts'
import { dryRunJson } from '../hours/dry-run-json.ts'
import { dryRunPolicy, type DryRunRecord, lastQuarter } from '../hours/dry-run-policy.ts'
import { explainRecord } from '../hours/explain-record.ts'
import { parsePolicy } from '../policy/content.ts'
import { findPreset, PRESETS } from '../policy/presets.ts'
import { refuse } from '../refusal.ts'
import { inSession, type Run, type Session, terminalOf } from './session.ts'
import { isFile, orRefused, RefusedError } from './terminal.ts'

interface SetFlags {
  community: string
  preset?: string
  from?: string
  through?: string
  reason?: string
}

export function addPolicyCommands(program: Command, run: Run): void {
  const policy = program.command('policy').description('积分规则 · policies')
  policy
    .command('set [file]')
    .description('发布规则 · publish a policy, from a file or a preset')
    .requiredOption('--community <id>', '社区 · the community')
    .option('--preset <name>', '采用某地规则 · the rules of a city')
    .option('--from <date>', '生效日期 · the first service date it judges')
    .option('--through <date>', '截止日期 · the last service date it judges')
    .option('--reason <code>', '变更原因,首版无需 · why it is changed; not for the first version')
    .action((file: string | undefined, flags: SetFlags, command: Command) =>
      inSession(run, command, async ({ service, terminal, actor, key }) => {
        const { from, through, reason } = flags
        const action = { action: 'publish_policy', policy: chosen(file, flags.preset), from, through } as const
        const outcome = orRefused(await publishPolicy(service, flags.community, { ...action, reason }, { actor, idempotencyKey: key, request: action }))
        const version = outcome.transactions.at(-1)?.policyVersion
        terminal.result({ community: flags.community, version }, () => terminal.say(`规则第 ${version} 版已发布`, `Published version ${version} of the policy`))
      })
    )
  policy
    .command('presets')
    .description('列出各地规则 · list the rules of cities')
    .action((_options, command: Command) => {
      const terminal = terminalOf(run, command)
      terminal.result(PRESETS, () => {
        for (const { name, place, year, rules } of PRESETS) terminal.print(`${name}\t${place[terminal.language]}\t${year ?? ''}\t${rules}`)
      })
    })
  policy
    .command('dry-run <file>')
    .description('试算规则:上季度的记录会得多少 · what past records would have earned, last quarter where no dates are given')
    .requiredOption('--community <id>', '社区 · the community')
    .option('--from <date>', '起始服务日期 · first service date')
    .option('--through <date>', '截止服务日期 · last service date')
    .action((file: string, flags: DryRunFlags, command: Command) => inSession(run, command, (session) => dryRun(session, run, file, flags)))
  policy
    .command('explain <number>')
    .description('解释一条记录的积分 · why a record gave its points')
    .requiredOption('--community <id>', '社区 · the community')
    .action((number: string, flags: { community: string }, command: Command) =>
      inSession(run, command, async ({ service, terminal }) => {
        if (!/^[1-9]\d{0,14}$/.test(number)) throw new RefusedError(refuse('unknown_transaction', { number }))
        const explained = orRefused(await explainRecord(service.bank.store, flags.community, Number(number)))
        terminal.result(explained, () => {
          for (const line of explained.lines[terminal.language]) terminal.print(line)
        })
      })
    )
}

/** A file or a preset, never both. */
function chosen(file: string | undefined, name: string | undefined): unknown {
  if (name === undefined && file !== undefined) return readJson(file)
  if (name === undefined || file !== undefined) throw new RefusedError(refuse('invalid_request', { detail: 'FILE | --preset' }))
  const preset = findPreset(name)
  if (!preset) throw new RefusedError(refuse('unknown_preset', { preset: name }))
  return preset.parameters
}

interface DryRunFlags {
  community: string
  from?: string
  through?: string
}

async function dryRun({ service, terminal }: Session, run: Run, file: string, flags: DryRunFlags): Promise<void> {
  const policy = orRefused(parsePolicy(readJson(file)))
  const timeZone = await service.directory.timeZoneOf(flags.community)
  if (timeZone === undefined) throw new RefusedError(refuse('unknown_community', { community: flags.community }))
  const quarter = lastQuarter(dateIn(timeZone, service.clock.now()))
  const { from = quarter.from, through = quarter.through } = flags
  for (const date of [from, through]) if (!isPlainDate(date)) throw new RefusedError(refuse('bad_date', { value: date }))
  if (from > through) throw new RefusedError(refuse('invalid_request', { detail: `${from} > ${through}` }))
  const records = dryRunPolicy(service.bank.store, flags.community, { policy, from, through })
  if (terminal.json) {
    for await (const piece of dryRunJson(records, { from, through })) run.out(piece)
    run.out('\n')
    return
  }
  for (;;) {
    const next = await records.next()
    if (!next.done) {
      for (const line of linesOf(next.value, terminal.language)) terminal.print(line)
      continue
    }
    const { records: count, teamServices, changed, postedPoints, wouldBePoints, differencePoints } = next.value
    terminal.say(
      `${from} 至 ${through}:${count} 条记录(团队服务 ${teamServices} 条),${changed} 条有变,积分 ${postedPoints} → ${wouldBePoints}(${differencePoints})`,
      `${from} to ${through}: ${count} records (${teamServices} of teams), ${changed} would change, points ${postedPoints} → ${wouldBePoints} (${differencePoints})`
    )
    return
  }
}

/** What would change: a record, and below that of a team what its members and the pool would get. */
function linesOf({ number, member, team, serviceDate, refusal, shares, ...record }: DryRunRecord, language: 'zh' | 'en'): string[] {
  const pool = language === 'zh' ? '公益积分池' : 'donation pool'
  const change = ({ postedPoints, wouldBePoints, differencePoints }: Pick<DryRunRecord, 'postedPoints' | 'wouldBePoints' | 'differencePoints'>): string =>
    `${postedPoints} → ${wouldBePoints}\t${differencePoints}`
  const changed = shares.filter(({ differencePoints }) => differencePoints !== '0.00')
  if (record.differencePoints === '0.00' && changed.length === 0) return []
  return [
    `${number}\t${team ?? member}\t${serviceDate}\t${change(record)}\t${refusal ?? ''}`,
    ...changed.map((share) => `\t${share.member ?? pool}\t\t${change(share)}`)
  ]
}

function readJson(file: string): unknown {
  if (!isFile(file)) throw new RefusedError(refuse('no_such_file', { file }))
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new RefusedError(refuse('invalid_request', { detail: `${file}: ${(error as Error).message}` }))
  }
}
