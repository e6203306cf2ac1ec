import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Test } from 'tap'
import { encodeTransaction, leafHash } from '../../src/journal/canonical.ts'
import type { AccountRow, AccountStateChange, AppendBatch } from '../../src/journal/journal-store.ts'
import { extendFrontier } from '../../src/journal/merkle.ts'
import type { Entry, LotMove, SealedTransaction, Transaction } from '../../src/journal/transaction.ts'
import { shapeOf } from '../../src/ledger/chart.ts'
import { JOURNAL_TABLES, SERVICE_ROLE } from '../../src/store/grant-postgres.ts'
import { migratePostgres } from '../../src/store/migrate-postgres.ts'
import { postBatchArguments } from '../../src/store/post-batch-arguments.ts'
import { freshDatabase } from '../postgres.ts'

export interface JournalDatabase {
  url: string
  /** Logged in as the owner of everything, here even a superuser. */
  owner: pg.Client
  /** Acting as the service. */
  service: pg.Client
}

/** A migrated database of the test's own, with a client for each of the two roles. */
export async function journalDatabase(t: Test): Promise<JournalDatabase> {
  const url = await freshDatabase(t)
  const connect = async (options?: string) => {
    const client = new pg.Client({ connectionString: url, ...(options ? { options } : {}) })
    // Dropping the database at the end of the test ends its connections.
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const owner = await connect()
  await migratePostgres(owner)
  return { url, owner, service: await connect(`-c role=${SERVICE_ROLE}`) }
}

interface SeedAccount extends AccountRow {
  lots: { expiresOn: string; originNumber: number; originLine: number; remaining: number }[]
}

/** An account and its amount, debit positive; `expiresOn` for the lot that an increase opens. */
export type SeedLine = [accountId: string, amount: number, expiresOn?: string]

const NO_FACTS: Omit<Transaction, 'community' | 'number' | 'kind' | 'voucherNumber' | 'entries'> = {
  serviceDate: '2026-03-05',
  businessDate: '2026-03-05',
  recordedAt: 1_772_668_800_000,
  preparedBy: 'a',
  approvedBy: null,
  postedBy: 'a',
  authorisation: null,
  policyVersion: null,
  memberNumber: null,
  accountId: null,
  category: null,
  minutes: null,
  convertibleMinutes: null,
  coefficient: null,
  evidence: null,
  sourceHash: null,
  sourceRow: null,
  attachments: null,
  till: null,
  priceVersion: null,
  summaryCode: 'seed',
  reverses: null,
  replaces: null,
  corrects: null,
  closesThrough: null,
  noteCommitment: null,
  content: null
}

/**
 * Makes valid postings of one community by hand, without the ledger: it keeps the running balances and lots, and takes
 * the soonest-expiring lot first. What was made and not yet taken is the next batch.
 */
export class SeedBook {
  readonly community: string
  private readonly accounts = new Map<string, SeedAccount>()
  private readonly vouchers = new Map<string, number>()
  private frontier: Buffer = Buffer.alloc(0)
  private sealed = 0
  private opened: AccountRow[] = []
  private transactions: SealedTransaction[] = []
  private states: AccountStateChange[] = []
  number = 0

  constructor(community: string) {
    this.community = community
  }

  /** A book of its own that goes on from here. */
  fork(): SeedBook {
    const copy = new SeedBook(this.community)
    for (const [id, account] of this.accounts) copy.accounts.set(id, structuredClone(account))
    for (const [month, last] of this.vouchers) copy.vouchers.set(month, last)
    copy.frontier = this.frontier
    copy.sealed = this.sealed
    copy.number = this.number
    return copy
  }

  /** Adds a transaction, or an event where there are no lines. */
  post(kind: string, lines: SeedLine[], facts: Partial<Transaction> = {}): Transaction {
    const number = ++this.number
    const businessDate = facts.businessDate ?? NO_FACTS.businessDate
    const transaction: Transaction = {
      ...NO_FACTS,
      ...facts,
      community: this.community,
      number,
      kind,
      voucherNumber: lines.length === 0 ? null : this.nextVoucher(businessDate.slice(0, 7)),
      entries: lines.map((line, index) => this.entry(number, index + 1, line))
    }
    this.transactions.push(sealedTransaction(transaction))
    return transaction
  }

  /** Adds an event about an account and changes its state. */
  restate(kind: string, accountId: string, state: AccountRow['state']): void {
    this.post(kind, [], { accountId })
    this.states.push({ accountId, state, successor: null, byNumber: this.number })
  }

  /** Changes an account's state by the newest transaction, a merge. */
  succeed(accountId: string, successor: string): void {
    this.states.push({ accountId, state: 'closed', successor, byNumber: this.number })
  }

  /** The next batch, to be posted before another is taken. */
  take(): AppendBatch {
    this.frontier = extendFrontier(
      this.frontier,
      this.sealed,
      this.transactions.map(({ leaf }) => leaf)
    )
    this.sealed = this.number
    const batch = {
      newAccounts: this.opened,
      transactions: this.transactions,
      stateChanges: this.states,
      frontier: this.frontier
    }
    this.opened = []
    this.transactions = []
    this.states = []
    return batch
  }

  private nextVoucher(month: string): number {
    const next = (this.vouchers.get(month) ?? 0) + 1
    this.vouchers.set(month, next)
    return next
  }

  private account(accountId: string): SeedAccount {
    const known = this.accounts.get(accountId)
    if (known) return known
    const { code, unit, side, floor, hasLots, memberNumber } = shapeOf(accountId)
    const row: AccountRow = {
      accountId,
      code,
      unit,
      side,
      floor,
      hasLots,
      memberNumber,
      state: 'open',
      successor: null,
      version: 0,
      balance: 0
    }
    const account = { ...row, lots: [] }
    this.opened.push(row)
    this.accounts.set(accountId, account)
    return account
  }

  private entry(number: number, line: number, [accountId, amount, expiresOn = '2026-12-31']: SeedLine): Entry {
    const account = this.account(accountId)
    account.version++
    account.balance += amount
    const increase = amount * account.side
    const lots = !account.hasLots
      ? []
      : increase > 0
        ? [openLot(account, number, line, increase, expiresOn)]
        : useLots(account, -increase)
    return {
      line,
      accountId,
      unit: account.unit,
      amount,
      version: account.version,
      balanceAfter: account.balance,
      lots
    }
  }
}

function openLot(
  account: SeedAccount,
  originNumber: number,
  originLine: number,
  amount: number,
  expiresOn: string
): LotMove {
  account.lots.push({ expiresOn, originNumber, originLine, remaining: amount })
  return moveOf({ expiresOn, originNumber, originLine, remaining: amount }, amount)
}

function useLots(account: SeedAccount, amount: number): LotMove[] {
  let left = amount
  const moves: LotMove[] = []
  for (const lot of account.lots.sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1))) {
    const used = Math.min(left, lot.remaining)
    if (used === 0) continue
    lot.remaining -= used
    left -= used
    moves.push(moveOf(lot, -used))
  }
  account.lots = account.lots.filter((lot) => lot.remaining > 0)
  return moves
}

