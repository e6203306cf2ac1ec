import { openSqlite, prepareSqlite } from '../store/open-sqlite.ts'
import type { Store } from '../store/store.ts'
import type { Ledger } from './ledger.ts'
import { SqliteClient } from './sqlite-client.ts'

/** A database and the ledger that writes its journal. */
export interface Bank {
  store: Store
  ledger: Ledger
  close(): Promise<void>
}

export interface OpenBankOptions {
  /** A file, or a `postgres://` address. */
  database: string
  mostWaiting?: number
}

/** Opens, migrates and checks a database. Throws `StoreError` where it cannot be served. */
export async function openBank({ database, mostWaiting }: OpenBankOptions): Promise<Bank> {
  prepareSqlite(database)
  const client = new SqliteClient({ file: database, mostWaiting })
  const store = openSqlite(database, client)
  return { store, ledger: client, close: () => store.close() }
}
