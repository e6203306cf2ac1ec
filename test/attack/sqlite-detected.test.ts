import BetterSqlite3 from 'better-sqlite3'
import t from 'tap'
import { checkSqlite } from '../../src/store/check-sqlite.ts'
import { connectSqlite, type SqliteConnection } from '../../src/store/connect-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'
import { C, Forger, seededCopy } from './forge-sqlite.ts'

/** What SQLite lets anyone do who may open the file, and what the next opening calls it. */
const ATTACKS: [sentence: string, found: string, attempt: (forger: Forger) => void][] = [
  ['a trigger dropped', 'schema_changed', (f) => f.exec('DROP TRIGGER account_update')],
  ['a trigger added', 'schema_changed', (f) => f.exec('CREATE TRIGGER x BEFORE INSERT ON lot BEGIN SELECT RAISE(IGNORE); END')],
  ['a trigger renamed', 'schema_changed', (f) => f.exec('DROP TRIGGER lot_delete; CREATE TRIGGER lot_delete2 BEFORE DELETE ON lot BEGIN SELECT RAISE(ABORT, \'nothing_is_erased\'); END')],
  ['a column added', 'schema_changed', (f) => f.exec('ALTER TABLE account ADD COLUMN note TEXT')],
  ['a table renamed', 'schema_changed', (f) => f.exec('ALTER TABLE lot RENAME TO lots')],
  ['an index dropped', 'schema_changed', (f) => f.exec('DROP INDEX journal_transaction_reverses')],
  ['a view beside the tables', 'schema_changed', (f) => f.exec('CREATE VIEW balances AS SELECT * FROM account')],
  ['a floor taken out of the schema\'s text', 'schema_changed', (f) => {
    f.connection.unsafeMode(true)
    f.exec('PRAGMA writable_schema = on')
    f.run("UPDATE sqlite_schema SET sql = replace(sql, 'balance * side >= floor', '1') WHERE name = 'account'")
  }],
  ['the chart changed behind a dropped trigger that came back', 'schema_changed', (f) => {
    const { sql } = f.one("SELECT sql FROM sqlite_schema WHERE name = 'account_code_update'")
    f.exec("DROP TRIGGER account_code_update; UPDATE account_code SET floor = NULL WHERE code = 'P2101'")
    f.exec(String(sql))
  }],
  ['entries without a header, foreign keys off', 'journal_entry_beyond_head', (f) => {
    f.exec('PRAGMA foreign_keys = off')
    f.entry(1, 'P2103.general', 100)
  }],
  ['moves without an entry, foreign keys off', 'lot_move_beyond_head', (f) => {
    f.exec('PRAGMA foreign_keys = off')
    f.move(1, 'P2101.1', -100)
  }],
  ['entries without a header, foreign keys put off and forgotten', 'journal_entry_beyond_head', (f) => {
    f.exec('PRAGMA foreign_keys = on; BEGIN; PRAGMA defer_foreign_keys = on')
    f.entry(1, 'P2103.general', 100)
    f.exec('PRAGMA defer_foreign_keys = off; COMMIT')
  }],
  ['moves without an entry, foreign keys put off and forgotten', 'lot_move_beyond_head', (f) => {
    f.exec('PRAGMA foreign_keys = on; BEGIN; PRAGMA defer_foreign_keys = on')
    f.move(1, 'P2101.1', -100)
    f.exec('PRAGMA defer_foreign_keys = off; COMMIT')
  }],
  ['a header that a temporary trigger kept from advancing the head', 'journal_transaction_beyond_head', (f) => {
    f.exec('CREATE TEMP TRIGGER skip AFTER INSERT ON main.journal_transaction BEGIN SELECT RAISE(IGNORE); END')
    f.header('signing_key_changed')
  }],
  ['the newest header deleted behind a dropped trigger that came back', 'head_without_transaction', (f) => {
    const { sql } = f.one("SELECT sql FROM sqlite_schema WHERE name = 'journal_transaction_delete'")
    f.exec('PRAGMA foreign_keys = off; DROP TRIGGER journal_transaction_delete; DELETE FROM journal_transaction WHERE number = 19')
    f.exec(String(sql))
  }],
  ['a frontier that cannot be of so many leaves', 'head_without_transaction', (f) => {
    f.run("UPDATE journal_head SET frontier = x'00' WHERE community_id = ?", C)
  }]
]

function reopen(file: string): string[] {
  const connection = connectSqlite(file)
  try {
    return checkSqlite(connection)
  } finally {
    connection.close()
  }
}

t.test('a database that nobody touched has nothing to be found', async (t) => {
  const file = await seededCopy(t)
  t.same(reopen(file), [])
  const connection = connectSqlite(file)
  connection.exec('ANALYZE; VACUUM; PRAGMA optimize')
  connection.close()
  t.same(reopen(file), [], 'nor has one that was analysed and vacuumed')
})

for (const [sentence, found, attempt] of ATTACKS) {
  t.test(`${sentence}: found at the next opening, and not served`, async (t) => {
    const file = await seededCopy(t)
    const connection: SqliteConnection = new BetterSqlite3(file)
    attempt(new Forger(connection))
    connection.close()
    t.ok(reopen(file).includes(found), `${reopen(file)} includes ${found}`)
    t.throws(() => prepareSqlite(file), { code: 'damaged' })
  })
}

t.test('every setting that the rules lean on is set on a connection, and read back', async (t) => {
  const connection = connectSqlite(await seededCopy(t))
  t.teardown(() => connection.close())
  const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'recursive_triggers', 'trusted_schema', 'ignore_check_constraints', 'busy_timeout']
  t.same(settings.map((name) => connection.pragma(name, { simple: true })), ['wal', 2, 1, 1, 0, 0, 10000])
})
