-- The access log is only ever added to. A REPLACE is refused by the first rule, whether or not triggers are recursive, and
-- nobody can choose a row id to replace: its names are columns that hold nothing (0001_journal.sql).
ALTER TABLE access_log ADD COLUMN rowid INTEGER GENERATED ALWAYS AS (NULL) VIRTUAL;
--> statement-breakpoint
ALTER TABLE access_log ADD COLUMN oid INTEGER GENERATED ALWAYS AS (NULL) VIRTUAL;
--> statement-breakpoint
ALTER TABLE access_log ADD COLUMN _rowid_ INTEGER GENERATED ALWAYS AS (NULL) VIRTUAL;
--> statement-breakpoint
CREATE TRIGGER access_log_insert BEFORE INSERT ON access_log
WHEN EXISTS (SELECT 1 FROM access_log l WHERE l.community_id = NEW.community_id AND l.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER access_log_update BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER access_log_delete BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
