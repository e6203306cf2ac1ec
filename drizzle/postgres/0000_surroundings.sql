CREATE TABLE "absence" (
	"community_id" text NOT NULL,
	"absence_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"from_date" date NOT NULL,
	"through_date" date NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "absence_community_id_absence_id_pk" PRIMARY KEY("community_id","absence_id")
);
--> statement-breakpoint
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
CREATE TABLE "activity" (
	"community_id" text NOT NULL,
	"activity_id" text NOT NULL,
	"title" text NOT NULL,
	"place" text NOT NULL,
	"grid" text,
	"building" text,
	"category" text NOT NULL,
	"brand" text,
	"project_id" text,
	"date" date NOT NULL,
	"start_minute" bigint NOT NULL,
	"end_minute" bigint NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"capacity" bigint,
	"required_skills" jsonb NOT NULL,
	"minimum_age_years" bigint NOT NULL,
	"responsible_member" bigint,
	"responsible_user" text,
	"expected_minutes" bigint NOT NULL,
	"state" text NOT NULL,
	"cancel_reason" text,
	"cancel_note" text,
	"taken" bigint NOT NULL,
	"waiting" bigint NOT NULL,
	"reminded_at" bigint,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "activity_community_id_activity_id_pk" PRIMARY KEY("community_id","activity_id")
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
CREATE TABLE "attendance_sheet" (
	"community_id" text NOT NULL,
	"sheet_id" text NOT NULL,
	"method" text NOT NULL,
	"purpose" text NOT NULL,
	"purpose_id" text NOT NULL,
	"attachments" bigint,
	"source_hash" text,
	"rows" jsonb NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "attendance_sheet_community_id_sheet_id_pk" PRIMARY KEY("community_id","sheet_id")
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
CREATE TABLE "brand" (
	"community_id" text NOT NULL,
	"brand" text NOT NULL,
	"name" text NOT NULL,
	"field" text,
	"ended" boolean NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "brand_community_id_brand_pk" PRIMARY KEY("community_id","brand")
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
CREATE TABLE "care_visit" (
	"community_id" text NOT NULL,
	"visit_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"visitor_number" bigint NOT NULL,
	"due_on" date NOT NULL,
	"state" text NOT NULL,
	"outcome" text,
	"visited_on" date,
	"start_minute" bigint,
	"end_minute" bigint,
	"note" text,
	"escalation" bigint NOT NULL,
	"escalated_to" bigint NOT NULL,
	"escalation_reason" text,
	"escalates_on" date,
	"settled" text,
	"settled_by" text,
	"record_id" text,
	"record_refusal" text,
	"recorded_by" text,
	"recorded_at" bigint,
	CONSTRAINT "care_visit_community_id_visit_id_pk" PRIMARY KEY("community_id","visit_id")
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
CREATE TABLE "check_in_setting" (
	"community_id" text NOT NULL,
	"purpose" text NOT NULL,
	"purpose_id" text NOT NULL,
	"rotating" boolean NOT NULL,
	"tolerance_minutes" bigint NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" bigint NOT NULL,
	CONSTRAINT "check_in_setting_community_id_purpose_purpose_id_pk" PRIMARY KEY("community_id","purpose","purpose_id")
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
CREATE TABLE "former_person" (
	"person_id" text NOT NULL,
	"former_id" text NOT NULL,
	"community_id" text NOT NULL,
	"content" text NOT NULL,
	"name_index" text NOT NULL,
	"phone_index" text,
	"id_number_index" text,
	"merged_at" bigint NOT NULL,
	CONSTRAINT "former_person_person_id_former_id_pk" PRIMARY KEY("person_id","former_id")
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
CREATE TABLE "list_entry" (
	"community_id" text NOT NULL,
	"entry_id" text NOT NULL,
	"list" text NOT NULL,
	"state" text NOT NULL,
	"field" text,
	"category" text,
	"words" text NOT NULL,
	"member_number" bigint,
	"team" text,
	"available_from" date,
	"available_through" date,
	"redo_by" date,
	"reviewed_by" text,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "list_entry_community_id_entry_id_pk" PRIMARY KEY("community_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "list_link" (
	"community_id" text NOT NULL,
	"entry_id" text NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "list_link_community_id_entry_id_kind_target_id_pk" PRIMARY KEY("community_id","entry_id","kind","target_id")
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
CREATE TABLE "notice" (
	"community_id" text NOT NULL,
	"notice_id" text NOT NULL,
	"event" text NOT NULL,
	"reference" text,
	"content" jsonb NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "notice_community_id_notice_id_pk" PRIMARY KEY("community_id","notice_id")
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
	"death_recorded_by" text,
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
CREATE TABLE "post" (
	"community_id" text NOT NULL,
	"post_id" text NOT NULL,
	"title" text NOT NULL,
	"field" text NOT NULL,
	"category" text NOT NULL,
	"grid" text,
	"building" text,
	"expected_year_minutes" bigint NOT NULL,
	"ended_on" date,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "post_community_id_post_id_pk" PRIMARY KEY("community_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "post_claim" (
	"community_id" text NOT NULL,
	"claim_id" text NOT NULL,
	"post_id" text NOT NULL,
	"batch_id" text NOT NULL,
	"year" bigint NOT NULL,
	"held_year" bigint,
	"member_number" bigint,
	"team" text,
	"taken_over_from" text,
	"began_on" date NOT NULL,
	"ended_on" date,
	"end_reason" text,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "post_claim_community_id_claim_id_pk" PRIMARY KEY("community_id","claim_id")
);
--> statement-breakpoint
CREATE TABLE "presence" (
	"community_id" text NOT NULL,
	"presence_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"purpose" text NOT NULL,
	"purpose_id" text NOT NULL,
	"title" text NOT NULL,
	"category" text NOT NULL,
	"brand" text,
	"post_id" text,
	"service_date" date NOT NULL,
	"planned_start" bigint,
	"planned_end" bigint,
	"closes_at" bigint NOT NULL,
	"state" text NOT NULL,
	"checked_in_at" bigint NOT NULL,
	"check_in_method" text NOT NULL,
	"checked_in_by" text NOT NULL,
	"checked_out_at" bigint,
	"check_out_method" text,
	"checked_out_by" text,
	"evidence" text,
	"flags" jsonb NOT NULL,
	"record_ids" jsonb NOT NULL,
	"record_refusal" text,
	"sheet_id" text,
	"sheet_row" bigint,
	"replaces" text,
	"reason" text,
	CONSTRAINT "presence_community_id_presence_id_pk" PRIMARY KEY("community_id","presence_id")
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
CREATE TABLE "roster" (
	"community_id" text NOT NULL,
	"roster_id" text NOT NULL,
	"title" text NOT NULL,
	"category" text NOT NULL,
	"post_id" text,
	"responsible" bigint,
	"weekdays" jsonb NOT NULL,
	"start_minute" bigint NOT NULL,
	"end_minute" bigint NOT NULL,
	"every_weeks" bigint NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"places" bigint NOT NULL,
	"members" jsonb NOT NULL,
	"next_turn" bigint NOT NULL,
	"ended_at" bigint,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "roster_community_id_roster_id_pk" PRIMARY KEY("community_id","roster_id")
);
--> statement-breakpoint
CREATE TABLE "service_category" (
	"community_id" text NOT NULL,
	"category" text NOT NULL,
	"field" text,
	"help" text,
	"ended" boolean NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "service_category_community_id_category_pk" PRIMARY KEY("community_id","category")
);
--> statement-breakpoint
CREATE TABLE "service_field" (
	"community_id" text NOT NULL,
	"field" text NOT NULL,
	"name" text NOT NULL,
	"ended" boolean NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "service_field_community_id_field_pk" PRIMARY KEY("community_id","field")
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
CREATE TABLE "shift" (
	"community_id" text NOT NULL,
	"shift_id" text NOT NULL,
	"roster_id" text,
	"title" text NOT NULL,
	"category" text NOT NULL,
	"post_id" text,
	"responsible" bigint,
	"service_date" date NOT NULL,
	"start_minute" bigint NOT NULL,
	"end_minute" bigint NOT NULL,
	"starts_at" bigint NOT NULL,
	"places" bigint NOT NULL,
	"state" text NOT NULL,
	"cancel_reason" text,
	"cancelled_by" text,
	"reminded_at" bigint,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "shift_community_id_shift_id_pk" PRIMARY KEY("community_id","shift_id")
);
--> statement-breakpoint
CREATE TABLE "shift_swap" (
	"community_id" text NOT NULL,
	"swap_id" text NOT NULL,
	"shift_id" text NOT NULL,
	"from_number" bigint NOT NULL,
	"to_number" bigint NOT NULL,
	"exchange_shift_id" text,
	"state" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_evidence" text,
	"asked_at" bigint NOT NULL,
	"answered_by" text,
	"answered_evidence" text,
	"answered_at" bigint,
	CONSTRAINT "shift_swap_community_id_swap_id_pk" PRIMARY KEY("community_id","swap_id")
);
--> statement-breakpoint
CREATE TABLE "shift_turn" (
	"community_id" text NOT NULL,
	"shift_id" text NOT NULL,
	"place" bigint NOT NULL,
	"member_number" bigint NOT NULL,
	"instead_of" bigint,
	"service_date" date NOT NULL,
	CONSTRAINT "shift_turn_community_id_shift_id_place_pk" PRIMARY KEY("community_id","shift_id","place")
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
CREATE TABLE "sign_in_try" (
	"subject" text NOT NULL,
	"address" text NOT NULL,
	"failures" bigint NOT NULL,
	"blocked_until" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"good_at" bigint NOT NULL,
	CONSTRAINT "sign_in_try_subject_address_pk" PRIMARY KEY("subject","address")
);
--> statement-breakpoint
CREATE TABLE "sign_up" (
	"community_id" text NOT NULL,
	"sign_up_id" text NOT NULL,
	"activity_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"standing_member" bigint,
	"position" bigint NOT NULL,
	"state" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"moved_up_at" bigint,
	"cancelled_at" bigint,
	"cancelled_by" text,
	CONSTRAINT "sign_up_community_id_sign_up_id_pk" PRIMARY KEY("community_id","sign_up_id")
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
CREATE TABLE "team_service" (
	"community_id" text NOT NULL,
	"service_id" text NOT NULL,
	"team" text NOT NULL,
	"service_date" date NOT NULL,
	"service" jsonb NOT NULL,
	"state" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"approvals" jsonb NOT NULL,
	"reason" text,
	"decided_at" bigint,
	"number" bigint,
	CONSTRAINT "team_service_community_id_service_id_pk" PRIMARY KEY("community_id","service_id")
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
	"level_scope" text NOT NULL,
	"level_id" text NOT NULL,
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
CREATE TABLE "visit_plan" (
	"community_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"member_number" bigint NOT NULL,
	"visitors" jsonb NOT NULL,
	"every_days" bigint,
	"weekdays" jsonb,
	"purpose" text NOT NULL,
	"category" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"tolerance_days" bigint NOT NULL,
	"manager_after_days" bigint NOT NULL,
	"state" text NOT NULL,
	"end_reason" text,
	"note" text,
	"generated_through" date NOT NULL,
	"generated" bigint NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "visit_plan_community_id_plan_id_pk" PRIMARY KEY("community_id","plan_id")
);
--> statement-breakpoint
CREATE TABLE "webhook" (
	"community_id" text NOT NULL,
	"webhook_id" text NOT NULL,
	"target" text NOT NULL,
	"events" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "webhook_community_id_webhook_id_pk" PRIMARY KEY("community_id","webhook_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_delivery" (
	"community_id" text NOT NULL,
	"delivery_id" text NOT NULL,
	"webhook_id" text NOT NULL,
	"notice_id" text NOT NULL,
	"state" text NOT NULL,
	"attempts" bigint NOT NULL,
	"next_attempt_at" bigint,
	"last_attempt_at" bigint,
	"status" bigint,
	"failure" text,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "webhook_delivery_community_id_delivery_id_pk" PRIMARY KEY("community_id","delivery_id")
);
--> statement-breakpoint
CREATE INDEX "absence_member" ON "absence" USING btree ("community_id","member_number","through_date");--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("community_id","at");--> statement-breakpoint
CREATE INDEX "access_log_actor" ON "access_log" USING btree ("community_id","actor");--> statement-breakpoint
CREATE INDEX "access_log_entry" ON "access_log" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "activity_date" ON "activity" USING btree ("community_id","date","activity_id");--> statement-breakpoint
CREATE INDEX "activity_starts" ON "activity" USING btree ("starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_key_user" ON "api_key" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "area_parent" ON "area" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "assignment_user" ON "assignment" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "assignment_scope" ON "assignment" USING btree ("scope","scope_id");--> statement-breakpoint
CREATE INDEX "card_member" ON "card" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE UNIQUE INDEX "care_visit_plan" ON "care_visit" USING btree ("community_id","plan_id","due_on");--> statement-breakpoint
CREATE INDEX "care_visit_due" ON "care_visit" USING btree ("community_id","state","due_on","visit_id");--> statement-breakpoint
CREATE INDEX "care_visit_visitor" ON "care_visit" USING btree ("community_id","visitor_number","state","due_on","visit_id");--> statement-breakpoint
CREATE INDEX "care_visit_member" ON "care_visit" USING btree ("community_id","member_number","due_on","visit_id");--> statement-breakpoint
CREATE INDEX "care_visit_escalates" ON "care_visit" USING btree ("community_id","escalates_on");--> statement-breakpoint
CREATE INDEX "care_visit_escalated" ON "care_visit" USING btree ("community_id","escalation","due_on","visit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_sequence" ON "certificate" USING btree ("community_id","year","sequence");--> statement-breakpoint
CREATE INDEX "certificate_member" ON "certificate" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "community_area" ON "community" USING btree ("area_id");--> statement-breakpoint
CREATE UNIQUE INDEX "community_card_prefix" ON "community" USING btree ("card_prefix");--> statement-breakpoint
CREATE INDEX "former_person_name" ON "former_person" USING btree ("name_index");--> statement-breakpoint
CREATE INDEX "former_person_phone" ON "former_person" USING btree ("phone_index");--> statement-breakpoint
CREATE INDEX "former_person_id_number" ON "former_person" USING btree ("id_number_index");--> statement-breakpoint
CREATE INDEX "good_barcode" ON "good" USING btree ("community_id","barcode");--> statement-breakpoint
CREATE INDEX "hours_record_member" ON "hours_record" USING btree ("community_id","member_number","service_date");--> statement-breakpoint
CREATE INDEX "hours_record_state" ON "hours_record" USING btree ("community_id","state","record_id");--> statement-breakpoint
CREATE INDEX "import_run_file" ON "import_run" USING btree ("community_id","kind","file_hash");--> statement-breakpoint
CREATE INDEX "list_entry_list" ON "list_entry" USING btree ("community_id","list","state");--> statement-breakpoint
CREATE INDEX "list_entry_member" ON "list_entry" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "list_link_target" ON "list_link" USING btree ("community_id","kind","target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "member_card" ON "member" USING btree ("community_id","card");--> statement-breakpoint
CREATE INDEX "member_person" ON "member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "member_merged_into" ON "member" USING btree ("community_id","merged_into");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_reference" ON "notice" USING btree ("community_id","event","reference");--> statement-breakpoint
CREATE INDEX "notice_recorded" ON "notice" USING btree ("community_id","recorded_at");--> statement-breakpoint
CREATE INDEX "person_name" ON "person" USING btree ("name");--> statement-breakpoint
CREATE INDEX "person_phone" ON "person" USING btree ("phone_index");--> statement-breakpoint
CREATE INDEX "person_id_number" ON "person" USING btree ("id_number_index");--> statement-breakpoint
CREATE UNIQUE INDEX "post_claim_held" ON "post_claim" USING btree ("community_id","post_id","held_year");--> statement-breakpoint
CREATE INDEX "post_claim_year" ON "post_claim" USING btree ("community_id","year","claim_id");--> statement-breakpoint
CREATE INDEX "post_claim_batch" ON "post_claim" USING btree ("community_id","batch_id");--> statement-breakpoint
CREATE INDEX "post_claim_member" ON "post_claim" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "presence_member" ON "presence" USING btree ("community_id","member_number","service_date","presence_id");--> statement-breakpoint
CREATE INDEX "presence_purpose" ON "presence" USING btree ("community_id","purpose","purpose_id","service_date","presence_id");--> statement-breakpoint
CREATE INDEX "presence_open" ON "presence" USING btree ("community_id","state","closes_at");--> statement-breakpoint
CREATE INDEX "proxy_member" ON "proxy" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "proxy_use_proxy" ON "proxy_use" USING btree ("community_id","proxy_id");--> statement-breakpoint
CREATE INDEX "request_key_kind" ON "request_key" USING btree ("community_id","kind","reference");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_session_token" ON "sign_in_session" USING btree ("token");--> statement-breakpoint
CREATE INDEX "sign_in_session_user" ON "sign_in_session" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "shift_of_roster" ON "shift" USING btree ("community_id","roster_id","service_date","start_minute");--> statement-breakpoint
CREATE INDEX "shift_day" ON "shift" USING btree ("community_id","service_date","shift_id");--> statement-breakpoint
CREATE INDEX "shift_starts" ON "shift" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "shift_swap_from" ON "shift_swap" USING btree ("community_id","from_number","swap_id");--> statement-breakpoint
CREATE INDEX "shift_swap_to" ON "shift_swap" USING btree ("community_id","to_number","swap_id");--> statement-breakpoint
CREATE INDEX "shift_swap_shift" ON "shift_swap" USING btree ("community_id","shift_id");--> statement-breakpoint
CREATE UNIQUE INDEX "shift_turn_member" ON "shift_turn" USING btree ("community_id","member_number","service_date","shift_id");--> statement-breakpoint
CREATE INDEX "sign_in_account_user" ON "sign_in_account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_try_last" ON "sign_in_try" USING btree ("last_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_up_standing" ON "sign_up" USING btree ("community_id","activity_id","standing_member");--> statement-breakpoint
CREATE INDEX "sign_up_position" ON "sign_up" USING btree ("community_id","activity_id","position");--> statement-breakpoint
CREATE INDEX "sign_up_member" ON "sign_up" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "star_member" ON "star" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "team_membership_member" ON "team_membership" USING btree ("community_id","member_number");--> statement-breakpoint
CREATE INDEX "team_service_state" ON "team_service" USING btree ("community_id","state","service_id");--> statement-breakpoint
CREATE INDEX "sign_in_two_factor_user" ON "sign_in_two_factor" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_user_email" ON "sign_in_user" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_user_username" ON "sign_in_user" USING btree ("username");--> statement-breakpoint
CREATE INDEX "sign_in_user_level" ON "sign_in_user" USING btree ("level_scope","level_id");--> statement-breakpoint
CREATE INDEX "sign_in_verification_identifier" ON "sign_in_verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "visit_plan_member" ON "visit_plan" USING btree ("community_id","member_number","plan_id");--> statement-breakpoint
CREATE INDEX "visit_plan_generated" ON "visit_plan" USING btree ("community_id","state","generated_through","plan_id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_webhook" ON "webhook_delivery" USING btree ("community_id","webhook_id","delivery_id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_notice" ON "webhook_delivery" USING btree ("community_id","notice_id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" USING btree ("next_attempt_at");