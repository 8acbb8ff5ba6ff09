CREATE TYPE "group_visibility" AS ENUM ('PUBLIC', 'PRIVATE');

CREATE TYPE "join_policy" AS ENUM ('OPEN', 'REQUEST');

CREATE TYPE "join_request_status" AS ENUM ('PENDING', 'ACCEPTED', 'DECLINED', 'CANCELLED');

CREATE TYPE "scheduled_message_status" AS ENUM ('PENDING', 'SENT', 'FAILED', 'CANCELLED');

CREATE TYPE "reminder_status" AS ENUM ('PENDING', 'FIRED', 'DONE');

ALTER TYPE "conversation_kind" ADD VALUE 'SELF';

ALTER TYPE "message_kind" ADD VALUE 'MARKDOWN';

ALTER TYPE "message_kind" ADD VALUE 'CONTACT_CARD';

ALTER TYPE "message_kind" ADD VALUE 'GROUP_CARD';

ALTER TYPE "message_kind" ADD VALUE 'BUNDLE';

ALTER TYPE "message_kind" ADD VALUE 'MEMBER_JOINED';

ALTER TYPE "message_kind" ADD VALUE 'MEMBERS_REMOVED';

ALTER TYPE "message_kind" ADD VALUE 'MEMBER_MUTED';

ALTER TYPE "message_kind" ADD VALUE 'ROLE_CHANGED';

ALTER TYPE "message_kind" ADD VALUE 'OWNER_CHANGED';

ALTER TYPE "message_kind" ADD VALUE 'GROUP_RENAMED';

ALTER TYPE "message_kind" ADD VALUE 'GROUP_CHANGED';

ALTER TYPE "message_kind" ADD VALUE 'ANNOUNCEMENT';

ALTER TYPE "message_kind" ADD VALUE 'MESSAGE_PINNED';

ALTER TABLE "conversation" ADD COLUMN     "all_muted" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "conversation" ADD COLUMN     "avatar_emoji" TEXT;

ALTER TABLE "conversation" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '';

ALTER TABLE "conversation" ADD COLUMN     "dissolved_at" TIMESTAMPTZ(3);

ALTER TABLE "conversation" ADD COLUMN     "forwarding_forbidden" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "conversation" ADD COLUMN     "join_policy" "join_policy" NOT NULL DEFAULT 'REQUEST';

ALTER TABLE "conversation" ADD COLUMN     "mention_all_restricted" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "conversation" ADD COLUMN     "visibility" "group_visibility" NOT NULL DEFAULT 'PRIVATE';

ALTER TABLE "member" ADD COLUMN     "cleared_seq" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "member" ADD COLUMN     "do_not_disturb" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "member" ADD COLUMN     "hidden_seq" INTEGER;

ALTER TABLE "member" ADD COLUMN     "marked_unread" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "member" ADD COLUMN     "muted_until" TIMESTAMPTZ(3);

ALTER TABLE "member" ADD COLUMN     "nickname" TEXT;

ALTER TABLE "member" ADD COLUMN     "pinned_at" TIMESTAMPTZ(3);

ALTER TABLE "message" ADD COLUMN     "bundle_id" UUID;

ALTER TABLE "message" ADD COLUMN     "data" JSONB;

ALTER TABLE "message" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

ALTER TABLE "message" ADD COLUMN     "deleted_by_id" UUID;

ALTER TABLE "message" ADD COLUMN     "edited_at" TIMESTAMPTZ(3);

ALTER TABLE "message" ADD COLUMN     "forwarded" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "message" ADD COLUMN     "forwarding_forbidden" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "message" ADD COLUMN     "link_url" TEXT;

ALTER TABLE "message" ADD COLUMN     "recalled_at" TIMESTAMPTZ(3);

ALTER TABLE "message" ADD COLUMN     "reply_to_id" UUID;

ALTER TABLE "message" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "conversation_id" UUID,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "favourite" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "message_id" UUID,
    "sender_id" UUID NOT NULL,
    "sender_name" TEXT NOT NULL,
    "conversation_name" TEXT,
    "kind" "message_kind" NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "data" JSONB,
    "bundle_id" UUID,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "favourite_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "group_invite" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "invitee_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "max_uses" INTEGER,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "revoked_at" TIMESTAMPTZ(3),
    "declined_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_invite_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "join_request" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "status" "join_request_status" NOT NULL DEFAULT 'PENDING',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,

    CONSTRAINT "join_request_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "group_ban" (
    "conversation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_ban_pkey" PRIMARY KEY ("conversation_id","account_id")
);

CREATE TABLE "announcement" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "announcement_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "announcement_read" (
    "announcement_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "announcement_read_pkey" PRIMARY KEY ("announcement_id","account_id")
);

