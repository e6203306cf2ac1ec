CREATE TABLE "access_log" (
	"community_id" text NOT NULL,
	"entry_id" text NOT NULL,
	"at" bigint NOT NULL,
	"actor" text NOT NULL,
	"operation" text NOT NULL,
	"outcome" text NOT NULL,
	"subject" text,
	"reason" text,
	"request_id" text,
	"address" text,
	"times" bigint NOT NULL,
	CONSTRAINT "access_log_community_id_entry_id_pk" PRIMARY KEY("community_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"key_id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"start" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" jsonb,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"last_used_at" bigint,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "approval_run" (
	"community_id" text NOT NULL,
	"run_id" text NOT NULL,
	"approver" text NOT NULL,
	"request" jsonb NOT NULL,
	"state" text NOT NULL,
	"through" text,
	"progress" jsonb NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "approval_run_community_id_run_id_pk" PRIMARY KEY("community_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "area" (
	"area_id" text PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"parent_id" text,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "assignment" (
	"assignment_id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"scope" text NOT NULL,
	"scope_id" text NOT NULL,
	"granted_by" text NOT NULL,
	"granted_at" bigint NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "award_rule" (
	"community_id" text NOT NULL,
	"rule" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"points" bigint NOT NULL,
	"per_day" bigint,
	"per_month" bigint,
	"per_year" bigint,
	"valid_from" date NOT NULL,
	"valid_through" date,
	"category" text,
	"brand" text,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "award_rule_community_id_rule_pk" PRIMARY KEY("community_id","rule")
);
--> statement-breakpoint
CREATE TABLE "card" (
	"community_id" text NOT NULL,
	"card" text NOT NULL,
	"kind" text NOT NULL,
	"sealed" text,
	"member_number" bigint NOT NULL,
	"issued_at" bigint NOT NULL,
	"dead_at" bigint,
	"dead_reason" text,
	CONSTRAINT "card_community_id_card_pk" PRIMARY KEY("community_id","card")
);
--> statement-breakpoint
CREATE TABLE "certificate" (
	"community_id" text NOT NULL,
	"certificate_id" text NOT NULL,
	"year" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"member_number" bigint NOT NULL,
	"from_date" date NOT NULL,
	"through_date" date NOT NULL,
	"statement" text,
	"statement_hash" text NOT NULL,
	"code_hash" text NOT NULL,
	"verified_minutes" bigint NOT NULL,
	"honorary_minutes" bigint NOT NULL,
	"team_minutes" bigint NOT NULL,
	"as_of_number" bigint NOT NULL,
	"id_number_in_full" boolean NOT NULL,
	"reason_commitment" text,
	"issued_by" text NOT NULL,
	"issued_on" date NOT NULL,
	"issued_at" bigint NOT NULL,
	"superseded_by" text,
	"revoked_at" bigint,
	"revoked_by" text,
	"revoke_reason" text,
	CONSTRAINT "certificate_community_id_certificate_id_pk" PRIMARY KEY("community_id","certificate_id")
);
--> statement-breakpoint
CREATE TABLE "community" (
	"community_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"area_id" text,
	"time_zone" text NOT NULL,
	"language" text NOT NULL,
	"card_prefix" text NOT NULL,
	"four_eyes" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	"archived_at" bigint,
	"archive_reason" text
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"person_id" text NOT NULL,
	"consent_id" text NOT NULL,
	"community_id" text NOT NULL,
	"purpose" text NOT NULL,
	"evidence" text NOT NULL,
	"recorded_by" text NOT NULL,
	"given_at" bigint NOT NULL,
	"withdrawn_at" bigint,
	CONSTRAINT "consent_person_id_consent_id_pk" PRIMARY KEY("person_id","consent_id")
);
--> statement-breakpoint
CREATE TABLE "good" (
	"community_id" text NOT NULL,
	"sku" text NOT NULL,
	"barcode" text,
	"name" text NOT NULL,
	"unit_name" text,
	"price" bigint NOT NULL,
	"monthly_limit" bigint,
	"sponsor" text,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "good_community_id_sku_pk" PRIMARY KEY("community_id","sku")
);
--> statement-breakpoint
CREATE TABLE "hours_record" (
	"community_id" text NOT NULL,
	"record_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"service_date" date NOT NULL,
	"start_minute" bigint,
	"end_minute" bigint,
	"minutes" bigint NOT NULL,
	"category" text NOT NULL,
	"activity" text NOT NULL,
	"activity_id" text,
	"post_id" text,
	"shift_id" text,
	"care_visit_id" text,
	"brand" text,
	"team_id" text,
	"beneficiary_member" bigint,
	"method" text NOT NULL,
	"evidence" text NOT NULL,
	"backfilled" boolean NOT NULL,
	"facts" jsonb NOT NULL,
	"attachments" bigint,
	"source_hash" text,
	"source_row" text,
	"state" text NOT NULL,
	"flags" jsonb NOT NULL,
	"open_flags" bigint NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"hands" jsonb NOT NULL,
	"submitted_by" text,
	"submitted_at" bigint,
	"approvals" jsonb NOT NULL,
	"reason" text,
	"note_commitment" text,
	"reason_commitment" text,
	"objections" jsonb NOT NULL,
	"notice_through" date,
	"expired_accepted" boolean NOT NULL,
	"number" bigint,
	"continues_id" text,
	"replaces_id" text,
	"replaced_by_id" text,
	"decided_at" bigint,
	CONSTRAINT "hours_record_community_id_record_id_pk" PRIMARY KEY("community_id","record_id")
);
--> statement-breakpoint
CREATE TABLE "import_row" (
	"community_id" text NOT NULL,
	"import_id" text NOT NULL,
	"row" bigint NOT NULL,
	"accepted" boolean NOT NULL,
	"reason" text,
	"content" text NOT NULL,
	"number" bigint,
	CONSTRAINT "import_row_community_id_import_id_row_pk" PRIMARY KEY("community_id","import_id","row")
);
--> statement-breakpoint
CREATE TABLE "import_run" (
	"community_id" text NOT NULL,
	"import_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"headings" jsonb NOT NULL,
	"prepared_by" text NOT NULL,
	"confirmed_by" text,
	"rows" bigint NOT NULL,
	"accepted" bigint NOT NULL,
	"rejected" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	"confirmed_at" bigint,
	CONSTRAINT "import_run_community_id_import_id_pk" PRIMARY KEY("community_id","import_id")
);
--> statement-breakpoint
CREATE TABLE "member" (
	"community_id" text NOT NULL,
	"number" bigint NOT NULL,
	"person_id" text NOT NULL,
	"home" boolean NOT NULL,
	"card" text,
	"building" text,
	"grid" text,
	"role" text,
	"care_tags" jsonb NOT NULL,
	"volunteer_number" text,
	"skills" jsonb NOT NULL,
	"teams" jsonb NOT NULL,
	"employer" text,
	"joined_on" date NOT NULL,
	"left_on" date,
	"merged_into" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "member_community_id_number_pk" PRIMARY KEY("community_id","number")
);
--> statement-breakpoint
CREATE TABLE "note" (
	"community_id" text NOT NULL,
	"commitment" text NOT NULL,
	"salt" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "note_community_id_commitment_pk" PRIMARY KEY("community_id","commitment")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"person_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"sex" text,
	"birth_date" date,
	"phone" text,
	"phone_index" text,
	"id_number" text,
	"id_number_index" text,
	"address" text,
	"died_on" date,
	"created_at" bigint NOT NULL,
	"erased_at" bigint
);
--> statement-breakpoint
CREATE TABLE "pin" (
	"community_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"hash" text NOT NULL,
	"failures" bigint NOT NULL,
	"locked_at" bigint,
	"set_by" text NOT NULL,
	"set_at" bigint NOT NULL,
	CONSTRAINT "pin_community_id_member_number_pk" PRIMARY KEY("community_id","member_number")
);
--> statement-breakpoint
CREATE TABLE "proxy" (
	"community_id" text NOT NULL,
	"proxy_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"agent_number" bigint,
	"agent" text,
	"powers" jsonb NOT NULL,
	"once" boolean NOT NULL,
	"valid_from" date NOT NULL,
	"valid_through" date NOT NULL,
	"evidence" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"ended_at" bigint,
	"end_reason" text,
	CONSTRAINT "proxy_community_id_proxy_id_pk" PRIMARY KEY("community_id","proxy_id")
);
--> statement-breakpoint
CREATE TABLE "proxy_use" (
	"community_id" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"proxy_id" text NOT NULL,
	"claimed_at" bigint NOT NULL,
	CONSTRAINT "proxy_use_community_id_idempotency_key_pk" PRIMARY KEY("community_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "record_setting" (
	"community_id" text PRIMARY KEY NOT NULL,
	"closed_weekdays" jsonb NOT NULL,
	"closed_dates" jsonb NOT NULL,
	"staff_members" jsonb NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "relation" (
	"community_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"relation_id" text NOT NULL,
	"kind" text NOT NULL,
	"relative_number" bigint,
	"relative" text,
	"evidence" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "relation_community_id_member_number_relation_id_pk" PRIMARY KEY("community_id","member_number","relation_id")
);
--> statement-breakpoint
CREATE TABLE "request_key" (
	"community_id" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"kind" text NOT NULL,
	"reference" text NOT NULL,
	"content" jsonb,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "request_key_community_id_idempotency_key_pk" PRIMARY KEY("community_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "service_record" (
	"community_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"service_date" date NOT NULL,
	"number" bigint NOT NULL,
	"start_minute" bigint,
	"end_minute" bigint,
	"minutes" bigint NOT NULL,
	"convertible_minutes" bigint NOT NULL,
	"activity" text NOT NULL,
	CONSTRAINT "service_record_pk" PRIMARY KEY("community_id","member_number","service_date","number")
);
--> statement-breakpoint
CREATE TABLE "sign_in_session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" bigint,
	"refresh_token_expires_at" bigint,
	"scope" text,
	"password" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "star" (
	"community_id" text NOT NULL,
	"star_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"level" bigint NOT NULL,
	"hours" bigint NOT NULL,
	"minutes" bigint NOT NULL,
	"state" text NOT NULL,
	"notice_from" date NOT NULL,
	"notice_through" date NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" bigint NOT NULL,
	"decided_by" text,
	"decided_at" bigint,
	"awarded_on" date,
	"objection_commitment" text,
	CONSTRAINT "star_community_id_star_id_pk" PRIMARY KEY("community_id","star_id")
);
--> statement-breakpoint
CREATE TABLE "star_setting" (
	"community_id" text PRIMARY KEY NOT NULL,
	"levels" jsonb NOT NULL,
	"notice_days" bigint NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team" (
	"community_id" text NOT NULL,
	"team" text NOT NULL,
	"name" text NOT NULL,
	"leader_number" bigint,
	"active" boolean NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "team_community_id_team_pk" PRIMARY KEY("community_id","team")
);
--> statement-breakpoint
CREATE TABLE "team_membership" (
	"community_id" text NOT NULL,
	"team" text NOT NULL,
	"member_number" bigint NOT NULL,
	"joined_on" date NOT NULL,
	"left_on" date,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "team_membership_pk" PRIMARY KEY("community_id","team","member_number","joined_on")
);
--> statement-breakpoint
CREATE TABLE "sign_in_two_factor" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" text NOT NULL,
	"verified" boolean,
	"failed_verification_count" bigint,
	"locked_until" bigint
);
--> statement-breakpoint
CREATE TABLE "unfinished_work" (
	"community_id" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"kind" text NOT NULL,
	"member_number" bigint NOT NULL,
	"into_number" bigint,
	"begun_at" bigint NOT NULL,
	CONSTRAINT "unfinished_work_community_id_idempotency_key_pk" PRIMARY KEY("community_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "sign_in_user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text,
	"username" text,
	"two_factor_enabled" boolean,
	"kind" text NOT NULL,
	"community_id" text,
	"member_number" bigint,
	"must_change_password" boolean NOT NULL,
	"demo" boolean NOT NULL,
	"disabled_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vault_key" (
	"key_id" text PRIMARY KEY NOT NULL,
	"check" text NOT NULL,
	"first_used_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("community_id","at");--> statement-breakpoint
CREATE INDEX "access_log_actor" ON "access_log" USING btree ("community_id","actor");--> statement-breakpoint
CREATE INDEX "access_log_entry" ON "access_log" USING btree ("entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_key_user" ON "api_key" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "area_parent" ON "area" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "assignment_user" ON "assignment" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "assignment_scope" ON "assignment" USING btree ("scope","scope_id");--> statement-breakpoint
CREATE INDEX "card_member" ON "card" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_sequence" ON "certificate" USING btree ("community_id","year","sequence");--> statement-breakpoint
CREATE INDEX "certificate_member" ON "certificate" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "community_area" ON "community" USING btree ("area_id");--> statement-breakpoint
CREATE UNIQUE INDEX "community_card_prefix" ON "community" USING btree ("card_prefix");--> statement-breakpoint
CREATE INDEX "good_barcode" ON "good" USING btree ("community_id","barcode");--> statement-breakpoint
CREATE INDEX "hours_record_member" ON "hours_record" USING btree ("community_id","member_number","service_date");--> statement-breakpoint
CREATE INDEX "hours_record_state" ON "hours_record" USING btree ("community_id","state","record_id");--> statement-breakpoint
CREATE INDEX "import_run_file" ON "import_run" USING btree ("community_id","kind","file_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "member_card" ON "member" USING btree ("community_id","card");--> statement-breakpoint
CREATE INDEX "member_person" ON "member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "member_merged_into" ON "member" USING btree ("community_id","merged_into");--> statement-breakpoint
CREATE INDEX "person_name" ON "person" USING btree ("name");--> statement-breakpoint
CREATE INDEX "person_phone" ON "person" USING btree ("phone_index");--> statement-breakpoint
CREATE INDEX "person_id_number" ON "person" USING btree ("id_number_index");--> statement-breakpoint
CREATE INDEX "proxy_member" ON "proxy" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "proxy_use_proxy" ON "proxy_use" USING btree ("community_id","proxy_id");--> statement-breakpoint
CREATE INDEX "request_key_kind" ON "request_key" USING btree ("community_id","kind","reference");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_session_token" ON "sign_in_session" USING btree ("token");--> statement-breakpoint
CREATE INDEX "sign_in_session_user" ON "sign_in_session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_account_user" ON "sign_in_account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "star_member" ON "star" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "team_membership_member" ON "team_membership" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "sign_in_two_factor_user" ON "sign_in_two_factor" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_user_email" ON "sign_in_user" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_user_username" ON "sign_in_user" USING btree ("username");--> statement-breakpoint
CREATE INDEX "sign_in_verification_identifier" ON "sign_in_verification" USING btree ("identifier");