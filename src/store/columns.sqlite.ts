import { blob, foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The column kit of SQLite. Every table is defined once against a kit; each dialect supplies its own. */
export const sqliteKit = {
  table: sqliteTable,
  primaryKey,
  foreignKey,
  index,
  uniqueIndex,
  text: (name: string) => text(name),
  /** A plain date, `YYYY-MM-DD`. */
  date: (name: string) => text(name),
  /** A whole number up to 2^53 − 1: amounts, minutes, numbers. */
  whole: (name: string) => integer(name),
  /** Milliseconds since the epoch, UTC. */
  instant: (name: string) => integer(name),
  /** The same as a `Date`, for libraries that want one. */
  moment: (name: string) => integer(name, { mode: 'timestamp_ms' }),
  flag: (name: string) => integer(name, { mode: 'boolean' }),
  json: <T>(name: string) => text(name, { mode: 'json' }).$type<T>(),
  bytes: (name: string) => blob(name, { mode: 'buffer' })
}

export type Kit = typeof sqliteKit
