import type { ClientBase } from 'pg'
import { StoreError } from './store.ts'

/**
 * The role that the service acts as (`SET ROLE` at connect). It owns nothing, reads the journal, posts through the
 * posting functions alone, and writes the tables around the journal.
 */
export const SERVICE_ROLE = 'timebank_service'

/** What only the posting functions write; for the service they are to be read. */
export const JOURNAL_TABLES = [
  'account_code',
  'transaction_kind',
  'journal_head',
  'voucher_month',
  'journal_transaction',
  'account',
  'journal_entry',
  'lot_move',
  'lot'
]

/** What the service adds to and reads, and never changes. */
const APPEND_ONLY_TABLES = ['access_log']

const POSTING_FUNCTIONS = ['lock_head', 'post_batch']

/**
 * Grants the service's role what it needs and takes back everything else, from it and from PUBLIC. Idempotent; runs as
 * the owner after each migration, on all tables and functions of the schema that no extension brought. Refused
 * (`role_missing`) where the role does not exist and the owner may not create roles.
 */
export async function grantPostgres(
  client: ClientBase,
  { schema = 'public' }: { schema?: string } = {}
): Promise<void> {
  await assertRole(client)
  const statements = [
    ...(schema === 'public' ? [await roleGrant(client), await databaseRevoke(client)] : []),
    `REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC, ${SERVICE_ROLE}`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${SERVICE_ROLE}`,
    ...(await relationGrants(client, schema)),
    ...(await functionGrants(client, schema))
  ]
  // One message, hence one transaction: a running service never sees rights taken and not yet given again.
  await client.query(statements.filter((statement) => statement !== '').join(';\n'))
}

async function assertRole(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [SERVICE_ROLE])
  if (rowCount === 0) {
    throw new StoreError(
      'role_missing',
      `an administrator must first run: CREATE ROLE ${SERVICE_ROLE} NOLOGIN; GRANT ${SERVICE_ROLE} TO <owner>`
    )
  }
}

/** Who created the role may give it away, but from PostgreSQL 16 on not yet act as it. */
async function roleGrant(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version"
  )
  const modern = (rows[0]?.version ?? 0) >= 160000
  const { rows: members } = await client.query<{ member: boolean }>(
    'SELECT pg_has_role(current_user, $1, $2) AS member',
    [SERVICE_ROLE, modern ? 'SET' : 'MEMBER']
  )
  if (members[0]?.member) return ''
  const grant = `GRANT ${SERVICE_ROLE} TO CURRENT_USER${modern ? ' WITH INHERIT FALSE, SET TRUE' : ''}`
  // Roles belong to the whole server: another database's migration may be granting the same to the same owner.
  return `DO $$ BEGIN ${grant}; EXCEPTION WHEN unique_violation THEN NULL; END $$`
}

/** A temporary table could shadow one of ours in a query of the service. Only the database's owner can forbid them. */
async function databaseRevoke(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string; owned: boolean }>(
    `SELECT quote_ident(datname) AS name, pg_has_role(current_user, datdba, 'USAGE') AS owned FROM pg_database WHERE datname = current_database()`
  )
  const database = rows[0]
  return database?.owned ? `REVOKE CREATE, TEMPORARY ON DATABASE ${database.name} FROM PUBLIC, ${SERVICE_ROLE}` : ''
}

async function relationGrants(client: ClientBase, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; bare: string; kind: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relname AS bare, c.relkind AS kind
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY c.relname`,
    [schema]
  )
  return rows.flatMap(({ name, bare, kind }) => {
    const object = kind === 'S' ? `SEQUENCE ${name}` : name
    const rights = kind === 'S' ? 'USAGE' : rightsOn(bare)
    return [`REVOKE ALL ON ${object} FROM PUBLIC, ${SERVICE_ROLE}`, `GRANT ${rights} ON ${object} TO ${SERVICE_ROLE}`]
  })
}

function rightsOn(table: string): string {
  if (JOURNAL_TABLES.includes(table)) return 'SELECT'
  return APPEND_ONLY_TABLES.includes(table) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE'
}

async function functionGrants(client: ClientBase, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; bare: string }>(
    `SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name, p.proname AS bare
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = $1
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY p.proname`,
    [schema]
  )
  return rows.flatMap(({ name, bare }) => [
    `REVOKE ALL ON ROUTINE ${name} FROM PUBLIC, ${SERVICE_ROLE}`,
    ...(POSTING_FUNCTIONS.includes(bare) ? [`GRANT EXECUTE ON ROUTINE ${name} TO ${SERVICE_ROLE}`] : [])
  ])
}
