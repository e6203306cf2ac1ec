import pg from 'pg'
import t, { type Test } from 'tap'
import type { JournalSession } from '../../src/journal/journal-store.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { SERVICE_ROLE } from '../../src/store/grant-postgres.ts'
import { PostgresJournal } from '../../src/store/journal-postgres.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { migratePostgres } from '../../src/store/migrate-postgres.ts'
import { migrateSqlite } from '../../src/store/migrate-sqlite.ts'
import { SeedBook } from '../attack/seed-book.ts'
import { freshDatabase, havePostgres } from '../postgres.ts'

const options = { skip: havePostgres() ? false : 'no PostgreSQL here' }

async function openJournal(t: Test): Promise<{ journal: PostgresJournal; pool: pg.Pool; url: string }> {
  const url = await freshDatabase(t)
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await migratePostgres(owner)
  await owner.end()
  const pool = new pg.Pool({ connectionString: url, options: `-c role=${SERVICE_ROLE}` })
  pool.on('error', () => undefined)
  t.teardown(() => pool.end())
  return { journal: new PostgresJournal(pool), pool, url }
}

/** A book with an opening award of a member. */
function openedBook(community: string): SeedBook {
  const book = new SeedBook(community)
  book.post(
    'award',
    [
      ['P5103.rule', 1000],
      ['P2101.1', -1000]
    ],
    { memberNumber: 1 }
  )
  return book
}

async function post(journal: PostgresJournal | SqliteJournal, book: SeedBook): Promise<void> {
  const batch = book.take()
  await journal.transact(async (session) => {
    await session.head(book.community)
    await session.append(book.community, batch)
  })
}

/** Every question a session answers, on what `postEverything` posted. */
async function allAnswers(session: JournalSession): Promise<Record<string, unknown>> {
  const inOrder = <T>(rows: T[]): T[] => [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return {
    head: await session.head('c1'),
    fresh: await session.head('never posted'),
    byKeys: inOrder(await session.byKeys('c1', ['c1-000000000002', 'unknown', 'c1-000000000001'])),
    byNumbers: inOrder(await session.byNumbers('c1', [3, 1, 99])),
    none: await session.byNumbers('c1', []),
    followUps: await session.followUps('c1', [3, 1]),
    ofMember: await session.ofMember('c1', [
      { member: 1, from: '2026-02-01', to: '2026-02-31' },
      { member: 2, from: '2026-03-05', to: '2026-03-05' }
    ]),
    policies: await session.policies('c1'),
    accounts: inOrder(await session.accounts('c1', ['P2101.1', 'P4102', 'P9999'])),
    accountsOfMembers: inOrder(await session.accountsOfMembers('c1', [1, 3])),
    accountsSucceededBy: await session.accountsSucceededBy('c1', ['P2101.1']),
    openLots: await session.openLots('c1', ['P2101.1', 'P2101.2'], null),
    firstLots: await session.openLots('c1', ['P2101.1', 'P2101.2'], 1),
    lots: inOrder(
      await session.lots('c1', [
        { accountId: 'P2101.3', expiresOn: '2026-12-31', originNumber: 6, originLine: 2, remaining: 0 },
        { accountId: 'P2101.1', expiresOn: '2026-12-31', originNumber: 2, originLine: 2, remaining: 7 },
        { accountId: 'P2101.1', expiresOn: '2026-12-31', originNumber: 99, originLine: 2, remaining: 7 }
      ])
    ),
    vouchers: inOrder(await session.vouchers('c1', ['2026-03', '2026-04', '2026-05']))
  }
}

async function postEverything(journal: PostgresJournal | SqliteJournal): Promise<void> {
  const book = new SeedBook('c1')
  book.post('policy_published', [], { content: '{}' })
  book.post(
    'award',
    [
      ['P5103.rule', 1000],
      ['P2101.1', -1000]
    ],
    { memberNumber: 1, serviceDate: '2026-02-28' }
  )
  book.post(
    'award',
    [
      ['P5103.rule', 700],
      ['P2101.2', -700, '2026-06-30']
    ],
    { memberNumber: 2 }
  )
  book.post('award', [
    ['P5103.rule', 2 ** 53 - 2000],
    ['P4102', -(2 ** 53 - 2000)]
  ])
  book.post(
    'reverse',
    [
      ['P2101.2', 700],
      ['P5103.rule', -700]
    ],
    { memberNumber: 2, reverses: 3 }
  )
  book.post(
    'award',
    [
      ['P5103.rule', 50],
      ['P2101.3', -50]
    ],
    { memberNumber: 3, businessDate: '2026-04-02' }
  )
  book.post(
    'adjust',
    [
      ['P5101.care', 5],
      ['P2101.2', -5]
    ],
    { corrects: 3 }
  )
  book.post('gift', [
    ['P2101.1', 100],
    ['P2101.2', -100, '9999-12-31']
  ])
  await post(journal, book)
  book.post(
    'merge',
    [
      ['P2101.3', 50],
      ['P2101.1', -50]
    ],
    { memberNumber: 3 }
  )
  book.succeed('P2101.3', 'P2101.1')
  await post(journal, book)
  book.post('period_closed', [], { closesThrough: '2026-02-28' })
  await post(journal, book)
}

t.test('it answers every question as SQLite does', options, async (t) => {
  const { journal } = await openJournal(t)
  const connection = connectSqlite(':memory:')
  t.teardown(() => connection.close())
  migrateSqlite(connection)
  const sqlite = new SqliteJournal(connection)
  await postEverything(journal)
  await postEverything(sqlite)
  const answers = await journal.transact(allAnswers)
  t.strictSame(answers, JSON.parse(JSON.stringify(await sqlite.transact(allAnswers)), reviveBuffer))
  const ofMember = answers['ofMember'] as { number: number }[]
  t.same(
    ofMember.map(({ number }) => number),
    [2, 5],
    'number 3, reversed by 5, is left out'
  )
})

/** SQLite's rows are of a class of their own; through JSON they become plain ones. */
function reviveBuffer(_: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { type?: string; data?: number[] }
  return type === 'Buffer' && data ? Buffer.from(data) : value
}

t.test('a transaction in two of the ranges asked for is answered once', options, async (t) => {
  const { journal } = await openJournal(t)
  await post(journal, openedBook('c1'))
  const ranges = [
    { member: 1, from: '2026-03-01', to: '2026-03-31' },
    { member: 1, from: '2026-03-05', to: '2026-03-05' }
  ]
  const found = await journal.transact(async (session) => session.ofMember('c1', ranges))
  t.same(
    found.map(({ number }) => number),
    [1]
  )
})

t.test('what a batch did before it failed is gone, and the next one goes on', options, async (t) => {
  const { journal } = await openJournal(t)
  const book = openedBook('c1')
  const batch = book.fork().take()
  await t.rejects(
    journal.transact(async (session) => {
      await session.head('c1')
      await session.append('c1', openedBook('c1').take())
      throw new Error('changed my mind')
    }),
    { message: 'changed my mind' }
  )
  t.equal((await journal.transact(async (session) => session.head('c1'))).lastNumber, 0)
  t.same(batch.transactions, [])
  await post(journal, book)
  t.equal((await journal.transact(async (session) => session.head('c1'))).lastNumber, 1)
})

t.test('a refusal of the database that the work swallowed is not taken for a commit', options, async (t) => {
  const { journal } = await openJournal(t)
  const book = new SeedBook('c1')
  book.post('award', [
    ['P5103.rule', 100],
    ['P4102', -99]
  ])
  const batch = book.take()
  await t.rejects(
    journal.transact(async (session) => {
      await session.head('c1')
      await Promise.resolve(session.append('c1', batch)).catch(() => undefined)
    }),
    { message: /rolled back/ }
  )
})

t.test('a connection that breaks during a batch rejects it and leaves the rest alone', options, async (t) => {
  const { journal, url } = await openJournal(t)
  const administrator = new pg.Client({ connectionString: url })
  await administrator.connect()
  t.teardown(() => administrator.end())
  await t.rejects(
    journal.transact(async (session) => {
      await session.head('c1')
      await administrator.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
      )
      await new Promise((resolve) => setTimeout(resolve, 50))
      await session.append('c1', openedBook('c1').take())
    })
  )
  await post(journal, openedBook('c1'))
  t.equal((await journal.transact(async (session) => session.head('c1'))).lastNumber, 1)
})

