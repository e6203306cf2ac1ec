import type { Command } from './command.ts'
import type { Outcome } from './post.ts'

/** Where commands go, whatever the database. Nobody is answered before the commit is durable. */
export interface Ledger {
  submit(command: Command): Promise<Outcome>
  /** Commands that wait to be committed. */
  readonly length: number
}
