import { postgresKit } from './columns.postgres.ts'
import { defineTables } from './tables.ts'

/** What drizzle-kit generates PostgreSQL's migrations from. */
export const { community, member, good, serviceRecord, importRun, importRow, note, requestKey } = defineTables(postgresKit)
