import { encodeTransaction, leafHash } from '../../src/journal/canonical.ts'
import { extendFrontier } from '../../src/journal/merkle.ts'
import type { Transaction } from '../../src/journal/transaction.ts'
import { shapeOf } from '../../src/ledger/chart.ts'
import type { Command } from '../../src/ledger/command.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import { connectSqlite, type SqliteConnection, type SqliteStatement } from '../../src/store/connect-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'

/** A transaction as ours made it, with the key and hash of its request. */
export interface Decided {
  transaction: Transaction
  idempotencyKey: string
  requestHash: Buffer
}

/** What a batch of commands came to, in order; a refusal ends the benchmark. */
export function decidedOf(commands: Command[], outcomes: Outcome[]): Decided[] {
  return commands.flatMap(({ idempotencyKey, requestHash }, index) => {
    const outcome = outcomes[index]
    if (!outcome || outcome.refused) throw new Error(`refused: ${outcome?.code} ${JSON.stringify(outcome?.parameters)}`)
    const answer = outcome.transactions.length - 1
    return outcome.transactions.map((transaction, place) => ({
      transaction,
      idempotencyKey: place === answer ? idempotencyKey : `${idempotencyKey}#${place}`,
      requestHash
    }))
  })
}

/**
 * The peer of bulk posting: the same tables and indexes without triggers, foreign keys and checks, and a loop that
 * writes rows somebody else has decided. It computes the canonical bytes and hashes, and reads nothing.
 */
export class BareBooks {
  readonly connection: SqliteConnection
  private readonly insertTransaction: SqliteStatement
  private readonly insertEntry: SqliteStatement
  private readonly insertMove: SqliteStatement
  private readonly insertAccount: SqliteStatement
  private readonly moveBalance: SqliteStatement
  private readonly moveLot: SqliteStatement
  private readonly moveVoucher: SqliteStatement
  private readonly moveHead: SqliteStatement
  private readonly accounts = new Set<string>()
  private frontier: Buffer = Buffer.alloc(0)
  private size = 0

  constructor(file: string, community: string) {
    prepareSqlite(file)
    this.connection = connectSqlite(file)
    withoutRules(this.connection)
    const prepare = (sql: string): SqliteStatement => this.connection.prepare(sql)
    prepare("INSERT INTO journal_head (community_id, last_number, closed_through, frontier) VALUES (?, 0, '1900-01-01', x'')").run(community)
    this.insertTransaction = prepare(
      `INSERT INTO journal_transaction (community_id, number, kind, entry_count, idempotency_key, request_hash, service_date, business_date, recorded_at,
         voucher_number, member_number, account_id, minutes, convertible_minutes, reverses, corrects, closes_through, canonical, leaf)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    this.insertEntry = prepare(
      'INSERT INTO journal_entry (community_id, number, line, account_id, unit, amount, version, balance_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
    )
    this.insertMove = prepare(
      `INSERT INTO lot_move (community_id, number, line, expires_on, origin_number, origin_line, account_id, amount, remaining_after, sponsor, delivery_note, unit_cost_fen)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    this.insertAccount = prepare(
      `INSERT INTO account (community_id, account_id, code, unit, side, floor, has_lots, member_number, state, state_number, successor, version, balance)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', 0, NULL, 0, 0)`
    )
    this.moveBalance = prepare('UPDATE account SET balance = ?, version = ? WHERE community_id = ? AND account_id = ?')
    this.moveLot = prepare(
      `INSERT INTO lot (community_id, account_id, expires_on, origin_number, origin_line, remaining, last_number, last_line) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET remaining = excluded.remaining, last_number = excluded.last_number, last_line = excluded.last_line`
    )
    this.moveVoucher = prepare('INSERT OR REPLACE INTO voucher_month (community_id, month, last_voucher, last_number) VALUES (?, ?, ?, ?)')
    this.moveHead = prepare('UPDATE journal_head SET last_number = ?, frontier = ? WHERE community_id = ?')
  }

  /** Writes all transactions, so many in a commit. */
  write(decided: Decided[], together: number): void {
    for (let at = 0; at < decided.length; at += together) {
      const batch = decided.slice(at, at + together)
      this.connection.exec('BEGIN IMMEDIATE')
      const leaves = batch.map((each) => this.writeOne(each))
      this.frontier = extendFrontier(this.frontier, this.size, leaves)
      this.size += leaves.length
      const last = batch.at(-1)?.transaction
      if (last) this.moveHead.run(last.number, this.frontier, last.community)
      this.connection.exec('COMMIT')
    }
  }

  private writeOne({ transaction: t, idempotencyKey, requestHash }: Decided): Buffer {
    const c = t.community
    for (const e of t.entries) {
      for (const m of e.lots) {
        this.insertMove.run(
          c, t.number, e.line, m.expiresOn, m.originNumber, m.originLine, e.accountId, m.amount, m.remainingAfter, m.sponsor, m.deliveryNote,
          m.unitCostFen
        )
        this.moveLot.run(c, e.accountId, m.expiresOn, m.originNumber, m.originLine, m.remainingAfter, t.number, e.line)
      }
      this.insertEntry.run(c, t.number, e.line, e.accountId, e.unit, e.amount, e.version, e.balanceAfter)
      if (!this.accounts.has(e.accountId)) this.openAccount(c, e.accountId)
      this.moveBalance.run(e.balanceAfter, e.version, c, e.accountId)
    }
    const canonical = encodeTransaction(t)
    const leaf = leafHash(canonical)
    this.insertTransaction.run(
      c, t.number, t.kind, t.entries.length, idempotencyKey, requestHash, t.serviceDate, t.businessDate, t.recordedAt,
      t.voucherNumber, t.memberNumber, t.accountId, t.minutes, t.convertibleMinutes, t.reverses, t.corrects, t.closesThrough, canonical, leaf
    )
    if (t.voucherNumber !== null) this.moveVoucher.run(c, t.businessDate.slice(0, 7), t.voucherNumber, t.number)
    return leaf
  }

  private openAccount(community: string, id: string): void {
    const { code, unit, side, floor, hasLots, memberNumber } = shapeOf(id)
    this.insertAccount.run(community, id, code, unit, side, floor, hasLots ? 1 : 0, memberNumber)
    this.accounts.add(id)
  }

  close(): void {
    this.connection.close()
  }
}

/** Takes away what the database enforces and leaves the tables and their indexes. */
function withoutRules(connection: SqliteConnection): void {
  const triggers = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[]
  for (const trigger of triggers) connection.exec(`DROP TRIGGER ${trigger}`)
  connection.pragma('foreign_keys = off')
  connection.pragma('ignore_check_constraints = on')
}
