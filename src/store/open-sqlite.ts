import { drizzle } from 'drizzle-orm/sqlite-proxy'
import { checkSqlite } from './check-sqlite.ts'
import { sqliteKit } from './columns.sqlite.ts'
import { connectSqlite, type SqliteConnection } from './connect-sqlite.ts'
import { defineJournalTables } from './journal-tables.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import { type QueryMethod, type QueryResult, SqliteQueries } from './query-sqlite.ts'
import { type Database, type PrepareOptions, type Store, StoreError } from './store.ts'
import { defineTables } from './tables.ts'

/** The writing side of a SQLite database, wherever it lives: the one connection that writes, in a thread of its own. */
export interface SqliteWriter {
  begin(): Promise<void>
  query(sql: string, parameters: unknown[], method: QueryMethod): Promise<QueryResult>
  commit(): Promise<void>
  rollback(): Promise<void>
  /** False where a reader kept the log from being emptied. */
  emptyLog(): Promise<boolean>
  close(): Promise<void>
}

const tables = defineTables(sqliteKit)
const journal = defineJournalTables(sqliteKit)

/** Migrates and checks a database file; refuses (`damaged`) one that is not as its migrations made it. */
export function prepareSqlite(file: string, { evenDamaged = false }: PrepareOptions = {}): string[] {
  const connection = connectSqlite(file)
  try {
    migrateSqlite(connection)
    const differences = checkSqlite(connection)
    if (differences.length > 0 && !evenDamaged) throw new StoreError('damaged', `the database is not as it was made: ${differences.join(', ')}`)
    return differences
  } finally {
    connection.close()
  }
}

/** A store over a prepared file: reads on connections of this thread, writes through the writer. */
export function openSqlite(file: string, writer: SqliteWriter): Store {
  const reader = connectSqlite(file, { readonly: true })
  const reading = new SqliteQueries(reader)
  const again = new LogEmptying(writer)
  return {
    dialect: 'sqlite',
    tables,
    journal,
    db: readingFrom(reader),
    each: drizzle((sql, parameters, method) =>
      /^\s*select\b/i.test(sql)
        ? Promise.resolve(reading.query(sql, parameters, method))
        : inTransaction(writer, () => writer.query(sql, parameters, method))
    ),
    write: (work) => inTransaction(writer, () => work(drizzle((sql, parameters, method) => writer.query(sql, parameters, method)))),
    async snapshot(work) {
      const connection = connectSqlite(file, { readonly: true })
      try {
        connection.exec('BEGIN')
        return await work(readingFrom(connection))
      } finally {
        connection.close()
      }
    },
    emptyLog: () => again.begin(),
    async close() {
      again.stop()
      reader.close()
      await writer.close()
    }
  }
}

const AGAIN_MILLISECONDS = 5_000

/** Empties the log at once or, as long as a long read keeps it, again and again until it is empty. */
class LogEmptying {
  private readonly writer: SqliteWriter
  private timer: NodeJS.Timeout | undefined
  private stopped = false

  constructor(writer: SqliteWriter) {
    this.writer = writer
  }

  async begin(): Promise<void> {
    if (this.stopped || (await this.writer.emptyLog())) return
    // Closing the database empties it too.
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.begin().catch(() => undefined)
    }, AGAIN_MILLISECONDS).unref()
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }
}

async function inTransaction<T>(writer: SqliteWriter, work: () => Promise<T>): Promise<T> {
  await writer.begin()
  try {
    const result = await work()
    await writer.commit()
    return result
  } catch (error) {
    await writer.rollback()
    throw error
  }
}

function readingFrom(connection: SqliteConnection): Database {
  const queries = new SqliteQueries(connection)
  return drizzle(async (sql, parameters, method) => queries.query(sql, parameters, method))
}
