-- The journal and what the database itself enforces about it (README, Decisions).
-- Order of proof: lot moves first, entries next, header last. Each level seals the one below it.
-- Hand-written and only ever added to; drizzle-kit is not given these tables.

CREATE TABLE account_code (
  code TEXT NOT NULL PRIMARY KEY,
  unit_kind TEXT NOT NULL CHECK (unit_kind IN ('POINT', 'MINUTE', 'ITEM', 'CNY')),
  side INTEGER NOT NULL CHECK (side IN (-1, 1)),
  floor INTEGER CHECK (floor = 0),
  has_lots INTEGER NOT NULL CHECK (has_lots IN (0, 1)),
  per_member INTEGER NOT NULL CHECK (per_member IN (0, 1)),
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE transaction_kind (
  kind TEXT NOT NULL PRIMARY KEY,
  is_event INTEGER NOT NULL CHECK (is_event IN (0, 1)),
  spends INTEGER NOT NULL CHECK (spends IN (0, 1))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE journal_head (
  community_id TEXT NOT NULL PRIMARY KEY,
  last_number INTEGER NOT NULL,
  closed_through TEXT NOT NULL,
  frontier BLOB NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE voucher_month (
  community_id TEXT NOT NULL,
  month TEXT NOT NULL,
  last_voucher INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  PRIMARY KEY (community_id, month)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
-- With row ids, unlike the others: its rows are so long that a tree keyed by community and number would hold eight of them
-- to a page on every level. Three columns that hold nothing take all the names by which a row id can be called, so that
-- nobody can choose one and REPLACE a header by it. A trigger could not see to that: SQLite works out a row id that was
-- given once for the triggers and once more for the row.
CREATE TABLE journal_transaction (
  community_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 9007199254740991),
  kind TEXT NOT NULL REFERENCES transaction_kind (kind),
  entry_count INTEGER NOT NULL CHECK (entry_count = 0 OR entry_count >= 2),
  idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  service_date TEXT NOT NULL,
  business_date TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  voucher_number INTEGER CHECK (voucher_number >= 1),
  member_number INTEGER,
  account_id TEXT,
  minutes INTEGER CHECK (minutes >= 0),
  convertible_minutes INTEGER CHECK (convertible_minutes >= 0),
  reverses INTEGER,
  corrects INTEGER,
  closes_through TEXT,
  canonical BLOB NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  rowid INTEGER GENERATED ALWAYS AS (NULL) VIRTUAL,
  oid INTEGER GENERATED ALWAYS AS (NULL) VIRTUAL,
  _rowid_ INTEGER GENERATED ALWAYS AS (NULL) VIRTUAL,
  PRIMARY KEY (community_id, number),
  CHECK ((voucher_number IS NULL) = (entry_count = 0)),
  CHECK ((kind = 'reverse') = (reverses IS NOT NULL)),
  CHECK ((kind = 'period_closed') = (closes_through IS NOT NULL)),
  FOREIGN KEY (community_id, reverses) REFERENCES journal_transaction (community_id, number),
  FOREIGN KEY (community_id, corrects) REFERENCES journal_transaction (community_id, number)
) STRICT;
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
CREATE TABLE account (
  community_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  code TEXT NOT NULL REFERENCES account_code (code),
  unit TEXT NOT NULL,
  side INTEGER NOT NULL,
  floor INTEGER,
  has_lots INTEGER NOT NULL,
  member_number INTEGER,
  state TEXT NOT NULL CHECK (state IN ('open', 'frozen', 'closed')),
  state_number INTEGER NOT NULL,
  successor TEXT,
  version INTEGER NOT NULL,
  balance INTEGER NOT NULL CHECK (balance BETWEEN -9007199254740991 AND 9007199254740991),
  PRIMARY KEY (community_id, account_id),
  CHECK (account_id = code OR substr(account_id, 1, length(code) + 1) = code || '.'),
  CHECK (floor IS NULL OR balance * side >= floor)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX account_member ON account (community_id, member_number) WHERE member_number IS NOT NULL;
--> statement-breakpoint
CREATE INDEX account_successor ON account (community_id, successor) WHERE successor IS NOT NULL;
--> statement-breakpoint
CREATE TABLE journal_entry (
  community_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  line INTEGER NOT NULL CHECK (line >= 1),
  account_id TEXT NOT NULL,
  unit TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount <> 0 AND amount BETWEEN -9007199254740991 AND 9007199254740991),
  version INTEGER NOT NULL,
  balance_after INTEGER NOT NULL CHECK (balance_after BETWEEN -9007199254740991 AND 9007199254740991),
  PRIMARY KEY (community_id, number, line),
  FOREIGN KEY (community_id, number) REFERENCES journal_transaction (community_id, number) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (community_id, account_id) REFERENCES account (community_id, account_id)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX journal_entry_account ON journal_entry (community_id, account_id, version);
--> statement-breakpoint
CREATE TABLE lot_move (
  community_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  line INTEGER NOT NULL,
  expires_on TEXT NOT NULL,
  origin_number INTEGER NOT NULL,
  origin_line INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount <> 0 AND amount BETWEEN -9007199254740991 AND 9007199254740991),
  remaining_after INTEGER NOT NULL CHECK (remaining_after BETWEEN 0 AND 9007199254740991),
  sponsor TEXT,
  delivery_note TEXT,
  unit_cost_fen INTEGER CHECK (unit_cost_fen >= 0),
  PRIMARY KEY (community_id, number, line, expires_on, origin_number, origin_line),
  FOREIGN KEY (community_id, number, line) REFERENCES journal_entry (community_id, number, line) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
-- No index over the open lots alone: every move would rewrite a page of it, and reading past the used-up lots of an
-- account costs a fraction of a microsecond for each.
CREATE TABLE lot (
  community_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  origin_number INTEGER NOT NULL,
  origin_line INTEGER NOT NULL,
  remaining INTEGER NOT NULL CHECK (remaining BETWEEN 0 AND 9007199254740991),
  last_number INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  PRIMARY KEY (community_id, account_id, expires_on, origin_number, origin_line)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint

-- The chart of accounts and the kinds. Both are read by the rules below, so nothing may change them but a migration.
INSERT INTO account_code (code, unit_kind, side, floor, has_lots, per_member, name_zh, name_en) VALUES
  ('P1301', 'POINT', 1, 0, 0, 1, '应追回积分', 'Points to recover'),
  ('P2101', 'POINT', -1, 0, 1, 1, '个人积分', 'Personal points'),
  ('P2102', 'POINT', -1, 0, 1, 1, '预扣积分', 'Held points'),
  ('P2103', 'POINT', -1, 0, 0, 0, '公益积分池', 'Donation pool'),
  ('P2104', 'POINT', -1, NULL, 0, 0, '社区往来', 'Due to or from another community'),
  ('P2105', 'POINT', -1, 0, 0, 0, '待履约兑换', 'Redeemed, still to be delivered'),
  ('P3101', 'POINT', 1, NULL, 0, 0, '建账转入(积分)', 'Carried in, points'),
  ('M3102', 'MINUTE', 1, NULL, 0, 0, '建账转入(时长)', 'Carried in, hours'),
  ('G3103', 'ITEM', -1, NULL, 0, 0, '建账转入(物资)', 'Carried in, goods'),
  ('C3104', 'CNY', -1, NULL, 0, 0, '建账转入(资金)', 'Carried in, money'),
  ('P4101', 'POINT', -1, NULL, 0, 0, '已兑换积分', 'Redeemed for goods'),
  ('P4102', 'POINT', -1, NULL, 0, 0, '过期失效', 'Expired'),
  ('P4103', 'POINT', -1, NULL, 0, 0, '扣罚', 'Forfeited'),
  ('P4104', 'POINT', -1, NULL, 0, 0, '服务兑换', 'Redeemed for services'),
  ('P4105', 'POINT', -1, NULL, 0, 0, '往来清算', 'Settled between communities'),
  ('P5101', 'POINT', 1, NULL, 0, 0, '积分发放', 'Issued for service'),
  ('P5102', 'POINT', 1, NULL, 0, 0, '专项发放', 'Granted by a fund'),
  ('P5103', 'POINT', 1, NULL, 0, 0, '奖励发放', 'Awarded'),
  ('P5104', 'POINT', 1, NULL, 0, 0, '追回核销', 'Recovery written off'),
  ('M6101', 'MINUTE', 1, NULL, 0, 0, '已提供服务时长', 'Service given'),
  ('M6201', 'MINUTE', -1, 0, 0, 1, '认证时长', 'Verified hours'),
  ('M6202', 'MINUTE', -1, 0, 0, 1, '荣誉时长', 'Honorary hours'),
  ('M6203', 'MINUTE', -1, 0, 0, 0, '团队时长', 'Team hours'),
  ('G1101', 'ITEM', 1, 0, 1, 0, '库存物资', 'Stock on hand'),
  ('G1102', 'ITEM', 1, NULL, 0, 0, '已兑物资', 'Goods redeemed'),
  ('G1103', 'ITEM', -1, NULL, 0, 0, '物资来源', 'Goods supplied'),
  ('G1104', 'ITEM', 1, NULL, 0, 0, '待处理盘盈盘亏', 'Unexplained difference'),
  ('G1105', 'ITEM', 1, 0, 1, 0, '预留物资', 'Reserved for pickup'),
  ('G1106', 'ITEM', 1, NULL, 0, 0, '报损', 'Known loss'),
  ('G1107', 'ITEM', 1, NULL, 0, 0, '慰问发放', 'Given away without points'),
  ('C1201', 'CNY', 1, 0, 0, 0, '专项资金结存', 'Special fund'),
  ('C1202', 'CNY', -1, NULL, 0, 0, '专项资金拨入', 'Paid into the fund'),
  ('C1203', 'CNY', 1, NULL, 0, 0, '结算支出', 'Settled'),
  ('C1204', 'CNY', 1, NULL, 0, 0, '采购支出', 'Purchases'),
  ('C2201', 'CNY', -1, 0, 0, 0, '应付合作方', 'Payable to a partner');
--> statement-breakpoint
INSERT INTO transaction_kind (kind, is_event, spends) VALUES
  ('opening', 0, 0), ('earn', 0, 0), ('record_honorary', 0, 0), ('award', 0, 0), ('grant', 0, 0),
  ('gift', 0, 1), ('donate', 0, 1), ('merge', 0, 0), ('hold', 0, 1), ('release', 0, 0),
  ('redeem_goods', 0, 1), ('return_goods', 0, 0), ('expire', 0, 0), ('forfeit', 0, 0), ('recover', 0, 0),
  ('write_off', 0, 0), ('adjust', 0, 0), ('stock_in', 0, 0), ('stock_move', 0, 0), ('damage', 0, 0),
  ('stocktake', 0, 0), ('distribute', 0, 0), ('return_to_sponsor', 0, 0), ('earn_team', 0, 0), ('succeed', 0, 1),
  ('reverse', 0, 0),
  ('policy_published', 1, 0), ('account_frozen', 1, 0), ('account_unfrozen', 1, 0), ('account_closed', 1, 0),
  ('period_closed', 1, 0), ('signing_key_changed', 1, 0), ('member_erased', 1, 0);
--> statement-breakpoint
CREATE TRIGGER account_code_insert BEFORE INSERT ON account_code BEGIN SELECT RAISE(ABORT, 'chart_is_fixed'); END;
--> statement-breakpoint
CREATE TRIGGER account_code_update BEFORE UPDATE ON account_code BEGIN SELECT RAISE(ABORT, 'chart_is_fixed'); END;
--> statement-breakpoint
CREATE TRIGGER account_code_delete BEFORE DELETE ON account_code BEGIN SELECT RAISE(ABORT, 'chart_is_fixed'); END;
--> statement-breakpoint
CREATE TRIGGER transaction_kind_insert BEFORE INSERT ON transaction_kind BEGIN SELECT RAISE(ABORT, 'kinds_are_fixed'); END;
--> statement-breakpoint
CREATE TRIGGER transaction_kind_update BEFORE UPDATE ON transaction_kind BEGIN SELECT RAISE(ABORT, 'kinds_are_fixed'); END;
--> statement-breakpoint
CREATE TRIGGER transaction_kind_delete BEFORE DELETE ON transaction_kind BEGIN SELECT RAISE(ABORT, 'kinds_are_fixed'); END;
--> statement-breakpoint

-- A temporary trigger runs before those below and may write the very row that is being updated; OLD is then what stood
-- there earlier, and the update would undo what came between. So OLD must still be the row wherever it is reckoned from.

-- Accounts start empty, as the chart says; balances move only as their newest entry says, state only with an event.
CREATE TRIGGER account_insert BEFORE INSERT ON account BEGIN
  SELECT RAISE(ABORT, 'account_not_new')
   WHERE NEW.version <> 0 OR NEW.balance <> 0 OR NEW.state <> 'open' OR NEW.state_number <> 0 OR NEW.successor IS NOT NULL
      OR EXISTS (SELECT 1 FROM account WHERE community_id = NEW.community_id AND account_id = NEW.account_id);
  SELECT RAISE(ABORT, 'account_not_of_chart')
   WHERE NEW.account_id <> NEW.code AND substr(NEW.account_id, 1, length(NEW.code) + 1) <> NEW.code || '.'
      OR substr(NEW.unit, 1, 5) = 'ITEM:'
          AND (instr(NEW.unit, '.') > 0 OR substr(NEW.account_id, 4 - length(NEW.unit)) <> '.' || substr(NEW.unit, 6))
      OR NOT EXISTS (
     SELECT 1 FROM account_code c
      WHERE c.code = NEW.code AND c.side = NEW.side AND c.floor IS NEW.floor AND c.has_lots = NEW.has_lots
        AND c.unit_kind = CASE WHEN substr(NEW.unit, 1, 5) = 'ITEM:' AND length(NEW.unit) > 5 THEN 'ITEM' ELSE NEW.unit END
        AND NEW.unit <> 'ITEM'
        AND c.per_member = (NEW.member_number IS NOT NULL))
      OR (NEW.member_number IS NOT NULL
          AND NEW.account_id <> NEW.code || '.' || NEW.member_number
          AND substr(NEW.account_id, 1, length(NEW.code || '.' || NEW.member_number) + 1) <> NEW.code || '.' || NEW.member_number || '.');
END;
--> statement-breakpoint
CREATE TRIGGER account_update BEFORE UPDATE OF community_id, account_id, code, unit, side, floor, has_lots, member_number ON account BEGIN
  SELECT RAISE(ABORT, 'account_is_fixed')
   WHERE NEW.community_id <> OLD.community_id OR NEW.account_id <> OLD.account_id OR NEW.code <> OLD.code
      OR NEW.unit <> OLD.unit OR NEW.side <> OLD.side OR NEW.floor IS NOT OLD.floor OR NEW.has_lots <> OLD.has_lots
      OR NEW.member_number IS NOT OLD.member_number;
END;
--> statement-breakpoint
CREATE TRIGGER account_balance BEFORE UPDATE OF version, balance ON account BEGIN
  SELECT RAISE(ABORT, 'unexplained_balance')
   WHERE (NEW.version <> OLD.version OR NEW.balance <> OLD.balance)
     AND (NEW.version <> OLD.version + 1 OR NEW.state <> OLD.state OR NEW.successor IS NOT OLD.successor OR NEW.state_number <> OLD.state_number)
      OR NOT EXISTS (SELECT 1 FROM account
                   WHERE community_id = OLD.community_id AND account_id = OLD.account_id AND version = OLD.version AND state_number = OLD.state_number);
  -- The whole proof of an entry stands here, before the row changes: a temporary trigger with RAISE(IGNORE) can keep
  -- the triggers after an insert from running, but not this one without the update.
  SELECT RAISE(ABORT, 'unproved_balance')
   WHERE NEW.version <> OLD.version AND NOT EXISTS (
     SELECT 1 FROM journal_entry e
      WHERE e.community_id = NEW.community_id AND e.account_id = NEW.account_id AND e.version = NEW.version
        AND e.balance_after = NEW.balance AND OLD.balance + e.amount = NEW.balance AND e.unit = OLD.unit AND OLD.state <> 'closed'
        AND NEW.balance BETWEEN -9007199254740991 AND 9007199254740991
        AND (OLD.floor IS NULL OR NEW.balance * OLD.side >= OLD.floor)
        AND CASE OLD.has_lots
          WHEN 1 THEN e.amount * OLD.side = (
              SELECT CASE WHEN count(*) = count(l.remaining) AND min(m.account_id) = e.account_id AND max(m.account_id) = e.account_id THEN sum(m.amount) END
                FROM lot_move m LEFT JOIN lot l
                  ON l.community_id = m.community_id AND l.account_id = m.account_id AND l.expires_on = m.expires_on
                 AND l.origin_number = m.origin_number AND l.origin_line = m.origin_line
                 AND l.last_number = m.number AND l.last_line = m.line AND l.remaining = m.remaining_after
               WHERE m.community_id = e.community_id AND m.number = e.number AND m.line = e.line)
          ELSE NOT EXISTS (SELECT 1 FROM lot_move m WHERE m.community_id = e.community_id AND m.number = e.number AND m.line = e.line) END);
END;
--> statement-breakpoint
CREATE TRIGGER account_state BEFORE UPDATE OF state, state_number, successor ON account BEGIN
  SELECT RAISE(ABORT, 'unexplained_state')
   WHERE (NEW.state <> OLD.state OR NEW.successor IS NOT OLD.successor OR NEW.state_number <> OLD.state_number)
     AND (NEW.state_number <= OLD.state_number OR NOT EXISTS (
       SELECT 1 FROM journal_transaction t
        WHERE t.community_id = NEW.community_id AND t.number = NEW.state_number AND CASE t.kind
          WHEN 'account_frozen' THEN t.account_id = OLD.account_id AND OLD.code IN ('P2101', 'P2102')
            AND OLD.state = 'open' AND NEW.state = 'frozen' AND NEW.successor IS OLD.successor
          WHEN 'account_unfrozen' THEN t.account_id = OLD.account_id AND OLD.state = 'frozen' AND NEW.state = 'open' AND NEW.successor IS OLD.successor
          WHEN 'account_closed' THEN t.account_id = OLD.account_id AND OLD.state <> 'closed' AND NEW.state = 'closed' AND OLD.balance = 0 AND NEW.successor IS OLD.successor
          WHEN 'merge' THEN NEW.state = 'closed' AND OLD.balance = 0 AND NEW.successor <> OLD.account_id AND substr(NEW.successor, 1, 6) = OLD.code || '.'
            AND (OLD.member_number = t.member_number
              OR OLD.successor IN (SELECT a.account_id FROM account a WHERE a.community_id = OLD.community_id AND a.member_number = t.member_number))
          ELSE 0 END))
      OR NOT EXISTS (SELECT 1 FROM account
                   WHERE community_id = OLD.community_id AND account_id = OLD.account_id AND version = OLD.version AND state_number = OLD.state_number);
END;
--> statement-breakpoint
CREATE TRIGGER account_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint

-- Lots move first: each move belongs to an entry still to come, and moves its lot at once.
CREATE TRIGGER lot_move_insert BEFORE INSERT ON lot_move BEGIN
  SELECT RAISE(ABORT, 'move_out_of_order')
   WHERE NEW.number IS NOT (SELECT last_number + 1 FROM journal_head WHERE community_id = NEW.community_id)
      OR NEW.expires_on IS NOT date(NEW.expires_on)
      OR EXISTS (SELECT 1 FROM journal_entry WHERE community_id = NEW.community_id AND number = NEW.number AND line = NEW.line)
      OR EXISTS (SELECT 1 FROM lot_move WHERE community_id = NEW.community_id AND number = NEW.number AND line = NEW.line
                  AND expires_on = NEW.expires_on AND origin_number = NEW.origin_number AND origin_line = NEW.origin_line)
      OR NEW.origin_number > NEW.number;
  -- Also where CHECKs are switched off.
  SELECT RAISE(ABORT, 'out_of_bounds')
   WHERE NEW.amount = 0 OR NEW.amount NOT BETWEEN -9007199254740991 AND 9007199254740991
      OR NEW.remaining_after NOT BETWEEN 0 AND 9007199254740991;
END;
--> statement-breakpoint
CREATE TRIGGER lot_move_applied AFTER INSERT ON lot_move BEGIN
  UPDATE lot SET remaining = NEW.remaining_after, last_number = NEW.number, last_line = NEW.line
   WHERE community_id = NEW.community_id AND account_id = NEW.account_id
     AND expires_on = NEW.expires_on AND origin_number = NEW.origin_number AND origin_line = NEW.origin_line
     AND (last_number < NEW.number OR last_number = NEW.number AND last_line < NEW.line)
     AND remaining + NEW.amount = NEW.remaining_after;
  -- What did not go on with a lot may only open one.
  INSERT INTO lot (community_id, account_id, expires_on, origin_number, origin_line, remaining, last_number, last_line)
  SELECT NEW.community_id, NEW.account_id, NEW.expires_on, NEW.origin_number, NEW.origin_line,
         CASE WHEN NEW.amount = NEW.remaining_after THEN NEW.remaining_after ELSE RAISE(ABORT, 'unexplained_lot') END, NEW.number, NEW.line
   WHERE changes() = 0;
END;
--> statement-breakpoint
CREATE TRIGGER lot_move_update BEFORE UPDATE ON lot_move BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER lot_move_delete BEFORE DELETE ON lot_move BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER lot_insert BEFORE INSERT ON lot BEGIN
  SELECT RAISE(ABORT, 'unexplained_lot')
   WHERE EXISTS (SELECT 1 FROM lot WHERE community_id = NEW.community_id AND account_id = NEW.account_id
                  AND expires_on = NEW.expires_on AND origin_number = NEW.origin_number AND origin_line = NEW.origin_line)
      OR NOT EXISTS (SELECT 1 FROM lot_move m
                      WHERE m.community_id = NEW.community_id AND m.number = NEW.last_number AND m.line = NEW.last_line
                        AND m.expires_on = NEW.expires_on AND m.origin_number = NEW.origin_number AND m.origin_line = NEW.origin_line
                        AND m.account_id = NEW.account_id AND m.amount = NEW.remaining AND m.remaining_after = NEW.remaining);
END;
--> statement-breakpoint
CREATE TRIGGER lot_update BEFORE UPDATE ON lot BEGIN
  SELECT RAISE(ABORT, 'unexplained_lot')
   WHERE NEW.community_id <> OLD.community_id OR NEW.account_id <> OLD.account_id OR NEW.expires_on <> OLD.expires_on
      OR NEW.origin_number <> OLD.origin_number OR NEW.origin_line <> OLD.origin_line
      OR (NEW.last_number, NEW.last_line) <= (OLD.last_number, OLD.last_line)
      OR NOT EXISTS (SELECT 1 FROM lot
                      WHERE community_id = OLD.community_id AND account_id = OLD.account_id AND expires_on = OLD.expires_on
                        AND origin_number = OLD.origin_number AND origin_line = OLD.origin_line
                        AND last_number = OLD.last_number AND last_line = OLD.last_line)
      OR NOT EXISTS (SELECT 1 FROM lot_move m
                      WHERE m.community_id = NEW.community_id AND m.number = NEW.last_number AND m.line = NEW.last_line
                        AND m.expires_on = NEW.expires_on AND m.origin_number = NEW.origin_number AND m.origin_line = NEW.origin_line
                        AND m.account_id = NEW.account_id AND m.amount = NEW.remaining - OLD.remaining AND m.remaining_after = NEW.remaining);
END;
--> statement-breakpoint
CREATE TRIGGER lot_delete BEFORE DELETE ON lot BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint

-- Entries next: each proves the running balance of its account, its floor, and its lots.
CREATE TRIGGER journal_entry_insert BEFORE INSERT ON journal_entry BEGIN
  SELECT RAISE(ABORT, 'entry_out_of_order')
   WHERE NEW.number IS NOT (SELECT last_number + 1 FROM journal_head WHERE community_id = NEW.community_id)
      OR EXISTS (SELECT 1 FROM journal_entry WHERE community_id = NEW.community_id AND number = NEW.number AND line = NEW.line)
      OR EXISTS (SELECT 1 FROM journal_entry WHERE community_id = NEW.community_id AND account_id = NEW.account_id AND version = NEW.version)
      OR NEW.amount = 0 OR NEW.amount NOT BETWEEN -9007199254740991 AND 9007199254740991;
END;
--> statement-breakpoint
CREATE TRIGGER journal_entry_applied AFTER INSERT ON journal_entry BEGIN
  UPDATE account SET balance = NEW.balance_after, version = NEW.version
   WHERE community_id = NEW.community_id AND account_id = NEW.account_id AND version = NEW.version - 1;
  SELECT RAISE(ABORT, 'unproved_balance') WHERE changes() <> 1;
END;
--> statement-breakpoint
CREATE TRIGGER journal_entry_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER journal_entry_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint

-- The header last: it demands its entries, a zero sum in every unit, an open period, and only it advances the head.
CREATE TRIGGER journal_transaction_insert BEFORE INSERT ON journal_transaction BEGIN
  SELECT CASE
      WHEN h.last_number IS NULL OR NEW.number <> h.last_number + 1
        OR EXISTS (SELECT 1 FROM journal_transaction WHERE community_id = NEW.community_id AND number = NEW.number)
        OR EXISTS (SELECT 1 FROM journal_transaction WHERE community_id = NEW.community_id AND idempotency_key = NEW.idempotency_key)
      THEN RAISE(ABORT, 'number_not_next')
      WHEN NEW.business_date IS NOT date(NEW.business_date) OR NEW.service_date IS NOT date(NEW.service_date)
        OR NEW.business_date <= h.closed_through
      THEN RAISE(ABORT, 'period_closed')
      WHEN NEW.closes_through IS NOT NULL AND (NEW.closes_through IS NOT date(NEW.closes_through) OR NEW.closes_through <= h.closed_through)
      THEN RAISE(ABORT, 'period_never_back')
      WHEN (NEW.entry_count = 0) IS NOT (k.is_event = 1) OR NEW.entry_count = 1 OR NEW.number > 9007199254740991
        OR (NEW.voucher_number IS NULL) <> (NEW.entry_count = 0)
        OR (NEW.kind = 'reverse') <> (NEW.reverses IS NOT NULL)
        OR (NEW.kind = 'period_closed') <> (NEW.closes_through IS NOT NULL)
      THEN RAISE(ABORT, 'kind_and_entries_differ')
      -- Also where foreign keys were put off, and never itself.
      WHEN NEW.corrects NOT BETWEEN 1 AND h.last_number THEN RAISE(ABORT, 'corrects_nothing') END
    FROM (SELECT 1) LEFT JOIN journal_head h ON h.community_id = NEW.community_id LEFT JOIN transaction_kind k ON k.kind = NEW.kind;
  -- One pass over the entries. Every version up to an account's own is taken by an entry that moved it. There may be no
  -- account where foreign keys were put off.
  SELECT CASE
      WHEN count(*) <> NEW.entry_count THEN RAISE(ABORT, 'entries_missing')
      WHEN max(e.version NOT BETWEEN 1 AND coalesce(a.version, 0)) THEN RAISE(ABORT, 'entry_not_applied')
      WHEN sum(CASE e.unit WHEN 'POINT' THEN e.amount END) <> 0 OR sum(CASE e.unit WHEN 'MINUTE' THEN e.amount END) <> 0
        OR sum(CASE e.unit WHEN 'CNY' THEN e.amount END) <> 0
        OR max(e.unit NOT IN ('POINT', 'MINUTE', 'CNY')) AND EXISTS (
          SELECT 1 FROM journal_entry WHERE community_id = NEW.community_id AND number = NEW.number GROUP BY unit HAVING sum(amount) <> 0)
      THEN RAISE(ABORT, 'not_balanced')
      WHEN max(a.code IN ('P2101', 'P2102') AND e.amount * a.side < 0 AND (a.state = 'frozen' OR a.account_id <> 'P2101.' || a.member_number AND EXISTS (
             SELECT 1 FROM account p
              WHERE p.community_id = NEW.community_id AND p.account_id = 'P2101.' || a.member_number AND p.state = 'frozen')))
        AND (SELECT spends FROM transaction_kind WHERE kind = NEW.kind) = 1
      THEN RAISE(ABORT, 'account_frozen') END
    FROM journal_entry e LEFT JOIN account a ON a.community_id = e.community_id AND a.account_id = e.account_id
   WHERE e.community_id = NEW.community_id AND e.number = NEW.number;
  SELECT RAISE(ABORT, 'voucher_not_next')
   WHERE NEW.entry_count <> 0
     AND NEW.voucher_number IS NOT coalesce((SELECT last_voucher FROM voucher_month WHERE community_id = NEW.community_id AND month = substr(NEW.business_date, 1, 7)), 0) + 1;
  SELECT RAISE(ABORT, 'not_a_mirror')
   WHERE NEW.reverses IS NOT NULL AND (
     NOT EXISTS (SELECT 1 FROM journal_transaction o
                  WHERE o.community_id = NEW.community_id AND o.number = NEW.reverses AND o.entry_count > 0 AND o.kind NOT IN ('reverse', 'merge'))
     OR EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = NEW.community_id AND r.reverses = NEW.reverses)
     OR EXISTS (
       SELECT 1 FROM journal_entry e JOIN account a ON a.community_id = e.community_id AND a.account_id = e.account_id
        WHERE e.community_id = NEW.community_id AND e.number IN (NEW.number, NEW.reverses)
        GROUP BY CASE a.code WHEN 'P1301' THEN 'P2101' || substr(coalesce(a.successor, a.account_id), 6) ELSE coalesce(a.successor, a.account_id) END, e.unit
       HAVING sum(e.amount) <> 0));
END;
--> statement-breakpoint
CREATE TRIGGER journal_transaction_applied AFTER INSERT ON journal_transaction BEGIN
  UPDATE voucher_month SET last_voucher = NEW.voucher_number, last_number = NEW.number
   WHERE NEW.entry_count <> 0 AND community_id = NEW.community_id AND month = substr(NEW.business_date, 1, 7);
  INSERT INTO voucher_month (community_id, month, last_voucher, last_number)
  SELECT NEW.community_id, substr(NEW.business_date, 1, 7), NEW.voucher_number, NEW.number WHERE NEW.entry_count <> 0 AND changes() = 0;
  UPDATE journal_head SET last_number = NEW.number, closed_through = coalesce(NEW.closes_through, closed_through)
   WHERE community_id = NEW.community_id AND last_number = NEW.number - 1;
  SELECT RAISE(ABORT, 'number_not_next') WHERE changes() <> 1;
END;
--> statement-breakpoint
CREATE TRIGGER journal_transaction_update BEFORE UPDATE ON journal_transaction BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER journal_transaction_delete BEFORE DELETE ON journal_transaction BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER journal_head_insert BEFORE INSERT ON journal_head BEGIN
  SELECT RAISE(ABORT, 'unexplained_head')
   WHERE NEW.community_id = '' OR NEW.last_number <> 0 OR NEW.closed_through <> '1900-01-01' OR length(NEW.frontier) <> 0
      OR EXISTS (SELECT 1 FROM journal_head WHERE community_id = NEW.community_id);
END;
--> statement-breakpoint
-- Lines of a number are taken until the head has reached it, so only here is it sure that none came after the header was proved.
CREATE TRIGGER journal_head_update BEFORE UPDATE OF community_id, last_number, closed_through ON journal_head BEGIN
  SELECT RAISE(ABORT, 'unexplained_head')
   WHERE NEW.community_id <> OLD.community_id OR NEW.last_number <> OLD.last_number + 1
      OR NOT EXISTS (SELECT 1 FROM journal_transaction t
                      WHERE t.community_id = NEW.community_id AND t.number = NEW.last_number
                        AND NEW.closed_through = coalesce(t.closes_through, OLD.closed_through)
                        AND t.entry_count = (SELECT count(*) FROM journal_entry e WHERE e.community_id = t.community_id AND e.number = t.number)
                        AND OLD.last_number = (SELECT last_number FROM journal_head WHERE community_id = OLD.community_id)
                        AND (t.entry_count = 0 OR EXISTS (
                          SELECT 1 FROM voucher_month v WHERE v.community_id = t.community_id
                             AND v.month = substr(t.business_date, 1, 7) AND v.last_number = t.number)));
  SELECT RAISE(ABORT, 'lots_without_entry')
   WHERE EXISTS (SELECT 1 FROM lot_move m WHERE m.community_id = NEW.community_id AND m.number = NEW.last_number
                  AND NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.community_id = m.community_id AND e.number = m.number AND e.line = m.line));
END;
--> statement-breakpoint
CREATE TRIGGER journal_head_delete BEFORE DELETE ON journal_head BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER voucher_month_insert BEFORE INSERT ON voucher_month BEGIN
  SELECT RAISE(ABORT, 'unexplained_voucher')
   WHERE NEW.last_voucher <> 1 + coalesce((SELECT last_voucher FROM voucher_month WHERE community_id = NEW.community_id AND month = NEW.month), 0)
      OR NOT EXISTS (SELECT 1 FROM journal_transaction t WHERE t.community_id = NEW.community_id AND t.number = NEW.last_number
                      AND t.voucher_number = NEW.last_voucher AND substr(t.business_date, 1, 7) = NEW.month);
END;
--> statement-breakpoint
CREATE TRIGGER voucher_month_update BEFORE UPDATE ON voucher_month BEGIN
  SELECT RAISE(ABORT, 'unexplained_voucher')
   WHERE NEW.community_id <> OLD.community_id OR NEW.month <> OLD.month OR NEW.last_voucher <> OLD.last_voucher + 1
      OR OLD.last_voucher <> (SELECT last_voucher FROM voucher_month WHERE community_id = OLD.community_id AND month = OLD.month)
      OR NOT EXISTS (SELECT 1 FROM journal_transaction t WHERE t.community_id = NEW.community_id AND t.number = NEW.last_number
                      AND t.voucher_number = NEW.last_voucher AND substr(t.business_date, 1, 7) = NEW.month);
END;
--> statement-breakpoint
CREATE TRIGGER voucher_month_delete BEFORE DELETE ON voucher_month BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
