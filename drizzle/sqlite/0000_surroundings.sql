CREATE TABLE `access_log` (
	`community_id` text NOT NULL,
	`entry_id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`operation` text NOT NULL,
	`outcome` text NOT NULL,
	`subject` text,
	`reason` text,
	`request_id` text,
	`address` text,
	`times` integer NOT NULL,
	PRIMARY KEY(`community_id`, `entry_id`)
);
--> statement-breakpoint
CREATE INDEX `access_log_at` ON `access_log` (`community_id`,`at`);--> statement-breakpoint
CREATE INDEX `access_log_actor` ON `access_log` (`community_id`,`actor`);--> statement-breakpoint
CREATE INDEX `access_log_entry` ON `access_log` (`entry_id`);--> statement-breakpoint
CREATE TABLE `api_key` (
	`key_id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`start` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_key_hash` ON `api_key` (`hash`);--> statement-breakpoint
CREATE INDEX `api_key_user` ON `api_key` (`user_id`);--> statement-breakpoint
CREATE TABLE `approval_run` (
	`community_id` text NOT NULL,
	`run_id` text NOT NULL,
	`approver` text NOT NULL,
	`request` text NOT NULL,
	`state` text NOT NULL,
	`through` text,
	`progress` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`community_id`, `run_id`)
);
--> statement-breakpoint
CREATE TABLE `area` (
	`area_id` text PRIMARY KEY NOT NULL,
	`level` text NOT NULL,
	`parent_id` text,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `area_parent` ON `area` (`parent_id`);--> statement-breakpoint
CREATE TABLE `assignment` (
	`assignment_id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`scope` text NOT NULL,
	`scope_id` text NOT NULL,
	`granted_by` text NOT NULL,
	`granted_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `assignment_user` ON `assignment` (`user_id`);--> statement-breakpoint
CREATE INDEX `assignment_scope` ON `assignment` (`scope`,`scope_id`);--> statement-breakpoint
CREATE TABLE `award_rule` (
	`community_id` text NOT NULL,
	`rule` text NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL,
	`points` integer NOT NULL,
	`per_day` integer,
	`per_month` integer,
	`per_year` integer,
	`valid_from` text NOT NULL,
	`valid_through` text,
	`category` text,
	`brand` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `rule`)
);
--> statement-breakpoint
CREATE TABLE `card` (
	`community_id` text NOT NULL,
	`card` text NOT NULL,
	`kind` text NOT NULL,
	`sealed` text,
	`member_number` integer NOT NULL,
	`issued_at` integer NOT NULL,
	`dead_at` integer,
	`dead_reason` text,
	PRIMARY KEY(`community_id`, `card`)
);
--> statement-breakpoint
CREATE INDEX `card_member` ON `card` (`community_id`,`member_number`);--> statement-breakpoint
CREATE TABLE `certificate` (
	`community_id` text NOT NULL,
	`certificate_id` text NOT NULL,
	`year` integer NOT NULL,
	`sequence` integer NOT NULL,
	`member_number` integer NOT NULL,
	`from_date` text NOT NULL,
	`through_date` text NOT NULL,
	`statement` text,
	`statement_hash` text NOT NULL,
	`code_hash` text NOT NULL,
	`verified_minutes` integer NOT NULL,
	`honorary_minutes` integer NOT NULL,
	`team_minutes` integer NOT NULL,
	`as_of_number` integer NOT NULL,
	`id_number_in_full` integer NOT NULL,
	`reason_commitment` text,
	`issued_by` text NOT NULL,
	`issued_on` text NOT NULL,
	`issued_at` integer NOT NULL,
	`superseded_by` text,
	`revoked_at` integer,
	`revoked_by` text,
	`revoke_reason` text,
	PRIMARY KEY(`community_id`, `certificate_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificate_sequence` ON `certificate` (`community_id`,`year`,`sequence`);--> statement-breakpoint
CREATE INDEX `certificate_member` ON `certificate` (`community_id`,`member_number`);--> statement-breakpoint
CREATE TABLE `community` (
	`community_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`area_id` text,
	`time_zone` text NOT NULL,
	`language` text NOT NULL,
	`card_prefix` text NOT NULL,
	`four_eyes` integer NOT NULL,
	`created_at` integer NOT NULL,
	`archived_at` integer,
	`archive_reason` text
);
--> statement-breakpoint
CREATE INDEX `community_area` ON `community` (`area_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `community_card_prefix` ON `community` (`card_prefix`);--> statement-breakpoint
CREATE TABLE `consent` (
	`person_id` text NOT NULL,
	`consent_id` text NOT NULL,
	`community_id` text NOT NULL,
	`purpose` text NOT NULL,
	`evidence` text NOT NULL,
	`recorded_by` text NOT NULL,
	`given_at` integer NOT NULL,
	`withdrawn_at` integer,
	PRIMARY KEY(`person_id`, `consent_id`)
);
--> statement-breakpoint
CREATE TABLE `good` (
	`community_id` text NOT NULL,
	`sku` text NOT NULL,
	`barcode` text,
	`name` text NOT NULL,
	`unit_name` text,
	`price` integer NOT NULL,
	`monthly_limit` integer,
	`sponsor` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `sku`)
);
--> statement-breakpoint
CREATE INDEX `good_barcode` ON `good` (`community_id`,`barcode`);--> statement-breakpoint
CREATE TABLE `hours_record` (
	`community_id` text NOT NULL,
	`record_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`service_date` text NOT NULL,
	`start_minute` integer,
	`end_minute` integer,
	`minutes` integer NOT NULL,
	`category` text NOT NULL,
	`activity` text NOT NULL,
	`activity_id` text,
	`post_id` text,
	`shift_id` text,
	`care_visit_id` text,
	`brand` text,
	`team_id` text,
	`beneficiary_member` integer,
	`method` text NOT NULL,
	`evidence` text NOT NULL,
	`backfilled` integer NOT NULL,
	`facts` text NOT NULL,
	`attachments` integer,
	`source_hash` text,
	`source_row` text,
	`state` text NOT NULL,
	`flags` text NOT NULL,
	`open_flags` integer NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`hands` text NOT NULL,
	`submitted_by` text,
	`submitted_at` integer,
	`approvals` text NOT NULL,
	`reason` text,
	`note_commitment` text,
	`reason_commitment` text,
	`objections` text NOT NULL,
	`notice_through` text,
	`expired_accepted` integer NOT NULL,
	`number` integer,
	`continues_id` text,
	`replaces_id` text,
	`replaced_by_id` text,
	`decided_at` integer,
	PRIMARY KEY(`community_id`, `record_id`)
);
--> statement-breakpoint
CREATE INDEX `hours_record_member` ON `hours_record` (`community_id`,`member_number`,`service_date`);--> statement-breakpoint
CREATE INDEX `hours_record_state` ON `hours_record` (`community_id`,`state`,`record_id`);--> statement-breakpoint
CREATE TABLE `import_row` (
	`community_id` text NOT NULL,
	`import_id` text NOT NULL,
	`row` integer NOT NULL,
	`accepted` integer NOT NULL,
	`reason` text,
	`content` text NOT NULL,
	`number` integer,
	PRIMARY KEY(`community_id`, `import_id`, `row`)
);
--> statement-breakpoint
CREATE TABLE `import_run` (
	`community_id` text NOT NULL,
	`import_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text NOT NULL,
	`file_hash` text NOT NULL,
	`headings` text NOT NULL,
	`prepared_by` text NOT NULL,
	`confirmed_by` text,
	`rows` integer NOT NULL,
	`accepted` integer NOT NULL,
	`rejected` text NOT NULL,
	`options` text NOT NULL,
	`created_at` integer NOT NULL,
	`confirmed_at` integer,
	PRIMARY KEY(`community_id`, `import_id`)
);
--> statement-breakpoint
CREATE INDEX `import_run_file` ON `import_run` (`community_id`,`kind`,`file_hash`);--> statement-breakpoint
CREATE TABLE `member` (
	`community_id` text NOT NULL,
	`number` integer NOT NULL,
	`person_id` text NOT NULL,
	`home` integer NOT NULL,
	`card` text,
	`building` text,
	`grid` text,
	`role` text,
	`care_tags` text NOT NULL,
	`volunteer_number` text,
	`skills` text NOT NULL,
	`teams` text NOT NULL,
	`employer` text,
	`joined_on` text NOT NULL,
	`left_on` text,
	`merged_into` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `number`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_card` ON `member` (`community_id`,`card`);--> statement-breakpoint
CREATE INDEX `member_person` ON `member` (`person_id`);--> statement-breakpoint
CREATE INDEX `member_merged_into` ON `member` (`community_id`,`merged_into`);--> statement-breakpoint
CREATE TABLE `note` (
	`community_id` text NOT NULL,
	`commitment` text NOT NULL,
	`salt` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`community_id`, `commitment`)
);
--> statement-breakpoint
CREATE TABLE `person` (
	`person_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`sex` text,
	`birth_date` text,
	`phone` text,
	`phone_index` text,
	`id_number` text,
	`id_number_index` text,
	`address` text,
	`died_on` text,
	`created_at` integer NOT NULL,
	`erased_at` integer
);
--> statement-breakpoint
CREATE INDEX `person_name` ON `person` (`name`);--> statement-breakpoint
CREATE INDEX `person_phone` ON `person` (`phone_index`);--> statement-breakpoint
CREATE INDEX `person_id_number` ON `person` (`id_number_index`);--> statement-breakpoint
CREATE TABLE `pin` (
	`community_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`hash` text NOT NULL,
	`failures` integer NOT NULL,
	`locked_at` integer,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `member_number`)
);
--> statement-breakpoint
CREATE TABLE `proxy` (
	`community_id` text NOT NULL,
	`proxy_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`agent_number` integer,
	`agent` text,
	`powers` text NOT NULL,
	`once` integer NOT NULL,
	`valid_from` text NOT NULL,
	`valid_through` text NOT NULL,
	`evidence` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`ended_at` integer,
	`end_reason` text,
	PRIMARY KEY(`community_id`, `proxy_id`)
);
--> statement-breakpoint
CREATE INDEX `proxy_member` ON `proxy` (`community_id`,`member_number`);--> statement-breakpoint
CREATE TABLE `proxy_use` (
	`community_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`proxy_id` text NOT NULL,
	`claimed_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `idempotency_key`)
);
--> statement-breakpoint
CREATE INDEX `proxy_use_proxy` ON `proxy_use` (`community_id`,`proxy_id`);--> statement-breakpoint
CREATE TABLE `record_setting` (
	`community_id` text PRIMARY KEY NOT NULL,
	`closed_weekdays` text NOT NULL,
	`closed_dates` text NOT NULL,
	`staff_members` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `relation` (
	`community_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`relation_id` text NOT NULL,
	`kind` text NOT NULL,
	`relative_number` integer,
	`relative` text,
	`evidence` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`community_id`, `member_number`, `relation_id`)
);
--> statement-breakpoint
CREATE TABLE `request_key` (
	`community_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`request_hash` text NOT NULL,
	`kind` text NOT NULL,
	`reference` text NOT NULL,
	`content` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `idempotency_key`)
);
--> statement-breakpoint
CREATE INDEX `request_key_kind` ON `request_key` (`community_id`,`kind`,`reference`);--> statement-breakpoint
CREATE TABLE `service_record` (
	`community_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`service_date` text NOT NULL,
	`number` integer NOT NULL,
	`start_minute` integer,
	`end_minute` integer,
	`minutes` integer NOT NULL,
	`convertible_minutes` integer NOT NULL,
	`activity` text NOT NULL,
	PRIMARY KEY(`community_id`, `member_number`, `service_date`, `number`)
);
--> statement-breakpoint
CREATE TABLE `sign_in_session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_session_token` ON `sign_in_session` (`token`);--> statement-breakpoint
CREATE INDEX `sign_in_session_user` ON `sign_in_session` (`user_id`);--> statement-breakpoint
CREATE TABLE `sign_in_account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_account_user` ON `sign_in_account` (`user_id`);--> statement-breakpoint
CREATE TABLE `star` (
	`community_id` text NOT NULL,
	`star_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`level` integer NOT NULL,
	`hours` integer NOT NULL,
	`minutes` integer NOT NULL,
	`state` text NOT NULL,
	`notice_from` text NOT NULL,
	`notice_through` text NOT NULL,
	`proposed_by` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`awarded_on` text,
	`objection_commitment` text,
	PRIMARY KEY(`community_id`, `star_id`)
);
--> statement-breakpoint
CREATE INDEX `star_member` ON `star` (`community_id`,`member_number`);--> statement-breakpoint
CREATE TABLE `star_setting` (
	`community_id` text PRIMARY KEY NOT NULL,
	`levels` text NOT NULL,
	`notice_days` integer NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `team` (
	`community_id` text NOT NULL,
	`team` text NOT NULL,
	`name` text NOT NULL,
	`leader_number` integer,
	`active` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `team`)
);
--> statement-breakpoint
CREATE TABLE `team_membership` (
	`community_id` text NOT NULL,
	`team` text NOT NULL,
	`member_number` integer NOT NULL,
	`joined_on` text NOT NULL,
	`left_on` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `team`, `member_number`, `joined_on`)
);
--> statement-breakpoint
CREATE INDEX `team_membership_member` ON `team_membership` (`community_id`,`member_number`);--> statement-breakpoint
CREATE TABLE `sign_in_two_factor` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`user_id` text NOT NULL,
	`verified` integer,
	`failed_verification_count` integer,
	`locked_until` integer
);
--> statement-breakpoint
CREATE INDEX `sign_in_two_factor_user` ON `sign_in_two_factor` (`user_id`);--> statement-breakpoint
CREATE TABLE `unfinished_work` (
	`community_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`kind` text NOT NULL,
	`member_number` integer NOT NULL,
	`into_number` integer,
	`begun_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `idempotency_key`)
);
--> statement-breakpoint
CREATE TABLE `sign_in_user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`username` text,
	`two_factor_enabled` integer,
	`kind` text NOT NULL,
	`community_id` text,
	`member_number` integer,
	`must_change_password` integer NOT NULL,
	`demo` integer NOT NULL,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_user_email` ON `sign_in_user` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_user_username` ON `sign_in_user` (`username`);--> statement-breakpoint
CREATE TABLE `vault_key` (
	`key_id` text PRIMARY KEY NOT NULL,
	`check` text NOT NULL,
	`first_used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sign_in_verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_verification_identifier` ON `sign_in_verification` (`identifier`);