import { createHash } from 'node:crypto'
import { connectSqlite, type SqliteConnection } from './connect-sqlite.ts'
import { migrateSqlite } from './migrate-sqlite.ts'

/**
 * What cannot be refused on SQLite is found when a database is opened: a changed schema, and entries or moves that no
 * header seals (written with foreign keys off). Returns what differs, by code.
 */
export function checkSqlite(connection: SqliteConnection): string[] {
  const differences: string[] = []
  if (fingerprint(connection) !== expectedFingerprint()) differences.push('schema_changed')
  for (const table of ['journal_entry', 'lot_move', 'journal_transaction']) {
    if (beyondHead(connection, table)) differences.push(`${table}_beyond_head`)
  }
  if (headAlone(connection)) differences.push('head_without_transaction')
  return differences
}

/** Looks at both ends of each community only, so that it costs the same however long the journal is. */
function beyondHead(connection: SqliteConnection, table: string): boolean {
  const next = connection.prepare(`SELECT min(community_id) FROM ${table} WHERE community_id > ?`).pluck()
  const ends = connection.prepare(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM ${table} WHERE community_id = @c AND number > coalesce((SELECT last_number FROM journal_head WHERE community_id = @c), 0))
                 OR EXISTS (SELECT 1 FROM ${table} WHERE community_id = @c AND number < 1)`
  )
  for (let c = next.get('') as string | null; c !== null; c = next.get(c) as string | null) {
    if (ends.get({ c })) return true
  }
  return false
}

/** A head that names a transaction which is not there, or with a frontier that cannot be of so many leaves. */
function headAlone(connection: SqliteConnection): boolean {
  const heads = connection
    .prepare(
      `SELECT h.last_number AS last, length(h.frontier) AS frontierBytes, t.number AS found FROM journal_head h
         LEFT JOIN journal_transaction t ON t.community_id = h.community_id AND t.number = h.last_number`
    )
    .all() as { last: number; frontierBytes: number; found: number | null }[]
  return heads.some(({ last, frontierBytes, found }) => {
    const ones = BigInt(last).toString(2).replaceAll('0', '').length
    return (last > 0 && found === null) || frontierBytes !== ones * 32
  })
}

function fingerprint(connection: SqliteConnection): string {
  const rows = connection
    .prepare("SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name")
    .all() as Record<string, string>[]
  const chart = connection.prepare('SELECT * FROM account_code ORDER BY code').raw().all()
  const kinds = connection.prepare('SELECT * FROM transaction_kind ORDER BY kind').raw().all()
  return createHash('sha256').update(JSON.stringify([rows, chart, kinds])).digest('hex')
}

let expected: string | undefined

/** The fingerprint of a database that only the migrations made. */
function expectedFingerprint(): string {
  if (!expected) {
    const fresh = connectSqlite(':memory:')
    migrateSqlite(fresh)
    expected = fingerprint(fresh)
    fresh.close()
  }
  return expected
}
