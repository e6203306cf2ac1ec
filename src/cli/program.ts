import { Command } from 'commander'
import { addAccountCommands, addKeyCommands } from './account-commands.ts'
import { addAreaCommands } from './area-commands.ts'
import { addAuditCommands } from './audit-commands.ts'
import { addCommunityCommands } from './community-commands.ts'
import { addCounterCommands } from './counter-commands.ts'
import { addImportCommands } from './import-commands.ts'
import { addVaultKeyCommands } from './vault-key-commands.ts'
import { addPolicyCommands } from './policy-commands.ts'
import { addRecordCommands } from './record-commands.ts'
import { addServiceCommands, type ServiceRunner } from './service-commands.ts'
import type { Run } from './session.ts'
import { addSimulationCommands } from './simulation-commands.ts'
import { addSummaryCommands } from './summary-commands.ts'
import { EXIT, reportFailure, type Surroundings } from './terminal.ts'

/** Runs the command line and returns the exit code. Serving is handed in: it is wired above this layer. */
export async function runCommandLine(argv: string[], runner: ServiceRunner, surroundings: Surroundings): Promise<number> {
  const run: Run = { ...surroundings, exitCode: 0 }
  const program = new Command('timebank')
    .description('时间银行账本 · A double-entry ledger for volunteer time banks')
    .option('--json', '输出 JSON · print JSON')
    .option('--actor <name>', '经办人 · who does it (operator)')
    .option('--key <key>', '幂等键 · idempotency key of a write')
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({ writeOut: run.out, writeErr: run.err })
  addServiceCommands(program, run, runner)
  addAreaCommands(program, run)
  addCommunityCommands(program, run)
  addPolicyCommands(program, run)
  addImportCommands(program, run)
  addRecordCommands(program, run)
  addCounterCommands(program, run)
  addAuditCommands(program, run)
  addAccountCommands(program, run)
  addKeyCommands(program, run)
  addVaultKeyCommands(program, run)
  addSummaryCommands(program, run)
  addSimulationCommands(program, run, runner)
  inheritOptions(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return run.exitCode
  } catch (error) {
    const { code, exitCode } = error as { code?: string; exitCode?: number }
    if (code?.startsWith('commander.')) return exitCode === 0 ? 0 : EXIT.usage
    return reportFailure(error, argv.includes('--json'), run)
  }
}

/** The general options may stand before or after the command's name, and every command writes to the same places. */
function inheritOptions(program: Command, parent: Command = program): void {
  for (const command of parent.commands) {
    for (const option of program.options) if (!command.options.some((each) => each.long === option.long)) command.addOption(option)
    command.exitOverride().configureOutput(program.configureOutput())
    inheritOptions(program, command)
  }
}
