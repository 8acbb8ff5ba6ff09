CREATE TYPE "background_pattern" AS ENUM ('PLAIN', 'PAPER', 'LEAVES', 'WAVES', 'MOUNTAINS', 'BAMBOO');

CREATE TABLE "background" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "conversation_id" UUID,
    "pattern" "background_pattern",
    "file_id" UUID,

    CONSTRAINT "background_pkey" PRIMARY KEY ("id"),
    -- One or the other.
    CONSTRAINT "background_shows" CHECK (("pattern" IS NULL) <> ("file_id" IS NULL))
);

-- One for each conversation of a person, and one for all the others of theirs.
CREATE UNIQUE INDEX "background_conversation_id_account_id_key" ON "background"("conversation_id", "account_id");
CREATE UNIQUE INDEX "background_general" ON "background"("account_id") WHERE "conversation_id" IS NULL;

CREATE INDEX "background_account_id_idx" ON "background"("account_id");

CREATE INDEX "background_file_id_idx" ON "background"("file_id");

ALTER TABLE "background" ADD CONSTRAINT "background_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Where it is for one conversation, it goes when the person leaves that.
ALTER TABLE "background" ADD CONSTRAINT "background_conversation_id_account_id_fkey" FOREIGN KEY ("conversation_id", "account_id") REFERENCES "member"("conversation_id", "account_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "background" ADD CONSTRAINT "background_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
