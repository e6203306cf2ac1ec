import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { filesForOthers } from '../file-rights.ts'
import { StoreError } from './store.ts'

export type SqliteConnection = BetterSqlite3.Database
export type SqliteStatement = BetterSqlite3.Statement<unknown[]>

/** How long a writer waits for another process. */
const BUSY_MILLISECONDS = 10_000
/** How long the log waits for a reader, with postings behind it. */
const LOG_WAIT_MILLISECONDS = 100

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
  ['busy_timeout', String(BUSY_MILLISECONDS), BUSY_MILLISECONDS],
  // 64 MB: a page that many batches write goes into the database file once for all of them.
  ['wal_autocheckpoint', '16000', 16000]
]

/**
 * What a writing connection may keep in memory: postings dirty pages all over the books, and those that were let go are read again, most
 * often from the operating system's memory. Four times as much costs more than it saves: a commit may walk the table of all of them.
 */
const WRITER_CACHE_KIBIBYTES = 16 * 1024

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

/**
 * Writes everything that stands in the log beside the database into it, and empties the log: what was deleted is in neither any
 * more. False where somebody is reading from the log; nobody is kept waiting for them.
 */
export function emptyLog(connection: SqliteConnection): boolean {
  connection.pragma(`busy_timeout = ${LOG_WAIT_MILLISECONDS}`)
  try {
    return connection.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
  } finally {
    connection.pragma(`busy_timeout = ${BUSY_MILLISECONDS}`)
  }
}

/** A file that was made with wider rights, as by a copy, is narrowed, and that is said: the service itself refuses it (src/unsafe-settings.ts). */
function makeOwnersOnly(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  for (const wide of filesForOthers(file)) {
    process.emitWarning(`他人可读 ${wide},${narrowed(wide) ? '已改为只限所有者 · others could read it; now its owner alone can' : '请 chmod 600 · others can read it; chmod 600'}`, {
      code: 'TIMEBANK_FILE_RIGHTS'
    })
  }
}

function narrowed(file: string): boolean {
  try {
    chmodSync(file, 0o600)
    return true
  } catch {
    // It is somebody else's file.
    return false
  }
}
