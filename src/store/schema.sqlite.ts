import { sqliteKit } from './columns.sqlite.ts'
import { defineTables } from './tables.ts'

/** What drizzle-kit generates SQLite's migrations from. */
export const { community, member, good, serviceRecord, importRun, importRow, note, requestKey } = defineTables(sqliteKit)
