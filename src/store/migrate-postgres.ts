import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type { Client } from 'pg'
import { grantPostgres } from './grant-postgres.ts'
import { newestMigration } from './migrate-sqlite.ts'
import { migrationsFolder } from './migrations-folder.ts'
import { StoreError } from './store.ts'

/** Any number that nothing else locks in this database. */
const MIGRATION_LOCK = 7_210_034_551

/**
 * Brings a database up to date, as its owner, and grants the service its rights; harmless when both are so already,
 * refused (`database_newer`) when it is newer than the program. Processes that start together do it one after another.
 */
export async function migratePostgres(client: Client): Promise<void> {
  const folder = migrationsFolder('postgres')
  await client.query('SELECT pg_advisory_lock($1::bigint)', [MIGRATION_LOCK])
  try {
    if ((await appliedUpTo(client)) > newestMigration(folder)) {
      throw new StoreError('database_newer', 'the database was made by a newer version of this program')
    }
    await migrate(drizzle(client), { migrationsFolder: folder })
    await grantPostgres(client)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1::bigint)', [MIGRATION_LOCK])
  }
}

async function appliedUpTo(client: Client): Promise<number> {
  const { rows: tables } = await client.query<{ known: boolean }>(
    "SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS known"
  )
  if (!tables[0]?.known) return 0
  const { rows } = await client.query<{ newest: string | null }>(
    'SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations'
  )
  return Number(rows[0]?.newest ?? 0)
}
