-- The access log is only ever added to, by whomever: the rule also holds for a session that calls itself a replica.
CREATE TRIGGER access_log_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('nothing_is_erased');
--> statement-breakpoint
ALTER TABLE access_log ENABLE ALWAYS TRIGGER access_log_kept;
