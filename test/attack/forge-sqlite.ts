import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import tap, { type Test } from 'tap'
import { connectSqlite, type SqliteConnection } from '../../src/store/connect-sqlite.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'
import { Books, POLICY } from '../ledger/books.ts'

export const C = 'taicheng'

/** Books with something of everything: numbers are those the attacks name. */
export async function seedSqlite(file: string): Promise<void> {
  prepareSqlite(file)
  const connection = connectSqlite(file)
  const books = new Books(new SqliteJournal(connection), C)
  await books.post({ action: 'publish_policy', policy: POLICY })
  await books.member(1, 10000) // 2
  await books.member(2, 5000) // 3
  await books.member(3, 2000) // 4
  await books.stock('G001', 10) // 5
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 1000 }) // 6
  const gift = await books.post({ action: 'gift', from: 2, to: 1, points: 100 }) // 7
  await books.post({ action: 'reverse', number: gift.number, reason: 'clerk_error' }) // 8
  await books.post({ action: 'gift', from: 2, to: 1, points: 300 }) // 9
  await books.post({ action: 'freeze', account: 'P2101.2', reason: 'other' }) // 10
  await books.post({ action: 'unfreeze', account: 'P2101.2', reason: 'other' }) // 11
  await books.post({ action: 'freeze', account: 'P2101.3', reason: 'other' }) // 12
  await books.member(4, 100) // 13
  await books.post({ action: 'gift', from: 4, to: 1, points: 100 }) // 14
  await books.post({ action: 'close', account: 'P2101.4', reason: 'other' }) // 15
  await books.post({ action: 'close_period', through: '2025-02-28' }) // 16
  await books.member(5, 700, '2025-12-31') // 17
  await books.post({ action: 'merge', from: 5, into: 6 }) // 18
  await books.post({ action: 'hold', member: 1, points: 500 }) // 19
  connection.close()
}

export const SETTINGS = {
  'the service\'s connection': (file: string): SqliteConnection => connectSqlite(file),
  'a bare connection': (file: string): SqliteConnection => {
    const connection = new BetterSqlite3(file)
    connection.pragma('foreign_keys = on')
    connection.pragma('recursive_triggers = off')
    return connection
  }
}

let seed: Promise<string> | undefined

/** A copy of the seeded database of the test's own. */
export async function seededCopy(t: Test): Promise<string> {
  seed ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'timebank-attack-'))
    tap.teardown(() => rmSync(folder, { recursive: true }))
    await seedSqlite(join(folder, 'seed.db'))
    return join(folder, 'seed.db')
  })()
  const folder = mkdtempSync(join(tmpdir(), 'timebank-attack-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  copyFileSync(await seed, join(folder, 'timebank.db'))
  return join(folder, 'timebank.db')
}

const TABLES = ['account_code', 'transaction_kind', 'journal_head', 'voucher_month', 'journal_transaction', 'account', 'journal_entry', 'lot_move', 'lot']

/** A hash over all that the journal's tables hold. */
export function fingerprintOf(connection: SqliteConnection): string {
  const hash = createHash('sha256')
  for (const table of TABLES) {
    const rows = connection.prepare(`SELECT * FROM main.${table}`).raw().all() as unknown[][]
    hash.update(JSON.stringify(rows.map((row) => row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)))))
  }
  return hash.digest('hex')
}

type Row = Record<string, string | number | bigint | Buffer | null>

/** Writes journal rows by hand: honest by default, and as false as an attack wants them. */
export class Forger {
  readonly connection: SqliteConnection
  /** `OR FAIL` and the like, for the inserts that follow. */
  or = ''

  /** What everything must still be like after the attack. */
  before: string

  constructor(connection: SqliteConnection) {
    this.connection = connection
    this.before = fingerprintOf(connection)
  }

  /** What was written so far is as it may be; the attack comes now. */
  settled(): void {
    this.before = fingerprintOf(this.connection)
  }

  run(sql: string, ...values: unknown[]): number {
    return this.connection.prepare(sql).run(...values).changes
  }

  exec(sql: string): void {
    this.connection.exec(sql)
  }

  begin(): void {
    this.exec('BEGIN')
  }

  commit(): void {
    this.exec('COMMIT')
  }

  one(sql: string, ...values: unknown[]): Row {
    return this.connection.prepare(sql).get(...values) as Row
  }

  next(): number {
    return Number(this.one('SELECT last_number + 1 AS n FROM main.journal_head WHERE community_id = ?', C).n)
  }

  insert(table: string, row: Row): void {
    const names = Object.keys(row)
    this.run(`INSERT ${this.or} INTO main.${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, ...Object.values(row))
  }

  /** Moves what the entry needs out of or into the account's first open lot. */
  move(line: number, accountId: string, amount: number, changed: Row = {}): void {
    const lot = this.connection
      .prepare('SELECT * FROM main.lot WHERE community_id = ? AND account_id = ? AND remaining > 0 ORDER BY expires_on LIMIT 1')
      .get(C, accountId) as Row | undefined
    const number = this.next()
    this.insert('lot_move', {
      community_id: C, number, line, expires_on: lot?.expires_on ?? '2027-12-31', origin_number: lot?.origin_number ?? number,
      origin_line: lot?.origin_line ?? line, account_id: accountId, amount, remaining_after: Number(lot?.remaining ?? 0) + amount, ...changed
    })
  }

  entry(line: number, accountId: string, amount: number, changed: Row = {}): void {
    const account = this.one('SELECT * FROM main.account WHERE community_id = ? AND account_id = ?', C, accountId)
    this.insert('journal_entry', {
      community_id: C, number: this.next(), line, account_id: accountId, unit: account.unit ?? '', amount, version: Number(account.version) + 1,
      balance_after: Number(account.balance) + amount, ...changed
    })
  }

  header(kind: string, changed: Row = {}): void {
    const number = this.next()
    const businessDate = String(changed.business_date ?? '2025-03-20')
    const { n } = this.one('SELECT count(*) AS n FROM main.journal_entry WHERE community_id = ? AND number = ?', C, number)
    const { v } = this.one('SELECT coalesce(max(last_voucher), 0) + 1 AS v FROM main.voucher_month WHERE community_id = ? AND month = ?', C, businessDate.slice(0, 7))
    this.insert('journal_transaction', {
      community_id: C, number, kind, entry_count: n ?? 0, idempotency_key: `forged-${number}`, request_hash: Buffer.alloc(32),
      service_date: businessDate, business_date: businessDate, recorded_at: 0, voucher_number: n === 0 ? null : (v ?? null),
      canonical: Buffer.from('x'), leaf: Buffer.alloc(32), ...changed
    })
  }

  /** Points of the pool to a fund account without lots: the simplest honest transaction there is. */
  grantBack(changed: Row = {}): void {
    this.openAccount('P5102', { account_id: 'P5102.fund' })
    this.entry(1, 'P2103.general', 100)
    this.entry(2, 'P5102.fund', -100)
    this.header('adjust', changed)
  }

  openAccount(code: string, changed: Row = {}): void {
    const { unit_kind, side, floor, has_lots } = this.one('SELECT * FROM main.account_code WHERE code = ?', code)
    this.insert('account', {
      community_id: C, account_id: code, code, unit: unit_kind ?? '', side: side ?? 0, floor: floor ?? null, has_lots: has_lots ?? 0,
      member_number: null, state: 'open', state_number: 0, successor: null, version: 0, balance: 0, ...changed
    })
  }
}
