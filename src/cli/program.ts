import { Command } from 'commander'
import { addAuditCommands } from './audit-commands.ts'
import { addCommunityCommands } from './community-commands.ts'
import { addCounterCommands } from './counter-commands.ts'
import { addImportCommands } from './import-commands.ts'
import { addServiceCommands, type ServiceRunner } from './service-commands.ts'
import { EXIT, languageOf, reportFailure } from './terminal.ts'

/** Runs the command line and returns the exit code. Serving is handed in: it is wired above this layer. */
export async function runCommandLine(argv: string[], runner: ServiceRunner): Promise<number> {
  const program = new Command('timebank')
    .description('时间银行账本 · A double-entry ledger for volunteer time banks')
    .option('--json', '输出 JSON · print JSON')
    .option('--actor <name>', '经办人 · who does it (system)')
    .option('--key <key>', '幂等键 · idempotency key of a write')
    .exitOverride()
    .showHelpAfterError()
  addServiceCommands(program, runner)
  addCommunityCommands(program)
  addImportCommands(program)
  addCounterCommands(program)
  addAuditCommands(program)
  inheritOptions(program)
  process.exitCode = 0
  try {
    await program.parseAsync(argv, { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    const { code, exitCode } = error as { code?: string; exitCode?: number }
    if (code?.startsWith('commander.')) return exitCode === 0 ? 0 : EXIT.usage
    return reportFailure(error, { json: argv.includes('--json'), language: languageOf(process.env) })
  }
}

/** The general options may stand before or after the command's name. */
function inheritOptions(program: Command): void {
  for (const command of program.commands) {
    for (const option of program.options) if (!command.options.some((each) => each.long === option.long)) command.addOption(option)
    command.exitOverride()
    inheritOptionsOf(program, command)
  }
}

function inheritOptionsOf(program: Command, parent: Command): void {
  for (const command of parent.commands) {
    for (const option of program.options) if (!command.options.some((each) => each.long === option.long)) command.addOption(option)
    command.exitOverride()
    inheritOptionsOf(program, command)
  }
}
