// A server under load, in a process of its own: `ours`, or one of the peers. It tells its port once it is ready.
import Fastify, { type FastifyInstance } from 'fastify'
import { buildApp } from '../../src/api/build-app.ts'
import { systemClock } from '../../src/clock.ts'
import { createCommunity, createService } from '../../src/communities/communities.ts'
import { insertMembers } from '../../src/communities/members.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import { createApiKey } from '../../src/identity/api-keys.ts'
import { grantRole } from '../../src/identity/assignments.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import { createUser } from '../../src/identity/create-user.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { isRefusal } from '../../src/refusal.ts'
import { Vault } from '../../src/vault.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'
import type { Gift, ServerKind } from './http-protocol.ts'
import { COMMUNITY, commandOf, MEMBERS, openingCommands } from './workload.ts'

/** What the peers take: validated by Fastify's own compiled schema, the fastest it has. */
const giftSchema = {
  body: {
    type: 'object',
    required: ['from', 'to', 'points'],
    additionalProperties: false,
    properties: { from: { type: 'integer', minimum: 1 }, to: { type: 'integer', minimum: 1 }, points: { type: 'string' } }
  }
}

interface Server {
  app: FastifyInstance
  /** What requests must carry to be answered. */
  authorization?: string
}

/** The service as it is served, sign-in and permission checks included. */
async function ours(file: string): Promise<Server> {
  const bank = await openBank({ database: file })
  const service = createService(bank, systemClock, new Vault([{ id: 'bench', bytes: Buffer.alloc(32, 7) }]))
  await createCommunity(service, { communityId: COMMUNITY, name: COMMUNITY, timeZone: 'Asia/Shanghai' })
  const members = Array.from({ length: MEMBERS }, (_, index) => ({ card: `C${index + 1}`, name: `M${index + 1}` }))
  await bank.store.write((db) => insertMembers(service, db, COMMUNITY, members))
  await Promise.all(openingCommands(MEMBERS).map((command) => bank.ledger.submit(command)))
  const identity = createIdentity(service)
  await createUser(identity, { name: 'bench', kind: 'program' })
  await grantRole(identity, { name: 'bench', assignment: { role: 'program', scope: 'community', communityId: COMMUNITY }, by: 'bench' })
  const made = await createApiKey(identity, { user: 'bench', name: 'bench', expiresAt: systemClock.now() + 86_400_000, by: 'bench' })
  if (isRefusal(made)) throw new Error(made.code)
  const app = await buildApp({ service, identity, logLevel: 'info' })
  return { app: app as unknown as FastifyInstance, authorization: `Bearer ${made.key}` }
}

/** Each transfer is a transaction of its own on two plain tables, without any rule. */
async function bare(file: string): Promise<Server> {
  const connection = connectSqlite(file)
  connection.exec(`CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL) STRICT;
    CREATE TABLE transfer (id INTEGER PRIMARY KEY, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL, points INTEGER NOT NULL, at INTEGER NOT NULL) STRICT`)
  const open = connection.prepare('INSERT INTO account (id, balance) VALUES (?, 100000000)')
  connection.transaction(() => {
    for (let member = 1; member <= MEMBERS; member++) open.run(member)
  })()
  const insert = connection.prepare('INSERT INTO transfer ("from", "to", points, at) VALUES (?, ?, ?, ?)')
  const move = connection.prepare('UPDATE account SET balance = balance + ? WHERE id = ?')
  const transfer = connection.transaction((from: number, to: number, points: number) => {
    move.run(-points, from)
    move.run(points, to)
    return insert.run(from, to, points, Date.now()).lastInsertRowid
  })
  const app = Fastify()
  app.post<{ Body: Gift }>(`/v1/communities/${COMMUNITY}/gifts`, { schema: giftSchema }, (request, reply) => {
    const { from, to, points } = request.body
    const id = transfer.immediate(from, to, Math.round(Number(points) * 100))
    reply.code(201).send({ id: Number(id), from, to, points })
  })
  return { app }
}

/** The same rows, rules and bytes as ours, each transfer a transaction of its own, in the thread that serves. */
async function ruled(file: string): Promise<Server> {
  prepareSqlite(file)
  const store = new SqliteJournal(connectSqlite(file))
  const openings = new CommitQueue({ store, clock: systemClock })
  await Promise.all(openingCommands(MEMBERS).map((command) => openings.submit(command)))
  const queue = new CommitQueue({ store, clock: systemClock, mostTogether: 1 })
  const app = Fastify()
  app.post<{ Body: Gift }>(`/v1/communities/${COMMUNITY}/gifts`, { schema: giftSchema }, async (request, reply) => {
    const { from, to, points } = request.body
    const idempotencyKey = String(request.headers['idempotency-key'])
    const outcome = await queue.submit(commandOf({ action: 'gift', from, to, points: Math.round(Number(points) * 100) }, { idempotencyKey }))
    if (outcome.refused) throw new Error(outcome.code)
    reply.code(201)
    return { id: outcome.transactions.at(-1)?.number, from, to, points }
  })
  return { app }
}

const SERVERS: Record<ServerKind, (file: string) => Promise<Server>> = { ours, bare, ruled }

const [kind = '', file = ''] = process.argv.slice(2)
const { app, authorization } = await SERVERS[kind as ServerKind](file)
await app.listen({ host: '127.0.0.1', port: 0 })
const address = app.server.address()
process.send?.({ port: typeof address === 'object' && address ? address.port : 0, authorization })
process.once('disconnect', () => process.exit(0))
