import type { Command } from 'commander'
import { systemClock } from '../clock.ts'
import type { Service } from '../communities/communities.ts'
import { openService } from '../communities/open-service.ts'
import { readConfig } from '../config.ts'
import { newId } from '../id.ts'
import { createTerminal, orRefused, type Surroundings, type Terminal } from './terminal.ts'

export interface GlobalOptions {
  json?: boolean
  actor?: string
  key?: string
}

/** What a command works with: an open database, who asks, and where to write. */
export interface Session {
  service: Service
  /** Where the file of keys lies. */
  keysFile: string
  terminal: Terminal
  /** Whoever can open the database file is the operator; the name is theirs to give. */
  actor: string
  /** The key given with `--key`, or a new one. */
  key: string
}

/** One run of the program: what surrounds it, and the exit code it comes to when nothing is refused. */
export interface Run extends Surroundings {
  exitCode: number
}

/** The terminal that a command's options ask for. */
export function terminalOf(run: Run, command: Command): Terminal {
  return createTerminal(command.optsWithGlobals<GlobalOptions>().json === true, run)
}

/** Opens the database, runs the command, and closes it again whatever happens. */
export async function inSession<T>(
  run: Run,
  command: Command,
  work: (session: Session) => Promise<T>,
  { evenDamaged = false }: { evenDamaged?: boolean } = {}
): Promise<T> {
  const options = command.optsWithGlobals<GlobalOptions>()
  const terminal = terminalOf(run, command)
  const { database, keys } = orRefused(readConfig(run.environment))
  const service = await openService({ database, keys, evenDamaged }, systemClock)
  try {
    return await work({
      service,
      keysFile: keys,
      terminal,
      actor: options.actor ?? 'operator',
      key: options.key ?? newId()
    })
  } finally {
    await service.bank.close()
  }
}
