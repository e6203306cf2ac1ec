import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { SqliteConnection } from './connect-sqlite.ts'
import { migrationsFolder } from './migrations-folder.ts'
import { StoreError } from './store.ts'

interface MigrationJournal {
  entries: { when: number }[]
}

/** When the program's newest migration was made. */
export function newestMigration(folder: string): number {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as MigrationJournal
  return Math.max(...journal.entries.map((entry) => entry.when))
}

/** Brings a database up to date; harmless when it is, refused (`database_newer`) when it is newer than the program. */
export function migrateSqlite(connection: SqliteConnection): void {
  const folder = migrationsFolder('sqlite')
  const newest = newestMigration(folder)
  const applied = appliedUpTo(connection)
  if (applied > newest) throw new StoreError('database_newer', 'the database was made by a newer version of this program')
  if (applied === newest) return
  try {
    migrate(drizzle(connection), { migrationsFolder: folder })
  } catch (error) {
    // Another process may have done it meanwhile.
    if (connection.inTransaction) connection.exec('ROLLBACK')
    if (appliedUpTo(connection) !== newest) throw error
  }
}

function appliedUpTo(connection: SqliteConnection): number {
  const known = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get()
  if (!known) return 0
  const { newest } = connection.prepare('SELECT max(created_at) AS newest FROM __drizzle_migrations').get() as { newest: number | null }
  return Number(newest ?? 0)
}
