import type { ClientBase } from 'pg'

/**
 * What a schema consists of, object by object: its name and all that decides what it does. Two schemas made by the same
 * migrations have equal fingerprints, whoever owns them and whatever they are called. What extensions brought is left
 * out, and so are rights to read.
 */
export type Fingerprint = Map<string, string>

const NOT_OF_AN_EXTENSION = (catalog: string, alias: string) =>
  `NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${alias}.oid AND x.deptype = 'e')`

/** Relations of the schema, with the name of their owner where that is not the owner of the journal. */
const RELATIONS = `
  SELECT c.*, CASE WHEN c.relowner <> coalesce(o.relowner, c.relowner) THEN pg_get_userbyid(c.relowner) ELSE 'owner' END AS owner
    FROM pg_class c
    LEFT JOIN pg_class o ON o.relnamespace = c.relnamespace AND o.relname = 'journal_head'
   WHERE c.relnamespace = $1::regnamespace AND ${NOT_OF_AN_EXTENSION('pg_class', 'c')}`

const GRANTEE = (owner: string) =>
  `CASE g.grantee WHEN 0 THEN 'PUBLIC' WHEN ${owner} THEN 'owner' ELSE pg_get_userbyid(g.grantee) END`

/** Each lists objects of one kind as (object, definition). */
const OBJECTS = [
  `SELECT 'table ' || r.relname,
          concat_ws(' ', r.relkind, r.relpersistence, r.owner, r.relrowsecurity, r.relforcerowsecurity, r.relispartition, a.amname,
                    CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END)
     FROM r LEFT JOIN pg_am a ON a.oid = r.relam WHERE r.relkind NOT IN ('i', 'I', 't')`,
  `SELECT 'column ' || r.relname || '.' || a.attname,
          concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, l.collname, pg_get_expr(d.adbin, d.adrelid))
     FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     LEFT JOIN pg_collation l ON l.oid = a.attcollation
    WHERE r.relkind NOT IN ('i', 'I', 't', 'S')`,
  // The not-null constraints that PostgreSQL 18 lists as well stand with their columns.
  `SELECT 'constraint ' || k.conrelid::regclass || '.' || k.conname,
          concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred)
     FROM pg_constraint k
    WHERE k.contype NOT IN ('n', 't') AND (k.conrelid IN (SELECT oid FROM r) OR k.confrelid IN (SELECT oid FROM r))`,
  `SELECT 'index ' || i.indexrelid::regclass, concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisunique, i.indimmediate, i.indisvalid, i.indisready, i.indislive)
     FROM pg_index i WHERE i.indrelid IN (SELECT oid FROM r)`,
  `SELECT 'trigger ' || t.tgrelid::regclass || '.' || t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
     FROM pg_trigger t WHERE t.tgrelid IN (SELECT oid FROM r) AND NOT t.tgisinternal`,
  // Triggers of foreign keys have numbers in their names, which no two schemas share.
  `SELECT 'trigger ' || t.tgrelid::regclass || ' of ' || k.conname || ' ' || t.tgfoid::regproc, concat_ws(' ', t.tgtype, t.tgenabled, t.tgdeferrable, t.tginitdeferred)
     FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint WHERE t.tgrelid IN (SELECT oid FROM r) AND t.tgisinternal`,
  `SELECT 'rule ' || w.ev_class::regclass || '.' || w.rulename, concat_ws(' ', pg_get_ruledef(w.oid), w.ev_enabled)
     FROM pg_rewrite w WHERE w.ev_class IN (SELECT oid FROM r) AND w.rulename <> '_RETURN'`,
  `SELECT 'policy ' || p.polrelid::regclass || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid))
     FROM pg_policy p WHERE p.polrelid IN (SELECT oid FROM r)`,
  `SELECT 'inheritance ' || h.inhrelid::regclass || ' of ' || h.inhparent::regclass, ''
     FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
    WHERE c.relkind NOT IN ('i', 'I') AND (h.inhrelid IN (SELECT oid FROM r) OR h.inhparent IN (SELECT oid FROM r))`,
  `SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
          concat_ws(' ', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
                    CASE WHEN p.proowner <> o.relowner THEN pg_get_userbyid(p.proowner) END)
     FROM pg_proc p LEFT JOIN r o ON o.relname = 'journal_head'
    WHERE p.pronamespace = $1::regnamespace AND ${NOT_OF_AN_EXTENSION('pg_proc', 'p')}`,
  `SELECT 'operator ' || o.oid::regoperator, o.oprcode::text
     FROM pg_operator o WHERE o.oprnamespace = $1::regnamespace AND ${NOT_OF_AN_EXTENSION('pg_operator', 'o')}`,
  `SELECT 'type ' || y.typname, y.typtype::text
     FROM pg_type y WHERE y.typnamespace = $1::regnamespace AND y.typrelid = 0 AND y.typcategory <> 'A' AND ${NOT_OF_AN_EXTENSION('pg_type', 'y')}`,
  `SELECT 'grant on ' || r.relname || ' to ' || ${GRANTEE('r.relowner')} || ': ' || g.privilege_type, g.is_grantable::text
     FROM r CROSS JOIN LATERAL aclexplode(coalesce(r.relacl, acldefault(CASE r.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", r.relowner))) g
    WHERE r.relkind NOT IN ('i', 'I', 't', 'c') AND g.privilege_type <> 'SELECT'`,
  `SELECT 'grant on ' || r.relname || '.' || a.attname || ' to ' || ${GRANTEE('r.relowner')} || ': ' || g.privilege_type, g.is_grantable::text
     FROM r JOIN pg_attribute a ON a.attrelid = r.oid CROSS JOIN LATERAL aclexplode(a.attacl) g
    WHERE g.privilege_type <> 'SELECT'`,
  `SELECT 'grant on function ' || p.proname || ' to ' || ${GRANTEE('p.proowner')}, g.is_grantable::text
     FROM pg_proc p CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
    WHERE p.pronamespace = $1::regnamespace AND ${NOT_OF_AN_EXTENSION('pg_proc', 'p')}`,
  // Both are read by the rules, so what they hold is part of what the rules do.
  `SELECT 'chart ' || c.code, to_jsonb(c)::text FROM account_code c`,
  `SELECT 'kind ' || k.kind, to_jsonb(k)::text FROM transaction_kind k`
]

/** Reads the fingerprint of a schema, within a transaction of the caller's. */
export async function fingerprintOf(client: ClientBase, schema: string): Promise<Fingerprint> {
  // Names in definitions come bare where the search path finds them.
  await client.query("SELECT set_config('search_path', 'pg_catalog, ' || $1 || ', pg_temp', true)", [schema])
  const fingerprint: Fingerprint = new Map()
  const union = OBJECTS.map((select) => `(${select})`).join('\nUNION ALL\n')
  const { rows } = await client.query<[string, string]>({
    text: `WITH r AS MATERIALIZED (${RELATIONS}) ${union}`,
    values: [schema],
    rowMode: 'array'
  })
  for (const [object, definition] of rows) {
    fingerprint.set(object.replaceAll(schema, 'public'), definition.replaceAll(schema, 'public'))
  }
  return fingerprint
}

/** What differs from what is expected, one sentence an object, sorted. */
export function differencesOf(found: Fingerprint, expected: Fingerprint): string[] {
  const differences: string[] = []
  for (const [object, definition] of expected) {
    const other = found.get(object)
    if (other === undefined) differences.push(`${object} is missing`)
    else if (other !== definition) differences.push(`${object} is changed`)
  }
  for (const object of found.keys()) if (!expected.has(object)) differences.push(`${object} is unknown`)
  return differences.sort()
}
