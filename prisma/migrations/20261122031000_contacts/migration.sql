ALTER TYPE "friend_request_status" ADD VALUE 'EXPIRED';

ALTER TABLE "friendship" ADD COLUMN "remark" TEXT;

CREATE TABLE "block" (
    "account_id" UUID NOT NULL,
    "blocked_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "block_pkey" PRIMARY KEY ("account_id","blocked_id")
);

CREATE INDEX "block_blocked_id_idx" ON "block"("blocked_id");

ALTER TABLE "block" ADD CONSTRAINT "block_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "block" ADD CONSTRAINT "block_blocked_id_fkey" FOREIGN KEY ("blocked_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "block" ADD CONSTRAINT "block_two_people" CHECK ("account_id" <> "blocked_id");
