import { drizzle } from 'drizzle-orm/node-postgres'
import { Client, Pool, type PoolClient } from 'pg'
import type { JournalStore } from '../journal/journal-store.ts'
import { checkPostgres } from './check-postgres.ts'
import { postgresKit } from './columns.postgres.ts'
import { SERVICE_ROLE } from './grant-postgres.ts'
import { PostgresJournal } from './journal-postgres.ts'
import { defineJournalTables } from './journal-tables.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { type Database, type PrepareOptions, type Store, StoreError } from './store.ts'
import { defineTables } from './tables.ts'

const tables = defineTables(postgresKit)
const journal = defineJournalTables(postgresKit)

/** Migrates and checks a database as its owner; refuses (`damaged`) one that is not as its migrations made it. */
export async function preparePostgres(url: string, { evenDamaged = false }: PrepareOptions = {}): Promise<string[]> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
  } catch (error) {
    throw new StoreError('cannot_open', `cannot reach the database: ${(error as Error).message}`)
  }
  try {
    await migratePostgres(client)
    const differences = await checkPostgres(client)
    if (differences.length > 0 && !evenDamaged) throw new StoreError('damaged', `the database is not as it was made: ${differences.join(', ')}`)
    return differences
  } finally {
    await client.end()
  }
}

/** A store and its journal over a prepared database. Every connection acts as the service's role. */
export function openPostgres(url: string, { connections = 10 }: { connections?: number } = {}): { store: Store; journal: JournalStore } {
  const pool = new Pool({ connectionString: url, max: connections, options: `-c role=${SERVICE_ROLE} -c synchronous_commit=on` })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  const store: Store = {
    dialect: 'postgres',
    tables,
    journal,
    db: databaseOf(pool),
    each: databaseOf(pool),
    write: (work) => inTransaction(pool, 'READ COMMITTED READ WRITE', work),
    emptyLog: async () => undefined,
    snapshot: (work) => inTransaction(pool, 'REPEATABLE READ READ ONLY', work),
    close: () => pool.end()
  }
  return { store, journal: new PostgresJournal(pool) }
}

/** The same query builders over the other dialect: what they are awaited for has the same shape. */
function databaseOf(client: Pool | PoolClient): Database {
  return drizzle(client) as unknown as Database
}

async function inTransaction<T>(pool: Pool, mode: string, work: (db: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // Without a listener, a connection that breaks between two statements would end the process.
  const onError = (error: Error): void => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${mode}`)
    const result = await work(databaseOf(client))
    const { command } = await client.query('COMMIT')
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back, though nothing said so')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}