CREATE TABLE "message_mention" (
    "message_id" UUID NOT NULL,
    "start" INTEGER NOT NULL,
    "length" INTEGER NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "account_id" UUID,

    CONSTRAINT "message_mention_pkey" PRIMARY KEY ("message_id","start")
);

CREATE TABLE "message_version" (
    "message_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "data" JSONB,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_version_pkey" PRIMARY KEY ("message_id","version")
);

CREATE TABLE "message_hidden" (
    "account_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "message_hidden_pkey" PRIMARY KEY ("account_id","message_id")
);

CREATE TABLE "message_reaction" (
    "message_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "emoji" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_reaction_pkey" PRIMARY KEY ("message_id","account_id","emoji")
);

CREATE TABLE "message_pin" (
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "pinned_by_id" UUID NOT NULL,
    "pinned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pin_pkey" PRIMARY KEY ("message_id")
);

CREATE TABLE "bundle" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bundle_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "bundle_entry" (
    "bundle_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "sender_id" UUID NOT NULL,
    "sender_name" TEXT NOT NULL,
    "kind" "message_kind" NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "data" JSONB,
    "nested_bundle_id" UUID,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bundle_entry_pkey" PRIMARY KEY ("bundle_id","position")
);

CREATE TABLE "draft" (
    "account_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "reply_to_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("account_id","conversation_id")
);

CREATE TABLE "scheduled_message" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "status" "scheduled_message_status" NOT NULL DEFAULT 'PENDING',
    "failure" TEXT,
    "message_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scheduled_message_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reminder" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "remind_at" TIMESTAMPTZ(3) NOT NULL,
    "status" "reminder_status" NOT NULL DEFAULT 'PENDING',
    "fired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "audit_entry_conversation_id_id_idx" ON "audit_entry"("conversation_id", "id");

CREATE INDEX "audit_entry_subject_id_id_idx" ON "audit_entry"("subject_id", "id");

CREATE INDEX "favourite_account_id_id_idx" ON "favourite"("account_id", "id");

CREATE UNIQUE INDEX "favourite_account_id_message_id_key" ON "favourite"("account_id", "message_id");

CREATE UNIQUE INDEX "group_invite_token_key" ON "group_invite"("token");

CREATE INDEX "group_invite_conversation_id_id_idx" ON "group_invite"("conversation_id", "id");

CREATE INDEX "group_invite_invitee_id_id_idx" ON "group_invite"("invitee_id", "id");

CREATE INDEX "join_request_conversation_id_status_id_idx" ON "join_request"("conversation_id", "status", "id");

CREATE INDEX "join_request_account_id_id_idx" ON "join_request"("account_id", "id");

CREATE INDEX "announcement_conversation_id_id_idx" ON "announcement"("conversation_id", "id");

CREATE INDEX "message_mention_conversation_id_account_id_seq_idx" ON "message_mention"("conversation_id", "account_id", "seq");

CREATE INDEX "message_hidden_account_id_conversation_id_seq_idx" ON "message_hidden"("account_id", "conversation_id", "seq");

CREATE INDEX "message_reaction_message_id_emoji_created_at_idx" ON "message_reaction"("message_id", "emoji", "created_at");

CREATE INDEX "message_pin_conversation_id_pinned_at_idx" ON "message_pin"("conversation_id", "pinned_at");

CREATE INDEX "bundle_entry_nested_bundle_id_idx" ON "bundle_entry"("nested_bundle_id");

CREATE UNIQUE INDEX "scheduled_message_message_id_key" ON "scheduled_message"("message_id");

CREATE INDEX "scheduled_message_account_id_status_send_at_idx" ON "scheduled_message"("account_id", "status", "send_at");

CREATE UNIQUE INDEX "scheduled_message_account_id_client_id_key" ON "scheduled_message"("account_id", "client_id");

CREATE INDEX "reminder_account_id_status_remind_at_idx" ON "reminder"("account_id", "status", "remind_at");

