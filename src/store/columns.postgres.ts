import { bigint, boolean, customType, date, foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Kit } from './columns.sqlite.ts'

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** Milliseconds since the epoch, as in SQLite, read and written as a `Date`. */
const moment = customType<{ data: Date; driverData: number }>({
  dataType: () => 'bigint',
  toDriver: (date) => date.getTime(),
  fromDriver: (milliseconds) => new Date(Number(milliseconds))
})

/**
 * The column kit of PostgreSQL. Its builders yield the same values as SQLite's, so that one set of types serves both;
 * this is the one place where a cast says so.
 */
export const postgresKit = {
  table: pgTable,
  primaryKey,
  foreignKey,
  index,
  uniqueIndex,
  text: (name: string) => text(name),
  date: (name: string) => date(name, { mode: 'string' }),
  whole: (name: string) => bigint(name, { mode: 'number' }),
  instant: (name: string) => bigint(name, { mode: 'number' }),
  moment: (name: string) => moment(name),
  flag: (name: string) => boolean(name),
  json: (name: string) => jsonb(name),
  bytes: (name: string) => bytea(name)
} as unknown as Kit
