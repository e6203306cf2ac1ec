import { randomBytes } from 'node:crypto'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { ClientBase } from 'pg'
import { differencesOf, type Fingerprint, fingerprintOf } from './fingerprint-postgres.ts'
import { grantPostgres, SERVICE_ROLE } from './grant-postgres.ts'
import { migrationsFolder } from './migrations-folder.ts'

/**
 * What cannot be refused on PostgreSQL is found when a database is opened: a schema that is not as the migrations made
 * it, rights beyond what the service needs, and rows that no header seals. Returns what differs, as `code: what`, and
 * nothing where all is well.
 *
 * The login must be the owner's, or one that may create schemas, unless what is `expected` is given: it is made by
 * running the migrations in a scratch schema, in a transaction that is rolled back. Takes some hundred milliseconds
 * the first time in a process.
 */
export async function checkPostgres(client: ClientBase, expected?: Fingerprint): Promise<string[]> {
  const wanted = expected ?? (await expectedFingerprint(client))
  const found = await inPassing(client, () => fingerprintOf(client, 'public'))
  const differences = differencesOf(found, wanted).map((difference) => `schema_changed: ${difference}`)
  // Without its tables the journal cannot be asked further.
  if (differences.some((difference) => difference.startsWith('schema_changed: table '))) return differences
  return [...differences, ...(await rightsBeyond(client)), ...(await rowsBeyondHead(client))]
}

const expectedByServer = new Map<string, Fingerprint>()

/** The fingerprint of a database that only the migrations made, on the version of this server. */
export async function expectedFingerprint(client: ClientBase): Promise<Fingerprint> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  const version = rows[0]?.server_version ?? ''
  const known = expectedByServer.get(version)
  if (known) return known
  // 32 hexadecimal digits: no text of ours holds it by chance, so that it can be replaced wherever it occurs.
  const scratch = `timebank_scratch_${randomBytes(16).toString('hex')}`
  const fingerprint = await inPassing(client, async () => {
    await client.query(`CREATE SCHEMA ${scratch}; SET LOCAL search_path = ${scratch}`)
    for (const { sql } of readMigrationFiles({ migrationsFolder: migrationsFolder('postgres') })) {
      for (const statement of sql) await client.query(forSchema(statement, scratch))
    }
    await grantPostgres(client, { schema: scratch })
    return fingerprintOf(client, scratch)
  })
  expectedByServer.set(version, fingerprint)
  return fingerprint
}

/** Migrations name the schema in two ways: drizzle-kit in quotes, the journal's in its search paths. */
function forSchema(statement: string, schema: string): string {
  return statement
    .replaceAll('"public".', `${schema}.`)
    .replaceAll('pg_catalog, public, pg_temp', `pg_catalog, ${schema}, pg_temp`)
}

/** Runs the work as the login itself, in a transaction that leaves no trace. */
async function inPassing<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL ROLE NONE')
  try {
    return await work()
  } finally {
    await client.query('ROLLBACK')
  }
}

/** Rights that come from elsewhere than the schema's own grants. */
async function rightsBeyond(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ difference: string }>(
    `SELECT 'service may create in schema public' AS difference WHERE has_schema_privilege($1, 'public', 'CREATE')
      UNION ALL SELECT 'service may create schemas' WHERE has_database_privilege($1, current_database(), 'CREATE')
      UNION ALL SELECT 'service may create temporary tables' WHERE has_database_privilege($1, current_database(), 'TEMPORARY')
      UNION ALL SELECT 'service is a member of ' || m.rolname
         FROM pg_roles m WHERE m.rolname <> $1 AND pg_has_role($1, m.oid, 'MEMBER')
      UNION ALL SELECT 'service is more than a plain role'
         FROM pg_roles s WHERE s.rolname = $1 AND (s.rolsuper OR s.rolcreaterole OR s.rolcreatedb OR s.rolreplication OR s.rolbypassrls)
      UNION ALL SELECT 'session_replication_role is ' || current_setting('session_replication_role')
         WHERE current_setting('session_replication_role') <> 'origin'`,
    [SERVICE_ROLE]
  )
  return rows.map(({ difference }) => `rights_beyond: ${difference}`)
}

/** Communities are stepped through by index, whatever the tables hold. */
async function rowsBeyondHead(client: ClientBase): Promise<string[]> {
  const differences: string[] = []
  for (const table of ['journal_transaction', 'journal_entry', 'lot_move']) {
    const { rows } = await client.query<{ id: string }>(
      `WITH RECURSIVE community (id) AS (
         SELECT min(community_id) FROM public.${table}
          UNION ALL
         SELECT (SELECT min(t.community_id) FROM public.${table} t WHERE t.community_id > community.id) FROM community WHERE id IS NOT NULL
       )
       SELECT id FROM community LEFT JOIN public.journal_head h ON h.community_id = id
        WHERE id IS NOT NULL AND (h.last_number IS NULL
           OR EXISTS (SELECT FROM public.${table} t WHERE t.community_id = id AND t.number > h.last_number)
           OR EXISTS (SELECT FROM public.${table} t WHERE t.community_id = id AND t.number < 1))`
    )
    for (const { id } of rows) differences.push(`${table}_beyond_head: community ${id}`)
  }
  return differences
}
