import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import tap, { type Test } from 'tap'
import { decodeTransaction } from '../../src/journal/canonical.ts'
import type { AccountRow, HeadRow, JournalStore, LotRow } from '../../src/journal/journal-store.ts'
import type { Transaction } from '../../src/journal/transaction.ts'
import type { Action, Command, CommandBase } from '../../src/ledger/command.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import { formatPoints } from '../../src/points.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { SERVICE_ROLE } from '../../src/store/grant-postgres.ts'
import { PostgresJournal } from '../../src/store/journal-postgres.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { migratePostgres } from '../../src/store/migrate-postgres.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'
import { MemoryStore } from '../model/memory-store.ts'
import { freshDatabase, havePostgres } from '../postgres.ts'

export type Dialect = 'memory' | 'sqlite' | 'postgres'
export const DIALECTS: Dialect[] = havePostgres() ? ['memory', 'sqlite', 'postgres'] : ['memory', 'sqlite']

/** The Taicheng rules with every value written out; a test changes what it is about. */
export const POLICY = {
  pointsPerHour: '10',
  categoryCoefficients: { 老人陪护: '1.5', 科普宣传: '1.0', 文体活动: '0.8' },
  roundMinutesDownTo: 30,
  dailyConvertibleCapMinutes: 480,
  backfilledHoursConvert: false,
  pointsRounding: 'down to 0.01',
  pointsValidMonths: 36,
  timezone: 'Asia/Shanghai'
}

/** All that a community's books hold. */
export interface Everything {
  head: HeadRow
  canonicals: string[]
  accounts: AccountRow[]
  lots: LotRow[]
  vouchers: { month: string; last: number }[]
}

/** One community's books under test: posts actions on a day and shows entries the way examples are written. */
export class Books {
  readonly queue: CommitQueue
  readonly store: JournalStore
  readonly community: string
  today = '2025-03-20'
  private keys = 0

  constructor(store: JournalStore, community = 'taicheng') {
    this.store = store
    this.community = community
    this.queue = new CommitQueue({ store, clock: { now: () => Date.parse('2025-03-20T02:00:00Z') } })
  }

  command(action: Action, base: Partial<CommandBase> = {}): Command {
    const idempotencyKey = base.idempotencyKey ?? `key-${++this.keys}`
    const requestHash = createHash('sha256').update(JSON.stringify(action)).digest()
    return {
      community: this.community, today: this.today, preparedBy: 'coordinator', postedBy: 'coordinator', idempotencyKey, requestHash,
      ...base, ...action
    }
  }

  submit(action: Action, base: Partial<CommandBase> = {}): Promise<Outcome> {
    return this.queue.submit(this.command(action, base))
  }

  /** Posts, and fails the test where it is refused. Returns all that was posted; the last is the answer. */
  async postAll(action: Action, base: Partial<CommandBase> = {}): Promise<Transaction[]> {
    const outcome = await this.submit(action, base)
    if (outcome.refused) throw new Error(`${action.action} refused: ${outcome.code} ${JSON.stringify(outcome.parameters)}`)
    return outcome.transactions
  }

  /** Posts, and fails the test where it is refused. Returns the answer: the last transaction. */
  async post(action: Action, base: Partial<CommandBase> = {}): Promise<Transaction> {
    return (await this.postAll(action, base)).at(-1) as Transaction
  }

  /** The refusal's code; fails the test where the action is posted, or where the refusal left a trace. */
  async refused(action: Action, base: Partial<CommandBase> = {}): Promise<string> {
    const before = await this.everything()
    const outcome = await this.submit(action, base)
    if (!outcome.refused) throw new Error(`${action.action} was posted`)
    const after = await this.everything()
    if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error(`${action.action} was refused and left a trace`)
    return outcome.code
  }

  /** A member with points carried in, all of one expiry. */
  member(number: number, points: number, expiresOn = '2026-12-31'): Promise<Transaction> {
    return this.post({ action: 'open', member: { number, lots: [{ points, expiresOn }], minutes: 0, honoraryMinutes: 0 } })
  }

  /** Goods at the counter `main`. */
  stock(sku: string, pieces: number, expiresOn?: string): Promise<Transaction> {
    return this.post({ action: 'stock_in', counter: 'main', sku, pieces, sponsor: 'mill', expiresOn })
  }

  everything(): Promise<Everything> {
    return everythingOf(this.store, this.community)
  }