t.test('batches of one community wait for each other, those of others do not', options, async (t) => {
  const { journal } = await openJournal(t)
  const order: string[] = []
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let started: () => void = () => undefined
  const locked = new Promise<void>((resolve) => {
    started = resolve
  })
  const first = journal.transact(async (session) => {
    await session.head('c1')
    started()
    await held
    await session.append('c1', openedBook('c1').take())
    order.push('first of c1')
  })
  await locked
  const second = journal.transact(async (session) => {
    order.push(`second of c1 sees ${(await session.head('c1')).lastNumber}`)
  })
  await post(journal, openedBook('c2'))
  order.push('c2')
  release()
  await Promise.all([first, second])
  t.same(order, ['c2', 'first of c1', 'second of c1 sees 1'])
})

t.test('processes that meet a new community at once get the same empty head', options, async (t) => {
  const { journal } = await openJournal(t)
  const heads = await Promise.all([1, 2, 3, 4, 5].map(() => journal.transact(async (session) => session.head('c1'))))
  for (const head of heads) t.same(head, { lastNumber: 0, closedThrough: '1900-01-01', frontier: Buffer.alloc(0) })
})

t.test(
  'databases of one server, and processes of one database, can be migrated at the same time',
  options,
  async (t) => {
    const urls = await Promise.all([freshDatabase(t), freshDatabase(t)])
    const clients = [...urls, ...urls].map((url) => new pg.Client({ connectionString: url }))
    for (const client of clients) {
      client.on('error', () => undefined)
      await client.connect()
    }
    await Promise.all(clients.map((client) => migratePostgres(client)))
    const { rows } = await clients[0]!.query('SELECT count(*)::int AS migrations FROM drizzle.__drizzle_migrations')
    t.ok(rows[0].migrations >= 2)
    await Promise.all(clients.map((client) => client.end()))
  }
)