function moveOf({ remaining, ...lot }: SeedAccount['lots'][number], amount: number): LotMove {
  return { ...lot, amount, remainingAfter: remaining, sponsor: null, deliveryNote: null, unitCostFen: null }
}

/** With its seal, and a key and request hash made from community and number. */
export function sealedTransaction(transaction: Transaction): SealedTransaction {
  const canonical = encodeTransaction(transaction)
  const idempotencyKey = `${transaction.community}-${String(transaction.number).padStart(12, '0')}`
  const requestHash = createHash('sha256').update(idempotencyKey).digest()
  return { transaction, canonical, leaf: leafHash(canonical), idempotencyKey, requestHash }
}

/** Seals every transaction of a batch anew, after something in it was changed by hand. */
export function resealed(batch: AppendBatch): AppendBatch {
  return { ...batch, transactions: batch.transactions.map(({ transaction }) => sealedTransaction(transaction)) }
}

/**
 * Two communities with a little of everything. In `c1`: lots of two expiries (member 1), a frozen account (member 2), one
 * merged into another (3 into 1), a reversal (10 of 9), goods, and a period closed through 28 February 2026. In `c2`: a gift.
 */
export async function seedJournal(client: pg.ClientBase): Promise<{ c1: SeedBook; c2: SeedBook }> {
  const c1 = new SeedBook('c1')
  c1.post(
    'award',
    [
      ['P5103.rule', 5000],
      ['P2101.1', -5000, '2026-06-30']
    ],
    { memberNumber: 1 }
  )
  c1.post(
    'award',
    [
      ['P5103.rule', 3000],
      ['P2101.1', -3000]
    ],
    { memberNumber: 1 }
  )
  c1.post(
    'earn',
    [
      ['M6101.care', 60],
      ['M6201.2', -60],
      ['P5101.care', 600],
      ['P2101.2', -600]
    ],
    { memberNumber: 2, minutes: 60 }
  )
  c1.post(
    'gift',
    [
      ['P2101.1', 500],
      ['P2101.2', -500]
    ],
    { memberNumber: 1 }
  )
  c1.post('stock_in', [
    ['G1101.main.G001', 40],
    ['G1103.sponsor.G001', -40]
  ])
  c1.post(
    'redeem_goods',
    [
      ['P2101.1', 300],
      ['P4101.main', -300],
      ['G1102.G001', 2],
      ['G1101.main.G001', -2]
    ],
    { memberNumber: 1 }
  )
  c1.post(
    'award',
    [
      ['P5103.rule', 700],
      ['P2101.3', -700]
    ],
    { memberNumber: 3 }
  )
  c1.post(
    'merge',
    [
      ['P2101.3', 700],
      ['P2101.1', -700]
    ],
    { memberNumber: 3 }
  )
  c1.succeed('P2101.3', 'P2101.1')
  await postBatch(client, 'c1', c1.take())
  c1.post(
    'award',
    [
      ['P5103.rule', 400],
      ['P2101.4', -400]
    ],
    { memberNumber: 4 }
  )
  c1.post(
    'reverse',
    [
      ['P2101.4', 400],
      ['P5103.rule', -400]
    ],
    { memberNumber: 4, reverses: 9 }
  )
  c1.restate('account_frozen', 'P2101.2', 'frozen')
  await postBatch(client, 'c1', c1.take())
  c1.post('period_closed', [], { closesThrough: '2026-02-28' })
  await postBatch(client, 'c1', c1.take())
  const c2 = new SeedBook('c2')
  c2.post(
    'award',
    [
      ['P5103.rule', 900],
      ['P2101.1', -900]
    ],
    { memberNumber: 1 }
  )
  c2.post(
    'gift',
    [
      ['P2101.1', 200],
      ['P2101.2', -200]
    ],
    { memberNumber: 1 }
  )
  await postBatch(client, 'c2', c2.take())
  return { c1, c2 }
}

