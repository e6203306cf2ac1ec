import pg from 'pg'
import type { Test } from 'tap'
import type { AppendBatch } from '../../src/journal/journal-store.ts'
import { JOURNAL_TABLES, SERVICE_ROLE } from '../../src/store/grant-postgres.ts'
import { migratePostgres } from '../../src/store/migrate-postgres.ts'
import { postBatchArguments } from '../../src/store/post-batch-arguments.ts'
import { freshDatabase } from '../postgres.ts'
import { SeedBook } from './seed-book.ts'

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
