import { and, asc, desc, eq, gt, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import type { AccountRow } from '../journal/journal-store.ts'
import type { Transaction } from '../journal/transaction.ts'
import type { PolicyVersion } from '../policy/versions.ts'
import type { Store } from '../store/store.ts'
import { pointsAccount } from './chart.ts'
import type { Lot } from './lots.ts'
import { policyVersionOf } from './load.ts'

/** A page of a list, and where the next one begins; null at the end. */
export interface Page<T, Cursor = string> {
  items: T[]
  next: Cursor | null
}

export interface TransactionFilter {
  member?: number | undefined
  kind?: string | undefined
  /** Business dates, both included. */
  from?: string | undefined
  to?: string | undefined
  /** Numbers below this one: the newest come first. */
  before?: number | undefined
  limit: number
}

/** The state of the books: how far they go and how far they are closed. */
export async function readHead(store: Store, community: string): Promise<{ lastNumber: number; closedThrough: string | null; frontier: Buffer }> {
  const { head } = store.journal
  const [found] = await store.db.select().from(head).where(eq(head.communityId, community))
  if (!found) return { lastNumber: 0, closedThrough: null, frontier: Buffer.alloc(0) }
  const { lastNumber, closedThrough, frontier } = found
  return { lastNumber, closedThrough: closedThrough === '1900-01-01' ? null : closedThrough, frontier }
}

export async function readTransaction(store: Store, community: string, number: number): Promise<Transaction | undefined> {
  const { transaction } = store.journal
  const [found] = await store.db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .where(and(eq(transaction.communityId, community), eq(transaction.number, number)))
  return found && decodeTransaction(found.canonical)
}

/** The number of the transaction that was posted under a key, or undefined where none was. */
export async function readByKey(store: Store, community: string, idempotencyKey: string): Promise<number | undefined> {
  const { transaction } = store.journal
  const [found] = await store.db
    .select({ number: transaction.number })
    .from(transaction)
    .where(and(eq(transaction.communityId, community), eq(transaction.idempotencyKey, idempotencyKey)))
  return found?.number
}

/** A transaction with its leaf in the Merkle tree, as stored. */
export async function readSealedTransaction(
  store: Store,
  community: string,
  number: number
): Promise<{ transaction: Transaction; leaf: Buffer } | undefined> {
  const { transaction } = store.journal
  const [found] = await store.db
    .select({ canonical: transaction.canonical, leaf: transaction.leaf })
    .from(transaction)
    .where(and(eq(transaction.communityId, community), eq(transaction.number, number)))
  return found && { transaction: decodeTransaction(found.canonical), leaf: found.leaf }
}

/** The number of what reverses a transaction, if anything does. */
export async function readReversal(store: Store, community: string, number: number): Promise<number | null> {
  const { transaction } = store.journal
  const [found] = await store.db
    .select({ number: transaction.number })
    .from(transaction)
    .where(and(eq(transaction.communityId, community), eq(transaction.reverses, number)))
  return found?.number ?? null
}

/** Transactions, the newest first. */
export async function readTransactions(store: Store, community: string, filter: TransactionFilter): Promise<Page<Transaction, number>> {
  const { transaction, entry, account } = store.journal
  const conditions = [eq(transaction.communityId, community)]
  if (filter.kind !== undefined) conditions.push(eq(transaction.kind, filter.kind))
  if (filter.from !== undefined) conditions.push(gte(transaction.businessDate, filter.from))
  if (filter.to !== undefined) conditions.push(lte(transaction.businessDate, filter.to))
  if (filter.before !== undefined) conditions.push(lt(transaction.number, filter.before))
  if (filter.member !== undefined) {
    const ofMember = store.db
      .select({ number: entry.number })
      .from(entry)
      .innerJoin(account, and(eq(account.communityId, entry.communityId), eq(account.accountId, entry.accountId)))
      .where(and(eq(entry.communityId, community), eq(account.memberNumber, filter.member)))
    conditions.push(inArray(transaction.number, ofMember))
  }
  const rows = await store.db
    .select({ number: transaction.number, canonical: transaction.canonical })
    .from(transaction)
    .where(and(...conditions))
    .orderBy(desc(transaction.number))
    .limit(filter.limit + 1)
  const page = rows.slice(0, filter.limit)
  return {
    items: page.map((row) => decodeTransaction(row.canonical)),
    next: rows.length > filter.limit ? (page.at(-1)?.number ?? null) : null
  }
}

export type AccountView = AccountRow

export interface AccountFilter {
  member?: number | undefined
  code?: string | undefined
  after?: string | undefined
  limit: number
}

function accountColumns(store: Store) {
  const { account } = store.journal
  const { accountId, code, unit, side, floor, hasLots, memberNumber, state, successor, version, balance } = account
  return { accountId, code, unit, side, floor, hasLots, memberNumber, state, successor, version, balance }
}

/** Accounts in order of their ids. */
export async function readAccounts(store: Store, community: string, filter: AccountFilter): Promise<Page<AccountView>> {
  const { account } = store.journal
  const conditions = [eq(account.communityId, community)]
  if (filter.member !== undefined) conditions.push(eq(account.memberNumber, filter.member))
  if (filter.code !== undefined) conditions.push(eq(account.code, filter.code))
  if (filter.after !== undefined) conditions.push(gt(account.accountId, filter.after))
  const rows = (await store.db
    .select(accountColumns(store))
    .from(account)
    .where(and(...conditions))
    .orderBy(asc(account.accountId))
    .limit(filter.limit + 1)) as AccountView[]
  const items = rows.slice(0, filter.limit)
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.accountId ?? null) : null }
}

