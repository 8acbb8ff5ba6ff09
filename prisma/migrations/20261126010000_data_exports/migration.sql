CREATE TYPE "data_export_state" AS ENUM ('QUEUED', 'RUNNING', 'READY', 'FAILED', 'CANCELLED', 'EXPIRED');

CREATE TABLE "data_export" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "state" "data_export_state" NOT NULL DEFAULT 'QUEUED',
    "language" TEXT NOT NULL,
    "messages_done" INTEGER NOT NULL DEFAULT 0,
    "messages_total" INTEGER NOT NULL DEFAULT 0,
    "files_done" INTEGER NOT NULL DEFAULT 0,
    "files_total" INTEGER NOT NULL DEFAULT 0,
    "bytes_done" BIGINT NOT NULL DEFAULT 0,
    "bytes_total" BIGINT NOT NULL DEFAULT 0,
    "archive_bytes" BIGINT,
    "storage_key" TEXT,
    "storage_keys" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "downloads" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "data_export_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "data_export_language" CHECK ("language" IN ('en', 'zh-CN')),
    CONSTRAINT "data_export_running" CHECK (("state" = 'RUNNING') = ("claimed_until" IS NOT NULL)),
    CONSTRAINT "data_export_finished" CHECK (("state" IN ('QUEUED', 'RUNNING')) = ("finished_at" IS NULL)),
    CONSTRAINT "data_export_ready" CHECK ("state" <> 'READY' OR ("archive_bytes" IS NOT NULL AND "storage_key" IS NOT NULL AND "expires_at" IS NOT NULL)),
    CONSTRAINT "data_export_progress" CHECK (
      "messages_done" BETWEEN 0 AND "messages_total" AND "files_done" BETWEEN 0 AND "files_total" AND "bytes_done" BETWEEN 0 AND "bytes_total")
);

CREATE UNIQUE INDEX "data_export_storage_key_key" ON "data_export"("storage_key");
CREATE INDEX "data_export_account_id_id_idx" ON "data_export"("account_id", "id");
-- One at a time for each person; and what the worker looks through every second.
CREATE UNIQUE INDEX "data_export_one_at_a_time" ON "data_export"("account_id") WHERE "state" IN ('QUEUED', 'RUNNING');
CREATE INDEX "data_export_under_way" ON "data_export"("due_at") WHERE "state" IN ('QUEUED', 'RUNNING');
CREATE INDEX "data_export_kept" ON "data_export"("expires_at") WHERE "storage_keys" <> '{}';

ALTER TABLE "data_export" ADD CONSTRAINT "data_export_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "data_export_file" (
    "export_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,

    CONSTRAINT "data_export_file_pkey" PRIMARY KEY ("export_id", "file_id")
);

CREATE INDEX "data_export_file_file_id_idx" ON "data_export_file"("file_id");

ALTER TABLE "data_export_file" ADD CONSTRAINT "data_export_file_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "data_export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "data_export_file" ADD CONSTRAINT "data_export_file_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;
