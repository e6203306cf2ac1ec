CREATE TABLE "community" (
	"community_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"created_at" bigint NOT NULL
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
CREATE TABLE "import_row" (
	"community_id" text NOT NULL,
	"import_id" text NOT NULL,
	"row" bigint NOT NULL,
	"accepted" boolean NOT NULL,
	"reason" text,
	"content" jsonb NOT NULL,
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
	"card" text NOT NULL,
	"name" text NOT NULL,
	"sex" text,
	"birth_date" date,
	"phone" text,
	"building" text,
	"grid" text,
	"role" text,
	"care_tags" jsonb NOT NULL,
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
CREATE INDEX "good_barcode" ON "good" USING btree ("community_id","barcode");--> statement-breakpoint
CREATE INDEX "import_run_file" ON "import_run" USING btree ("community_id","kind","file_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "member_card" ON "member" USING btree ("community_id","card");--> statement-breakpoint
CREATE INDEX "member_name" ON "member" USING btree ("community_id","name");--> statement-breakpoint
CREATE INDEX "member_phone" ON "member" USING btree ("community_id","phone");--> statement-breakpoint
CREATE INDEX "request_key_kind" ON "request_key" USING btree ("community_id","kind","reference");