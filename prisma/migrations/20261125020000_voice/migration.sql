CREATE TYPE "transcription_state" AS ENUM ('PENDING', 'READY', 'FAILED');

CREATE TABLE "voice_transcript" (
    "file_id" UUID NOT NULL,
    "state" "transcription_state" NOT NULL DEFAULT 'PENDING',
    "text" TEXT NOT NULL DEFAULT '',
    "failure" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "voice_transcript_pkey" PRIMARY KEY ("file_id"),
    CONSTRAINT "voice_transcript_failure" CHECK ("failure" IN ('SILENT', 'REFUSED', 'ENGINE')),
    CONSTRAINT "voice_transcript_failed" CHECK (("state" = 'FAILED') = ("failure" IS NOT NULL)),
    CONSTRAINT "voice_transcript_ready" CHECK (("state" = 'READY') = ("text" <> ''))
);

CREATE INDEX "voice_transcript_next_attempt_at_idx" ON "voice_transcript"("next_attempt_at");

ALTER TABLE "voice_transcript" ADD CONSTRAINT "voice_transcript_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "voice_heard" (
    "account_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "voice_heard_pkey" PRIMARY KEY ("account_id","message_id")
);

CREATE INDEX "voice_heard_message_id_idx" ON "voice_heard"("message_id");

ALTER TABLE "voice_heard" ADD CONSTRAINT "voice_heard_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "voice_heard" ADD CONSTRAINT "voice_heard_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
