-- The journal on PostgreSQL: the tables, rules and refusal codes of ../sqlite/0001_journal.sql (README, Decisions).
-- Order of proof: lot moves first, entries next, headers last. Each level seals the one below it.
-- Hand-written and only ever added to; drizzle-kit is not given these tables.
--
-- Rules are statement triggers over the rows of a statement, so that a batch is proved as a whole. They gather those
-- rows into arrays first and then read tables by plain equality on community_id: on Citus the one form that stays on
-- the shard. No name is qualified with the schema: checkPostgres builds the same objects in a scratch schema to compare.
--
-- A plan made while a community was small is kept when it is large, and a join on community_id alone would then read all
-- of it. So rows are looked up one by one through a whole key: LATERAL or EXISTS with OFFSET 0, which no plan undoes;
-- an ORDER BY names the index meant where there are two; and balances are brought up to date by INSERT ... ON CONFLICT,
-- which finds its row through the key by itself.

CREATE TABLE account_code (
  code text NOT NULL PRIMARY KEY,
  unit_kind text NOT NULL CHECK (unit_kind IN ('POINT', 'MINUTE', 'ITEM', 'CNY')),
  side bigint NOT NULL CHECK (side IN (-1, 1)),
  floor bigint CHECK (floor = 0),
  has_lots boolean NOT NULL,
  per_member boolean NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL
);
--> statement-breakpoint
CREATE TABLE transaction_kind (
  kind text NOT NULL PRIMARY KEY,
  is_event boolean NOT NULL,
  spends boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE journal_head (
  community_id text NOT NULL PRIMARY KEY,
  last_number bigint NOT NULL,
  closed_through date NOT NULL CHECK (closed_through BETWEEN '0001-01-01' AND '9999-12-31'),
  frontier bytea NOT NULL
) WITH (fillfactor = 50);
--> statement-breakpoint
CREATE TABLE voucher_month (
  community_id text NOT NULL,
  month text NOT NULL,
  last_voucher bigint NOT NULL,
  last_number bigint NOT NULL,
  PRIMARY KEY (community_id, month)
) WITH (fillfactor = 50);
--> statement-breakpoint
CREATE TABLE journal_transaction (
  community_id text NOT NULL,
  number bigint NOT NULL CHECK (number BETWEEN 1 AND 9007199254740991),
  kind text NOT NULL REFERENCES transaction_kind (kind),
  entry_count bigint NOT NULL CHECK (entry_count = 0 OR entry_count >= 2),
  idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  service_date date NOT NULL CHECK (service_date BETWEEN '0001-01-01' AND '9999-12-31'),
  business_date date NOT NULL CHECK (business_date BETWEEN '0001-01-01' AND '9999-12-31'),
  recorded_at bigint NOT NULL,
  voucher_number bigint CHECK (voucher_number >= 1),
  member_number bigint,
  account_id text,
  minutes bigint CHECK (minutes >= 0),
  convertible_minutes bigint CHECK (convertible_minutes >= 0),
  reverses bigint,
  corrects bigint,
  closes_through date CHECK (closes_through BETWEEN '0001-01-01' AND '9999-12-31'),
  canonical bytea NOT NULL,
  leaf bytea NOT NULL,
  CONSTRAINT journal_transaction_leaf CHECK (leaf = sha256('\x00'::bytea || canonical)),
  CONSTRAINT journal_transaction_voucher CHECK ((voucher_number IS NULL) = (entry_count = 0)),
  CONSTRAINT journal_transaction_correction CHECK (corrects < number),
  CONSTRAINT journal_transaction_reversal CHECK ((kind = 'reverse') = (reverses IS NOT NULL)),
  CONSTRAINT journal_transaction_closing CHECK ((kind = 'period_closed') = (closes_through IS NOT NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX journal_transaction_key ON journal_transaction (community_id, idempotency_key);
--> statement-breakpoint
CREATE UNIQUE INDEX journal_transaction_reverses ON journal_transaction (community_id, reverses) WHERE reverses IS NOT NULL;
--> statement-breakpoint
CREATE INDEX journal_transaction_corrects ON journal_transaction (community_id, corrects) WHERE corrects IS NOT NULL;
--> statement-breakpoint
CREATE INDEX journal_transaction_member ON journal_transaction (community_id, member_number, service_date) WHERE member_number IS NOT NULL;
--> statement-breakpoint
CREATE INDEX journal_transaction_business_date ON journal_transaction (community_id, business_date);
--> statement-breakpoint
CREATE INDEX journal_transaction_event ON journal_transaction (community_id, kind) WHERE entry_count = 0;
--> statement-breakpoint
CREATE INDEX journal_transaction_team ON journal_transaction (community_id, service_date) WHERE kind = 'earn_team';
--> statement-breakpoint
-- The primary key comes after the other indexes: of two that promise the same, and in a small table they all do, the
-- planner takes the newest, also for the foreign keys' own checks.
ALTER TABLE journal_transaction ADD PRIMARY KEY (community_id, number);
--> statement-breakpoint
ALTER TABLE journal_transaction
  ADD FOREIGN KEY (community_id, reverses) REFERENCES journal_transaction (community_id, number),
  ADD FOREIGN KEY (community_id, corrects) REFERENCES journal_transaction (community_id, number);
--> statement-breakpoint
CREATE TABLE account (
  community_id text NOT NULL,
  account_id text NOT NULL,
  code text NOT NULL REFERENCES account_code (code),
  unit text NOT NULL,
  side bigint NOT NULL,
  floor bigint,
  has_lots boolean NOT NULL,
  member_number bigint,
  state text NOT NULL CHECK (state IN ('open', 'frozen', 'closed')),
  state_number bigint NOT NULL,
  successor text,
  version bigint NOT NULL,
  balance bigint NOT NULL CHECK (balance BETWEEN -9007199254740991 AND 9007199254740991),
  PRIMARY KEY (community_id, account_id),
  CONSTRAINT account_id_of_code CHECK (account_id = code OR substr(account_id, 1, length(code) + 1) = code || '.'),
  CONSTRAINT account_floor CHECK (floor IS NULL OR balance * side >= floor)
) WITH (fillfactor = 80);
--> statement-breakpoint
CREATE INDEX account_member ON account (community_id, member_number) WHERE member_number IS NOT NULL;
--> statement-breakpoint
CREATE INDEX account_successor ON account (community_id, successor) WHERE successor IS NOT NULL;
--> statement-breakpoint
CREATE TABLE journal_entry (
  community_id text NOT NULL,
  number bigint NOT NULL,
  line bigint NOT NULL CHECK (line >= 1),
  account_id text NOT NULL,
  unit text NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0 AND amount BETWEEN -9007199254740991 AND 9007199254740991),
  version bigint NOT NULL,
  balance_after bigint NOT NULL CHECK (balance_after BETWEEN -9007199254740991 AND 9007199254740991),
  FOREIGN KEY (community_id, number) REFERENCES journal_transaction (community_id, number) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (community_id, account_id) REFERENCES account (community_id, account_id)
);
--> statement-breakpoint
CREATE UNIQUE INDEX journal_entry_account ON journal_entry (community_id, account_id, version);
--> statement-breakpoint
ALTER TABLE journal_entry ADD PRIMARY KEY (community_id, number, line);
--> statement-breakpoint
CREATE TABLE lot_move (
  community_id text NOT NULL,
  number bigint NOT NULL,
  line bigint NOT NULL,
  expires_on date NOT NULL CHECK (expires_on BETWEEN '0001-01-01' AND '9999-12-31'),
  origin_number bigint NOT NULL,
  origin_line bigint NOT NULL,
  account_id text NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0 AND amount BETWEEN -9007199254740991 AND 9007199254740991),
  remaining_after bigint NOT NULL CHECK (remaining_after BETWEEN 0 AND 9007199254740991),
  sponsor text,
  delivery_note text,
  unit_cost_fen bigint CHECK (unit_cost_fen >= 0),
  PRIMARY KEY (community_id, number, line, expires_on, origin_number, origin_line),
  FOREIGN KEY (community_id, number, line) REFERENCES journal_entry (community_id, number, line) DEFERRABLE INITIALLY DEFERRED
);
--> statement-breakpoint
-- No index over the open lots alone: every move would rewrite a page of it, and reading past the used-up lots of an
-- account costs a fraction of a microsecond for each. Without one PostgreSQL
-- also brings a lot up to date within its page.
CREATE TABLE lot (
  community_id text NOT NULL,
  account_id text NOT NULL,
  expires_on date NOT NULL,
  origin_number bigint NOT NULL,
  origin_line bigint NOT NULL,
  remaining bigint NOT NULL CHECK (remaining BETWEEN 0 AND 9007199254740991),
  last_number bigint NOT NULL,
  last_line bigint NOT NULL,
  PRIMARY KEY (community_id, account_id, expires_on, origin_number, origin_line)
) WITH (fillfactor = 80);
--> statement-breakpoint

-- The chart of accounts and the kinds. Both are read by the rules below, so nothing may change them but a migration.
INSERT INTO account_code (code, unit_kind, side, floor, has_lots, per_member, name_zh, name_en) VALUES
  ('P1301', 'POINT', 1, 0, false, true, '应追回积分', 'Points to recover'),
  ('P2101', 'POINT', -1, 0, true, true, '个人积分', 'Personal points'),
  ('P2102', 'POINT', -1, 0, true, true, '预扣积分', 'Held points'),
  ('P2103', 'POINT', -1, 0, false, false, '公益积分池', 'Donation pool'),
  ('P2104', 'POINT', -1, NULL, false, false, '社区往来', 'Due to or from another community'),
  ('P2105', 'POINT', -1, 0, false, false, '待履约兑换', 'Redeemed, still to be delivered'),
  ('P3101', 'POINT', 1, NULL, false, false, '建账转入(积分)', 'Carried in, points'),
  ('M3102', 'MINUTE', 1, NULL, false, false, '建账转入(时长)', 'Carried in, hours'),
  ('G3103', 'ITEM', -1, NULL, false, false, '建账转入(物资)', 'Carried in, goods'),
  ('C3104', 'CNY', -1, NULL, false, false, '建账转入(资金)', 'Carried in, money'),
  ('P4101', 'POINT', -1, NULL, false, false, '已兑换积分', 'Redeemed for goods'),
  ('P4102', 'POINT', -1, NULL, false, false, '过期失效', 'Expired'),
  ('P4103', 'POINT', -1, NULL, false, false, '扣罚', 'Forfeited'),
  ('P4104', 'POINT', -1, NULL, false, false, '服务兑换', 'Redeemed for services'),
  ('P4105', 'POINT', -1, NULL, false, false, '往来清算', 'Settled between communities'),
  ('P5101', 'POINT', 1, NULL, false, false, '积分发放', 'Issued for service'),
  ('P5102', 'POINT', 1, NULL, false, false, '专项发放', 'Granted by a fund'),
  ('P5103', 'POINT', 1, NULL, false, false, '奖励发放', 'Awarded'),
  ('P5104', 'POINT', 1, NULL, false, false, '追回核销', 'Recovery written off'),
  ('M6101', 'MINUTE', 1, NULL, false, false, '已提供服务时长', 'Service given'),
  ('M6201', 'MINUTE', -1, 0, false, true, '认证时长', 'Verified hours'),
  ('M6202', 'MINUTE', -1, 0, false, true, '荣誉时长', 'Honorary hours'),
  ('M6203', 'MINUTE', -1, 0, false, false, '团队时长', 'Team hours'),
  ('G1101', 'ITEM', 1, 0, true, false, '库存物资', 'Stock on hand'),
  ('G1102', 'ITEM', 1, NULL, false, false, '已兑物资', 'Goods redeemed'),
  ('G1103', 'ITEM', -1, NULL, false, false, '物资来源', 'Goods supplied'),
  ('G1104', 'ITEM', 1, NULL, false, false, '待处理盘盈盘亏', 'Unexplained difference'),
  ('G1105', 'ITEM', 1, 0, true, false, '预留物资', 'Reserved for pickup'),
  ('G1106', 'ITEM', 1, NULL, false, false, '报损', 'Known loss'),
  ('G1107', 'ITEM', 1, NULL, false, false, '慰问发放', 'Given away without points'),
  ('C1201', 'CNY', 1, 0, false, false, '专项资金结存', 'Special fund'),
  ('C1202', 'CNY', -1, NULL, false, false, '专项资金拨入', 'Paid into the fund'),
  ('C1203', 'CNY', 1, NULL, false, false, '结算支出', 'Settled'),
  ('C1204', 'CNY', 1, NULL, false, false, '采购支出', 'Purchases'),
  ('C2201', 'CNY', -1, 0, false, false, '应付合作方', 'Payable to a partner');
--> statement-breakpoint
INSERT INTO transaction_kind (kind, is_event, spends) VALUES
  ('opening', false, false), ('earn', false, false), ('record_honorary', false, false), ('award', false, false), ('grant', false, false),
  ('gift', false, true), ('donate', false, true), ('merge', false, false), ('hold', false, true), ('release', false, false),
  ('redeem_goods', false, true), ('return_goods', false, false), ('expire', false, false), ('forfeit', false, false), ('recover', false, false),
  ('write_off', false, false), ('adjust', false, false), ('stock_in', false, false), ('stock_move', false, false), ('damage', false, false),
  ('stocktake', false, false), ('distribute', false, false), ('return_to_sponsor', false, false), ('earn_team', false, false), ('succeed', false, true),
  ('reverse', false, false),
  ('policy_published', true, false), ('account_frozen', true, false), ('account_unfrozen', true, false), ('account_closed', true, false),
  ('period_closed', true, false), ('signing_key_changed', true, false), ('member_erased', true, false);
--> statement-breakpoint

-- Refuses a statement with the code that the trigger names.
CREATE FUNCTION journal_refuse() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'TB001';
END $$;
--> statement-breakpoint
CREATE TRIGGER account_code_fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON account_code
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('chart_is_fixed');
--> statement-breakpoint
CREATE TRIGGER transaction_kind_fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON transaction_kind
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('kinds_are_fixed');
--> statement-breakpoint
CREATE TRIGGER journal_transaction_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_transaction
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint
CREATE TRIGGER journal_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint
CREATE TRIGGER lot_move_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_move
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint
CREATE TRIGGER account_kept BEFORE DELETE OR TRUNCATE ON account
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint
CREATE TRIGGER lot_kept BEFORE DELETE OR TRUNCATE ON lot
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint
CREATE TRIGGER journal_head_kept BEFORE DELETE OR TRUNCATE ON journal_head
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint
CREATE TRIGGER voucher_month_kept BEFORE DELETE OR TRUNCATE ON voucher_month
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint

-- Accounts start empty, as the chart says.
CREATE FUNCTION account_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  ids text[]; codes text[]; units text[]; sides bigint[]; floors bigint[]; lots boolean[]; members bigint[];
  is_new boolean;
BEGIN
  SELECT array_agg(account_id), array_agg(code), array_agg(unit), array_agg(side), array_agg(floor), array_agg(has_lots),
         array_agg(member_number),
         bool_and(version = 0 AND balance = 0 AND state = 'open' AND state_number = 0 AND successor IS NULL)
    INTO ids, codes, units, sides, floors, lots, members, is_new
    FROM new_rows;
  IF ids IS NULL THEN RETURN NULL; END IF;
  IF NOT is_new THEN RAISE EXCEPTION USING MESSAGE = 'account_not_new', ERRCODE = 'TB001'; END IF;
  IF EXISTS (
    SELECT FROM unnest(ids, codes, units, sides, floors, lots, members) AS a (id, code, unit, side, floor, has_lots, member)
      LEFT JOIN LATERAL (SELECT * FROM account_code k WHERE k.code = a.code OFFSET 0) c ON true
     WHERE c.code IS NULL OR c.side <> a.side OR c.floor IS DISTINCT FROM a.floor OR c.has_lots <> a.has_lots
        OR a.unit = 'ITEM'
        OR c.unit_kind <> CASE WHEN substr(a.unit, 1, 5) = 'ITEM:' AND length(a.unit) > 5 THEN 'ITEM' ELSE a.unit END
        OR c.per_member <> (a.member IS NOT NULL)
        OR a.id <> a.code || '.' || a.member
           AND substr(a.id, 1, length(a.code || '.' || a.member) + 1) <> a.code || '.' || a.member || '.'
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'account_not_of_chart', ERRCODE = 'TB001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER account_insert AFTER INSERT ON account REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION account_insert();
--> statement-breakpoint

-- Balances move only along their entries, state only with an event or merge; nothing else of an account ever changes.
-- Old and new rows are paired by grouping on all that is fixed: a row that lost its pair has changed in what is fixed.
CREATE FUNCTION account_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c text; other text; is_fixed boolean; is_mixed boolean;
  moved text[]; old_versions bigint[]; new_versions bigint[]; old_balances bigint[]; new_balances bigint[];
  restated text[]; old_numbers bigint[]; new_numbers bigint[]; old_states text[]; new_states text[];
  old_successors text[]; new_successors text[]; members bigint[]; balances bigint[];
BEGIN
  SELECT min(p.community_id), max(p.community_id), bool_and(p.pair = 2), bool_or(p.moves AND p.restates),
         array_agg(p.account_id) FILTER (WHERE p.moves),
         array_agg(p.old_version) FILTER (WHERE p.moves), array_agg(p.new_version) FILTER (WHERE p.moves),
         array_agg(p.old_balance) FILTER (WHERE p.moves), array_agg(p.new_balance) FILTER (WHERE p.moves),
         array_agg(p.account_id) FILTER (WHERE p.restates),
         array_agg(p.old_number) FILTER (WHERE p.restates), array_agg(p.new_number) FILTER (WHERE p.restates),
         array_agg(p.old_state) FILTER (WHERE p.restates), array_agg(p.new_state) FILTER (WHERE p.restates),
         array_agg(p.old_successor) FILTER (WHERE p.restates), array_agg(p.new_successor) FILTER (WHERE p.restates),
         array_agg(p.member_number) FILTER (WHERE p.restates), array_agg(p.old_balance) FILTER (WHERE p.restates)
    INTO c, other, is_fixed, is_mixed, moved, old_versions, new_versions, old_balances, new_balances,
         restated, old_numbers, new_numbers, old_states, new_states, old_successors, new_successors, members, balances
    FROM (
      SELECT g.*,
             g.new_version <> g.old_version OR g.new_balance <> g.old_balance AS moves,
             g.new_state <> g.old_state OR g.new_number <> g.old_number
               OR g.new_successor IS DISTINCT FROM g.old_successor AS restates
        FROM (
          SELECT r.community_id, r.account_id, r.member_number, count(*) AS pair,
                 max(r.version) FILTER (WHERE NOT is_new) AS old_version, max(r.version) FILTER (WHERE is_new) AS new_version,
                 max(r.balance) FILTER (WHERE NOT is_new) AS old_balance, max(r.balance) FILTER (WHERE is_new) AS new_balance,
                 max(r.state) FILTER (WHERE NOT is_new) AS old_state, max(r.state) FILTER (WHERE is_new) AS new_state,
                 max(r.state_number) FILTER (WHERE NOT is_new) AS old_number, max(r.state_number) FILTER (WHERE is_new) AS new_number,
                 max(r.successor) FILTER (WHERE NOT is_new) AS old_successor, max(r.successor) FILTER (WHERE is_new) AS new_successor
            FROM (SELECT false AS is_new, o.* FROM old_rows o UNION ALL SELECT true, n.* FROM new_rows n) r
           GROUP BY r.community_id, r.account_id, r.code, r.unit, r.side, r.floor, r.has_lots, r.member_number
        ) g
    ) p;
  IF c IS NULL THEN RETURN NULL; END IF;
  IF c <> other THEN RAISE EXCEPTION USING MESSAGE = 'one_community_a_statement', ERRCODE = 'TB001'; END IF;
  IF NOT is_fixed THEN RAISE EXCEPTION USING MESSAGE = 'account_is_fixed', ERRCODE = 'TB001'; END IF;
  IF is_mixed THEN RAISE EXCEPTION USING MESSAGE = 'unexplained_balance', ERRCODE = 'TB001'; END IF;

  IF moved IS NOT NULL AND cardinality(moved) <> (
    SELECT count(*)
      FROM unnest(moved, old_versions, new_versions, old_balances, new_balances) AS m (account, old_version, new_version, old_balance, new_balance)
     CROSS JOIN LATERAL (
       SELECT count(*) AS steps, sum(e.amount) AS total, max(e.balance_after) FILTER (WHERE e.version = m.new_version) AS newest
         FROM (
           SELECT j.version, j.amount, j.balance_after
             FROM journal_entry j
            WHERE j.community_id = c AND j.account_id = m.account AND j.version > m.old_version AND j.version <= m.new_version
            ORDER BY j.version OFFSET 0
         ) e
     ) chain
     WHERE m.new_version > m.old_version AND chain.steps = m.new_version - m.old_version
       AND chain.total = m.new_balance - m.old_balance AND chain.newest = m.new_balance
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'unexplained_balance', ERRCODE = 'TB001';
  END IF;

  IF restated IS NOT NULL AND cardinality(restated) <> (
    SELECT count(*)
      FROM unnest(restated, old_numbers, new_numbers, old_states, new_states, old_successors, new_successors, members, balances)
           AS s (account, old_number, new_number, old_state, new_state, old_successor, new_successor, member, balance)
     CROSS JOIN LATERAL (
       SELECT j.kind, j.account_id, j.member_number FROM journal_transaction j
        WHERE j.community_id = c AND j.number = s.new_number OFFSET 0) t
     WHERE s.new_number > s.old_number AND CASE t.kind
       WHEN 'account_frozen' THEN t.account_id = s.account AND split_part(s.account, '.', 1) IN ('P2101', 'P2102') AND s.old_state = 'open' AND s.new_state = 'frozen'
         AND s.new_successor IS NOT DISTINCT FROM s.old_successor
       WHEN 'account_unfrozen' THEN t.account_id = s.account AND s.old_state = 'frozen' AND s.new_state = 'open'
         AND s.new_successor IS NOT DISTINCT FROM s.old_successor
       WHEN 'account_closed' THEN t.account_id = s.account AND s.old_state <> 'closed' AND s.new_state = 'closed' AND s.balance = 0
         AND s.new_successor IS NOT DISTINCT FROM s.old_successor
       WHEN 'merge' THEN s.new_state = 'closed' AND s.balance = 0 AND s.new_successor <> s.account
         AND substr(s.new_successor, 1, 6) = split_part(s.account, '.', 1) || '.'
         AND (s.member = t.member_number OR EXISTS (
           SELECT FROM account a
            WHERE a.community_id = c AND a.account_id = s.old_successor AND a.member_number = t.member_number OFFSET 0))
       ELSE false END
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'unexplained_state', ERRCODE = 'TB001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER account_update AFTER UPDATE ON account REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION account_update();
--> statement-breakpoint

-- Lots move first: the moves of a statement form a chain for each lot, which goes on where the lot stands.
CREATE FUNCTION lot_move_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c text; other text; first_number bigint; is_chain boolean; is_after_origin boolean; last_number_of_head bigint;
  accounts text[]; expiries date[]; origins bigint[]; origin_lines bigint[]; befores bigint[]; afters bigint[];
  first_numbers bigint[]; first_lines bigint[]; last_numbers bigint[]; last_lines bigint[];
  is_late boolean; numbers bigint[]; lines bigint[];
BEGIN
  SELECT min(m.community_id), max(m.community_id), min(m.number), bool_and(coalesce(m.previous = m.before, true)),
         bool_and(m.origin_number <= m.number),
         array_agg(m.account_id) FILTER (WHERE m.is_last), array_agg(m.expires_on) FILTER (WHERE m.is_last),
         array_agg(m.origin_number) FILTER (WHERE m.is_last), array_agg(m.origin_line) FILTER (WHERE m.is_last),
         array_agg(m.first_before) FILTER (WHERE m.is_last), array_agg(m.remaining_after) FILTER (WHERE m.is_last),
         array_agg(m.first_number) FILTER (WHERE m.is_last), array_agg(m.first_line) FILTER (WHERE m.is_last),
         array_agg(m.number) FILTER (WHERE m.is_last), array_agg(m.line) FILTER (WHERE m.is_last)
    INTO c, other, first_number, is_chain, is_after_origin, accounts, expiries, origins, origin_lines, befores, afters,
         first_numbers, first_lines, last_numbers, last_lines
    FROM (
      SELECT n.*, n.remaining_after - n.amount AS before, lag(n.remaining_after) OVER steps AS previous,
             lead(n.number) OVER steps IS NULL AS is_last, first_value(n.remaining_after - n.amount) OVER steps AS first_before,
             first_value(n.number) OVER steps AS first_number, first_value(n.line) OVER steps AS first_line
        FROM new_rows n
      WINDOW steps AS (PARTITION BY n.account_id, n.expires_on, n.origin_number, n.origin_line ORDER BY n.number, n.line)
    ) m;
  IF c IS NULL THEN RETURN NULL; END IF;
  IF c <> other THEN RAISE EXCEPTION USING MESSAGE = 'one_community_a_statement', ERRCODE = 'TB001'; END IF;
  SELECT h.last_number INTO last_number_of_head FROM journal_head h WHERE h.community_id = c FOR NO KEY UPDATE;
  is_late := last_number_of_head IS NULL OR first_number <= last_number_of_head OR NOT is_after_origin;
  IF NOT is_late AND EXISTS (SELECT FROM journal_entry e WHERE e.community_id = c AND e.number >= first_number) THEN
    SELECT array_agg(n.number), array_agg(n.line) INTO numbers, lines FROM new_rows n;
    is_late := EXISTS (
      SELECT FROM unnest(numbers, lines) AS m (number, line)
       WHERE EXISTS (SELECT FROM journal_entry e WHERE e.community_id = c AND e.number = m.number AND e.line = m.line OFFSET 0));
  END IF;
  IF is_late THEN RAISE EXCEPTION USING MESSAGE = 'move_out_of_order', ERRCODE = 'TB001'; END IF;
  IF NOT is_chain OR EXISTS (
    SELECT FROM unnest(accounts, expiries, origins, origin_lines, befores, first_numbers, first_lines)
                AS m (account, expires, origin, origin_line, before, first_number, first_line)
      LEFT JOIN LATERAL (
        SELECT l.remaining, l.last_number, l.last_line FROM lot l
         WHERE l.community_id = c AND l.account_id = m.account AND l.expires_on = m.expires
           AND l.origin_number = m.origin AND l.origin_line = m.origin_line OFFSET 0) l ON true
     WHERE m.before <> coalesce(l.remaining, 0) OR (l.last_number, l.last_line) >= (m.first_number, m.first_line)
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'unexplained_lot', ERRCODE = 'TB001';
  END IF;
  INSERT INTO lot (community_id, account_id, expires_on, origin_number, origin_line, remaining, last_number, last_line)
  SELECT c, u.* FROM unnest(accounts, expiries, origins, origin_lines, afters, last_numbers, last_lines) u
      ON CONFLICT (community_id, account_id, expires_on, origin_number, origin_line)
      DO UPDATE SET remaining = excluded.remaining, last_number = excluded.last_number, last_line = excluded.last_line;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER lot_move_applied AFTER INSERT ON lot_move REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION lot_move_applied();
--> statement-breakpoint

-- A lot stands where its newest move left it, and only a move not yet sealed by its header brings it further.
CREATE FUNCTION lot_proved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c text; other text; is_fixed boolean; last_number_of_head bigint;
  accounts text[]; expiries date[]; origins bigint[]; origin_lines bigint[]; befores bigint[]; afters bigint[];
  old_numbers bigint[]; old_lines bigint[]; new_numbers bigint[]; new_lines bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT min(n.community_id), max(n.community_id), true, array_agg(n.account_id), array_agg(n.expires_on), array_agg(n.origin_number),
           array_agg(n.origin_line), array_agg(0::bigint), array_agg(n.remaining), array_agg(0::bigint), array_agg(0::bigint),
           array_agg(n.last_number), array_agg(n.last_line)
      INTO c, other, is_fixed, accounts, expiries, origins, origin_lines, befores, afters, old_numbers, old_lines, new_numbers, new_lines
      FROM new_rows n;
  ELSE
    SELECT min(g.community_id), max(g.community_id), bool_and(g.pair = 2),
           array_agg(g.account_id), array_agg(g.expires_on), array_agg(g.origin_number), array_agg(g.origin_line),
           array_agg(g.before), array_agg(g.after), array_agg(g.old_number), array_agg(g.old_line), array_agg(g.new_number), array_agg(g.new_line)
      INTO c, other, is_fixed, accounts, expiries, origins, origin_lines, befores, afters, old_numbers, old_lines, new_numbers, new_lines
      FROM (
        SELECT r.community_id, r.account_id, r.expires_on, r.origin_number, r.origin_line, count(*) AS pair,
               max(r.remaining) FILTER (WHERE NOT is_new) AS before, max(r.remaining) FILTER (WHERE is_new) AS after,
               max(r.last_number) FILTER (WHERE NOT is_new) AS old_number, max(r.last_number) FILTER (WHERE is_new) AS new_number,
               max(r.last_line) FILTER (WHERE NOT is_new) AS old_line, max(r.last_line) FILTER (WHERE is_new) AS new_line
          FROM (SELECT false AS is_new, o.* FROM old_rows o UNION ALL SELECT true, n.* FROM new_rows n) r
         GROUP BY r.community_id, r.account_id, r.expires_on, r.origin_number, r.origin_line
      ) g;
  END IF;
  IF c IS NULL THEN RETURN NULL; END IF;
  IF c <> other THEN RAISE EXCEPTION USING MESSAGE = 'one_community_a_statement', ERRCODE = 'TB001'; END IF;
  SELECT h.last_number INTO last_number_of_head FROM journal_head h WHERE h.community_id = c;
  IF last_number_of_head IS NULL OR NOT is_fixed OR cardinality(accounts) <> (
    SELECT count(*)
      FROM unnest(accounts, expiries, origins, origin_lines, befores, afters, old_numbers, old_lines, new_numbers, new_lines)
           AS l (account, expires, origin, origin_line, before, after, old_number, old_line, new_number, new_line)
     CROSS JOIN LATERAL (
       SELECT k.account_id, k.amount, k.remaining_after FROM lot_move k
        WHERE k.community_id = c AND k.number = l.new_number AND k.line = l.new_line
          AND k.expires_on = l.expires AND k.origin_number = l.origin AND k.origin_line = l.origin_line OFFSET 0) m
     WHERE m.account_id = l.account AND m.remaining_after = l.after AND l.new_number > last_number_of_head
       AND (l.new_number, l.new_line) > (l.old_number, l.old_line)
       AND (m.amount = l.after - l.before OR l.after - l.before = (
         SELECT sum(s.amount)
           FROM lot_move s
          WHERE s.community_id = c AND s.number > last_number_of_head AND s.number <= l.new_number AND s.account_id = l.account
            AND s.expires_on = l.expires AND s.origin_number = l.origin AND s.origin_line = l.origin_line
            AND (s.number, s.line) > (l.old_number, l.old_line) AND (s.number, s.line) <= (l.new_number, l.new_line)))
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'unexplained_lot', ERRCODE = 'TB001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER lot_insert AFTER INSERT ON lot REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION lot_proved();
--> statement-breakpoint
CREATE TRIGGER lot_update AFTER UPDATE ON lot REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION lot_proved();
--> statement-breakpoint

-- Entries next: those of a statement form a chain for each account, which goes on where the account stands. Every one
-- of them must keep the floor, so the highest and the lowest balance of the chain are held against it.
CREATE FUNCTION journal_entry_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c text; other text; first_number bigint; final_number bigint; later bigint; is_chain boolean; last_number_of_head bigint; touched integer;
  accounts text[]; units text[]; first_versions bigint[]; last_versions bigint[]; befores bigint[]; afters bigint[]; lows bigint[]; highs bigint[];
BEGIN
  SELECT min(a.community_id), max(a.community_id), min(a.first_number), max(a.final_number), bool_and(a.is_chain),
         array_agg(a.account_id), array_agg(a.unit), array_agg(a.first_version), array_agg(a.last_version),
         array_agg(a.before), array_agg(a.after), array_agg(a.low), array_agg(a.high)
    INTO c, other, first_number, final_number, is_chain, accounts, units, first_versions, last_versions, befores, afters, lows, highs
    FROM (
      SELECT s.community_id, s.account_id, min(s.unit) AS unit, min(s.number) AS first_number, max(s.number) AS final_number,
             min(s.version) AS first_version, max(s.version) AS last_version,
             max(s.before) FILTER (WHERE s.previous_version IS NULL) AS before,
             max(s.balance_after) FILTER (WHERE s.is_last) AS after,
             min(s.balance_after) AS low, max(s.balance_after) AS high,
             min(s.unit) = max(s.unit) AND bool_and(s.previous_version IS NULL OR s.previous_version = s.version - 1
               AND s.previous_balance = s.before AND s.previous_number <= s.number) AS is_chain
        FROM (
          SELECT n.*, n.balance_after - n.amount AS before, lag(n.version) OVER steps AS previous_version,
                 lag(n.balance_after) OVER steps AS previous_balance, lag(n.number) OVER steps AS previous_number,
                 lead(n.version) OVER steps IS NULL AS is_last
            FROM new_rows n
          WINDOW steps AS (PARTITION BY n.community_id, n.account_id ORDER BY n.version)
        ) s
       GROUP BY s.community_id, s.account_id
    ) a;
  IF c IS NULL THEN RETURN NULL; END IF;
  IF c <> other THEN RAISE EXCEPTION USING MESSAGE = 'one_community_a_statement', ERRCODE = 'TB001'; END IF;
  SELECT h.last_number INTO last_number_of_head FROM journal_head h WHERE h.community_id = c FOR NO KEY UPDATE;
  SELECT count(*) INTO later FROM new_rows n WHERE n.number > first_number;
  IF last_number_of_head IS NULL OR first_number <= last_number_of_head OR later <> (
    SELECT count(*) FROM journal_entry e WHERE e.community_id = c AND e.number > first_number
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'entry_out_of_order', ERRCODE = 'TB001';
  END IF;
  IF NOT is_chain THEN RAISE EXCEPTION USING MESSAGE = 'unproved_balance', ERRCODE = 'TB001'; END IF;

  INSERT INTO account (community_id, account_id, code, unit, side, floor, has_lots, member_number, state, state_number, successor, version, balance)
  SELECT c, a.account_id, a.code, a.unit, a.side, a.floor, a.has_lots, a.member_number, a.state, a.state_number, a.successor, m.last_version, m.after
    FROM unnest(accounts, units, first_versions, last_versions, befores, afters, lows, highs)
         AS m (account, unit, first_version, last_version, before, after, low, high)
   CROSS JOIN LATERAL (SELECT * FROM account k WHERE k.community_id = c AND k.account_id = m.account OFFSET 0) a
   WHERE a.unit = m.unit AND a.state <> 'closed' AND a.version = m.first_version - 1 AND a.balance = m.before
     AND (a.floor IS NULL OR least(m.low * a.side, m.high * a.side) >= a.floor)
      ON CONFLICT (community_id, account_id) DO UPDATE SET balance = excluded.balance, version = excluded.version;
  GET DIAGNOSTICS touched = ROW_COUNT;
  IF touched <> cardinality(accounts) OR EXISTS (
    SELECT FROM journal_entry e
     CROSS JOIN LATERAL (SELECT k.has_lots, k.side FROM account k WHERE k.community_id = c AND k.account_id = e.account_id OFFSET 0) a
     CROSS JOIN LATERAL (
       SELECT count(*) AS moves, coalesce(bool_and(m.account_id = e.account_id), true) AS own, sum(m.amount) AS total
         FROM lot_move m WHERE m.community_id = c AND m.number = e.number AND m.line = e.line) l
     WHERE e.community_id = c AND e.number BETWEEN first_number AND final_number
       AND CASE WHEN a.has_lots THEN NOT l.own OR l.total IS DISTINCT FROM e.amount * a.side ELSE l.moves > 0 END
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'unproved_balance', ERRCODE = 'TB001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER journal_entry_applied AFTER INSERT ON journal_entry REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_applied();
--> statement-breakpoint

-- Headers last: they demand their entries, a zero sum in every unit and an open period, and only they advance the head.
-- The arrays are in the order of the numbers, which have no gap: what belongs to a number stands at number - last of head.
CREATE FUNCTION journal_transaction_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c text; other text; last bigint; closed date; first_number bigint; final_number bigint; posted bigint; earliest date; is_refused boolean;
  numbers bigint[]; kinds text[]; counts bigint[]; dates date[]; months text[]; vouchers bigint[]; closings date[]; reversals bigint[];
  is_event boolean[]; spends boolean[]; is_spending boolean; found bigint; is_short boolean; is_unbalanced boolean;
BEGIN
  SELECT min(n.community_id), max(n.community_id), min(n.number), max(n.number), count(*), min(n.business_date),
         array_agg(n.number ORDER BY n.number), array_agg(n.kind ORDER BY n.number), array_agg(n.entry_count ORDER BY n.number),
         array_agg(n.business_date ORDER BY n.number), array_agg(to_char(n.business_date::timestamp, 'YYYY-MM') ORDER BY n.number),
         array_agg(n.voucher_number ORDER BY n.number),
         array_agg(n.closes_through ORDER BY n.number) FILTER (WHERE n.closes_through IS NOT NULL),
         array_agg(n.number ORDER BY n.number) FILTER (WHERE n.reverses IS NOT NULL)
    INTO c, other, first_number, final_number, posted, earliest, numbers, kinds, counts, dates, months, vouchers, closings, reversals
    FROM new_rows n;
  IF c IS NULL THEN RETURN NULL; END IF;
  IF c <> other THEN RAISE EXCEPTION USING MESSAGE = 'one_community_a_statement', ERRCODE = 'TB001'; END IF;
  SELECT h.last_number, h.closed_through INTO last, closed FROM journal_head h WHERE h.community_id = c FOR NO KEY UPDATE;
  IF last IS NULL OR first_number <> last + 1 OR final_number <> last + posted THEN
    RAISE EXCEPTION USING MESSAGE = 'number_not_next', ERRCODE = 'TB001';
  END IF;

  IF closings IS NULL THEN
    is_refused := earliest <= closed;
  ELSE
    SELECT bool_or(t.business_date <= greatest(closed, t.closed_before)) INTO is_refused
      FROM (SELECT n.business_date, max(n.closes_through) OVER (ORDER BY n.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS closed_before
              FROM new_rows n) t;
  END IF;
  IF is_refused THEN RAISE EXCEPTION USING MESSAGE = 'period_closed', ERRCODE = 'TB001'; END IF;

  SELECT array_agg(k.is_event ORDER BY t.place), array_agg(k.spends ORDER BY t.place), bool_or(k.spends),
         bool_or(k.is_event <> (t.entry_count = 0))
    INTO is_event, spends, is_spending, is_refused
    FROM unnest(kinds, counts) WITH ORDINALITY AS t (kind, entry_count, place)
   CROSS JOIN LATERAL (SELECT q.is_event, q.spends FROM transaction_kind q WHERE q.kind = t.kind OFFSET 0) k;
  IF is_refused OR cardinality(is_event) IS DISTINCT FROM posted THEN
    RAISE EXCEPTION USING MESSAGE = 'kind_and_entries_differ', ERRCODE = 'TB001';
  END IF;

  SELECT coalesce(sum(e.entries), 0), bool_or(e.entries <> counts[e.number - last]), bool_or(e.is_unbalanced)
    INTO found, is_short, is_unbalanced
    FROM (
      SELECT u.number, sum(u.entries) AS entries, bool_or(u.total <> 0) AS is_unbalanced
        FROM (
          SELECT j.number, j.unit, count(*) AS entries, sum(j.amount) AS total
            FROM journal_entry j
           WHERE j.community_id = c AND j.number BETWEEN first_number AND final_number
           GROUP BY j.number, j.unit
        ) u
       GROUP BY u.number
    ) e;
  IF is_short OR found <> (SELECT sum(n) FROM unnest(counts) n) THEN
    RAISE EXCEPTION USING MESSAGE = 'entries_missing', ERRCODE = 'TB001';
  END IF;
  IF is_unbalanced THEN RAISE EXCEPTION USING MESSAGE = 'not_balanced', ERRCODE = 'TB001'; END IF;
  IF EXISTS (
    SELECT FROM lot_move m
     WHERE m.community_id = c AND m.number BETWEEN first_number AND final_number AND NOT EXISTS (
       SELECT FROM journal_entry e WHERE e.community_id = c AND e.number = m.number AND e.line = m.line OFFSET 0)
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'lots_without_entry', ERRCODE = 'TB001';
  END IF;

  IF EXISTS (
    SELECT FROM (
      SELECT t.voucher, coalesce(v.last_voucher, 0) + row_number() OVER (PARTITION BY t.month ORDER BY t.number) AS expected
        FROM unnest(numbers, counts, months, vouchers) AS t (number, entry_count, month, voucher)
        LEFT JOIN LATERAL (SELECT k.last_voucher FROM voucher_month k WHERE k.community_id = c AND k.month = t.month OFFSET 0) v ON true
       WHERE t.entry_count <> 0
    ) w
     WHERE w.voucher IS DISTINCT FROM w.expected
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'voucher_not_next', ERRCODE = 'TB001';
  END IF;

  IF is_spending AND EXISTS (
    SELECT FROM journal_entry e
     CROSS JOIN LATERAL (
       SELECT k.code, k.side, k.state, k.member_number FROM account k WHERE k.community_id = c AND k.account_id = e.account_id OFFSET 0) a
     WHERE e.community_id = c AND e.number BETWEEN first_number AND final_number AND spends[e.number - last]
       AND a.code IN ('P2101', 'P2102') AND e.amount * a.side < 0 AND (a.state = 'frozen' OR EXISTS (
         SELECT FROM account p
          WHERE p.community_id = c AND p.account_id = 'P2101.' || a.member_number AND p.state = 'frozen' OFFSET 0))
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'account_frozen', ERRCODE = 'TB001';
  END IF;

  IF reversals IS NOT NULL AND EXISTS (
    SELECT FROM unnest(reversals) AS r (number)
     CROSS JOIN LATERAL (SELECT j.number, j.reverses FROM journal_transaction j WHERE j.community_id = c AND j.number = r.number OFFSET 0) t
     CROSS JOIN LATERAL (
       SELECT j.number, j.kind, j.entry_count FROM journal_transaction j WHERE j.community_id = c AND j.number = t.reverses OFFSET 0) o
     WHERE o.entry_count = 0 OR o.kind IN ('reverse', 'merge') OR o.number >= t.number OR EXISTS (
       SELECT FROM journal_entry e
        CROSS JOIN LATERAL (
          SELECT k.code, k.account_id, k.successor FROM account k WHERE k.community_id = c AND k.account_id = e.account_id OFFSET 0) a
        WHERE e.community_id = c AND (e.number = t.number OR e.number = o.number)
        GROUP BY CASE a.code WHEN 'P1301' THEN 'P2101' || substr(coalesce(a.successor, a.account_id), 6) ELSE coalesce(a.successor, a.account_id) END, e.unit
       HAVING sum(e.amount) <> 0)
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'not_a_mirror', ERRCODE = 'TB001';
  END IF;

  IF closings IS NOT NULL AND EXISTS (
    SELECT FROM unnest(closings) WITH ORDINALITY AS t (through, place)
     WHERE t.through <= CASE t.place WHEN 1 THEN closed ELSE greatest(closed, closings[t.place - 1]) END
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'period_never_back', ERRCODE = 'TB001';
  END IF;

  -- Vouchers before the head: their rule looks at the headers beyond it.
  INSERT INTO voucher_month (community_id, month, last_voucher, last_number)
  SELECT c, t.month, max(t.voucher), max(t.number)
    FROM unnest(numbers, months, vouchers) AS t (number, month, voucher) WHERE t.voucher IS NOT NULL GROUP BY t.month
      ON CONFLICT (community_id, month) DO UPDATE SET last_voucher = excluded.last_voucher, last_number = excluded.last_number;
  UPDATE journal_head SET last_number = final_number, closed_through = coalesce(closings[cardinality(closings)], closed)
   WHERE community_id = c AND last_number = last;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER journal_transaction_applied AFTER INSERT ON journal_transaction REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION journal_transaction_applied();
--> statement-breakpoint

-- The head of a community starts at nothing and follows its headers. The frontier is a projection of their leaves.
CREATE FUNCTION journal_head_proved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c text; other text; is_proved boolean; old_number bigint; new_number bigint; old_closed date; new_closed date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT bool_and(n.community_id <> '' AND n.last_number = 0 AND n.closed_through = '1900-01-01' AND length(n.frontier) = 0) INTO is_proved FROM new_rows n;
    IF NOT is_proved THEN RAISE EXCEPTION USING MESSAGE = 'unexplained_head', ERRCODE = 'TB001'; END IF;
    RETURN NULL;
  END IF;
  SELECT min(g.community_id), max(g.community_id), bool_and(g.pair = 2), min(g.old_number), min(g.new_number), min(g.old_closed), min(g.new_closed)
    INTO c, other, is_proved, old_number, new_number, old_closed, new_closed
    FROM (
      SELECT r.community_id, count(*) AS pair,
             max(r.last_number) FILTER (WHERE NOT is_new) AS old_number, max(r.last_number) FILTER (WHERE is_new) AS new_number,
             max(r.closed_through) FILTER (WHERE NOT is_new) AS old_closed, max(r.closed_through) FILTER (WHERE is_new) AS new_closed
        FROM (SELECT false AS is_new, o.* FROM old_rows o UNION ALL SELECT true, n.* FROM new_rows n) r
       GROUP BY r.community_id
    ) g;
  IF c IS NULL THEN RETURN NULL; END IF;
  IF c <> other THEN RAISE EXCEPTION USING MESSAGE = 'one_community_a_statement', ERRCODE = 'TB001'; END IF;
  IF is_proved AND new_number = old_number AND new_closed = old_closed THEN RETURN NULL; END IF;
  IF is_proved AND new_number > old_number THEN
    SELECT count(*) = new_number - old_number AND greatest(old_closed, max(t.closes_through)) = new_closed INTO is_proved
      FROM journal_transaction t WHERE t.community_id = c AND t.number > old_number AND t.number <= new_number;
  ELSE
    is_proved := false;
  END IF;
  IF NOT is_proved THEN RAISE EXCEPTION USING MESSAGE = 'unexplained_head', ERRCODE = 'TB001'; END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER journal_head_insert AFTER INSERT ON journal_head REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION journal_head_proved();
--> statement-breakpoint
CREATE TRIGGER journal_head_update AFTER UPDATE ON journal_head REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION journal_head_proved();
--> statement-breakpoint

-- The last voucher of a month follows the headers that the head has not reached yet.
CREATE FUNCTION voucher_month_proved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c text; other text; is_fixed boolean; last bigint;
  changed text[]; befores bigint[]; afters bigint[]; last_numbers bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT min(n.community_id), max(n.community_id), true, array_agg(n.month), array_agg(0::bigint), array_agg(n.last_voucher), array_agg(n.last_number)
      INTO c, other, is_fixed, changed, befores, afters, last_numbers
      FROM new_rows n;
  ELSE
    SELECT min(g.community_id), max(g.community_id), bool_and(g.pair = 2), array_agg(g.month), array_agg(g.before), array_agg(g.after), array_agg(g.last_number)
      INTO c, other, is_fixed, changed, befores, afters, last_numbers
      FROM (
        SELECT r.community_id, r.month, count(*) AS pair, max(r.last_voucher) FILTER (WHERE NOT is_new) AS before,
               max(r.last_voucher) FILTER (WHERE is_new) AS after, max(r.last_number) FILTER (WHERE is_new) AS last_number
          FROM (SELECT false AS is_new, o.* FROM old_rows o UNION ALL SELECT true, n.* FROM new_rows n) r
         GROUP BY r.community_id, r.month
      ) g;
  END IF;
  IF c IS NULL THEN RETURN NULL; END IF;
  IF c <> other THEN RAISE EXCEPTION USING MESSAGE = 'one_community_a_statement', ERRCODE = 'TB001'; END IF;
  SELECT h.last_number INTO last FROM journal_head h WHERE h.community_id = c;
  IF last IS NULL OR NOT is_fixed OR cardinality(changed) <> (
    SELECT count(*)
      FROM unnest(changed, befores, afters, last_numbers) AS m (month, before, after, last_number)
     CROSS JOIN LATERAL (
       SELECT count(*) AS vouchers, max(t.number) AS newest, max(t.voucher_number) AS highest
         FROM journal_transaction t
        WHERE t.community_id = c AND t.number > last AND t.voucher_number IS NOT NULL
          AND to_char(t.business_date::timestamp, 'YYYY-MM') = m.month
     ) h
     WHERE m.after > m.before AND h.vouchers = m.after - m.before AND h.highest = m.after AND h.newest = m.last_number
  ) THEN
    RAISE EXCEPTION USING MESSAGE = 'unexplained_voucher', ERRCODE = 'TB001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER voucher_month_insert AFTER INSERT ON voucher_month REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION voucher_month_proved();
--> statement-breakpoint
CREATE TRIGGER voucher_month_update AFTER UPDATE ON voucher_month REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION voucher_month_proved();
--> statement-breakpoint

-- session_replication_role = replica does not pass these rules by.
DO $$
DECLARE rule record;
BEGIN
  FOR rule IN
    SELECT r.relname, t.tgname
      FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid JOIN pg_namespace n ON n.oid = r.relnamespace
     WHERE n.nspname = current_schema() AND NOT t.tgisinternal
       AND r.relname IN ('account_code', 'transaction_kind', 'journal_head', 'voucher_month', 'journal_transaction', 'account', 'journal_entry', 'lot_move', 'lot')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', rule.relname, rule.tgname);
  END LOOP;
END $$;
--> statement-breakpoint

-- The head row of a community, locked until the transaction ends; one that never posted gets its empty row.
CREATE FUNCTION lock_head(p_community text) RETURNS journal_head
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head journal_head;
BEGIN
  SELECT * INTO head FROM journal_head h WHERE h.community_id = p_community FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO journal_head (community_id, last_number, closed_through, frontier)
    VALUES (p_community, 0, '1900-01-01', ''::bytea) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM journal_head h WHERE h.community_id = p_community FOR NO KEY UPDATE;
  END IF;
  RETURN head;
END $$;
--> statement-breakpoint

-- Posts one batch of one community: the only write path of the service. Arrays hold one column each, in the order of
-- the rows. State changes come after all headers, in the order of the transactions that say so.
-- The planner's settings keep every look-up on an index, whatever the statistics were when its plan was made.
CREATE FUNCTION post_batch(
  p_community text,
  p_frontier bytea,
  p_account_ids text[], p_account_codes text[], p_account_units text[], p_account_sides bigint[], p_account_floors bigint[],
  p_account_lots boolean[], p_account_members bigint[],
  p_move_numbers bigint[], p_move_lines bigint[], p_move_expiries date[], p_move_origins bigint[], p_move_origin_lines bigint[],
  p_move_accounts text[], p_move_amounts bigint[], p_move_remaining bigint[], p_move_sponsors text[], p_move_notes text[], p_move_costs bigint[],
  p_entry_numbers bigint[], p_entry_lines bigint[], p_entry_accounts text[], p_entry_units text[], p_entry_amounts bigint[],
  p_entry_versions bigint[], p_entry_balances bigint[],
  p_numbers bigint[], p_kinds text[], p_entry_counts bigint[], p_keys text[], p_request_hashes bytea[], p_service_dates date[],
  p_business_dates date[], p_recorded bigint[], p_vouchers bigint[], p_members bigint[], p_accounts text[], p_minutes bigint[],
  p_convertible bigint[], p_reverses bigint[], p_corrects bigint[], p_closes date[], p_canonical bytea[], p_leaves bytea[],
  p_state_accounts text[], p_states text[], p_state_successors text[], p_state_numbers bigint[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET jit = off AS $$
DECLARE
  by_number bigint; touched integer; changed integer := 0;
BEGIN
  SET CONSTRAINTS ALL DEFERRED;
  PERFORM lock_head(p_community);
  IF cardinality(p_account_ids) > 0 THEN
    INSERT INTO account (community_id, account_id, code, unit, side, floor, has_lots, member_number, state, state_number, successor, version, balance)
    SELECT p_community, u.*, 'open', 0, NULL, 0, 0
      FROM unnest(p_account_ids, p_account_codes, p_account_units, p_account_sides, p_account_floors, p_account_lots, p_account_members) u;
  END IF;
  IF cardinality(p_move_numbers) > 0 THEN
    INSERT INTO lot_move (community_id, number, line, expires_on, origin_number, origin_line, account_id, amount, remaining_after,
                          sponsor, delivery_note, unit_cost_fen)
    SELECT p_community, u.*
      FROM unnest(p_move_numbers, p_move_lines, p_move_expiries, p_move_origins, p_move_origin_lines, p_move_accounts, p_move_amounts,
                  p_move_remaining, p_move_sponsors, p_move_notes, p_move_costs) u;
  END IF;
  IF cardinality(p_entry_numbers) > 0 THEN
    INSERT INTO journal_entry (community_id, number, line, account_id, unit, amount, version, balance_after)
    SELECT p_community, u.*
      FROM unnest(p_entry_numbers, p_entry_lines, p_entry_accounts, p_entry_units, p_entry_amounts, p_entry_versions, p_entry_balances) u;
  END IF;
  INSERT INTO journal_transaction (community_id, number, kind, entry_count, idempotency_key, request_hash, service_date, business_date,
                                   recorded_at, voucher_number, member_number, account_id, minutes, convertible_minutes, reverses,
                                   corrects, closes_through, canonical, leaf)
  SELECT p_community, u.*
    FROM unnest(p_numbers, p_kinds, p_entry_counts, p_keys, p_request_hashes, p_service_dates, p_business_dates, p_recorded, p_vouchers,
                p_members, p_accounts, p_minutes, p_convertible, p_reverses, p_corrects, p_closes, p_canonical, p_leaves) u;
  UPDATE journal_head SET frontier = p_frontier WHERE community_id = p_community;
  FOR by_number IN SELECT DISTINCT n FROM unnest(p_state_numbers) n ORDER BY n LOOP
    UPDATE account a SET state = s.state, successor = s.successor, state_number = s.number
      FROM (SELECT * FROM unnest(p_state_accounts, p_states, p_state_successors, p_state_numbers) AS u (account, state, successor, number)) s
     WHERE a.community_id = p_community AND a.account_id = s.account AND s.number = by_number;
    GET DIAGNOSTICS touched = ROW_COUNT;
    changed := changed + touched;
  END LOOP;
  IF changed <> cardinality(p_state_accounts) THEN
    RAISE EXCEPTION USING MESSAGE = 'unexplained_state', ERRCODE = 'TB001';
  END IF;
  SET CONSTRAINTS ALL IMMEDIATE;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION journal_refuse(), account_insert(), account_update(), lot_move_applied(), lot_proved(), journal_entry_applied(),
  journal_transaction_applied(), journal_head_proved(), voucher_month_proved(), lock_head, post_batch FROM PUBLIC;
--> statement-breakpoint

-- The role of the service. Roles belong to the whole server: another database may have made it, or be making it now. Where
-- the owner may not create roles, an administrator does it beforehand. What it may do is granted after every migration.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'timebank_service') THEN
    CREATE ROLE timebank_service NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN RAISE NOTICE 'the role timebank_service is missing and may not be created here';
END $$;
