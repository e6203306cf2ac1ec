import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { checkPostgres } from '../../src/store/check-postgres.ts'
import { checkSqlite } from '../../src/store/check-sqlite.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'
import { freshFolder } from '../cli/command-line.ts'
import { havePostgres } from '../postgres.ts'
import { journalDatabase, refusalOf } from './seed-postgres.ts'

const COLUMNS = 'community_id, entry_id, at, actor, operation, outcome, times'
const INSERT = `INSERT INTO access_log (${COLUMNS}) VALUES ('c1', 'e1', 1, 'clerk', 'readMember', 'done', 1)`

/** What somebody who has something to hide would type. */
const ATTACKS: [sentence: string, sql: string][] = [
  ['an entry that names another', "UPDATE access_log SET actor = 'somebody' WHERE entry_id = 'e1'"],
  ['every entry moved to another day', 'UPDATE access_log SET at = 0'],
  ['an entry moved to another community', "UPDATE access_log SET community_id = 'c2'"],
  ['one entry deleted', "DELETE FROM access_log WHERE entry_id = 'e1'"],
  ['all entries deleted', 'DELETE FROM access_log'],
  ['an entry written over by a conflict', `${INSERT} ON CONFLICT (community_id, entry_id) DO UPDATE SET actor = 'somebody'`]
]

const ONLY_SQLITE: [sentence: string, sql: string][] = [
  ['an entry replaced', INSERT.replace('INSERT', 'REPLACE').replace("'clerk'", "'somebody'")],
  ['an entry inserted or replaced', INSERT.replace('INSERT', 'INSERT OR REPLACE').replace("'clerk'", "'somebody'")],
  ['an update that ignores its conflicts', "UPDATE OR IGNORE access_log SET actor = 'somebody'"],
  ['an update that replaces', "UPDATE OR REPLACE access_log SET entry_id = 'e2'"]
]

const CONNECTIONS: Record<string, (file: string) => Database.Database> = {
  'our settings': (file) => connectSqlite(file),
  'a connection of their own': (file) => new Database(file),
  'triggers that do not recurse': (file) => {
    const connection = new Database(file)
    connection.pragma('recursive_triggers = off')
    return connection
  }
}

for (const [settings, connect] of Object.entries(CONNECTIONS)) {
  t.test(`what is in the access log stays, on SQLite with ${settings}`, async (t) => {
    const file = join(freshFolder(t), 'timebank.db')
    prepareSqlite(file)
    const connection = connect(file)
    t.teardown(() => connection.close())
    connection.exec(INSERT)
    const contents = () => connection.prepare('SELECT * FROM access_log').all()
    const before = contents()
    for (const [sentence, sql] of [...ATTACKS, ...ONLY_SQLITE]) {
      t.throws(() => connection.exec(sql), { message: 'nothing_is_erased' }, sentence)
      t.same(contents(), before, `${sentence}: nothing changed`)
    }
    const byRowid = INSERT.replace('INSERT', 'REPLACE').replace('(community_id', '(rowid, community_id').replace("('c1', 'e1'", "(1, 'c1', 'e3'")
    t.throws(() => connection.exec(byRowid), { message: /generated column/ }, 'an entry replaced through its rowid')
    t.same(contents(), before, 'an entry replaced through its rowid: nothing changed')
    connection.exec(INSERT.replace("'e1'", "'e2'"))
    t.equal(contents().length, 2, 'and it is added to')
  })
}

t.test('a rule of the access log that was dropped is found at the next open', async (t) => {
  const file = join(freshFolder(t), 'timebank.db')
  prepareSqlite(file)
  const connection = connectSqlite(file)
  t.teardown(() => connection.close())
  t.same(checkSqlite(connection), [])
  connection.exec('DROP TRIGGER access_log_delete')
  t.same(checkSqlite(connection), ['schema_changed'])
})

t.test('what is in the access log stays, on PostgreSQL', { skip: havePostgres() ? false : 'no PostgreSQL here' }, async (t) => {
  const { owner, service } = await journalDatabase(t)
  await service.query(INSERT)
  const contents = async () => (await service.query('SELECT * FROM access_log ORDER BY entry_id')).rows
  const before = await contents()
  const refused = async (client: typeof owner, sql: string): Promise<string> => {
    try {
      await client.query(sql)
      return 'nothing'
    } catch (error) {
      await client.query('ROLLBACK')
      return refusalOf(error)
    }
  }
  const replica = (sql: string): string => `BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`
  for (const [sentence, sql] of [...ATTACKS, ['all of it emptied', 'TRUNCATE access_log'] as const]) {
    t.equal(await refused(owner, sql), 'nothing_is_erased', `${sentence}, by its owner`)
    t.equal(await refused(owner, replica(sql)), 'nothing_is_erased', `${sentence}, by its owner as a replica`)
    t.equal(await refused(service, sql), '42501', `${sentence}, by the service`)
    t.same(await contents(), before, `${sentence}: nothing changed`)
  }
  await service.query(INSERT.replace("'e1'", "'e2'"))
  t.equal((await contents()).length, 2, 'and it is added to')

  t.same(await checkPostgres(owner), [])
  await owner.query('ALTER TABLE access_log DISABLE TRIGGER access_log_kept')
  t.match(await checkPostgres(owner), [/access_log_kept/])
  await owner.query('ALTER TABLE access_log ENABLE ALWAYS TRIGGER access_log_kept')
  await owner.query('GRANT DELETE ON access_log TO timebank_service')
  t.match(await checkPostgres(owner), [/grant on access_log to timebank_service: DELETE is unknown/])
})
