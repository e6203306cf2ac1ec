import { statSync } from 'node:fs'

/** The rights of others than a file's owner. */
const OTHERS = 0o077

/** Whether others than its owner can read or write a file; false where there is none, and where files have no such rights. */
export function isForOthers(file: string): boolean {
  if (process.platform === 'win32') return false
  const status = statSync(file, { throwIfNoEntry: false })
  return status !== undefined && (status.mode & OTHERS) !== 0
}

/** Of a SQLite database and the files beside it, those that others can read or write. */
export function filesForOthers(database: string): string[] {
  return [database, `${database}-wal`, `${database}-shm`].filter(isForOthers)
}
