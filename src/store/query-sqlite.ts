import type { SqliteConnection, SqliteStatement } from './connect-sqlite.ts'

/** What drizzle asks of a database that lives behind a function. */
export type QueryMethod = 'run' | 'all' | 'values' | 'get'

const MOST_STATEMENTS = 300

/** What drizzle wants back; `changes` are the rows that a statement wrote. */
export interface QueryResult {
  rows: unknown[]
  changes?: number
}

/** Runs queries on a connection, with its prepared statements kept. Rows come as arrays, in the order selected. */
export class SqliteQueries {
  private readonly connection: SqliteConnection
  private readonly statements = new Map<string, SqliteStatement>()

  constructor(connection: SqliteConnection) {
    this.connection = connection
  }

  query(sql: string, parameters: unknown[], method: QueryMethod): QueryResult {
    const statement = this.prepare(sql)
    const values = parameters.map((value) => (value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value))
    if (method === 'run' || !statement.reader) {
      return { rows: [], changes: statement.run(...values).changes }
    }
    statement.raw(true)
    if (method === 'get') return { rows: statement.get(...values) as unknown[] }
    return { rows: statement.all(...values) }
  }

  private prepare(sql: string): SqliteStatement {
    const kept = this.statements.get(sql)
    if (kept) return kept
    if (this.statements.size >= MOST_STATEMENTS) this.statements.clear()
    const statement = this.connection.prepare(sql)
    this.statements.set(sql, statement)
    return statement
  }
}
