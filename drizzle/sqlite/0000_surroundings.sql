CREATE TABLE `community` (
	`community_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`created_at` integer NOT NULL
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
	`card` text NOT NULL,
	`name` text NOT NULL,
	`sex` text,
	`birth_date` text,
	`phone` text,
	`building` text,
	`grid` text,
	`role` text,
	`care_tags` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `number`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_card` ON `member` (`community_id`,`card`);--> statement-breakpoint
CREATE INDEX `member_name` ON `member` (`community_id`,`name`);--> statement-breakpoint
CREATE INDEX `member_phone` ON `member` (`community_id`,`phone`);--> statement-breakpoint
CREATE TABLE `note` (
	`community_id` text NOT NULL,
	`commitment` text NOT NULL,
	`salt` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`community_id`, `commitment`)
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
