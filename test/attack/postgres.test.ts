import pg from 'pg'
import t, { type Test } from 'tap'
import { checkPostgres } from '../../src/store/check-postgres.ts'
import { postBatchArguments } from '../../src/store/post-batch-arguments.ts'
import { havePostgres } from '../postgres.ts'
import { ENTRY_ATTACKS } from './postgres-entries.ts'
import { HEADER_ATTACKS, STATE_ATTACKS } from './postgres-headers.ts'
import { LOT_ATTACKS } from './postgres-lots.ts'
import { SCHEMA_ATTACKS } from './postgres-schema.ts'
import { STATEMENT_ATTACKS } from './postgres-statements.ts'
import {
  insertBatch,
  type JournalDatabase,
  journalContents,
  journalDatabase,
  postBatch,
  refusalOf,
  seedJournal
} from './seed-postgres.ts'

const options = { skip: havePostgres() ? false : 'no PostgreSQL here' }

/** Runs the attack, which must be refused with one of the given, and change nothing. */
async function attack(
  t: Test,
  { owner }: JournalDatabase,
  { name, refusal, run }: { name: string; refusal: string; run: () => Promise<unknown> }
): Promise<void> {
  const before = await journalContents(owner)
  let refused = 'nothing'
  try {
    await run()
  } catch (error) {
    refused = refusalOf(error)
  }
  t.equal(refused, refusal, name)
  t.strictSame(await journalContents(owner), before, `${name}: nothing changed`)
}

t.test('what somebody types at an SQL prompt', options, async (t) => {
  const database = await journalDatabase(t)
  await seedJournal(database.service)
  for (const { name, sql, refusal } of STATEMENT_ATTACKS) {
    await t.test(name, async (t) => {
      await attack(t, database, { name: 'refused to the owner', refusal, run: () => database.owner.query(sql) })
      await attack(t, database, {
        name: 'refused to the service',
        refusal: '42501',
        run: () => database.service.query(sql)
      })
    })
  }
  t.same(await checkPostgres(database.owner), [])
})

t.test('a batch with', options, async (t) => {
  const database = await journalDatabase(t)
  const { c1 } = await seedJournal(database.service)
  for (const { name, make, refusal } of [...ENTRY_ATTACKS, ...LOT_ATTACKS, ...HEADER_ATTACKS]) {
    await t.test(name, async (t) => {
      const batch = make(c1.fork())
      await attack(t, database, {
        name: 'refused to the owner',
        refusal,
        run: () => insertBatch(database.owner, 'c1', batch)
      })
      await attack(t, database, {
        name: 'refused by the function',
        refusal,
        run: () => postBatch(database.service, 'c1', batch)
      })
      await attack(t, database, {
        name: 'refused to the service',
        refusal: '42501',
        run: () => insertBatch(database.service, 'c1', batch)
      })
    })
  }
  for (const { name, make, refusal } of STATE_ATTACKS) {
    await t.test(name, async (t) => {
      await attack(t, database, {
        name: 'refused by the function',
        refusal,
        run: () => postBatch(database.service, 'c1', make(c1.fork()))
      })
    })
  }
  await t.test('and after all these the journal goes on', async () => {
    const book = c1.fork()
    book.post('gift', [
      ['P2101.1', 100],
      ['P2101.4', -100]
    ])
    await insertBatch(database.owner, 'c1', book.take())
    book.post('gift', [
      ['P2101.4', 100],
      ['P2101.1', -100]
    ])
    await postBatch(database.service, 'c1', book.take())
  })
  t.same(await checkPostgres(database.owner), [])
})

t.test('the posting function', options, async (t) => {
  const database = await journalDatabase(t)
  const { c1 } = await seedJournal(database.service)
  const book = c1.fork()
  book.post('gift', [
    ['P2101.1', 100],
    ['P2101.4', -100]
  ])
  const values = postBatchArguments('c1', book.take())
  const call = (changed: unknown[]) =>
    database.service.query(`SELECT post_batch(${changed.map((_, index) => `$${index + 1}`).join(', ')})`, changed)
  const without = (from: number, to: number) => values.map((value, index) => (index >= from && index < to ? [] : value))

  const { rows } = await database.owner.query("SELECT pronargs AS count FROM pg_proc WHERE proname = 'post_batch'")
  t.equal(rows[0].count, values.length, 'takes the arguments that are given')

  await t.test('refuses entries without a header before it returns, not at the commit', async (t) => {
    await database.service.query('BEGIN')
    const run = () => call(without(27, 45))
    await attackInside(t, run, 'journal_entry_community_id_number_fkey')
    await database.service.query('ROLLBACK')
  })
  await t.test('refuses lot moves without their entries', async (t) => {
    await database.service.query('BEGIN')
    await attackInside(t, () => call(without(20, 45)), 'lot_move_community_id_number_line_fkey')
    await database.service.query('ROLLBACK')
  })
  await t.test('posts two communities in one transaction, one call each', async (t) => {
    await database.service.query('BEGIN')
    await call(values)
    await call([
      'c3',
      ...postBatchArguments('c3', {
        newAccounts: [],
        transactions: [],
        stateChanges: [],
        frontier: Buffer.alloc(0)
      }).slice(1)
    ])
    await database.service.query('ROLLBACK')
    t.pass()
  })
})

