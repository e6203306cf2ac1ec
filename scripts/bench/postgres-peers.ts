import type pg from 'pg'
import type { AppendBatch, HeadRow, JournalSession, JournalStore } from '../../src/journal/journal-store.ts'
import { postBatchArguments } from '../../src/store/post-batch-arguments.ts'

/**
 * The same rows and rules by one call of the posting function and nothing else: a single writer that never reads, since it
 * remembers all that it posted, from the first transaction of a community on. No keys are looked up.
 */
export class CallEach implements JournalStore {
  private readonly pool: pg.Pool
  private readonly heads = new Map<string, HeadRow>()

  constructor(pool: pg.Pool) {
    this.pool = pool
  }

  async transact<T>(work: (session: JournalSession) => Promise<T>): Promise<T> {
    const nothing = (): [] => []
    return work({
      head: (community) => this.heads.get(community) ?? { lastNumber: 0, closedThrough: '1900-01-01', frontier: Buffer.alloc(0) },
      byKeys: nothing,
      byNumbers: nothing,
      followUps: nothing,
      ofMember: nothing,
      ofTeams: nothing,
      turnovers: nothing,
      policies: nothing,
      accounts: nothing,
      accountsOfMembers: nothing,
      accountsSucceededBy: nothing,
      openLots: nothing,
      lots: nothing,
      vouchers: nothing,
      append: (community, batch) => this.append(community, batch)
    })
  }

  private async append(community: string, batch: AppendBatch): Promise<void> {
    const values = postBatchArguments(community, batch)
    const text = `SELECT post_batch(${values.map((_, index) => `$${index + 1}`).join(', ')})`
    await this.pool.query({ name: 'peer_post', text, values })
    const lastNumber = batch.transactions.at(-1)?.transaction.number ?? 0
    this.heads.set(community, { lastNumber, closedThrough: '1900-01-01', frontier: batch.frontier })
  }
}

/**
 * A double-entry ledger on PostgreSQL as it is commonly written: accounts with their balances, transfers, and two entries
 * each with the balance after it. No rules, no hashes. The hot account is 0.
 */
export const PEER_SCHEMA = `
  CREATE SCHEMA peer;
  CREATE TABLE peer.account (id bigint PRIMARY KEY, balance bigint NOT NULL, version bigint NOT NULL);
  CREATE TABLE peer.transfer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, points bigint NOT NULL, at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE peer.entry (
    transfer_id bigint NOT NULL, account_id bigint NOT NULL, amount bigint NOT NULL, version bigint NOT NULL, balance_after bigint NOT NULL,
    PRIMARY KEY (account_id, version)
  );
  CREATE FUNCTION peer.transfer(p_member bigint, p_points bigint) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE
    v_id bigint; v_from peer.account; v_to peer.account;
  BEGIN
    INSERT INTO peer.transfer (points) VALUES (p_points) RETURNING id INTO v_id;
    UPDATE peer.account SET balance = balance - p_points, version = version + 1 WHERE id = p_member RETURNING * INTO v_from;
    UPDATE peer.account SET balance = balance + p_points, version = version + 1 WHERE id = 0 RETURNING * INTO v_to;
    INSERT INTO peer.entry (transfer_id, account_id, amount, version, balance_after)
    VALUES (v_id, v_from.id, -p_points, v_from.version, v_from.balance), (v_id, v_to.id, p_points, v_to.version, v_to.balance);
    RETURN v_id;
  END $$`

interface AccountRow {
  balance: string
  version: string
}

/** Each statement prepared, and the hot account locked as late as can be. */
export async function transferByStatements(pool: pg.Pool, member: number, points: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ id: string }>({
      name: 'peer_transfer', text: 'INSERT INTO peer.transfer (points) VALUES ($1) RETURNING id', values: [points]
    })
    const id = rows[0]?.id
    for (const [account, amount] of [[member, -points], [0, points]] as const) {
      const moved = await client.query<AccountRow>({
        name: 'peer_move',
        text: 'UPDATE peer.account SET balance = balance + $2, version = version + 1 WHERE id = $1 RETURNING balance, version',
        values: [account, amount]
      })
      await client.query({
        name: 'peer_entry',
        text: 'INSERT INTO peer.entry (transfer_id, account_id, amount, version, balance_after) VALUES ($1, $2, $3, $4, $5)',
        values: [id, account, amount, moved.rows[0]?.version, moved.rows[0]?.balance]
      })
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

export async function transferByFunction(pool: pg.Pool, member: number, points: number): Promise<void> {
  await pool.query({ name: 'peer_call', text: 'SELECT peer.transfer($1, $2)', values: [member, points] })
}
