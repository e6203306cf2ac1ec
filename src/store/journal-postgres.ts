import type { Pool, PoolClient } from 'pg'
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
import { postBatchArguments } from './post-batch-arguments.ts'
import { plainTypes } from './postgres-types.ts'

const STORED = 't.number, t.idempotency_key AS "idempotencyKey", t.request_hash AS "requestHash", t.canonical'
const LOT =
  'account_id AS "accountId", expires_on AS "expiresOn", origin_number AS "originNumber", origin_line AS "originLine", remaining'
const ACCOUNT =
  'account_id AS "accountId", code, unit, side, floor, has_lots AS "hasLots", member_number AS "memberNumber", state, successor, version, balance'

/** Of a batch alone: whatever the statistics were when a plan was made, it goes by index. */
const BEGIN =
  'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;' +
  ' SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL jit = off'

/**
 * The journal on PostgreSQL. Each batch has a client of its own for its one database transaction; the head row, locked
 * first, makes batches of one community wait for each other, in this process and in others. Batches of different
 * communities may run side by side. A lost connection, a deadlock or a refusal of the database rejects the batch;
 * nothing of it is kept then, unless the connection broke during the commit: the keys of its commands tell.
 */
export class PostgresJournal implements JournalStore {
  private readonly pool: Pool

  /** The pool's clients act as the service's role (`SERVICE_ROLE`). */
  constructor(pool: Pool) {
    this.pool = pool
  }

  async transact<T>(work: (session: JournalSession) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    // Without a listener, a connection that breaks between two statements would end the process.
    let broken: Error | undefined
    const onError = (error: Error) => {
      broken = error
    }
    client.on('error', onError)
    try {
      await client.query(BEGIN)
      const result = await work(new PostgresSession(client))
      const { command } = await client.query('COMMIT')
      if (command !== 'COMMIT') throw new Error('the batch had failed and was rolled back, though nothing said so')
      return result
    } catch (error) {
      broken ??= await rollBack(client)
      throw error
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }
}

async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (error) {
    // The client is discarded, and its transaction ends with its connection. What failed first is what the caller gets.
    return error as Error
  }
}

class PostgresSession implements JournalSession {
  private readonly client: PoolClient
  private planSize = 0

  constructor(client: PoolClient) {
    this.client = client
  }

  /**
   * Prepared under its name, once a connection and once more each time the journal has grown sixteenfold: a plan made
   * when it was small may read all of it.
   */
  private async rows<T extends object>(name: string, text: string, values: unknown[]): Promise<T[]> {
    const { rows } = await this.client.query<T>({
      name: `journal_${name}_${this.planSize}`,
      text,
      values,
      types: plainTypes
    })
    return rows
  }

  private async byList<T extends object>(name: string, text: string, community: string, keys: unknown[]): Promise<T[]> {
    return keys.length === 0 ? [] : this.rows<T>(name, text, [community, [...new Set(keys)]])
  }

  async head(community: string): Promise<HeadRow> {
    const [head] = await this.rows<HeadRow>(
      'head',
      'SELECT last_number AS "lastNumber", closed_through AS "closedThrough", frontier FROM lock_head($1)',
      [community]
    )
    if (!head) throw new Error(`no head row for ${community}`)
    this.planSize = head.lastNumber === 0 ? 0 : head.lastNumber.toString(16).length
    return head
  }

  byKeys(community: string, keys: string[]): Promise<StoredTransaction[]> {
    return this.byList(
      'by_keys',
      `SELECT s.* FROM unnest($2::text[]) AS k (key)
        CROSS JOIN LATERAL (
          SELECT ${STORED} FROM journal_transaction t WHERE t.community_id = $1 AND t.idempotency_key = k.key OFFSET 0) s`,
      community,
      keys
    )
  }

  byNumbers(community: string, numbers: number[]): Promise<StoredTransaction[]> {
    return this.byList(
      'by_numbers',
      `SELECT s.* FROM unnest($2::bigint[]) AS k (number)
        CROSS JOIN LATERAL (SELECT ${STORED} FROM journal_transaction t WHERE t.community_id = $1 AND t.number = k.number OFFSET 0) s`,
      community,
      numbers
    )
  }

  async followUps(community: string, numbers: number[]): Promise<StoredTransaction[]> {
    const rows = await this.byList<StoredTransaction>(
      'follow_ups',
      `SELECT s.* FROM unnest($2::bigint[]) AS k (number)
        CROSS JOIN LATERAL (
          SELECT ${STORED} FROM journal_transaction t WHERE t.community_id = $1 AND t.reverses = k.number
           UNION ALL
          SELECT ${STORED} FROM journal_transaction t WHERE t.community_id = $1 AND t.corrects = k.number) s
        ORDER BY s.number`,
      community,
      numbers
    )
    return [...new Map(rows.map((row) => [row.number, row])).values()]
  }

  async turnovers(community: string, wanted: AccountRange[], before: number): Promise<number[]> {
    if (wanted.length === 0) return []
    const rows = await this.rows<{ turnover: number }>(
      'turnovers',
      `SELECT (SELECT coalesce(sum(e.amount), 0)::bigint
                 FROM journal_entry e JOIN journal_transaction t ON t.community_id = e.community_id AND t.number = e.number
                WHERE e.community_id = $1 AND e.account_id = r.account_id AND e.number < $2 AND t.business_date BETWEEN r.first_day AND r.last_day) AS turnover
         FROM unnest($3::text[], $4::date[], $5::date[]) WITH ORDINALITY AS r (account_id, first_day, last_day, place)
        ORDER BY r.place`,
      [community, before, wanted.map(({ accountId }) => accountId), wanted.map(({ from }) => from), wanted.map(({ to }) => lastDayAt(to))]
    )
    return rows.map(({ turnover }) => turnover)
  }