ALTER TABLE "favourite" ADD CONSTRAINT "favourite_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "favourite" ADD CONSTRAINT "favourite_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "favourite" ADD CONSTRAINT "favourite_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "favourite" ADD CONSTRAINT "favourite_bundle_id_fkey" FOREIGN KEY ("bundle_id") REFERENCES "bundle"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "group_invite" ADD CONSTRAINT "group_invite_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "group_invite" ADD CONSTRAINT "group_invite_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "group_invite" ADD CONSTRAINT "group_invite_invitee_id_fkey" FOREIGN KEY ("invitee_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "join_request" ADD CONSTRAINT "join_request_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "join_request" ADD CONSTRAINT "join_request_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "group_ban" ADD CONSTRAINT "group_ban_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "group_ban" ADD CONSTRAINT "group_ban_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "group_ban" ADD CONSTRAINT "group_ban_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "announcement" ADD CONSTRAINT "announcement_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "announcement" ADD CONSTRAINT "announcement_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "announcement_read" ADD CONSTRAINT "announcement_read_announcement_id_fkey" FOREIGN KEY ("announcement_id") REFERENCES "announcement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "announcement_read" ADD CONSTRAINT "announcement_read_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message" ADD CONSTRAINT "message_deleted_by_id_fkey" FOREIGN KEY ("deleted_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "message" ADD CONSTRAINT "message_reply_to_id_fkey" FOREIGN KEY ("reply_to_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "message" ADD CONSTRAINT "message_bundle_id_fkey" FOREIGN KEY ("bundle_id") REFERENCES "bundle"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "message_mention" ADD CONSTRAINT "message_mention_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_mention" ADD CONSTRAINT "message_mention_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_version" ADD CONSTRAINT "message_version_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_hidden" ADD CONSTRAINT "message_hidden_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_hidden" ADD CONSTRAINT "message_hidden_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_reaction" ADD CONSTRAINT "message_reaction_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_reaction" ADD CONSTRAINT "message_reaction_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_pin" ADD CONSTRAINT "message_pin_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_pin" ADD CONSTRAINT "message_pin_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_pin" ADD CONSTRAINT "message_pin_pinned_by_id_fkey" FOREIGN KEY ("pinned_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "bundle_entry" ADD CONSTRAINT "bundle_entry_bundle_id_fkey" FOREIGN KEY ("bundle_id") REFERENCES "bundle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bundle_entry" ADD CONSTRAINT "bundle_entry_nested_bundle_id_fkey" FOREIGN KEY ("nested_bundle_id") REFERENCES "bundle"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "bundle_entry" ADD CONSTRAINT "bundle_entry_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "draft" ADD CONSTRAINT "draft_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "draft" ADD CONSTRAINT "draft_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "scheduled_message" ADD CONSTRAINT "scheduled_message_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "scheduled_message" ADD CONSTRAINT "scheduled_message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "scheduled_message" ADD CONSTRAINT "scheduled_message_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "reminder" ADD CONSTRAINT "reminder_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "reminder" ADD CONSTRAINT "reminder_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "member_conversation_id_role_joined_at_account_id_idx" ON "member"("conversation_id", "role", "joined_at", "account_id");

-- Rules that Prisma's language cannot express

ALTER TABLE "conversation" DROP CONSTRAINT "conversation_shape";
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_shape" CHECK (
  ("kind"::text = 'GROUP' AND "direct_key" IS NULL AND "name" IS NOT NULL)
  OR ("kind"::text <> 'GROUP' AND "direct_key" IS NOT NULL AND "name" IS NULL));
-- Groups are found by any part of their name; only public ones are.
CREATE INDEX "conversation_public_name_trigrams" ON "conversation" USING gin ("name" gin_trgm_ops)
  WHERE "visibility" = 'PUBLIC' AND "dissolved_at" IS NULL;

ALTER TABLE "member" ADD CONSTRAINT "member_cleared" CHECK (0 <= "cleared_seq" AND "cleared_seq" <= "read_seq");
CREATE INDEX "member_pinned" ON "member" ("account_id", "pinned_at") WHERE "pinned_at" IS NOT NULL;

CREATE UNIQUE INDEX "join_request_one_pending" ON "join_request" ("conversation_id", "account_id")
  WHERE "status" = 'PENDING';
ALTER TABLE "group_invite" ADD CONSTRAINT "group_invite_uses" CHECK (
  "uses" >= 0 AND ("max_uses" IS NULL OR "uses" <= "max_uses"));
ALTER TABLE "group_invite" ADD CONSTRAINT "group_invite_addressed_once" CHECK (
  "invitee_id" IS NULL OR "max_uses" = 1);

-- Which messages show a preview of a link that has just been fetched.
CREATE INDEX "message_link" ON "message" ("link_url") WHERE "link_url" IS NOT NULL;
-- Who may see a bundle: those who see what holds it.
CREATE INDEX "message_bundle" ON "message" ("bundle_id") WHERE "bundle_id" IS NOT NULL;
CREATE INDEX "favourite_bundle" ON "favourite" ("bundle_id") WHERE "bundle_id" IS NOT NULL;
-- What the worker has to do next.
CREATE INDEX "scheduled_message_due" ON "scheduled_message" ("send_at") WHERE "status" = 'PENDING';
CREATE INDEX "reminder_due" ON "reminder" ("remind_at") WHERE "status" = 'PENDING';

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The rows of % are written once and kept', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