async function attackInside(t: Test, run: () => Promise<unknown>, refusal: string): Promise<void> {
  t.equal(await run().then(() => 'nothing', refusalOf), refusal)
}

t.test('what takes more than one statement', options, async (t) => {
  const database = await journalDatabase(t)
  const { c1 } = await seedJournal(database.service)
  const { owner } = database
  const transaction = (sql: string) => async () => {
    try {
      await owner.query(`BEGIN; ${sql}; COMMIT`)
    } finally {
      await owner.query('ROLLBACK')
    }
  }
  const header = (number: number) =>
    `INSERT INTO journal_transaction (community_id, number, kind, entry_count, idempotency_key, request_hash, service_date, business_date,
                                      recorded_at, voucher_number, canonical, leaf)
     VALUES ('c1', ${number}, 'award', 2, 'k${number}', sha256('x'), '2026-03-05', '2026-03-05', 0, 11, 'x', sha256('\\x0078'))`
  const entries = (number: number) =>
    `INSERT INTO journal_entry SELECT 'c1', ${number}, line, id, 'POINT', amount, a.version + 1, a.balance + amount
       FROM (VALUES (1, 'P5103.rule', 100), (2, 'P5101.care', -100)) AS e (line, id, amount) JOIN account a ON community_id = 'c1' AND account_id = id`
  const move = `INSERT INTO lot_move VALUES ('c1', 13, 1, '2026-12-31', 2, 2, 'P2101.1', -100, 2900)`

  const cases: [name: string, sql: string, refusal: string][] = [
    ['entries whose header never comes', entries(13), 'journal_entry_community_id_number_fkey'],
    ['lot moves whose entries never come', move, 'lot_move_community_id_number_line_fkey'],
    [
      'entries whose header is taken back',
      `${entries(13)}; SAVEPOINT s; ${header(13)}; ROLLBACK TO s`,
      'journal_entry_community_id_number_fkey'
    ],
    [
      'entries added to their header within its own transaction',
      `${entries(13)}; ${header(13)}; ${entries(13).replace('(1,', '(3,').replace('(2,', '(4,')}`,
      'entry_out_of_order'
    ],
    ['a header before its entries', `${header(13)}; ${entries(13)}`, 'entries_missing'],
    [
      'a header with moves that no entry explains',
      `${move}; ${entries(13).replace('(1,', '(3,')}; ${header(13)}`,
      'lots_without_entry'
    ],
    [
      'header and entries in one statement, and more entries than it counts',
      `WITH e AS (${entries(13).replace('-100)', "-60), (3, 'P4101.main', -40)")} RETURNING 1) ${header(13)}`,
      'entries_missing'
    ],
    ['a lot move made twice', `${move}; ${move}`, 'lot_move_pkey'],
    [
      'a lot taken back to where it stood after its move',
      `${move}; UPDATE lot SET remaining = 3000, last_number = 2, last_line = 2 WHERE community_id = 'c1' AND account_id = 'P2101.1' AND origin_number = 2`,
      'unexplained_lot'
    ],
    [
      'a lot that has one move applied twice',
      `${move}; UPDATE lot SET remaining = remaining - 100 WHERE community_id = 'c1' AND account_id = 'P2101.1' AND origin_number = 2`,
      'unexplained_lot'
    ],
    [
      'a temporary table that stands in for the head',
      `CREATE TEMP TABLE journal_head ON COMMIT DROP AS SELECT 'c1'::text AS community_id, 3::bigint AS last_number, '1900-01-01'::date AS closed_through, ''::bytea AS frontier; ${entries(4).replace('(1,', '(8,').replace('(2,', '(9,')}`,
      'entry_out_of_order'
    ],
    [
      'a temporary table that stands in for the accounts',
      `CREATE TEMP TABLE account ON COMMIT DROP AS SELECT community_id, account_id, 0::bigint AS version, 1000::bigint AS balance FROM public.account; ${entries(13)}`,
      'journal_entry_account'
    ],
    [
      'a function of the rules fed with the rows of a table of the attacker',
      `CREATE TEMP TABLE fed ON COMMIT DROP AS SELECT * FROM public.journal_entry WHERE false;
       CREATE TRIGGER fed AFTER INSERT ON fed REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_applied();
       INSERT INTO fed SELECT 'c1', 13, 1, account_id, unit, 100, version + 1, balance + 100 FROM account WHERE community_id = 'c1' AND account_id = 'P4101.main'`,
      'unexplained_balance'
    ],
    [
      'a function of the rules fed with headers of the attacker',
      `CREATE TEMP TABLE fed ON COMMIT DROP AS SELECT * FROM public.journal_transaction WHERE false;
       CREATE TRIGGER fed AFTER INSERT ON fed REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION journal_transaction_applied();
       INSERT INTO fed (community_id, number, kind, entry_count, business_date, closes_through) VALUES ('c1', 13, 'period_closed', 0, '2026-03-05', '2999-12-31')`,
      'unexplained_head'
    ],
    [
      'a superuser who calls himself a replica',
      `SET LOCAL session_replication_role = replica; UPDATE account SET balance = balance - 100 WHERE community_id = 'c1' AND account_id = 'P2101.1'`,
      'unexplained_balance'
    ],
    [
      'a superuser who deletes as a replica',
      `SET LOCAL session_replication_role = replica; DELETE FROM journal_entry WHERE community_id = 'c1'`,
      'nothing_is_erased'
    ]
  ]
  for (const [name, sql, refusal] of cases) {
    await t.test(name, (t) => attack(t, database, { name: 'refused to the owner', refusal, run: transaction(sql) }))
  }

  await t.test('a superuser who adds entries as a replica is found out', async (t) => {
    await owner.query(`BEGIN; SET LOCAL session_replication_role = replica; ${entries(13)}; COMMIT`)
    t.same(await checkPostgres(owner), ['journal_entry_beyond_head: community c1'])
  })

  t.test('a second session that adds lines to a transaction not yet committed', async (t) => {
    const other = await journalDatabase(t)
    const { c1: book } = await seedJournal(other.service)
    const second = new pg.Client({ connectionString: other.url })
    second.on('error', () => {})
    await second.connect()
    for (const [name, sql, refusal] of [
      [
        'entries',
        (number: number) => entries(number).replace('(1,', '(8,').replace('(2,', '(9,'),
        'entry_out_of_order'
      ],
      ['lot moves', (number: number) => move.replace("'c1', 13, 1", `'c1', ${number}, 8`), 'move_out_of_order']
    ] as const) {
      await t.test(name, async (t) => {
        book.post('gift', [
          ['P2101.1', 100],
          ['P2101.4', -100]
        ])
        await other.owner.query('BEGIN')
        await postBatch(other.owner, 'c1', book.take())
        const adding = second.query(sql(book.number)).then(() => 'nothing', refusalOf)
        await waitsForALock(other.service, second)
        await other.owner.query('COMMIT')
        t.equal(await adding, refusal)
        const { rows } = await other.owner.query(
          'SELECT count(*)::int AS lines FROM journal_entry WHERE community_id = $1 AND number = $2',
          ['c1', book.number]
        )
        t.same(rows, [{ lines: 2 }])
      })
    }
  })
  t.ok(c1)
})

