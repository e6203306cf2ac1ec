import type {
  AccountRange,
  AccountRow,
  AppendBatch,
  HeadRow,
  JournalSession,
  JournalStore,
  LotRow,
  DateRange,
  MemberRange,
  StoredTransaction,
  VoucherRow
} from '../journal/journal-store.ts'
import type { SqliteConnection, SqliteStatement } from './connect-sqlite.ts'
import { Mutex } from './mutex.ts'

type AccountRecord = Omit<AccountRow, 'hasLots'> & { hasLots: 0 | 1 }

const STORED = 'number, idempotency_key AS idempotencyKey, request_hash AS requestHash, canonical'
const LOT = 'account_id AS accountId, expires_on AS expiresOn, origin_number AS originNumber, origin_line AS originLine, remaining'
const ACCOUNT =
  'account_id AS accountId, code, unit, side, floor, has_lots AS hasLots, member_number AS memberNumber, state, successor, version, balance'

/** The journal on SQLite. Everything happens on the connection at once; the mutex keeps others from getting between. */
export class SqliteJournal implements JournalStore {
  private readonly connection: SqliteConnection
  private readonly mutex: Mutex
  private readonly session: SqliteSession

  constructor(connection: SqliteConnection, mutex: Mutex = new Mutex()) {
    this.connection = connection
    this.mutex = mutex
    this.session = new SqliteSession(connection)
  }

  transact<T>(work: (session: JournalSession) => Promise<T>): Promise<T> {
    return this.mutex.run(async () => {
      this.connection.exec('BEGIN IMMEDIATE')
      try {
        const result = await work(this.session)
        this.connection.exec('COMMIT')
        return result
      } catch (error) {
        if (this.connection.inTransaction) this.connection.exec('ROLLBACK')
        throw error
      }
    })
  }
}

class SqliteSession implements JournalSession {
  private readonly connection: SqliteConnection
  private readonly statements = new Map<string, SqliteStatement>()

  constructor(connection: SqliteConnection) {
    this.connection = connection
  }

