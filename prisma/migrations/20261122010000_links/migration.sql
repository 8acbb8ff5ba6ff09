CREATE TYPE "link_preview_state" AS ENUM ('PENDING', 'READY', 'FAILED');

CREATE TABLE "link_preview" (
    "key" BYTEA NOT NULL,
    "url" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "state" "link_preview_state" NOT NULL DEFAULT 'PENDING',
    "title" TEXT,
    "description" TEXT,
    "site_name" TEXT,
    "fetched_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "link_preview_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "link_preview_next_attempt_at_idx" ON "link_preview"("next_attempt_at");

-- Rules that Prisma's language cannot express

-- No host is asked for two pages at once, by however many processes.
CREATE UNIQUE INDEX "link_preview_one_claim_per_host" ON "link_preview" ("host") WHERE "claimed_until" IS NOT NULL;

ALTER TABLE "link_preview" ADD CONSTRAINT "link_preview_lengths" CHECK (
  char_length("url") <= 2000 AND char_length("title") <= 200 AND char_length("description") <= 500
  AND char_length("site_name") <= 100);
ALTER TABLE "link_preview" ADD CONSTRAINT "link_preview_ready" CHECK (
  "state" <> 'READY' OR ("title" IS NOT NULL AND "fetched_at" IS NOT NULL AND "expires_at" IS NOT NULL));
ALTER TABLE "link_preview" ADD CONSTRAINT "link_preview_pending" CHECK (
  "state" <> 'PENDING' OR "next_attempt_at" IS NOT NULL);