export async function readAccount(store: Store, community: string, accountId: string): Promise<AccountView | undefined> {
  const { account } = store.journal
  const [found] = await store.db
    .select(accountColumns(store))
    .from(account)
    .where(and(eq(account.communityId, community), eq(account.accountId, accountId)))
  return found as AccountView | undefined
}

/** What is left in the lots of an account, soonest-expiring first. */
export async function readLots(store: Store, community: string, accountId: string): Promise<Lot[]> {
  const { lot } = store.journal
  const { expiresOn, originNumber, originLine, remaining } = lot
  return store.db
    .select({ expiresOn, originNumber, originLine, remaining })
    .from(lot)
    .where(and(eq(lot.communityId, community), eq(lot.accountId, accountId), gt(lot.remaining, 0)))
    .orderBy(asc(lot.expiresOn), asc(lot.originNumber), asc(lot.originLine))
}

/** One line of an account's statement. Amounts stand on the account's normal side. */
export interface StatementLine {
  version: number
  change: number
  balance: number
  transaction: Transaction
}

/** The lines of an account, the newest first. */
export async function readStatement(
  store: Store,
  community: string,
  { accountId, before, limit }: { accountId: string; before?: number | undefined; limit: number }
): Promise<Page<StatementLine, number>> {
  const { entry, transaction, account } = store.journal
  const conditions = [eq(entry.communityId, community), eq(entry.accountId, accountId)]
  if (before !== undefined) conditions.push(lt(entry.version, before))
  const rows = await store.db
    .select({
      version: entry.version,
      change: sql<number>`${entry.amount} * ${account.side}`.mapWith(Number),
      balance: sql<number>`${entry.balanceAfter} * ${account.side}`.mapWith(Number),
      canonical: transaction.canonical
    })
    .from(entry)
    .innerJoin(transaction, and(eq(transaction.communityId, entry.communityId), eq(transaction.number, entry.number)))
    .innerJoin(account, and(eq(account.communityId, entry.communityId), eq(account.accountId, entry.accountId)))
    .where(and(...conditions))
    .orderBy(desc(entry.version))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return {
    items: page.map(({ canonical, ...line }) => ({ ...line, transaction: decodeTransaction(canonical) })),
    next: rows.length > limit ? (page.at(-1)?.version ?? null) : null
  }
}

/** What a member has: in hundredths of a point, and in minutes. */
export interface MemberBalances {
  points: number
  held: number
  toRecover: number
  verifiedMinutes: number
  honoraryMinutes: number
  lots: Lot[]
  frozen: boolean
}

export async function readMemberBalances(store: Store, community: string, member: number): Promise<MemberBalances> {
  const { account } = store.journal
  const rows = await store.db
    .select({ code: account.code, side: account.side, balance: account.balance, state: account.state })
    .from(account)
    .where(and(eq(account.communityId, community), eq(account.memberNumber, member)))
  const sumOf = (code: string): number => rows.reduce((sum, row) => sum + (row.code === code ? row.balance * row.side : 0), 0)
  return {
    points: sumOf('P2101'),
    held: sumOf('P2102'),
    toRecover: sumOf('P1301'),
    verifiedMinutes: sumOf('M6201'),
    honoraryMinutes: sumOf('M6202'),
    lots: await readLots(store, community, pointsAccount(member)),
    frozen: rows.some((row) => row.state === 'frozen')
  }
}

/** The versions of a community's policy, in order. */
export async function readPolicies(store: Store, community: string): Promise<PolicyVersion[]> {
  const { transaction } = store.journal
  const rows = await store.db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .where(and(eq(transaction.communityId, community), eq(transaction.entryCount, 0), eq(transaction.kind, 'policy_published')))
    .orderBy(asc(transaction.number))
  return rows.map((row) => policyVersionOf(row.canonical))
}
