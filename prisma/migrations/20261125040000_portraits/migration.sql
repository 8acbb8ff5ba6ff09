-- A picture that stands for a person, and one that stands for a group. Most have none: the indexes, by which a file finds
-- whom it stands for, hold the others only.
ALTER TABLE "account" ADD COLUMN "avatar_file_id" UUID;
ALTER TABLE "conversation" ADD COLUMN "avatar_file_id" UUID;

CREATE INDEX "account_avatar" ON "account"("avatar_file_id") WHERE "avatar_file_id" IS NOT NULL;
CREATE INDEX "conversation_avatar" ON "conversation"("avatar_file_id") WHERE "avatar_file_id" IS NOT NULL;

ALTER TABLE "account" ADD CONSTRAINT "account_avatar_file_id_fkey" FOREIGN KEY ("avatar_file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_avatar_file_id_fkey" FOREIGN KEY ("avatar_file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A group has a picture, or an emoji in place of one.
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_one_avatar" CHECK ("avatar_emoji" IS NULL OR "avatar_file_id" IS NULL);
