import type { QueryMethod } from '../store/query-sqlite.ts'
import type { Command } from './command.ts'
import type { Outcome } from './post.ts'

/**
 * Commands and their outcomes cross between the threads as one JSON text for many, which costs a fraction of copying
 * them object by object. A ticket tells which outcome belongs to which command; hashes are base64.
 */
export type SubmittedCommand = [ticket: number, requestHash: string, command: Omit<Command, 'requestHash'>]
export type CommandOutcome = [ticket: number, outcome: Outcome] | [ticket: number, outcome: null, failure: WriterFailure]

/** What else the main thread asks of the thread that writes a SQLite database. */
export type WriterRequest = { id: number } & (
  | { ask: 'begin' }
  | { ask: 'query'; sql: string; parameters: unknown[]; method: QueryMethod }
  | { ask: 'commit' }
  | { ask: 'rollback' }
  | { ask: 'empty_log' }
  | { ask: 'close' }
)

export interface WriterFailure {
  message: string
  code?: string | undefined
}

export type WriterAnswer = { id: number; result: unknown } | { id: number; failure: WriterFailure }

export interface WriterOptions {
  file: string
  mostWaiting?: number | undefined
  mostTogether?: number | undefined
}
