CREATE TYPE "file_kind" AS ENUM ('IMAGE', 'FILE', 'VIDEO', 'VOICE');

CREATE TYPE "file_state" AS ENUM ('TICKETED', 'READY', 'DELETING');

CREATE TYPE "file_variant" AS ENUM ('FULL', 'PREVIEW', 'THUMBNAIL', 'POSTER');

CREATE TABLE "stored_file" (
    "id" UUID NOT NULL,
    "kind" "file_kind" NOT NULL,
    "state" "file_state" NOT NULL DEFAULT 'TICKETED',
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "duration_ms" INTEGER,
    "placeholder" BYTEA,
    "animated" BOOLEAN NOT NULL DEFAULT false,
    "waveform" SMALLINT[] DEFAULT ARRAY[]::SMALLINT[],
    "upload_key" TEXT,
    "storage_key" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_until" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "stored_variant" (
    "file_id" UUID NOT NULL,
    "variant" "file_variant" NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,

    CONSTRAINT "stored_variant_pkey" PRIMARY KEY ("file_id","variant")
);

CREATE UNIQUE INDEX "stored_file_upload_key_key" ON "stored_file"("upload_key");

CREATE UNIQUE INDEX "stored_file_storage_key_key" ON "stored_file"("storage_key");

CREATE INDEX "stored_file_state_expires_at_idx" ON "stored_file"("state", "expires_at");

CREATE INDEX "stored_file_owner_id_idx" ON "stored_file"("owner_id");

ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "stored_variant" ADD CONSTRAINT "stored_variant_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Of a picture and a video the box is known before it is loaded, and of what is played how long it takes.
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_described" CHECK (
  "state" <> 'READY'
  OR (("kind" IN ('IMAGE', 'VIDEO')) = ("width" IS NOT NULL AND "height" IS NOT NULL)
    AND ("kind" IN ('VIDEO', 'VOICE')) = ("duration_ms" IS NOT NULL)));
