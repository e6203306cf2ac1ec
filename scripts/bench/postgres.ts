import { Client, Pool } from 'pg'
import { systemClock } from '../../src/clock.ts'
import type { Command } from '../../src/ledger/command.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import { openPostgres, preparePostgres } from '../../src/store/open-postgres.ts'
import { havePostgres, startPostgres } from '../../test/postgres.ts'
import { type Benchmark, figure, median, timed } from './figure.ts'
import { commandOf, openingCommands, randomNumbers } from './workload.ts'

const MEMBERS = 1000
const CONNECTIONS = 16
const TOGETHER = 64

/**
 * Points into one account that everybody pays into, on PostgreSQL: ours in batches with all rules, against peers
 * without them that make one transfer at a time over 16 connections.
 */
export const postgres: Benchmark = async ({ quick, say }) => {
  if (!havePostgres()) {
    say('NOT RUN: the PostgreSQL figures, no server here')
    return []
  }
  const given = process.env['TIMEBANK_TEST_POSTGRES_URL']
  const server = given ? undefined : await startPostgres({ durable: true })
  const url = given ?? server?.url ?? ''
  const name = `timebank_bench_${process.pid}`
  const admin = new Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  const address = new URL(url)
  address.pathname = `/${name}`
  try {
    return await race(address.href, { rounds: quick ? 3 : 9, count: quick ? 1024 : 4096, say })
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
    await server?.stop()
  }
}

async function race(url: string, { rounds, count, say }: { rounds: number; count: number; say: (line: string) => void }) {
  await preparePostgres(url)
  const { store, journal } = openPostgres(url)
  const queue = new CommitQueue({ store: journal, clock: systemClock, mostWaiting: Number.MAX_SAFE_INTEGER, mostTogether: TOGETHER })
  const pool = new Pool({ connectionString: url, max: CONNECTIONS })
  // The database is dropped with whatever is still connected.
  pool.on('error', () => undefined)
  await openPeers(pool)
  const random = randomNumbers(4)
  const post = async (commands: Command[]): Promise<void> => {
    const outcomes = await Promise.all(commands.map((command) => queue.submit(command)))
    const refused = outcomes.find((outcome) => outcome.refused)
    if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`)
  }
  await post(openingCommands(MEMBERS))
  await pool.query('ANALYZE')
  const speeds: Record<'ours' | 'statements' | 'call', number[]> = { ours: [], statements: [], call: [] }
  for (let round = 0; round <= rounds; round++) {
    say(`PostgreSQL, round ${round} of ${rounds}`)
    const commands = Array.from({ length: count }, () => commandOf({ action: 'donate', member: 1 + random(MEMBERS), purpose: 'general', points: 100 }))
    const ours = await timed(() => post(commands))
    const few = Math.ceil(count / 4)
    const statements = await timed(() => transfers(pool, few, random, severalStatements))
    const call = await timed(() => transfers(pool, few, random, oneCall))
    if (round === 0) continue
    speeds.ours.push((count / ours) * 1000)
    speeds.statements.push((few / statements) * 1000)
    speeds.call.push((few / call) * 1000)
  }
  await pool.end()
  await store.close()
  const against = (peer: 'statements' | 'call', words: string, atLeast: number) =>
    figure({
      name: `postgres-${peer}`, unit: 'transfers/s', ours: median(speeds.ours), peer: median(speeds[peer]), atLeast, against: words,
      ratio: median(speeds.ours.map((speed, round) => speed / (speeds[peer][round] ?? Number.NaN)))
    })
  return [against('statements', 'a transaction of several statements each', 10), against('call', 'one function call each', 4)]
}

async function openPeers(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE SCHEMA peer;
    CREATE TABLE peer.account (id bigint PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0), version bigint NOT NULL DEFAULT 0);
    CREATE TABLE peer.transfer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payer bigint NOT NULL, payee bigint NOT NULL, amount bigint NOT NULL, made_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE peer.entry (transfer_id bigint NOT NULL, account_id bigint NOT NULL, amount bigint NOT NULL, balance_after bigint NOT NULL, version bigint NOT NULL, PRIMARY KEY (account_id, version));
    INSERT INTO peer.account SELECT n, 100000000 FROM generate_series(0, ${MEMBERS}) n;
    CREATE FUNCTION peer.pay(p_from bigint, p_to bigint, p_amount bigint) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE v_id bigint; v_from peer.account; v_to peer.account;
    BEGIN
      PERFORM FROM peer.account WHERE id IN (p_from, p_to) ORDER BY id FOR UPDATE;
      UPDATE peer.account SET balance = balance - p_amount, version = version + 1 WHERE id = p_from RETURNING * INTO v_from;
      UPDATE peer.account SET balance = balance + p_amount, version = version + 1 WHERE id = p_to RETURNING * INTO v_to;
      INSERT INTO peer.transfer (payer, payee, amount) VALUES (p_from, p_to, p_amount) RETURNING id INTO v_id;
      INSERT INTO peer.entry VALUES (v_id, p_from, -p_amount, v_from.balance, v_from.version), (v_id, p_to, p_amount, v_to.balance, v_to.version);
      RETURN v_id;
    END $$`)
}

type Transfer = (pool: Pool, from: number) => Promise<void>

/** So many transfers over all connections, each connection one after another. */
async function transfers(pool: Pool, count: number, random: (below: number) => number, transfer: Transfer): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) await transfer(pool, 1 + random(MEMBERS))
    })
  )
}

const oneCall: Transfer = async (pool, from) => {
  await pool.query({ name: 'pay', text: 'SELECT peer.pay($1, 0, 100)', values: [from] })
}

const severalStatements: Transfer = async (pool, from) => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query({ name: 'lock', text: 'SELECT id FROM peer.account WHERE id IN ($1, 0) ORDER BY id FOR UPDATE', values: [from] })
    const move = (id: number, amount: number) =>
      client.query<{ balance: string; version: string }>({
        name: 'move', text: 'UPDATE peer.account SET balance = balance + $2, version = version + 1 WHERE id = $1 RETURNING balance, version', values: [id, amount]
      })
    const { rows: payer } = await move(from, -100)
    const { rows: payee } = await move(0, 100)
    const { rows: made } = await client.query<{ id: string }>({
      name: 'made', text: 'INSERT INTO peer.transfer (payer, payee, amount) VALUES ($1, 0, 100) RETURNING id', values: [from]
    })
    await client.query({
      name: 'entries', text: 'INSERT INTO peer.entry VALUES ($1, $2, -100, $3, $4), ($1, 0, 100, $5, $6)',
      values: [made[0]?.id, from, payer[0]?.balance, payer[0]?.version, payee[0]?.balance, payee[0]?.version]
    })
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}