  /** Each transaction once, whatever ranges it is in, in the order of the numbers. */
  async ofMember(community: string, ranges: MemberRange[]): Promise<StoredTransaction[]> {
    if (ranges.length === 0) return []
    return this.rows(
      'of_member',
      `SELECT ${STORED} FROM (
         SELECT DISTINCT m.number
           FROM unnest($2::bigint[], $3::date[], $4::date[]) AS r (member, first_day, last_day)
          CROSS JOIN LATERAL (
            SELECT j.number FROM journal_transaction j
             WHERE j.community_id = $1 AND j.member_number = r.member AND j.service_date BETWEEN r.first_day AND r.last_day
             ORDER BY j.service_date OFFSET 0) m
       ) d
      CROSS JOIN LATERAL (SELECT * FROM journal_transaction j WHERE j.community_id = $1 AND j.number = d.number OFFSET 0) t
      WHERE NOT EXISTS (SELECT FROM journal_transaction r WHERE r.community_id = $1 AND r.reverses = t.number OFFSET 0)
      ORDER BY t.number`,
      [
        community,
        ranges.map(({ member }) => member),
        ranges.map(({ from }) => from),
        ranges.map(({ to }) => lastDayAt(to))
      ]
    )
  }

  async ofTeams(community: string, ranges: DateRange[]): Promise<StoredTransaction[]> {
    if (ranges.length === 0) return []
    return this.rows(
      'of_teams',
      `SELECT ${STORED} FROM journal_transaction t
        WHERE t.community_id = $1 AND t.kind = 'earn_team'
          AND EXISTS (SELECT FROM unnest($2::date[], $3::date[]) AS r (first_day, last_day) WHERE t.service_date BETWEEN r.first_day AND r.last_day)
          AND NOT EXISTS (SELECT FROM journal_transaction r WHERE r.community_id = $1 AND r.reverses = t.number)
        ORDER BY t.number`,
      [community, ranges.map(({ from }) => from), ranges.map(({ to }) => lastDayAt(to))]
    )
  }

  policies(community: string): Promise<StoredTransaction[]> {
    return this.rows(
      'policies',
      `SELECT ${STORED} FROM journal_transaction t
        WHERE t.community_id = $1 AND t.kind = 'policy_published' AND t.entry_count = 0 ORDER BY t.number`,
      [community]
    )
  }

  accounts(community: string, ids: string[]): Promise<AccountRow[]> {
    return this.byList(
      'accounts',
      `SELECT a.* FROM unnest($2::text[]) AS k (id)
        CROSS JOIN LATERAL (SELECT ${ACCOUNT} FROM account WHERE community_id = $1 AND account_id = k.id OFFSET 0) a`,
      community,
      ids
    )
  }

  accountsOfMembers(community: string, members: number[]): Promise<AccountRow[]> {
    return this.byList(
      'accounts_of_members',
      `SELECT a.* FROM unnest($2::bigint[]) AS k (member)
        CROSS JOIN LATERAL (SELECT ${ACCOUNT} FROM account WHERE community_id = $1 AND member_number = k.member OFFSET 0) a`,
      community,
      members
    )
  }

  accountsSucceededBy(community: string, ids: string[]): Promise<AccountRow[]> {
    return this.byList(
      'accounts_succeeded_by',
      `SELECT ${ACCOUNT} FROM account WHERE community_id = $1 AND successor = ANY ($2::text[])`,
      community,
      ids
    )
  }

  async openLots(community: string, accountIds: string[], most: number | null): Promise<LotRow[]> {
    if (accountIds.length === 0) return []
    return this.rows(
      'open_lots',
      `SELECT l.* FROM unnest($2::text[]) AS k (id)
        CROSS JOIN LATERAL (
          SELECT ${LOT}
            FROM lot WHERE community_id = $1 AND account_id = k.id AND remaining > 0
           ORDER BY expires_on, origin_number, origin_line LIMIT $3) l
        ORDER BY "accountId", "expiresOn", "originNumber", "originLine"`,
      [community, accountIds, most]
    )
  }

  async lots(community: string, lots: LotRow[]): Promise<LotRow[]> {
    if (lots.length === 0) return []
    return this.rows(
      'lots',
      `SELECT ${LOT} FROM unnest($2::text[], $3::date[], $4::bigint[], $5::bigint[]) AS k (id, expires, number, line)
        CROSS JOIN LATERAL (
          SELECT * FROM lot
           WHERE community_id = $1 AND account_id = k.id AND expires_on = k.expires AND origin_number = k.number AND origin_line = k.line
          OFFSET 0) l`,
      [
        community,
        lots.map((lot) => lot.accountId),
        lots.map((lot) => lot.expiresOn),
        lots.map((lot) => lot.originNumber),
        lots.map((lot) => lot.originLine)
      ]
    )
  }

  vouchers(community: string, months: string[]): Promise<VoucherRow[]> {
    return this.byList(
      'vouchers',
      `SELECT v.* FROM unnest($2::text[]) AS k (month)
        CROSS JOIN LATERAL (SELECT month, last_voucher AS last FROM voucher_month WHERE community_id = $1 AND month = k.month OFFSET 0) v`,
      community,
      months
    )
  }

  /** One call of the posting function, which ends by checking every deferred constraint. */
  async append(community: string, batch: AppendBatch): Promise<void> {
    const values = postBatchArguments(community, batch)
    await this.rows('append', `SELECT post_batch(${values.map((_, index) => `$${index + 1}`).join(', ')})`, values)
  }
}

/** Ranges name the last day of a month as its 31st; PostgreSQL knows no such day in February. */
function lastDayAt(day: string): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number)
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  return dayOfMonth > daysInMonth ? `${day.slice(0, -2)}${daysInMonth}` : day
}