  async lastNumber(): Promise<number> {
    return (await this.everything()).head.lastNumber
  }

  /** Balances on the accounts' normal side, in hundredths, minutes, pieces or fen. */
  balances(...ids: string[]): Promise<Record<string, number>> {
    return this.store.transact(async (session) => {
      const rows = await session.accounts(this.community, ids)
      return Object.fromEntries(ids.map((id) => {
        const row = rows.find((each) => each.accountId === id)
        return [id, row ? row.balance * row.side : 0]
      }))
    })
  }

  /** Open lots as `expiry amount`, in the order they are used. */
  lots(id: string): Promise<string[]> {
    return this.store.transact(async (session) => {
      const rows = await session.openLots(this.community, [id], null)
      return rows.map((lot) => `${lot.expiresOn} ${lot.remaining}`)
    })
  }
}

/** Everything that can be read back of a community, found through its transactions. */
export function everythingOf(store: JournalStore, community: string): Promise<Everything> {
  return store.transact(async (session) => {
    const head = await session.head(community)
    const numbers = Array.from({ length: head.lastNumber }, (_, index) => index + 1)
    const stored = (await session.byNumbers(community, numbers)).sort((a, b) => a.number - b.number)
    const transactions = stored.map((each) => decodeTransaction(each.canonical))
    const ids = [...new Set(transactions.flatMap((each) => each.entries.map((entry) => entry.accountId)))].sort()
    const months = [...new Set(transactions.map((each) => each.businessDate.slice(0, 7)))].sort()
    return {
      head,
      canonicals: stored.map((each) => each.canonical.toString('hex')),
      accounts: byId(await session.accounts(community, ids)),
      lots: byId(await session.openLots(community, ids, null)),
      vouchers: (await session.vouchers(community, months)).sort((a, b) => (a.month < b.month ? -1 : 1))
    }
  })
}

function byId<T extends { accountId: string }>(rows: T[]): T[] {
  return rows.sort((a, b) => (a.accountId < b.accountId ? -1 : a.accountId > b.accountId ? 1 : 0))
}

/** Entries as `Dr P5101.老人陪护 22.50`; points with two places, the rest as they are. */
export function shown(transaction: Transaction): string[] {
  return transaction.entries.map(({ accountId, unit, amount }) => {
    const size = unit === 'POINT' || unit === 'CNY' ? formatPoints(Math.abs(amount)) : String(Math.abs(amount))
    return `${amount > 0 ? 'Dr' : 'Cr'} ${accountId} ${size}`
  })
}

/** Lot moves as `P2101.1 2028-03-20 -2250`. */
export function shownLots(transaction: Transaction): string[] {
  return transaction.entries.flatMap(({ accountId, lots }) => lots.map((lot) => `${accountId} ${lot.expiresOn} ${lot.amount}`))
}

let postgres: Promise<JournalStore> | undefined
let communities = 0

/** One database for all tests of a file: what they share nothing of is the community. */
async function openPostgres(): Promise<JournalStore> {
  const url = await freshDatabase(tap)
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await migratePostgres(owner)
  await owner.end()
  const pool = new pg.Pool({ connectionString: url, max: 4, options: `-c role=${SERVICE_ROLE}` })
  tap.teardown(() => pool.end())
  return new PostgresJournal(pool)
}

/** Fresh books on a store of their own, closed when the test ends; on PostgreSQL, in a community of their own. */
export async function openBooks(t: Test, dialect: Dialect): Promise<Books> {
  if (dialect === 'memory') return new Books(new MemoryStore())
  if (dialect === 'postgres') {
    postgres ??= openPostgres()
    return new Books(await postgres, `taicheng-${++communities}`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'timebank-'))
  const file = join(folder, 'timebank.db')
  prepareSqlite(file)
  const connection = connectSqlite(file)
  // What is durable is the crash suite's business.
  connection.pragma('synchronous = off')
  t.teardown(() => {
    connection.close()
    rmSync(folder, { recursive: true })
  })
  return new Books(new SqliteJournal(connection))
}

/** Runs the same test on every store. */
export function onEveryStore(t: Test, name: string, test: (t: Test, books: Books) => Promise<void>): void {
  for (const dialect of DIALECTS) {
    t.test(`${name} (${dialect})`, async (t) => test(t, await openBooks(t, dialect)))
  }
}
