import type { SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy'
import type { JournalTables } from './journal-tables.ts'
import type { Tables } from './tables.ts'

/** Query builders over either database; they are only ever awaited. */
export type Database = Pick<SqliteRemoteDatabase, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'>

/** One database, whatever its dialect. The journal is written by the ledger alone; everything else through `write`. */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres'
  readonly tables: Tables
  readonly journal: JournalTables
  /** For reading, with a connection of its own. */
  readonly db: Database
  /** For reading and writing, where every statement is a short transaction of its own: what libraries work with. */
  readonly each: Database
  /**
   * Runs the work in one transaction on the tables around the journal: all of it or nothing. The work must not post to
   * the ledger and must not wait for anything but this database.
   */
  write<T>(work: (db: Database) => Promise<T>): Promise<T>
  /** Runs the work on one read snapshot and a connection of its own, for long reads. */
  snapshot<T>(work: (db: Database) => Promise<T>): Promise<T>
  /**
   * Sees to it that what was deleted stands in no log beside the database either, soon after a long read at the latest. PostgreSQL
   * keeps its log as its administrator says.
   */
  emptyLog(): Promise<void>
  close(): Promise<void>
}

/** How a database is prepared for use. */
export interface PrepareOptions {
  /** Not refused where it is not as its migrations made it; what differs is returned, for those who verify. */
  evenDamaged?: boolean | undefined
}

/** The database cannot be served: too new, damaged, or not as its migrations made it. */
export class StoreError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
