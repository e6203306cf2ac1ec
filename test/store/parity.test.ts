import { getTableConfig as postgresConfig, type PgTable } from 'drizzle-orm/pg-core'
import { getTableConfig as sqliteConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { Client } from 'pg'
import t from 'tap'
import { CHART } from '../../src/ledger/chart.ts'
import { postgresKit } from '../../src/store/columns.postgres.ts'
import { sqliteKit } from '../../src/store/columns.sqlite.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { defineJournalTables } from '../../src/store/journal-tables.ts'
import { migratePostgres } from '../../src/store/migrate-postgres.ts'
import { migrateSqlite } from '../../src/store/migrate-sqlite.ts'
import { defineTables } from '../../src/store/tables.ts'
import { freshDatabase, havePostgres } from '../postgres.ts'

/** What a column is in either dialect. */
interface Column {
  table: string
  column: string
  type: 'text' | 'whole' | 'bytes'
  nullable: boolean
  /** Its place in the primary key, from 1; 0 where it is no part of it. */
  key: number
}

interface Shape {
  columns: Column[]
  /** `table: columns`, unique ones marked, with the condition of partial ones. */
  indexes: string[]
}

const byName = (a: Column, b: Column): number => `${a.table} ${a.column}`.localeCompare(`${b.table} ${b.column}`)

function sqliteShape(): Shape & { chart: unknown[] } {
  const connection = connectSqlite(':memory:')
  migrateSqlite(connection)
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'").pluck().all() as string[]
  const columns: Column[] = []
  const indexes: string[] = []
  for (const table of tables) {
    for (const row of connection.pragma(`table_info(${table})`) as { name: string; type: string; notnull: number; pk: number }[]) {
      const type = ({ TEXT: 'text', INTEGER: 'whole', BLOB: 'bytes' } as const)[row.type.toUpperCase() as 'TEXT']
      columns.push({ table, column: row.name, type, nullable: row.notnull === 0 && row.pk === 0, key: row.pk })
    }
    for (const index of connection.pragma(`index_list(${table})`) as { name: string; unique: number; origin: string; partial: number }[]) {
      if (index.origin === 'pk') continue
      const names = (connection.pragma(`index_info(${index.name})`) as { name: string }[]).map((each) => each.name)
      indexes.push(`${table} ${index.name}: ${names.join(', ')}${index.unique ? ' unique' : ''}${index.partial ? ' partial' : ''}`)
    }
  }
  const chart = connection.prepare('SELECT code, unit_kind, side, floor, has_lots, per_member, name_zh, name_en FROM account_code ORDER BY code').raw().all()
  connection.close()
  return { columns: columns.sort(byName), indexes: indexes.sort(), chart }
}

async function postgresShape(url: string): Promise<Shape & { chart: unknown[]; kinds: unknown[] }> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await migratePostgres(client)
  const { rows } = await client.query<{ table: string; column: string; type: string; nullable: boolean; key: number }>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
            coalesce(array_position(k.conkey, a.attnum), 0) AS key
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`
  )
  const kinds: Record<string, Column['type']> = {
    text: 'text', date: 'text', jsonb: 'text', bigint: 'whole', integer: 'whole', smallint: 'whole', boolean: 'whole', bytea: 'bytes'
  }
  const columns = rows.map((row) => ({ ...row, type: kinds[row.type] ?? (row.type as 'text'), key: Number(row.key) }))
  const { rows: found } = await client.query<{ index: string }>(
    `SELECT t.relname || ' ' || i.relname || ': ' ||
            (SELECT string_agg(a.attname, ', ' ORDER BY n) FROM unnest(x.indkey) WITH ORDINALITY AS k (attnum, n)
               JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum WHERE n <= x.indnkeyatts)
            || CASE WHEN x.indisunique THEN ' unique' ELSE '' END || CASE WHEN x.indpred IS NOT NULL THEN ' partial' ELSE '' END AS index
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
      WHERE t.relnamespace = 'public'::regnamespace AND NOT x.indisprimary`
  )
  const { rows: chart } = await client.query({ text: 'SELECT code, unit_kind, side::int, floor::int, has_lots::int, per_member::int, name_zh, name_en FROM account_code ORDER BY code COLLATE "C"', rowMode: 'array' })
  const { rows: allKinds } = await client.query({ text: 'SELECT kind, is_event::int, spends::int FROM transaction_kind ORDER BY kind COLLATE "C"', rowMode: 'array' })
  await client.end()
  return { columns: columns.sort(byName), indexes: found.map((row) => row.index).sort(), chart, kinds: allKinds }
}

t.test('both dialects have the same tables, columns, keys and indexes', { skip: havePostgres() ? false : 'no PostgreSQL here' }, async (t) => {
  const sqlite = sqliteShape()
  const postgres = await postgresShape(await freshDatabase(t))
  t.same(postgres.columns, sqlite.columns)
  const named = (indexes: string[]): string[] => indexes.map((index) => index.replace(/, remaining(?= partial)/, ''))
  t.same(named(postgres.indexes), named(sqlite.indexes))
  t.same(postgres.chart, sqlite.chart)
  t.ok(sqlite.columns.length > 100, 'the comparison is of something')
})

t.test("the community's id leads every key of every table of a community", async (t) => {
  const { columns, indexes } = sqliteShape()
  // Reference tables, and what stands above communities: people by their own id, the tree, accounts and keys.
  const shared = new Set([
    'account_code', 'transaction_kind', 'area', 'community', 'person', 'consent', 'sign_in_user', 'sign_in_session', 'sign_in_account', 'sign_in_verification',
    'sign_in_two_factor', 'sign_in_try', 'assignment', 'api_key', 'vault_key', 'former_person'
  ])
  for (const table of new Set(columns.map((column) => column.table))) {
    if (shared.has(table)) continue
    t.equal(columns.find((column) => column.table === table && column.key === 1)?.column, 'community_id', table)
  }
  // Found from above: the memberships of a person, the log of the whole service, what is soon to begin or to be sent.
  const fromAbove = ['member_person', 'access_log_entry', 'activity_starts', 'shift_starts', 'webhook_delivery_due']
  for (const index of indexes) {
    const [table = '', name = ''] = index.split(/[ :]/)
    if (!shared.has(table) && !fromAbove.includes(name)) t.match(index, /: community_id(,| |$)/)
  }
})

t.test('the description of the tables is what the databases have', async (t) => {
  const { columns } = sqliteShape()
  const described: Column[] = []
  for (const table of [...Object.values(defineTables(sqliteKit)), ...Object.values(defineJournalTables(sqliteKit))]) {
    const config = sqliteConfig(table as unknown as SQLiteTable)
    const key = config.primaryKeys[0]?.columns.map((column) => column.name) ?? config.columns.filter((column) => column.primary).map((column) => column.name)
    for (const column of config.columns) {
      const type = ({ text: 'text', integer: 'whole', blob: 'bytes' } as const)[column.getSQLType() as 'text']
      const place = key.indexOf(column.name) + 1
      described.push({ table: config.name, column: column.name, type, nullable: !column.notNull && place === 0, key: place })
    }
  }
  t.same(described.sort(byName), columns)
  for (const table of [...Object.values(defineTables(postgresKit)), ...Object.values(defineJournalTables(postgresKit))]) {
    const { name, columns: own } = postgresConfig(table as unknown as PgTable)
    t.same(own.map((column) => column.name).sort(), columns.filter((column) => column.table === name).map((column) => column.column).sort(), name)
  }
})

t.test('the chart of accounts in the program is the one in the database', async (t) => {
  const { chart } = sqliteShape()
  const own = Object.entries(CHART)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { unitKind, side, floor, hasLots, perMember, zh, en }]) => [code, unitKind, side, floor, Number(hasLots), Number(perMember), zh, en])
  t.same(own, chart)
})
