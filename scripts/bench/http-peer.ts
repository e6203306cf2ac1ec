// A peer of the HTTP benchmark, in a process of its own: a Fastify handler that commits each transfer by itself with
// better-sqlite3. `bare`: no rule but the balance; `ruled`: our rules and rows, one transfer a commit.
import { createHash } from 'node:crypto'
import BetterSqlite3 from 'better-sqlite3'
import Fastify from 'fastify'
import { systemClock } from '../../src/clock.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { COMMUNITY, TODAY } from './workload.ts'

interface Gift {
  from: number
  to: number
  points: string
}

const [mode, file = '', members = '0'] = process.argv.slice(2)
const app = Fastify()
const body = {
  type: 'object', required: ['from', 'to', 'points'], additionalProperties: false,
  properties: { from: { type: 'integer' }, to: { type: 'integer' }, points: { type: 'string', pattern: '^\\d+(\\.\\d{1,2})?$' } }
}
const transfer = mode === 'bare' ? bareTransfer() : ruledTransfer()

app.post<{ Body: Gift }>('/gifts', { schema: { body } }, async (request, reply) => {
  const key = String(request.headers['idempotency-key'])
  const answer = await transfer(request.body, key)
  reply.code(201)
  return answer
})

await app.listen({ host: '127.0.0.1', port: 0 })
const address = app.server.address()
process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)

/** As one would write it: two balances, a row, a unique key, all in one transaction. */
function bareTransfer(): (gift: Gift, key: string) => object {
  const db = new BetterSqlite3(file)
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = full')
  db.exec(`CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0));
    CREATE TABLE IF NOT EXISTS transfer (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, payer INTEGER NOT NULL, payee INTEGER NOT NULL, amount INTEGER NOT NULL, made_at INTEGER NOT NULL)`)
  const open = db.prepare('INSERT OR IGNORE INTO account VALUES (?, 100000000)')
  db.transaction(() => {
    for (let id = 1; id <= Number(members); id++) open.run(id)
  })()
  const find = db.prepare('SELECT id FROM transfer WHERE key = ?')
  const move = db.prepare('UPDATE account SET balance = balance + ? WHERE id = ? RETURNING balance')
  const insert = db.prepare('INSERT INTO transfer (key, payer, payee, amount, made_at) VALUES (?, ?, ?, ?, ?)')
  return db.transaction(({ from, to, points }: Gift, key: string) => {
    const known = find.get(key)
    if (known) return known as object
    const amount = Math.round(Number(points) * 100)
    const { balance } = move.get(-amount, from) as { balance: number }
    move.get(amount, to)
    const { lastInsertRowid } = insert.run(key, from, to, amount, Date.now())
    return { id: Number(lastInsertRowid), balance }
  }).immediate
}

/** The same rules, rows and canonical bytes as ours; each transfer waits for its own commit. */
function ruledTransfer(): (gift: Gift, key: string) => Promise<object> {
  const queue = new CommitQueue({ store: new SqliteJournal(connectSqlite(file)), clock: systemClock, mostTogether: 1 })
  return async ({ from, to, points }, idempotencyKey) => {
    const outcome = await queue.submit({
      action: 'gift', from, to, points: Math.round(Number(points) * 100),
      community: COMMUNITY, today: TODAY, preparedBy: 'bench', postedBy: 'bench', idempotencyKey,
      requestHash: createHash('sha256').update(`${from} ${to} ${points}`).digest()
    })
    if (outcome.refused) throw new Error(outcome.code)
    return outcome.transactions[0] as object
  }
}
