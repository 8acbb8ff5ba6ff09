ALTER TYPE "message_kind" ADD VALUE 'IMAGE';

ALTER TYPE "message_kind" ADD VALUE 'FILE';

ALTER TYPE "message_kind" ADD VALUE 'VIDEO';

ALTER TYPE "message_kind" ADD VALUE 'VOICE';

ALTER TABLE "message" ADD COLUMN     "file_id" UUID;

ALTER TABLE "message_version" ADD COLUMN     "file_id" UUID;

ALTER TABLE "bundle_entry" ADD COLUMN     "file_id" UUID;

ALTER TABLE "favourite" ADD COLUMN     "file_id" UUID;

ALTER TABLE "message" ADD CONSTRAINT "message_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "message_version" ADD CONSTRAINT "message_version_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "bundle_entry" ADD CONSTRAINT "bundle_entry_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "favourite" ADD CONSTRAINT "favourite_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who may read a file, and whether anything still refers to it. Few of these rows have one.
CREATE INDEX "message_file" ON "message" ("file_id") WHERE "file_id" IS NOT NULL;
CREATE INDEX "message_version_file" ON "message_version" ("file_id") WHERE "file_id" IS NOT NULL;
CREATE INDEX "bundle_entry_file" ON "bundle_entry" ("file_id") WHERE "file_id" IS NOT NULL;
CREATE INDEX "favourite_file" ON "favourite" ("file_id") WHERE "file_id" IS NOT NULL;
-- A quotation shares what it quotes with everybody who sees it.
CREATE INDEX "message_reply_to" ON "message" ("reply_to_id") WHERE "reply_to_id" IS NOT NULL;
-- The pictures and videos of a conversation, in its order. As text: values that are new to a type cannot be used in the
-- transaction that adds them.
CREATE INDEX "message_shown_file" ON "message" ("conversation_id", "seq")
  WHERE "file_id" IS NOT NULL;
