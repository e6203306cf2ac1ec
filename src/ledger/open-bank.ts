import { systemClock } from '../clock.ts'
import { isPostgres } from '../store/open-for-reading.ts'
import { openPostgres, preparePostgres } from '../store/open-postgres.ts'
import { openSqlite, prepareSqlite } from '../store/open-sqlite.ts'
import { type Store, StoreError } from '../store/store.ts'
import { CommunityQueues } from './community-queues.ts'
import type { Ledger } from './ledger.ts'
import { SqliteClient } from './sqlite-client.ts'

/** A database and the ledger that writes its journal. */
export interface Bank {
  /** The file or address that was opened. */
  database: string
  /** What differs from how the migrations made it; only where a damaged database was to be opened all the same. */
  damage: string[]
  store: Store
  ledger: Ledger
  close(): Promise<void>
}

export interface OpenBankOptions {
  /** A file, or a `postgres://` address. */
  database: string
  /** Commands that may wait to be committed; past it they are refused as `busy`. */
  mostWaiting?: number | undefined
  /** Opens a database that is not as it was made, so that it can be verified. */
  evenDamaged?: boolean | undefined
}

/** Opens, migrates and checks a database. Throws `StoreError` where it cannot be served. */
export async function openBank({ database, mostWaiting, evenDamaged }: OpenBankOptions): Promise<Bank> {
  if (!isPostgres(database) && /^[a-z][a-z0-9+.-]*:\/\//i.test(database)) {
    throw new StoreError('unknown_database', `neither a file nor a postgres:// address: ${database.split('://')[0]}://…`)
  }
  if (!isPostgres(database)) {
    const damage = prepareSqlite(database, { evenDamaged })
    const ledger = new SqliteClient({ file: database, mostWaiting })
    const store = openSqlite(database, ledger)
    return { database, damage, store, ledger, close: () => store.close() }
  }
  const damage = await preparePostgres(database, { evenDamaged })
  const { store, journal } = openPostgres(database)
  const ledger = new CommunityQueues({ store: journal, clock: systemClock, mostWaiting })
  return {
    database,
    damage,
    store,
    ledger,
    async close() {
      await ledger.drain()
      await store.close()
    }
  }
}
