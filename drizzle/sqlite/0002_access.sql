-- The access log is only ever added to. A REPLACE is refused by the first rule, whether or not triggers are recursive.
CREATE TRIGGER access_log_insert BEFORE INSERT ON access_log
WHEN EXISTS (SELECT 1 FROM access_log l WHERE l.community_id = NEW.community_id AND l.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER access_log_update BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
--> statement-breakpoint
CREATE TRIGGER access_log_delete BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'nothing_is_erased'); END;
