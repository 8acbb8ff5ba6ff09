-- Addresses that are proven, and one that is being proven. An account's `email` may be unproven only where no mail can be sent.
ALTER TABLE "account" ADD COLUMN "pending_email" CITEXT,
ADD COLUMN "phone" TEXT;
CREATE UNIQUE INDEX "account_phone_key" ON "account"("phone");
ALTER TABLE "account" ADD CONSTRAINT "account_phone_form" CHECK ("phone" ~ '^\+[1-9][0-9]{5,14}$');

CREATE TABLE "one_time_code" (
    "purpose" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_code_pkey" PRIMARY KEY ("purpose", "channel", "address", "holder"),
    CONSTRAINT "one_time_code_channel" CHECK ("channel" IN ('EMAIL', 'SMS'))
);
CREATE INDEX "one_time_code_expires_at_idx" ON "one_time_code"("expires_at");

CREATE TABLE "outgoing_message" (
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outgoing_message_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "outgoing_message_channel" CHECK ("channel" IN ('EMAIL', 'SMS'))
);
CREATE INDEX "outgoing_message_next_attempt_at_idx" ON "outgoing_message"("next_attempt_at");