/** All rows of the journal, so that a test can say that nothing changed. */
export async function journalContents(client: pg.ClientBase): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {}
  for (const table of JOURNAL_TABLES) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM public.${table} t ORDER BY 1`)
    contents[table] = rows.map(({ row }) => row)
  }
  return contents
}

/** What a refused statement was refused with: the journal's code, a constraint's name, or PostgreSQL's own code. */
export function refusalOf(error: unknown): string {
  const { code, message, constraint } = error as pg.DatabaseError
  return code === 'TB001' ? message : (constraint ?? code ?? message)
}

/** Posts a batch as the store does, by one call of the posting function. */
export async function postBatch(client: pg.ClientBase, community: string, batch: AppendBatch): Promise<void> {
  const values = postBatchArguments(community, batch)
  await client.query({
    name: 'seed',
    text: `SELECT post_batch(${values.map((_, index) => `$${index + 1}`).join(', ')})`,
    values
  })
}

const INSERTS: [sql: string, firstArgument: number][] = [
  [
    `INSERT INTO account (account_id, code, unit, side, floor, has_lots, member_number, community_id, state, state_number, version, balance)
     SELECT *, $1, 'open', 0, 0, 0
       FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::boolean[], $8::bigint[])`,
    2
  ],
  [
    `INSERT INTO lot_move (number, line, expires_on, origin_number, origin_line, account_id, amount, remaining_after,
                           sponsor, delivery_note, unit_cost_fen, community_id)
     SELECT *, $1 FROM unnest($2::bigint[], $3::bigint[], $4::date[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[],
                              $10::text[], $11::text[], $12::bigint[])`,
    9
  ],
  [
    `INSERT INTO journal_entry (number, line, account_id, unit, amount, version, balance_after, community_id)
     SELECT *, $1 FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])`,
    20
  ],
  [
    `INSERT INTO journal_transaction (number, kind, entry_count, idempotency_key, request_hash, service_date, business_date, recorded_at,
                                      voucher_number, member_number, account_id, minutes, convertible_minutes, reverses, corrects,
                                      closes_through, canonical, leaf, community_id)
     SELECT *, $1 FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bytea[], $7::date[], $8::date[], $9::bigint[],
                              $10::bigint[], $11::bigint[], $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[],
                              $17::date[], $18::bytea[], $19::bytea[])`,
    27
  ]
]

/** Posts a batch by plain statements, as somebody with an SQL prompt would. State changes and the frontier are left out. */
export async function insertBatch(client: pg.ClientBase, community: string, batch: AppendBatch): Promise<void> {
  const values = postBatchArguments(community, batch)
  await client.query('BEGIN')
  try {
    for (const [sql, first] of INSERTS) {
      const count = (sql.match(/\$\d+/g) ?? []).length - 1
      await client.query(sql, [community, ...values.slice(first, first + count)])
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
