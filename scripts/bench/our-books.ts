import { statSync } from 'node:fs'
import { systemClock } from '../../src/clock.ts'
import type { Command } from '../../src/ledger/command.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import { connectSqlite, type SqliteConnection } from '../../src/store/connect-sqlite.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'

/** Transactions that are committed together in bulk, ours and the peer's. */
export const TOGETHER = 256

/** The kernel over SQLite with all rules on, in this thread. */
export class OurBooks {
  readonly connection: SqliteConnection
  private readonly file: string
  private readonly queue: CommitQueue

  constructor(file: string) {
    this.file = file
    prepareSqlite(file)
    this.connection = connectSqlite(file)
    this.queue = new CommitQueue({
      store: new SqliteJournal(this.connection),
      clock: systemClock,
      mostWaiting: Number.MAX_SAFE_INTEGER,
      mostTogether: TOGETHER
    })
  }

  /** Posts all commands; a refusal ends the benchmark. */
  post(commands: Command[]): Promise<Outcome[]> {
    return Promise.all(commands.map((command) => this.queue.submit(command)))
  }

  /** Size of the database in bytes, with nothing left in the write-ahead log. */
  bytes(): number {
    this.connection.pragma('wal_checkpoint(truncate)')
    return statSync(this.file).size
  }

  close(): void {
    this.connection.close()
  }
}
