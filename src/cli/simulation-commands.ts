import { type Command, InvalidArgumentError } from 'commander'
import type { ServiceRunner } from './service-commands.ts'
import { type Run, terminalOf } from './session.ts'
import { EXIT } from './terminal.ts'

const SEED = 2025
const YEAR = 2025

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('须为整数 · a whole number')
  return Number(text)
}

export function addSimulationCommands(program: Command, run: Run, runner: ServiceRunner): void {
  program
    .command('simulate')
    .description('模拟 · simulations')
    .command('community-year')
    .description('通过接口做出一个社区的一年,再与账簿核对 · make a year of a community through the API, and add its reports up against the journal')
    .option('--year <year>', `哪一年 · which year (${YEAR})`, whole, YEAR)
    .option('--seed <number>', `同一个数得到同一年 · the same number gives the same year (${SEED})`, whole, SEED)
    .option('--database <file>', '保留在此数据库;缺省用完即删 · keep it in this database; deleted afterwards where absent')
    .action(async (options: { year: number; seed: number; database?: string }, command: Command) => {
      const terminal = terminalOf(run, command)
      const done = await runner.simulateCommunityYear({ ...options, say: ({ zh, en }) => run.err(`… ${terminal.language === 'zh' ? zh : en}\n`) })
      terminal.result(done, () => {
        for (const [name, value] of Object.entries({ ...done.made, ...done.reports })) terminal.print(`${name}  ${JSON.stringify(value)}`)
        if (done.differences.length === 0) terminal.say('台账、汇总与账簿一致', 'The register and the summaries add up to the journal')
        for (const difference of done.differences) terminal.print(`≠ ${difference}`)
      })
      if (done.differences.length > 0) run.exitCode = EXIT.differences
    })
}
