import { and, asc, count, eq, gt, gte, lte, max, min, ne, or, sql, sum } from 'drizzle-orm'
import { extendFrontier } from '../journal/merkle.ts'
import type { Store } from '../store/store.ts'
import type {
  AuditSource, BalanceRow, DateRange, Extent, RowCounts, SealedRow, StoredAccount, StoredEntry, StoredLot, StoredLotMove, StoredRow, StoredVoucher
} from './audit-source.ts'

const PAGE = 500

/** The communities that have books, known or not. */
export async function withBooks({ db, journal }: Store): Promise<string[]> {
  const rows = await db.select({ communityId: journal.head.communityId }).from(journal.head)
  return rows.map((row) => row.communityId)
}

/** Runs the work on a source that reads one snapshot of a community's books. Undefined where there is no such community. */
export function withAuditSource<T>(store: Store, communityId: string, work: (source: AuditSource) => Promise<T>): Promise<T> {
  return store.snapshot((db) => work(new StoreSource({ ...store, db }, communityId)))
}

/** Pages of a query, each beginning behind the last row of the one before. */
async function* pages<Row>(read: (last: Row | undefined) => Promise<Row[]>): AsyncGenerator<Row> {
  let last: Row | undefined
  for (;;) {
    const rows = await read(last)
    yield* rows
    last = rows.at(-1)
    if (rows.length < PAGE) return
    // Long reads let the service answer others in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

class StoreSource implements AuditSource {
  private readonly store: Pick<Store, 'db' | 'tables' | 'journal'>
  private readonly id: string

  constructor(store: Pick<Store, 'db' | 'tables' | 'journal'>, communityId: string) {
    this.store = store
    this.id = communityId
  }

  async community() {
    const { community } = this.store.tables
    const [found] = await this.store.db.select().from(community).where(eq(community.communityId, this.id))
    if (!found) throw new Error(`no community ${this.id}`)
    return { id: found.communityId, name: found.name, timeZone: found.timeZone }
  }

  async head() {
    const { head } = this.store.journal
    const [found] = await this.store.db.select().from(head).where(eq(head.communityId, this.id))
    if (!found) return { lastNumber: 0, closedThrough: '1900-01-01', frontier: Buffer.alloc(0) }
    return { lastNumber: found.lastNumber, closedThrough: found.closedThrough, frontier: found.frontier }
  }

  async counts(): Promise<RowCounts> {
    const { transaction, entry, lotMove } = this.store.journal
    const { db } = this.store
    const [transactions] = await db.select({ n: count() }).from(transaction).where(eq(transaction.communityId, this.id))
    const [entries] = await db.select({ n: count() }).from(entry).where(eq(entry.communityId, this.id))
    const [lotMoves] = await db.select({ n: count() }).from(lotMove).where(eq(lotMove.communityId, this.id))
    return { transactions: transactions?.n ?? 0, entries: entries?.n ?? 0, lotMoves: lotMoves?.n ?? 0 }
  }

  transactions(): AsyncIterable<StoredRow> {
    return this.storedRows(0, Number.MAX_SAFE_INTEGER)
  }

  async transaction(number: number): Promise<StoredRow | null> {
    for await (const row of this.storedRows(number - 1, number)) return row
    return null
  }

  private async *storedRows(after: number, through: number): AsyncGenerator<StoredRow> {
    const { transaction } = this.store.journal
    let from = after
    for (;;) {
      const headers = await this.store.db
        .select()
        .from(transaction)
        .where(and(eq(transaction.communityId, this.id), gt(transaction.number, from), lte(transaction.number, through)))
        .orderBy(asc(transaction.number))
        .limit(PAGE)
      const last = headers.at(-1)
      if (!last) return
      const entries = await this.entriesOf(from, last.number)
      for (const { communityId, ...header } of headers) yield { ...header, community: communityId, entries: entries.get(header.number) ?? [] }
      from = last.number
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  private async entriesOf(after: number, through: number): Promise<Map<number, StoredEntry[]>> {
    const { entry, lotMove } = this.store.journal
    const moves = await this.store.db
      .select()
      .from(lotMove)
      .where(and(eq(lotMove.communityId, this.id), gt(lotMove.number, after), lte(lotMove.number, through)))
    const lots = new Map<string, StoredLotMove[]>()
    for (const { communityId: _, number, line, ...move } of moves) {
      const key = `${number} ${line}`
      lots.set(key, [...(lots.get(key) ?? []), move])
    }
    const rows = await this.store.db
      .select()
      .from(entry)
      .where(and(eq(entry.communityId, this.id), gt(entry.number, after), lte(entry.number, through)))
      .orderBy(asc(entry.number), asc(entry.line))
    const entries = new Map<number, StoredEntry[]>()
    for (const { communityId: _, number, ...row } of rows) {
      const list = entries.get(number) ?? []
      list.push({ ...row, lots: lots.get(`${number} ${row.line}`) ?? [] })
      entries.set(number, list)
    }
    return entries
  }

  keys(): AsyncIterable<{ number: number; idempotencyKey: string }> {
    const { transaction } = this.store.journal
    return pages((last: { number: number; idempotencyKey: string } | undefined) =>
      this.store.db
        .select({ number: transaction.number, idempotencyKey: transaction.idempotencyKey })
        .from(transaction)
        .where(
          and(
            eq(transaction.communityId, this.id),
            last && or(
              gt(transaction.idempotencyKey, last.idempotencyKey),
              and(eq(transaction.idempotencyKey, last.idempotencyKey), gt(transaction.number, last.number))
            )
          )
        )
        .orderBy(asc(transaction.idempotencyKey), asc(transaction.number))
        .limit(PAGE)
    )
  }

  accounts(): AsyncIterable<StoredAccount> {
    const { account } = this.store.journal
    return pages(async (last: StoredAccount | undefined) => {
      const rows = await this.store.db
        .select()
        .from(account)
        .where(and(eq(account.communityId, this.id), gt(account.accountId, last?.accountId ?? '')))
        .orderBy(asc(account.accountId))
        .limit(PAGE)
      return rows.map(({ communityId: _, ...row }) => row as StoredAccount)
    })
  }

  async *lots(): AsyncGenerator<StoredLot> {
    const { lot } = this.store.journal
    // Account by account: an account's lots are few, and its key is one column.
    for await (const { accountId, hasLots } of this.accounts()) {
      if (!hasLots) continue
      const rows = await this.store.db.select().from(lot).where(and(eq(lot.communityId, this.id), eq(lot.accountId, accountId)))
      for (const { communityId: _, ...row } of rows) yield row
    }
  }

  vouchers(): AsyncIterable<StoredVoucher> {
    const { voucherMonth } = this.store.journal
    return pages(async (last: StoredVoucher | undefined) =>
      this.store.db
        .select({ month: voucherMonth.month, last: voucherMonth.lastVoucher, lastNumber: voucherMonth.lastNumber })
        .from(voucherMonth)
        .where(and(eq(voucherMonth.communityId, this.id), gt(voucherMonth.month, last?.month ?? '')))
        .orderBy(asc(voucherMonth.month))
        .limit(PAGE)
    )
  }

  async extent({ from, to }: DateRange): Promise<Extent> {
    const { transaction } = this.store.journal
    const [found] = await this.store.db
      .select({
        transactions: count(),
        firstNumber: min(transaction.number),
        lastNumber: max(transaction.number),
        firstDate: min(transaction.businessDate),
        lastDate: max(transaction.businessDate)
      })
      .from(transaction)
      .where(and(eq(transaction.communityId, this.id), gte(transaction.businessDate, from), lte(transaction.businessDate, to)))
    return found ?? { transactions: 0, firstNumber: null, lastNumber: null, firstDate: null, lastDate: null }
  }

  sealed({ from, to }: DateRange, order: 'number' | 'business_date'): AsyncIterable<SealedRow> {
    const { transaction } = this.store.journal
    const { number, businessDate, canonical, leaf } = transaction
    const within = and(eq(transaction.communityId, this.id), gte(businessDate, from), lte(businessDate, to))
    return pages((last: (SealedRow & { businessDate: string }) | undefined) => {
      const behindDate = last && or(gt(businessDate, last.businessDate), and(eq(businessDate, last.businessDate), gt(number, last.number)))
      const behindNumber = last && gt(number, last.number)
      return this.store.db
        .select({ number, businessDate, canonical, leaf })
        .from(transaction)
        .where(and(within, order === 'number' ? behindNumber : behindDate))
        .orderBy(...(order === 'number' ? [asc(number)] : [asc(businessDate), asc(number)]))
        .limit(PAGE)
    })
  }

  balancesThrough(day: string): AsyncIterable<BalanceRow> {
    const { entry, transaction } = this.store.journal
    return pages(async (last: BalanceRow | undefined) =>
      this.store.db
        .select({
          accountId: entry.accountId,
          unit: min(entry.unit).mapWith(String),
          balance: sum(entry.amount).mapWith(Number),
          entries: count(),
          lastVersion: max(entry.version).mapWith(Number)
        })
        .from(entry)
        .innerJoin(transaction, and(eq(transaction.communityId, entry.communityId), eq(transaction.number, entry.number)))
        .where(and(eq(entry.communityId, this.id), lte(transaction.businessDate, day), gt(entry.accountId, last?.accountId ?? '')))
        .groupBy(entry.accountId)
        .orderBy(asc(entry.accountId))
        .limit(PAGE)
    )
  }

  async *lotsThrough(day: string) {
    const { lotMove, transaction } = this.store.journal
    const { accountId, expiresOn, originNumber, originLine } = lotMove
    // One pass over all moves; what it holds in memory are the lots that were open on the day.
    yield* await this.store.db
      .select({ accountId, expiresOn, originNumber, originLine, remaining: sum(lotMove.amount).mapWith(Number) })
      .from(lotMove)
      .innerJoin(transaction, and(eq(transaction.communityId, lotMove.communityId), eq(transaction.number, lotMove.number)))
      .where(and(eq(lotMove.communityId, this.id), lte(transaction.businessDate, day)))
      .groupBy(accountId, expiresOn, originNumber, originLine)
      .having(ne(sql`sum(${lotMove.amount})`, 0))
  }

  async frontierAt(size: number): Promise<Buffer> {
    const { lastNumber, frontier } = await this.head()
    if (size === lastNumber) return frontier
    const { transaction } = this.store.journal
    let grown = Buffer.alloc(0)
    let from = 0
    while (from < size) {
      const rows = await this.store.db
        .select({ leaf: transaction.leaf })
        .from(transaction)
        .where(and(eq(transaction.communityId, this.id), gt(transaction.number, from), lte(transaction.number, size)))
        .orderBy(asc(transaction.number))
        .limit(PAGE)
      if (rows.length === 0) break
      grown = extendFrontier(grown, from, rows.map((row) => row.leaf)) as Buffer<ArrayBuffer>
      from += rows.length
    }
    return grown
  }
}