  private prepare(sql: string): SqliteStatement {
    let statement = this.statements.get(sql)
    if (!statement) {
      statement = this.connection.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }

  /** One statement for any number of keys: they travel as a JSON list. */
  private byList<T>(sql: string, community: string, keys: unknown[]): T[] {
    if (keys.length === 0) return []
    return this.prepare(sql).all(community, JSON.stringify(keys)) as T[]
  }

  head(community: string): HeadRow {
    const select = this.prepare(
      'SELECT last_number AS lastNumber, closed_through AS closedThrough, frontier FROM journal_head WHERE community_id = ?'
    )
    const found = select.get(community) as HeadRow | undefined
    if (found) return found
    this.prepare("INSERT INTO journal_head (community_id, last_number, closed_through, frontier) VALUES (?, 0, '1900-01-01', x'')").run(community)
    return select.get(community) as HeadRow
  }

  byKeys(community: string, keys: string[]): StoredTransaction[] {
    return this.byList(
      `SELECT ${STORED} FROM journal_transaction INDEXED BY journal_transaction_key
        WHERE community_id = ? AND idempotency_key IN (SELECT value FROM json_each(?))`,
      community,
      keys
    )
  }

  byNumbers(community: string, numbers: number[]): StoredTransaction[] {
    return this.byList(
      `SELECT ${STORED} FROM journal_transaction WHERE community_id = ? AND number IN (SELECT value FROM json_each(?))`,
      community,
      numbers
    )
  }

  followUps(community: string, numbers: number[]): StoredTransaction[] {
    const by = (column: string): StoredTransaction[] =>
      this.byList(
        `SELECT ${STORED} FROM journal_transaction INDEXED BY journal_transaction_${column}
          WHERE community_id = ? AND ${column} IN (SELECT value FROM json_each(?)) AND ${column} IS NOT NULL`,
        community,
        numbers
      )
    const found = new Map([...by('reverses'), ...by('corrects')].map((row) => [row.number, row]))
    return [...found.values()].sort((a, b) => a.number - b.number)
  }

  ofMember(community: string, ranges: MemberRange[]): StoredTransaction[] {
    const select = this.prepare(
      `SELECT ${STORED} FROM journal_transaction t
        WHERE community_id = ? AND member_number = ? AND service_date BETWEEN ? AND ?
          AND NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = t.community_id AND r.reverses = t.number)
        ORDER BY number`
    )
    return ranges.flatMap(({ member, from, to }) => select.all(community, member, from, to) as StoredTransaction[])
  }

  ofTeams(community: string, ranges: DateRange[]): StoredTransaction[] {
    const select = this.prepare(
      `SELECT ${STORED} FROM journal_transaction t INDEXED BY journal_transaction_team
        WHERE community_id = ? AND kind = 'earn_team' AND service_date BETWEEN ? AND ?
          AND NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = t.community_id AND r.reverses = t.number)
        ORDER BY number`
    )
    return ranges.flatMap(({ from, to }) => select.all(community, from, to) as StoredTransaction[])
  }

  turnovers(community: string, wanted: AccountRange[], before: number): number[] {
    const select = this.prepare(
      `SELECT coalesce(sum(e.amount), 0) AS turnover
         FROM journal_entry e INDEXED BY journal_entry_account JOIN journal_transaction t ON t.community_id = e.community_id AND t.number = e.number
        WHERE e.community_id = ? AND e.account_id = ? AND e.number < ? AND t.business_date BETWEEN ? AND ?`
    )
    return wanted.map(({ accountId, from, to }) => (select.get(community, accountId, before, from, to) as { turnover: number }).turnover)
  }

  policies(community: string): StoredTransaction[] {
    return this.prepare(
      `SELECT ${STORED} FROM journal_transaction INDEXED BY journal_transaction_event
        WHERE community_id = ? AND kind = 'policy_published' AND entry_count = 0 ORDER BY number`
    ).all(community) as StoredTransaction[]
  }

  accounts(community: string, ids: string[]): AccountRow[] {
    return this.accountRows('account_id IN (SELECT value FROM json_each(?))', community, ids)
  }

  accountsOfMembers(community: string, members: number[]): AccountRow[] {
    return this.accountRows('member_number IN (SELECT value FROM json_each(?))', community, members)
  }

  accountsSucceededBy(community: string, ids: string[]): AccountRow[] {
    return this.accountRows('successor IN (SELECT value FROM json_each(?))', community, ids)
  }

  private accountRows(where: string, community: string, keys: unknown[]): AccountRow[] {
    const sql = `SELECT ${ACCOUNT} FROM account WHERE community_id = ? AND ${where}`
    return this.byList<AccountRecord>(sql, community, keys).map((row) => ({ ...row, hasLots: row.hasLots === 1 }))
  }

  openLots(community: string, accountIds: string[], most: number | null): LotRow[] {
    const select = this.prepare(
      `SELECT ${LOT} FROM lot WHERE community_id = ? AND account_id = ? AND remaining > 0
        ORDER BY expires_on, origin_number, origin_line LIMIT ?`
    )
    return accountIds.flatMap((id) => select.all(community, id, most ?? -1) as LotRow[])
  }

  lots(community: string, lots: LotRow[]): LotRow[] {
    const select = this.prepare(
      `SELECT ${LOT} FROM lot WHERE community_id = ? AND account_id = ? AND expires_on = ? AND origin_number = ? AND origin_line = ?`
    )
    return lots.flatMap((lot) => select.all(community, lot.accountId, lot.expiresOn, lot.originNumber, lot.originLine) as LotRow[])
  }

  vouchers(community: string, months: string[]): VoucherRow[] {
    return this.byList(
      'SELECT month, last_voucher AS last FROM voucher_month WHERE community_id = ? AND month IN (SELECT value FROM json_each(?))',
      community,
      months
    )
  }

  /** Lots first, entries next, header last, transaction by transaction; then what the events among them say. */
  append(community: string, batch: AppendBatch): void {
    this.openAccounts(community, batch)
    const insertMove = this.prepare(
      `INSERT INTO lot_move (community_id, number, line, expires_on, origin_number, origin_line, account_id, amount, remaining_after, sponsor, delivery_note, unit_cost_fen)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    const insertEntry = this.prepare(
      'INSERT INTO journal_entry (community_id, number, line, account_id, unit, amount, version, balance_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
    )
    const insertHeader = this.prepare(
      `INSERT INTO journal_transaction (community_id, number, kind, entry_count, idempotency_key, request_hash, service_date, business_date, recorded_at,
         voucher_number, member_number, account_id, minutes, convertible_minutes, reverses, corrects, closes_through, canonical, leaf)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    for (const { transaction: t, canonical, leaf, idempotencyKey, requestHash } of batch.transactions) {
      for (const e of t.entries) {
        for (const m of e.lots) {
          insertMove.run(
            community, t.number, e.line, m.expiresOn, m.originNumber, m.originLine, e.accountId, m.amount, m.remainingAfter,
            m.sponsor, m.deliveryNote, m.unitCostFen
          )
        }
        insertEntry.run(community, t.number, e.line, e.accountId, e.unit, e.amount, e.version, e.balanceAfter)
      }
      insertHeader.run(
        community, t.number, t.kind, t.entries.length, idempotencyKey, requestHash, t.serviceDate, t.businessDate, t.recordedAt,
        t.voucherNumber, t.memberNumber, t.accountId, t.minutes, t.convertibleMinutes, t.reverses, t.corrects, t.closesThrough,
        canonical, leaf
      )
    }
    const changeState = this.prepare('UPDATE account SET state = ?, successor = ?, state_number = ? WHERE community_id = ? AND account_id = ?')
    for (const change of batch.stateChanges) {
      const { changes } = changeState.run(change.state, change.successor, change.byNumber, community, change.accountId)
      if (changes !== 1) throw new Error(`there is no account ${change.accountId} whose state could change`)
    }
    this.prepare('UPDATE journal_head SET frontier = ? WHERE community_id = ?').run(batch.frontier, community)
  }

  private openAccounts(community: string, batch: AppendBatch): void {
    if (batch.newAccounts.length === 0) return
    const insert = this.prepare(
      `INSERT INTO account (community_id, account_id, code, unit, side, floor, has_lots, member_number, state, state_number, successor, version, balance)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', 0, NULL, 0, 0)`
    )
    for (const a of batch.newAccounts) {
      insert.run(community, a.accountId, a.code, a.unit, a.side, a.floor, a.hasLots ? 1 : 0, a.memberNumber)
    }
  }
}
