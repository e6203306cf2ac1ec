import { openPostgres } from './open-postgres.ts'
import { openSqlite, type SqliteWriter } from './open-sqlite.ts'
import type { Store } from './store.ts'

export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database)
}

const refuse = (): Promise<never> => Promise.reject(new Error('this store is for reading'))
const NO_WRITER: SqliteWriter = { begin: refuse, query: refuse, commit: refuse, rollback: refuse, emptyLog: refuse, close: async () => undefined }

/** A store for a thread that only reads, over a database that another thread has migrated and checked. */
export function openForReading(database: string): Store {
  return isPostgres(database) ? openPostgres(database, { connections: 1 }).store : openSqlite(database, NO_WRITER)
}
