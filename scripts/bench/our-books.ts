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
  private readonly queue: CommitQueue

  constructor(file: string) {
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

  /**
   * Takes the rules away for a while, so that the books can be filled faster with what the kernel decides; what is
   * returned puts them back.
   */
  withoutRules(): () => void {
    const { connection } = this
    const triggers = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[]
    for (const { name } of triggers) connection.exec(`DROP TRIGGER ${name}`)
    connection.exec(PROJECTIONS)
    connection.pragma('foreign_keys = off')
    connection.pragma('synchronous = off')
    return () => {
      for (const name of connection.prepare("SELECT name FROM sqlite_temp_schema WHERE type = 'trigger'").pluck().all()) {
        connection.exec(`DROP TRIGGER temp.${name}`)
      }
      for (const { sql } of triggers) connection.exec(sql)
      connection.pragma('foreign_keys = on')
      connection.pragma('synchronous = full')
    }
  }

  /** Leaves nothing in the write-ahead log. */
  checkpoint(): void {
    this.connection.pragma('wal_checkpoint(truncate)')
  }

  close(): void {
    this.connection.close()
  }
}

/** What of the rules is not a check: balances, lots, voucher numbers and the head follow what is inserted. */
const PROJECTIONS = `
  CREATE TEMP TRIGGER fill_entry AFTER INSERT ON main.journal_entry BEGIN
    UPDATE account SET balance = NEW.balance_after, version = NEW.version WHERE community_id = NEW.community_id AND account_id = NEW.account_id;
  END;
  CREATE TEMP TRIGGER fill_lot AFTER INSERT ON main.lot_move BEGIN
    INSERT INTO lot (community_id, account_id, expires_on, origin_number, origin_line, remaining, last_number, last_line)
    VALUES (NEW.community_id, NEW.account_id, NEW.expires_on, NEW.origin_number, NEW.origin_line, NEW.remaining_after, NEW.number, NEW.line)
        ON CONFLICT DO UPDATE SET remaining = excluded.remaining, last_number = excluded.last_number, last_line = excluded.last_line;
  END;
  CREATE TEMP TRIGGER fill_head AFTER INSERT ON main.journal_transaction BEGIN
    INSERT INTO voucher_month (community_id, month, last_voucher, last_number)
    SELECT NEW.community_id, substr(NEW.business_date, 1, 7), NEW.voucher_number, NEW.number WHERE NEW.voucher_number IS NOT NULL
        ON CONFLICT DO UPDATE SET last_voucher = excluded.last_voucher, last_number = excluded.last_number;
    UPDATE journal_head SET last_number = NEW.number WHERE community_id = NEW.community_id;
  END`
