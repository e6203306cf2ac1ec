import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { JournalStore } from '../../src/journal/journal-store.ts'
import type { Transaction } from '../../src/journal/transaction.ts'
import type { Action, Command, CommandBase } from '../../src/ledger/command.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import { formatPoints } from '../../src/points.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'
import { MemoryStore } from '../model/memory-store.ts'

export const DIALECTS = ['memory', 'sqlite'] as const
export type Dialect = (typeof DIALECTS)[number]

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

/** One community's books under test: posts actions on a day and shows entries the way examples are written. */
export class Books {
  readonly queue: CommitQueue
  readonly store: JournalStore
  today = '2025-03-20'
  private keys = 0

  constructor(store: JournalStore) {
    this.store = store
    this.queue = new CommitQueue({ store, clock: { now: () => Date.parse('2025-03-20T02:00:00Z') } })
  }

  command(action: Action, base: Partial<CommandBase> = {}): Command {
    const idempotencyKey = base.idempotencyKey ?? `key-${++this.keys}`
    const requestHash = createHash('sha256').update(JSON.stringify(action)).digest()
    return {
      community: 'taicheng', today: this.today, preparedBy: 'coordinator', postedBy: 'coordinator', idempotencyKey, requestHash, ...base, ...action
    }
  }

  submit(action: Action, base: Partial<CommandBase> = {}): Promise<Outcome> {
    return this.queue.submit(this.command(action, base))
  }

  /** Posts, and fails the test where it is refused. Returns the answer: the last transaction. */
  async post(action: Action, base: Partial<CommandBase> = {}): Promise<Transaction> {
    const outcome = await this.submit(action, base)
    if (outcome.refused) throw new Error(`${action.action} refused: ${outcome.code} ${JSON.stringify(outcome.parameters)}`)
    return outcome.transactions.at(-1) as Transaction
  }

  /** The refusal's code; fails the test where the action is posted. */
  async refused(action: Action, base: Partial<CommandBase> = {}): Promise<string> {
    const outcome = await this.submit(action, base)
    if (!outcome.refused) throw new Error(`${action.action} was posted`)
    return outcome.code
  }

  /** Balances on the accounts' normal side, in hundredths, minutes, pieces or fen. */
  balances(...ids: string[]): Promise<Record<string, number>> {
    return this.store.transact(async (session) => {
      const rows = await session.accounts('taicheng', ids)
      return Object.fromEntries(ids.map((id) => {
        const row = rows.find((each) => each.accountId === id)
        return [id, row ? row.balance * row.side : 0]
      }))
    })
  }

  /** Open lots as `expiry amount`, in the order they are used. */
  lots(id: string): Promise<string[]> {
    return this.store.transact(async (session) => {
      const rows = await session.openLots('taicheng', [id])
      return rows.map((lot) => `${lot.expiresOn} ${lot.remaining}`)
    })
  }
}

/** Entries as `Dr P5101.老人陪护 22.50`; points with two places, the rest as they are. */
export function shown(transaction: Transaction): string[] {
  return transaction.entries.map(({ accountId, unit, amount }) => {
    const size = unit === 'POINT' || unit === 'CNY' ? formatPoints(Math.abs(amount)) : String(Math.abs(amount))
    return `${amount > 0 ? 'Dr' : 'Cr'} ${accountId} ${size}`
  })
}

/** Fresh books on a store of their own, closed when the test ends. */
export async function openBooks(t: Test, dialect: Dialect): Promise<Books> {
  if (dialect === 'memory') return new Books(new MemoryStore())
  const folder = mkdtempSync(join(tmpdir(), 'timebank-'))
  const file = join(folder, 'timebank.db')
  prepareSqlite(file)
  const connection = connectSqlite(file)
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
