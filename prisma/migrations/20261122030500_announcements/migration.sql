-- Announcements there are already get one that nobody will repeat.
ALTER TABLE "announcement" ADD COLUMN "client_id" UUID NOT NULL DEFAULT gen_random_uuid();

CREATE UNIQUE INDEX "announcement_author_id_client_id_key" ON "announcement"("author_id", "client_id");
