import { existsSync } from 'node:fs'
import pg from 'pg'
import t from 'tap'
import { freshDatabase, havePostgres, startPostgres } from './postgres.ts'

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  // A server that is killed under its clients is what some of these tests are about.
  client.on('error', () => {})
  await client.connect()
  return client
}

const options = { skip: havePostgres() ? false : 'no PostgreSQL here' }

t.test('a fresh database is empty, UTF-8, and gone after the test', options, async (t) => {
  let url = ''
  let ended: Promise<void> = Promise.resolve()
  await t.test('inside', async (t) => {
    url = await freshDatabase(t)
    const client = await connect(url)
    const { rows } = await client.query(
      "SELECT count(*)::int AS tables, current_setting('server_encoding') AS encoding, lower('ÄÖ') AS lower" +
        " FROM information_schema.tables WHERE table_schema = 'public'"
    )
    t.same(rows, [{ tables: 0, encoding: 'UTF8', lower: 'äö' }])
    // The connection is left open on purpose: dropping the database ends it.
    ended = new Promise((resolve) => client.once('end', () => resolve()))
  })
  await ended
  await t.rejects(connect(url), { code: '3D000' }, 'database does not exist')
})

t.test('two fresh databases do not see each other', options, async (t) => {
  const [first, second] = await Promise.all([freshDatabase(t), freshDatabase(t)])
  const client = await connect(first)
  await client.query('CREATE TABLE only_here (id int)')
  await client.end()
  const other = await connect(second)
  await t.rejects(other.query('SELECT * FROM only_here'), { code: '42P01' })
  await other.end()
})

t.test('a durable server keeps what it acknowledged through a crash, and leaves nothing behind', options, async (t) => {
  const server = await startPostgres({ durable: true })
  t.teardown(() => server.stop())
  const before = await connect(server.url)
  await before.query('CREATE TABLE kept AS SELECT 42 AS answer')
  await server.crash()
  await t.rejects(connect(server.url), { code: 'ECONNREFUSED' })
  await server.start()
  const after = await connect(server.url)
  t.same((await after.query('SELECT answer FROM kept')).rows, [{ answer: 42 }])
  await after.end()
  await server.stop()
  t.notOk(existsSync(server.dataFolder))
})
