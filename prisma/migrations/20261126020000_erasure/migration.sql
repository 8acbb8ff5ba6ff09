ALTER TABLE "account" ADD COLUMN "deleted_at" TIMESTAMPTZ(3);

-- Of a deleted account nothing is left but its id, and nothing can be written to it again.
ALTER TABLE "account" DROP CONSTRAINT "account_username_form";
ALTER TABLE "account" ADD CONSTRAINT "account_username_form" CHECK (
  CASE WHEN "deleted_at" IS NULL THEN "username" ~ '^[A-Za-z0-9_.]{3,30}$' ELSE "username" = '~' || "id"::text END);
ALTER TABLE "account" ADD CONSTRAINT "account_deleted" CHECK (
  "deleted_at" IS NULL OR (
    "nickname" = '' AND "bio" = ''
    AND num_nonnulls("email", "email_verified_at", "pending_email", "phone", "pending_phone", "avatar_file_id",
      "username_changed_at", "password_hash", "last_seen_at") = 0));

-- For those who look for people that are not among them, which are few.
CREATE INDEX "account_gone" ON "account" ("id") WHERE "deleted_at" IS NOT NULL;

CREATE TABLE "erasure" (
    "account_id" UUID NOT NULL,
    "traces" BYTEA,
    "untold_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    "rounds" INTEGER NOT NULL DEFAULT 0,
    "next_round_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("account_id")
);
CREATE INDEX "erasure_next_round_at_idx" ON "erasure"("next_round_at");
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_account_id_fkey"
  FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "retired_username" (
    "hash" BYTEA NOT NULL,
    "kept_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retired_username_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "retired_username_kept_until_idx" ON "retired_username"("kept_until");

-- What is removed with a message or found by its writer must not take a look through the whole table.
CREATE INDEX "message_gone" ON "message" ("sender_id") WHERE "recalled_at" IS NOT NULL OR "deleted_at" IS NOT NULL;
CREATE INDEX "message_contact_card" ON "message" (("data" ->> 'accountId')) WHERE "kind" = 'CONTACT_CARD';
CREATE INDEX "message_version_contact_card" ON "message_version" (("data" ->> 'accountId')) WHERE "data" IS NOT NULL;
CREATE INDEX "message_mention_account" ON "message_mention" ("account_id", "message_id", "start") WHERE "account_id" IS NOT NULL;
CREATE INDEX "message_hidden_message_id_idx" ON "message_hidden" ("message_id");
CREATE INDEX "reminder_message_id_idx" ON "reminder" ("message_id");
CREATE INDEX "favourite_message" ON "favourite" ("message_id") WHERE "message_id" IS NOT NULL;
CREATE INDEX "favourite_sender_id_sent_at_idx" ON "favourite" ("sender_id", "sent_at");
CREATE INDEX "favourite_contact_card" ON "favourite" (("data" ->> 'accountId')) WHERE "kind" = 'CONTACT_CARD';
CREATE INDEX "bundle_entry_sender_id_sent_at_idx" ON "bundle_entry" ("sender_id", "sent_at");
CREATE INDEX "bundle_entry_contact_card" ON "bundle_entry" (("data" ->> 'accountId')) WHERE "kind" = 'CONTACT_CARD';
CREATE INDEX "group_ban_account_id_idx" ON "group_ban" ("account_id");
CREATE INDEX "group_mute_account_id_idx" ON "group_mute" ("account_id");
CREATE INDEX "one_time_code_holder" ON "one_time_code" ("holder") WHERE "holder" <> '';
CREATE INDEX "conversation_dissolved" ON "conversation" ("id") WHERE "dissolved_at" IS NOT NULL;

-- The audit log says by ids who did what to whom, and by no name: it outlives those whom it names, and nothing in it is
-- ever changed. Entries from before this rule lose what they said beyond it, once.
ALTER TABLE "audit_entry" DISABLE TRIGGER "audit_entry_append_only";
UPDATE "audit_entry" SET "detail" = '{}' WHERE "action" = 'UsernameChanged';
UPDATE "audit_entry" SET "detail" = "detail" - 'title' WHERE "action" LIKE 'DepartmentMember%';
ALTER TABLE "audit_entry" ENABLE TRIGGER "audit_entry_append_only";
