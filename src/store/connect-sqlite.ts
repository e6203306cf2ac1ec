import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { StoreError } from './store.ts'

export type SqliteConnection = BetterSqlite3.Database
export type SqliteStatement = BetterSqlite3.Statement<unknown[]>

/** What every connection is set to, and what it must read back: the rules of the journal lean on them. */
const SETTINGS: [pragma: string, set: string, readBack: string | number][] = [
  ['journal_mode', 'wal', 'wal'],
  ['synchronous', 'full', 2],
  ['foreign_keys', 'on', 1],
  ['recursive_triggers', 'on', 1],
  ['trusted_schema', 'off', 0],
  ['ignore_check_constraints', 'off', 0],
  // What is erased is written over, not left in free pages.
  ['secure_delete', 'on', 1],
  ['busy_timeout', '10000', 10000],
  // 16 MB: a page that many batches write goes into the database file once for all of them.
  ['wal_autocheckpoint', '4000', 4000]
]

/** What a writing connection may keep in memory: postings dirty pages all over the books, and those that were let go are read again. */
const WRITER_CACHE_KIBIBYTES = 64 * 1024

/**
 * Opens a connection with the settings that the journal's rules need, and refuses (`unsafe_settings`) one that reads
 * any of them back otherwise. A missing file is made, with its folder.
 */
export function connectSqlite(file: string, { readonly = false }: { readonly?: boolean } = {}): SqliteConnection {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  let connection: SqliteConnection
  try {
    if (file !== ':memory:' && !readonly) makeOwnersOnly(file)
    connection = new BetterSqlite3(file, { readonly })
    for (const [pragma, set] of SETTINGS) {
      if (!(readonly && pragma === 'journal_mode')) connection.pragma(`${pragma} = ${set}`)
    }
    if (!readonly) connection.pragma(`cache_size = -${WRITER_CACHE_KIBIBYTES}`)
  } catch (error) {
    throw new StoreError('cannot_open', `cannot open ${file}: ${(error as Error).message}`)
  }
  for (const [pragma, , expected] of SETTINGS) {
    const found = connection.pragma(pragma, { simple: true })
    const memory = pragma === 'journal_mode' && found === 'memory' && file === ':memory:'
    if (found !== expected && !memory) {
      connection.close()
      throw new StoreError('unsafe_settings', `${pragma} is ${String(found)}, not ${expected}`)
    }
  }
  return connection
}

/** The file is made for its owner alone; SQLite makes the files beside it (`-wal`, `-shm`) as the file is. */
function makeOwnersOnly(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
}
