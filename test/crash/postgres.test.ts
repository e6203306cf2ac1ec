import pg from 'pg'
import t from 'tap'
import { openPostgres, preparePostgres } from '../../src/store/open-postgres.ts'
import { everythingOf } from '../ledger/books.ts'
import { holdInvariants } from '../model/invariants.ts'
import { freshDatabase, havePostgres, startPostgres } from '../postgres.ts'
import { checkAfterCrash, killAfter, underLoad } from './kill-under-load.ts'
import { COMMUNITY } from './load-commands.ts'

const options = { skip: havePostgres() ? false : 'no PostgreSQL here' }
const KILLS = Number(process.env['TIMEBANK_CRASH_KILLS'] ?? 20)

t.test('the service killed under load leaves every acknowledged write, and every other absent or whole', options, async (t) => {
  const database = await freshDatabase(t)
  await preparePostgres(database)
  const { store, journal } = openPostgres(database)
  t.teardown(() => store.close())
  let acknowledged = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const answers = await underLoad({ database, run: `run${kill}` }, (child) => killAfter(child, (kill * 53) % 150))
    acknowledged += answers.size
    await checkAfterCrash(journal, `run${kill}`, answers)
  }
  holdInvariants(await everythingOf(journal, COMMUNITY))
  t.ok(acknowledged > KILLS, `${acknowledged} writes were acknowledged`)
})

t.test('the server killed under load keeps what it acknowledged, and serves again after its start', options, async (t) => {
  const server = await startPostgres({ durable: true })
  t.teardown(() => server.stop())
  const owner = new pg.Client({ connectionString: server.url })
  await owner.connect()
  await owner.query('CREATE DATABASE timebank TEMPLATE template0')
  await owner.end()
  const database = server.url.replace(/\/postgres$/, '/timebank')
  for (let crash = 0; crash < 4; crash++) {
    const answers = await underLoad({ database, run: `crash${crash}` }, async (child) => {
      await new Promise((resolve) => setTimeout(resolve, 100 + 130 * crash))
      await server.crash()
      child.kill('SIGKILL')
    })
    await server.start()
    await preparePostgres(database)
    const { store, journal } = openPostgres(database)
    await checkAfterCrash(journal, `crash${crash}`, answers)
    holdInvariants(await everythingOf(journal, COMMUNITY))
    await store.close()
    t.ok(answers.size > 0, `${answers.size} writes were acknowledged before the crash`)
  }
})
