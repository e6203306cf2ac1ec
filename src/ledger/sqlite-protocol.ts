import type { QueryMethod } from '../store/query-sqlite.ts'
import type { Command } from './command.ts'
import type { Outcome } from './post.ts'

/** What the main thread asks of the thread that writes a SQLite database. */
export type WriterRequest = { id: number } & (
  | { ask: 'submit'; commands: Command[] }
  | { ask: 'begin' }
  | { ask: 'query'; sql: string; parameters: unknown[]; method: QueryMethod }
  | { ask: 'commit' }
  | { ask: 'rollback' }
  | { ask: 'close' }
)

export interface WriterFailure {
  message: string
  code?: string | undefined
}

/** Submitted commands are answered one by one, by their place; everything else once. */
export type WriterAnswer =
  | { id: number; outcomes: [place: number, outcome: Outcome | WriterFailure, failed: boolean][] }
  | { id: number; result: unknown }
  | { id: number; failure: WriterFailure }

export interface WriterOptions {
  file: string
  mostWaiting?: number | undefined
  mostTogether?: number | undefined
}
