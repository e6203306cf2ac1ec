/** One attack that the owner of a database cannot be refused: how it is done, what finds it, and how it is undone. */
export interface SchemaAttack {
  name: string
  sql: string
  undo: string
  /** One of the differences that are found. */
  found: string
}

const changed = (object: string) => `schema_changed: ${object} is changed`
const missing = (object: string) => `schema_changed: ${object} is missing`
const unknown = (object: string) => `schema_changed: ${object} is unknown`

export const SCHEMA_ATTACKS: SchemaAttack[] = [
  {
    name: 'a rule is switched off',
    sql: 'ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_kept',
    undo: 'ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_kept',
    found: changed('trigger journal_entry.journal_entry_kept')
  },
  {
    name: 'a rule no longer holds for replication',
    sql: 'ALTER TABLE account ENABLE TRIGGER account_update',
    undo: 'ALTER TABLE account ENABLE ALWAYS TRIGGER account_update',
    found: changed('trigger account.account_update')
  },
  {
    name: 'all triggers are switched off, those of foreign keys too',
    sql: 'ALTER TABLE lot_move DISABLE TRIGGER ALL',
    undo: `ALTER TABLE lot_move ENABLE TRIGGER ALL; ALTER TABLE lot_move ENABLE ALWAYS TRIGGER lot_move_kept;
           ALTER TABLE lot_move ENABLE ALWAYS TRIGGER lot_move_applied`,
    found: changed('trigger lot_move of lot_move_community_id_number_line_fkey "RI_FKey_check_ins"')
  },
  {
    name: 'a trigger is dropped',
    sql: 'DROP TRIGGER lot_kept ON lot',
    undo: `CREATE TRIGGER lot_kept BEFORE DELETE OR TRUNCATE ON lot FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
           ALTER TABLE lot ENABLE ALWAYS TRIGGER lot_kept`,
    found: missing('trigger lot.lot_kept')
  },
  {
    name: 'a trigger of the attacker is added',
    sql: `CREATE FUNCTION skim() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
          CREATE TRIGGER skim BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION skim()`,
    undo: 'DROP FUNCTION skim CASCADE',
    found: unknown('trigger journal_entry.skim')
  },
  {
    name: 'a function of the rules is replaced by one that proves nothing',
    sql: `ALTER FUNCTION account_update() RENAME TO kept_aside;
          CREATE FUNCTION account_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
          AS 'BEGIN RETURN NULL; END'`,
    undo: 'DROP FUNCTION account_update(); ALTER FUNCTION kept_aside() RENAME TO account_update',
    found: changed('function account_update()')
  },
  {
    name: 'a function of the rules loses its search path',
    sql: 'ALTER FUNCTION journal_entry_applied() RESET search_path',
    undo: 'ALTER FUNCTION journal_entry_applied() SET search_path = pg_catalog, public, pg_temp',
    found: changed('function journal_entry_applied()')
  },
  {
    name: 'a function of the rules runs with the rights of the caller',
    sql: 'ALTER FUNCTION lot_proved() SECURITY INVOKER',
    undo: 'ALTER FUNCTION lot_proved() SECURITY DEFINER',
    found: changed('function lot_proved()')
  },
  {
    name: 'a function is added beside the posting function',
    sql: `CREATE FUNCTION post_batch(text) RETURNS void LANGUAGE sql AS 'SELECT'`,
    undo: 'DROP FUNCTION post_batch(text)',
    found: unknown('function post_batch(text)')
  },
  {
    name: 'an operator is added that compares otherwise',
    sql: `CREATE FUNCTION never(date, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
          CREATE OPERATOR <= (LEFTARG = date, RIGHTARG = text, FUNCTION = never)`,
    undo: 'DROP FUNCTION never CASCADE',
    found: unknown('operator <=(date,text)')
  },
  {
    name: 'a check is dropped',
    sql: 'ALTER TABLE account RENAME CONSTRAINT account_floor TO aside',
    undo: 'ALTER TABLE account RENAME CONSTRAINT aside TO account_floor',
    found: missing('constraint account.account_floor')
  },
  {
    name: 'a check is exchanged for one that is not validated',
    sql: `ALTER TABLE journal_transaction DROP CONSTRAINT journal_transaction_request_hash_check;
          ALTER TABLE journal_transaction ADD CONSTRAINT journal_transaction_request_hash_check CHECK (length(request_hash) = 32) NOT VALID`,
    undo: 'ALTER TABLE journal_transaction VALIDATE CONSTRAINT journal_transaction_request_hash_check',
    found: changed('constraint journal_transaction.journal_transaction_request_hash_check')
  },
  {
    name: 'the foreign key of entries to their header is dropped',
    sql: 'ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_community_id_number_fkey',
    undo: `ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_community_id_number_fkey FOREIGN KEY (community_id, number)
           REFERENCES journal_transaction (community_id, number) DEFERRABLE INITIALLY DEFERRED`,
    found: missing('constraint journal_entry.journal_entry_community_id_number_fkey')
  },
  {
    name: 'a foreign key gets to cascade',
    sql: `ALTER TABLE lot_move DROP CONSTRAINT lot_move_community_id_number_line_fkey;
          ALTER TABLE lot_move ADD CONSTRAINT lot_move_community_id_number_line_fkey FOREIGN KEY (community_id, number, line)
          REFERENCES journal_entry (community_id, number, line) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED`,
    undo: `ALTER TABLE lot_move DROP CONSTRAINT lot_move_community_id_number_line_fkey;
           ALTER TABLE lot_move ADD CONSTRAINT lot_move_community_id_number_line_fkey FOREIGN KEY (community_id, number, line)
           REFERENCES journal_entry (community_id, number, line) DEFERRABLE INITIALLY DEFERRED`,
    found: changed('constraint lot_move.lot_move_community_id_number_line_fkey')
  },
  {
    name: 'the index that keeps a key from being used twice is dropped',
    sql: 'ALTER INDEX journal_transaction_key RENAME TO aside',
    undo: 'ALTER INDEX aside RENAME TO journal_transaction_key',
    found: missing('index journal_transaction_key')
  },
  {
    name: 'a column may be empty',
    sql: 'ALTER TABLE journal_transaction ALTER COLUMN leaf DROP NOT NULL',
    undo: 'ALTER TABLE journal_transaction ALTER COLUMN leaf SET NOT NULL',
    found: changed('column journal_transaction.leaf')
  },
  {
    name: 'a column is added',
    sql: 'ALTER TABLE account ADD COLUMN bonus bigint',
    undo: 'ALTER TABLE account DROP COLUMN bonus',
    found: unknown('column account.bonus')
  },
  {
    name: 'a rewrite rule swallows deletions',
    sql: 'CREATE RULE swallow AS ON UPDATE TO lot DO INSTEAD NOTHING',
    undo: 'DROP RULE swallow ON lot',
    found: unknown('rule lot.swallow')
  },
  {
    name: 'rows are hidden by row security',
    sql: `ALTER TABLE journal_entry ENABLE ROW LEVEL SECURITY; CREATE POLICY hide ON journal_entry USING (number < 5)`,
    undo: 'DROP POLICY hide ON journal_entry; ALTER TABLE journal_entry DISABLE ROW LEVEL SECURITY',
    found: changed('table journal_entry')
  },
  {
    name: 'entries are slipped in through a table that inherits',
    sql: 'CREATE TABLE more () INHERITS (journal_entry)',
    undo: 'DROP TABLE more',
    found: unknown('inheritance more of journal_entry')
  },
  {
    name: 'a table no longer survives a crash',
    sql: 'ALTER TABLE voucher_month SET UNLOGGED',
    undo: 'ALTER TABLE voucher_month SET LOGGED',
    found: changed('table voucher_month')
  },
  {
    name: 'a table is added',
    sql: 'CREATE TABLE journal_entry_2 (amount bigint)',
    undo: 'DROP TABLE journal_entry_2',
    found: unknown('table journal_entry_2')
  },
  {
    name: 'a kind is changed behind the switched-off rule',
    sql: `ALTER TABLE transaction_kind DISABLE TRIGGER transaction_kind_fixed; UPDATE transaction_kind SET spends = false WHERE kind = 'gift';
          ALTER TABLE transaction_kind ENABLE ALWAYS TRIGGER transaction_kind_fixed`,
    undo: `ALTER TABLE transaction_kind DISABLE TRIGGER transaction_kind_fixed; UPDATE transaction_kind SET spends = true WHERE kind = 'gift';
           ALTER TABLE transaction_kind ENABLE ALWAYS TRIGGER transaction_kind_fixed`,
    found: changed('kind gift')
  },
  {
    name: 'the service may write entries',
    sql: 'GRANT INSERT ON journal_entry TO timebank_service',
    undo: 'REVOKE INSERT ON journal_entry FROM timebank_service',
    found: unknown('grant on journal_entry to timebank_service: INSERT')
  },
  {
    name: 'the service may change one column',
    sql: 'GRANT UPDATE (balance) ON account TO timebank_service',
    undo: 'REVOKE UPDATE (balance) ON account FROM timebank_service',
    found: unknown('grant on account.balance to timebank_service: UPDATE')
  },
  {
    name: 'everybody may switch triggers',
    sql: 'GRANT TRIGGER ON lot TO PUBLIC',
    undo: 'REVOKE TRIGGER ON lot FROM PUBLIC',
    found: unknown('grant on lot to PUBLIC: TRIGGER')
  },
  {
    name: 'everybody may call a function of the rules',
    sql: 'GRANT EXECUTE ON FUNCTION journal_entry_applied() TO PUBLIC',
    undo: 'REVOKE EXECUTE ON FUNCTION journal_entry_applied() FROM PUBLIC',
    found: unknown('grant on function journal_entry_applied to PUBLIC')
  },
  {
    name: 'the service may make temporary tables',
    sql: `DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO timebank_service', current_database()); END $$`,
    undo: `DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM timebank_service', current_database()); END $$`,
    found: 'rights_beyond: service may create temporary tables'
  },
  {
    name: 'the service may create functions',
    sql: 'GRANT CREATE ON SCHEMA public TO timebank_service',
    undo: 'REVOKE CREATE ON SCHEMA public FROM timebank_service',
    found: 'rights_beyond: service may create in schema public'
  },
  {
    name: 'an entry is slipped in while the rules are switched off, and they are switched on again',
    sql: `ALTER TABLE journal_entry DISABLE TRIGGER ALL;
          INSERT INTO journal_entry VALUES ('c1', 13, 1, 'P2101.1', 'POINT', -100, 99, -100);
          ALTER TABLE journal_entry ENABLE TRIGGER ALL;
          ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_kept; ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_applied`,
    undo: `ALTER TABLE journal_entry DISABLE TRIGGER ALL; DELETE FROM journal_entry WHERE community_id = 'c1' AND number = 13;
           ALTER TABLE journal_entry ENABLE TRIGGER ALL;
           ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_kept; ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_applied`,
    found: 'journal_entry_beyond_head: community c1'
  },
  {
    name: 'a lot move is slipped into a community that has no head',
    sql: `ALTER TABLE lot_move DISABLE TRIGGER ALL;
          INSERT INTO lot_move VALUES ('c9', 1, 1, '2026-12-31', 1, 1, 'P2101.1', 100, 100);
          ALTER TABLE lot_move ENABLE TRIGGER ALL;
          ALTER TABLE lot_move ENABLE ALWAYS TRIGGER lot_move_kept; ALTER TABLE lot_move ENABLE ALWAYS TRIGGER lot_move_applied`,
    undo: `ALTER TABLE lot_move DISABLE TRIGGER ALL; DELETE FROM lot_move WHERE community_id = 'c9';
           ALTER TABLE lot_move ENABLE TRIGGER ALL;
           ALTER TABLE lot_move ENABLE ALWAYS TRIGGER lot_move_kept; ALTER TABLE lot_move ENABLE ALWAYS TRIGGER lot_move_applied`,
    found: 'lot_move_beyond_head: community c9'
  }
]
