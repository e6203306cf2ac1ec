CREATE TABLE `absence` (
	`community_id` text NOT NULL,
	`absence_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`from_date` text NOT NULL,
	`through_date` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`community_id`, `absence_id`)
);
--> statement-breakpoint
CREATE INDEX `absence_member` ON `absence` (`community_id`,`member_number`,`through_date`);--> statement-breakpoint
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
CREATE TABLE `activity` (
	`community_id` text NOT NULL,
	`activity_id` text NOT NULL,
	`title` text NOT NULL,
	`place` text NOT NULL,
	`grid` text,
	`building` text,
	`category` text NOT NULL,
	`brand` text,
	`project_id` text,
	`date` text NOT NULL,
	`start_minute` integer NOT NULL,
	`end_minute` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`capacity` integer,
	`required_skills` text NOT NULL,
	`minimum_age_years` integer NOT NULL,
	`responsible_member` integer,
	`responsible_user` text,
	`expected_minutes` integer NOT NULL,
	`state` text NOT NULL,
	`cancel_reason` text,
	`cancel_note` text,
	`taken` integer NOT NULL,
	`waiting` integer NOT NULL,
	`reminded_at` integer,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `activity_id`)
);
--> statement-breakpoint
CREATE INDEX `activity_date` ON `activity` (`community_id`,`date`,`activity_id`);--> statement-breakpoint
CREATE INDEX `activity_starts` ON `activity` (`starts_at`);--> statement-breakpoint
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
CREATE TABLE `attendance_sheet` (
	`community_id` text NOT NULL,
	`sheet_id` text NOT NULL,
	`method` text NOT NULL,
	`purpose` text NOT NULL,
	`purpose_id` text NOT NULL,
	`attachments` integer,
	`source_hash` text,
	`rows` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `sheet_id`)
);
--> statement-breakpoint
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
CREATE TABLE `brand` (
	`community_id` text NOT NULL,
	`brand` text NOT NULL,
	`name` text NOT NULL,
	`field` text,
	`ended` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `brand`)
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
CREATE TABLE `care_visit` (
	`community_id` text NOT NULL,
	`visit_id` text NOT NULL,
	`plan_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`visitor_number` integer NOT NULL,
	`due_on` text NOT NULL,
	`state` text NOT NULL,
	`outcome` text,
	`visited_on` text,
	`start_minute` integer,
	`end_minute` integer,
	`note` text,
	`escalation` integer NOT NULL,
	`escalated_to` integer NOT NULL,
	`escalation_reason` text,
	`escalates_on` text,
	`settled` text,
	`settled_by` text,
	`record_id` text,
	`record_refusal` text,
	`recorded_by` text,
	`recorded_at` integer,
	PRIMARY KEY(`community_id`, `visit_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `care_visit_plan` ON `care_visit` (`community_id`,`plan_id`,`due_on`);--> statement-breakpoint
CREATE INDEX `care_visit_due` ON `care_visit` (`community_id`,`state`,`due_on`,`visit_id`);--> statement-breakpoint
CREATE INDEX `care_visit_visitor` ON `care_visit` (`community_id`,`visitor_number`,`state`,`due_on`,`visit_id`);--> statement-breakpoint
CREATE INDEX `care_visit_member` ON `care_visit` (`community_id`,`member_number`,`due_on`,`visit_id`);--> statement-breakpoint
CREATE INDEX `care_visit_escalates` ON `care_visit` (`community_id`,`escalates_on`);--> statement-breakpoint
CREATE INDEX `care_visit_escalated` ON `care_visit` (`community_id`,`escalation`,`due_on`,`visit_id`);--> statement-breakpoint
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
CREATE TABLE `check_in_setting` (
	`community_id` text NOT NULL,
	`purpose` text NOT NULL,
	`purpose_id` text NOT NULL,
	`rotating` integer NOT NULL,
	`tolerance_minutes` integer NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `purpose`, `purpose_id`)
);
--> statement-breakpoint
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
CREATE TABLE `former_person` (
	`person_id` text NOT NULL,
	`former_id` text NOT NULL,
	`community_id` text NOT NULL,
	`content` text NOT NULL,
	`name_index` text NOT NULL,
	`phone_index` text,
	`id_number_index` text,
	`merged_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `former_id`)
);
--> statement-breakpoint
CREATE INDEX `former_person_name` ON `former_person` (`name_index`);--> statement-breakpoint
CREATE INDEX `former_person_phone` ON `former_person` (`phone_index`);--> statement-breakpoint
CREATE INDEX `former_person_id_number` ON `former_person` (`id_number_index`);--> statement-breakpoint
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
CREATE TABLE `list_entry` (
	`community_id` text NOT NULL,
	`entry_id` text NOT NULL,
	`list` text NOT NULL,
	`state` text NOT NULL,
	`field` text,
	`category` text,
	`words` text NOT NULL,
	`member_number` integer,
	`team` text,
	`available_from` text,
	`available_through` text,
	`redo_by` text,
	`reviewed_by` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `entry_id`)
);
--> statement-breakpoint
CREATE INDEX `list_entry_list` ON `list_entry` (`community_id`,`list`,`state`);--> statement-breakpoint
CREATE INDEX `list_entry_member` ON `list_entry` (`community_id`,`member_number`);--> statement-breakpoint
CREATE TABLE `list_link` (
	`community_id` text NOT NULL,
	`entry_id` text NOT NULL,
	`kind` text NOT NULL,
	`target_id` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `entry_id`, `kind`, `target_id`)
);
--> statement-breakpoint
CREATE INDEX `list_link_target` ON `list_link` (`community_id`,`kind`,`target_id`);--> statement-breakpoint
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
CREATE TABLE `notice` (
	`community_id` text NOT NULL,
	`notice_id` text NOT NULL,
	`event` text NOT NULL,
	`reference` text,
	`content` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `notice_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notice_reference` ON `notice` (`community_id`,`event`,`reference`);--> statement-breakpoint
CREATE INDEX `notice_recorded` ON `notice` (`community_id`,`recorded_at`);--> statement-breakpoint
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
	`death_recorded_by` text,
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
CREATE TABLE `post` (
	`community_id` text NOT NULL,
	`post_id` text NOT NULL,
	`title` text NOT NULL,
	`field` text NOT NULL,
	`category` text NOT NULL,
	`grid` text,
	`building` text,
	`expected_year_minutes` integer NOT NULL,
	`ended_on` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `post_id`)
);
--> statement-breakpoint
CREATE TABLE `post_claim` (
	`community_id` text NOT NULL,
	`claim_id` text NOT NULL,
	`post_id` text NOT NULL,
	`batch_id` text NOT NULL,
	`year` integer NOT NULL,
	`held_year` integer,
	`member_number` integer,
	`team` text,
	`taken_over_from` text,
	`began_on` text NOT NULL,
	`ended_on` text,
	`end_reason` text,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `claim_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `post_claim_held` ON `post_claim` (`community_id`,`post_id`,`held_year`);--> statement-breakpoint
CREATE INDEX `post_claim_year` ON `post_claim` (`community_id`,`year`,`claim_id`);--> statement-breakpoint
CREATE INDEX `post_claim_batch` ON `post_claim` (`community_id`,`batch_id`);--> statement-breakpoint
CREATE INDEX `post_claim_member` ON `post_claim` (`community_id`,`member_number`);--> statement-breakpoint
CREATE TABLE `presence` (
	`community_id` text NOT NULL,
	`presence_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`purpose` text NOT NULL,
	`purpose_id` text NOT NULL,
	`title` text NOT NULL,
	`category` text NOT NULL,
	`brand` text,
	`post_id` text,
	`service_date` text NOT NULL,
	`planned_start` integer,
	`planned_end` integer,
	`closes_at` integer NOT NULL,
	`state` text NOT NULL,
	`checked_in_at` integer NOT NULL,
	`check_in_method` text NOT NULL,
	`checked_in_by` text NOT NULL,
	`checked_out_at` integer,
	`check_out_method` text,
	`checked_out_by` text,
	`evidence` text,
	`flags` text NOT NULL,
	`record_ids` text NOT NULL,
	`record_refusal` text,
	`sheet_id` text,
	`sheet_row` integer,
	`replaces` text,
	`reason` text,
	PRIMARY KEY(`community_id`, `presence_id`)
);
--> statement-breakpoint
CREATE INDEX `presence_member` ON `presence` (`community_id`,`member_number`,`service_date`,`presence_id`);--> statement-breakpoint
CREATE INDEX `presence_purpose` ON `presence` (`community_id`,`purpose`,`purpose_id`,`service_date`,`presence_id`);--> statement-breakpoint
CREATE INDEX `presence_open` ON `presence` (`community_id`,`state`,`closes_at`);--> statement-breakpoint
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
CREATE TABLE `roster` (
	`community_id` text NOT NULL,
	`roster_id` text NOT NULL,
	`title` text NOT NULL,
	`category` text NOT NULL,
	`post_id` text,
	`responsible` integer,
	`weekdays` text NOT NULL,
	`start_minute` integer NOT NULL,
	`end_minute` integer NOT NULL,
	`every_weeks` integer NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text,
	`places` integer NOT NULL,
	`members` text NOT NULL,
	`next_turn` integer NOT NULL,
	`ended_at` integer,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `roster_id`)
);
--> statement-breakpoint
CREATE TABLE `service_category` (
	`community_id` text NOT NULL,
	`category` text NOT NULL,
	`field` text,
	`help` text,
	`ended` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `category`)
);
--> statement-breakpoint
CREATE TABLE `service_field` (
	`community_id` text NOT NULL,
	`field` text NOT NULL,
	`name` text NOT NULL,
	`ended` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `field`)
);
--> statement-breakpoint
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
CREATE TABLE `shift` (
	`community_id` text NOT NULL,
	`shift_id` text NOT NULL,
	`roster_id` text,
	`title` text NOT NULL,
	`category` text NOT NULL,
	`post_id` text,
	`responsible` integer,
	`service_date` text NOT NULL,
	`start_minute` integer NOT NULL,
	`end_minute` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`places` integer NOT NULL,
	`state` text NOT NULL,
	`cancel_reason` text,
	`cancelled_by` text,
	`reminded_at` integer,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `shift_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shift_of_roster` ON `shift` (`community_id`,`roster_id`,`service_date`,`start_minute`);--> statement-breakpoint
CREATE INDEX `shift_day` ON `shift` (`community_id`,`service_date`,`shift_id`);--> statement-breakpoint
CREATE INDEX `shift_starts` ON `shift` (`starts_at`);--> statement-breakpoint
CREATE TABLE `shift_swap` (
	`community_id` text NOT NULL,
	`swap_id` text NOT NULL,
	`shift_id` text NOT NULL,
	`from_number` integer NOT NULL,
	`to_number` integer NOT NULL,
	`exchange_shift_id` text,
	`state` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_evidence` text,
	`asked_at` integer NOT NULL,
	`answered_by` text,
	`answered_evidence` text,
	`answered_at` integer,
	PRIMARY KEY(`community_id`, `swap_id`)
);
--> statement-breakpoint
CREATE INDEX `shift_swap_from` ON `shift_swap` (`community_id`,`from_number`,`swap_id`);--> statement-breakpoint
CREATE INDEX `shift_swap_to` ON `shift_swap` (`community_id`,`to_number`,`swap_id`);--> statement-breakpoint
CREATE INDEX `shift_swap_shift` ON `shift_swap` (`community_id`,`shift_id`);--> statement-breakpoint
CREATE TABLE `shift_turn` (
	`community_id` text NOT NULL,
	`shift_id` text NOT NULL,
	`place` integer NOT NULL,
	`member_number` integer NOT NULL,
	`instead_of` integer,
	`service_date` text NOT NULL,
	PRIMARY KEY(`community_id`, `shift_id`, `place`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shift_turn_member` ON `shift_turn` (`community_id`,`member_number`,`service_date`,`shift_id`);--> statement-breakpoint
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
CREATE TABLE `sign_in_try` (
	`subject` text NOT NULL,
	`address` text NOT NULL,
	`failures` integer NOT NULL,
	`blocked_until` integer NOT NULL,
	`last_at` integer NOT NULL,
	`good_at` integer NOT NULL,
	PRIMARY KEY(`subject`, `address`)
);
--> statement-breakpoint
CREATE INDEX `sign_in_try_last` ON `sign_in_try` (`last_at`);--> statement-breakpoint
CREATE TABLE `sign_up` (
	`community_id` text NOT NULL,
	`sign_up_id` text NOT NULL,
	`activity_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`standing_member` integer,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`moved_up_at` integer,
	`cancelled_at` integer,
	`cancelled_by` text,
	PRIMARY KEY(`community_id`, `sign_up_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_up_standing` ON `sign_up` (`community_id`,`activity_id`,`standing_member`);--> statement-breakpoint
CREATE INDEX `sign_up_position` ON `sign_up` (`community_id`,`activity_id`,`position`);--> statement-breakpoint
CREATE INDEX `sign_up_member` ON `sign_up` (`community_id`,`member_number`);--> statement-breakpoint
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
CREATE TABLE `team_service` (
	`community_id` text NOT NULL,
	`service_id` text NOT NULL,
	`team` text NOT NULL,
	`service_date` text NOT NULL,
	`service` text NOT NULL,
	`state` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`approvals` text NOT NULL,
	`reason` text,
	`decided_at` integer,
	`number` integer,
	PRIMARY KEY(`community_id`, `service_id`)
);
--> statement-breakpoint
CREATE INDEX `team_service_state` ON `team_service` (`community_id`,`state`,`service_id`);--> statement-breakpoint
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
	`level_scope` text NOT NULL,
	`level_id` text NOT NULL,
	`must_change_password` integer NOT NULL,
	`demo` integer NOT NULL,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_user_email` ON `sign_in_user` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_user_username` ON `sign_in_user` (`username`);--> statement-breakpoint
CREATE INDEX `sign_in_user_level` ON `sign_in_user` (`level_scope`,`level_id`);--> statement-breakpoint
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
CREATE INDEX `sign_in_verification_identifier` ON `sign_in_verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `visit_plan` (
	`community_id` text NOT NULL,
	`plan_id` text NOT NULL,
	`member_number` integer NOT NULL,
	`visitors` text NOT NULL,
	`every_days` integer,
	`weekdays` text,
	`purpose` text NOT NULL,
	`category` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text,
	`tolerance_days` integer NOT NULL,
	`manager_after_days` integer NOT NULL,
	`state` text NOT NULL,
	`end_reason` text,
	`note` text,
	`generated_through` text NOT NULL,
	`generated` integer NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `plan_id`)
);
--> statement-breakpoint
CREATE INDEX `visit_plan_member` ON `visit_plan` (`community_id`,`member_number`,`plan_id`);--> statement-breakpoint
CREATE INDEX `visit_plan_generated` ON `visit_plan` (`community_id`,`state`,`generated_through`,`plan_id`);--> statement-breakpoint
CREATE TABLE `webhook` (
	`community_id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`target` text NOT NULL,
	`events` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`community_id`, `webhook_id`)
);
--> statement-breakpoint
CREATE TABLE `webhook_delivery` (
	`community_id` text NOT NULL,
	`delivery_id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`notice_id` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer,
	`last_attempt_at` integer,
	`status` integer,
	`failure` text,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `delivery_id`)
);
--> statement-breakpoint
CREATE INDEX `webhook_delivery_webhook` ON `webhook_delivery` (`community_id`,`webhook_id`,`delivery_id`);--> statement-breakpoint
CREATE INDEX `webhook_delivery_notice` ON `webhook_delivery` (`community_id`,`notice_id`);--> statement-breakpoint
CREATE INDEX `webhook_delivery_due` ON `webhook_delivery` (`next_attempt_at`);