/** Returns once the second client waits for another's lock. */
async function waitsForALock(observer: pg.Client, second: pg.Client): Promise<void> {
  const { processID } = second as unknown as { processID: number }
  for (;;) {
    const { rowCount } = await observer.query('SELECT FROM pg_locks WHERE pid = $1 AND NOT granted', [processID])
    if (rowCount) return
  }
}

t.test('the service may not', options, async (t) => {
  const database = await journalDatabase(t)
  await seedJournal(database.service)
  for (const [name, sql, refusal] of [
    ['make temporary tables', 'CREATE TEMP TABLE journal_head (community_id text)', '42501'],
    ['make tables', 'CREATE TABLE mine (a int)', '42501'],
    ['make functions', "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", '42501'],
    ['make schemas', 'CREATE SCHEMA mine', '42501'],
    ['switch off a rule', 'ALTER TABLE journal_entry DISABLE TRIGGER ALL', '42501'],
    ['drop a rule', 'DROP TRIGGER journal_entry_kept ON journal_entry', '42501'],
    ['drop a table', 'DROP TABLE lot_move', '42501'],
    [
      'replace a function',
      "CREATE OR REPLACE FUNCTION account_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      '42501'
    ],
    [
      'lock the tables against others',
      'DO $$ BEGIN LOCK TABLE journal_entry IN ACCESS EXCLUSIVE MODE; END $$',
      '42501'
    ],
    ['act as a replica', 'SET session_replication_role = replica', '42501'],
    ['read the history of the migrations', 'SELECT * FROM drizzle.__drizzle_migrations', '42501'],
    ['lock rows without posting', 'SELECT * FROM journal_head FOR UPDATE', '42501'],
    ['change the frontier without posting', "UPDATE journal_head SET frontier = ''", '42501']
  ] as const) {
    await t.test(name, (t) => attack(t, database, { name: 'refused', refusal, run: () => database.service.query(sql) }))
  }
  await t.test('give itself rights: only a warning, and nothing', async (t) => {
    await database.service.query('GRANT INSERT ON journal_entry TO timebank_service')
    const { rows } = await database.service.query("SELECT has_table_privilege('journal_entry', 'INSERT') AS may")
    t.same(rows, [{ may: false }])
  })
})

t.test('what its owner does to the schema is found at the next open', options, async (t) => {
  const { owner, service } = await journalDatabase(t)
  await seedJournal(service)
  t.same(await checkPostgres(owner), [])
  for (const { name, sql, undo, found } of SCHEMA_ATTACKS) {
    await t.test(name, async (t) => {
      await owner.query(sql)
      const differences = await checkPostgres(owner)
      t.ok(differences.includes(found), found, { differences })
      await owner.query(undo)
      t.same(await checkPostgres(owner), [])
    })
  }
})
