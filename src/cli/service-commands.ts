import type { Command } from 'commander'
import type { Service } from '../communities/communities.ts'
import { inSession, type Run } from './session.ts'

/** A simulation: which one, and who is told how far it is. */
export interface SimulationRequest {
  year: number
  seed: number
  /** The database that it is kept in; none where absent. */
  database?: string | undefined
  say: (line: { zh: string; en: string }) => void
}

export interface SimulationResult {
  made: object
  reports: object
  /** Where the reports do not agree with the journal. */
  differences: string[]
}

/** What the layer above wires: the service itself, its demo data and simulations. */
export interface ServiceRunner {
  /** Serves until it is told to stop. */
  serve(options: { demo: boolean }): Promise<void>
  /** Loads the demo communities once; false where they are there already. */
  loadDemo(service: Service): Promise<boolean>
  simulateCommunityYear(request: SimulationRequest): Promise<SimulationResult>
}

export function addServiceCommands(program: Command, run: Run, runner: ServiceRunner): void {
  program
    .command('serve')
    .description('启动服务 · start the service')
    .option('--demo', '首次启动时装入演示社区 · load the demo communities at the first start')
    .action((options: { demo?: boolean }) => runner.serve({ demo: options.demo === true }))

  program
    .command('migrate')
    .description('升级数据库结构 · bring the database up to date')
    .action((_options, command: Command) =>
      inSession(run, command, async ({ terminal }) => {
        terminal.result({ migrated: true }, () => terminal.say('数据库已是最新', 'The database is up to date'))
      })
    )

  program
    .command('demo')
    .description('装入演示社区 · load the demo communities')
    .action((_options, command: Command) =>
      inSession(run, command, async ({ service, terminal }) => {
        const loaded = await runner.loadDemo(service)
        terminal.result({ loaded }, () =>
          loaded ? terminal.say('演示社区已装入', 'The demo communities are loaded') : terminal.say('演示社区已经在了', 'The demo communities are there already')
        )
      })
    )
}
