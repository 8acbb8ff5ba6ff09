CREATE TYPE "moment_visibility" AS ENUM ('PUBLIC', 'FRIENDS', 'ONLY', 'EXCEPT', 'PRIVATE');

CREATE TYPE "moment_notice_kind" AS ENUM ('LIKED', 'COMMENTED', 'REPLIED', 'MENTIONED');

CREATE TABLE "moment" (
    "id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "location_label" TEXT,
    "link_url" TEXT,
    "visibility" "moment_visibility" NOT NULL DEFAULT 'FRIENDS',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "moment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "moment_file" (
    "moment_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "file_id" UUID NOT NULL,

    CONSTRAINT "moment_file_pkey" PRIMARY KEY ("moment_id","place")
);

CREATE TABLE "moment_audience" (
    "id" UUID NOT NULL,
    "moment_id" UUID NOT NULL,
    "account_id" UUID,
    "category_id" UUID,

    CONSTRAINT "moment_audience_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "moment_mention" (
    "moment_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,

    CONSTRAINT "moment_mention_pkey" PRIMARY KEY ("moment_id","account_id")
);

CREATE TABLE "moment_like" (
    "id" UUID NOT NULL,
    "moment_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moment_like_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "moment_comment" (
    "id" UUID NOT NULL,
    "moment_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "reply_to_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "moment_comment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "moment_notice" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" "moment_notice_kind" NOT NULL,
    "moment_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "like_id" UUID,
    "comment_id" UUID,
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moment_notice_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "moment_settings" (
    "account_id" UUID NOT NULL,
    "shown_days" INTEGER,
    "shown_to_strangers" BOOLEAN NOT NULL DEFAULT true,
    "cover_file_id" UUID,

    CONSTRAINT "moment_settings_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "moment_relation" (
    "account_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "hides_theirs" BOOLEAN NOT NULL DEFAULT false,
    "hides_mine" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "moment_relation_pkey" PRIMARY KEY ("account_id","other_id")
);

CREATE UNIQUE INDEX "moment_author_id_client_id_key" ON "moment"("author_id", "client_id");

CREATE INDEX "moment_file_file_id_idx" ON "moment_file"("file_id");

CREATE INDEX "moment_audience_account_id_idx" ON "moment_audience"("account_id");

CREATE INDEX "moment_audience_category_id_idx" ON "moment_audience"("category_id");

CREATE UNIQUE INDEX "moment_audience_moment_id_account_id_key" ON "moment_audience"("moment_id", "account_id");

CREATE UNIQUE INDEX "moment_audience_moment_id_category_id_key" ON "moment_audience"("moment_id", "category_id");

CREATE INDEX "moment_mention_account_id_idx" ON "moment_mention"("account_id");

CREATE INDEX "moment_like_moment_id_id_idx" ON "moment_like"("moment_id", "id");

CREATE INDEX "moment_like_account_id_idx" ON "moment_like"("account_id");

CREATE UNIQUE INDEX "moment_like_moment_id_account_id_key" ON "moment_like"("moment_id", "account_id");

CREATE INDEX "moment_comment_moment_id_id_idx" ON "moment_comment"("moment_id", "id");

CREATE INDEX "moment_comment_reply_to_id_idx" ON "moment_comment"("reply_to_id");

CREATE UNIQUE INDEX "moment_comment_author_id_client_id_key" ON "moment_comment"("author_id", "client_id");

CREATE INDEX "moment_notice_account_id_id_idx" ON "moment_notice"("account_id", "id");

CREATE INDEX "moment_notice_moment_id_idx" ON "moment_notice"("moment_id");

CREATE INDEX "moment_notice_actor_id_idx" ON "moment_notice"("actor_id");

CREATE INDEX "moment_notice_like_id_idx" ON "moment_notice"("like_id");

CREATE INDEX "moment_notice_comment_id_idx" ON "moment_notice"("comment_id");

CREATE INDEX "moment_settings_cover_file_id_idx" ON "moment_settings"("cover_file_id");

CREATE INDEX "moment_relation_other_id_idx" ON "moment_relation"("other_id");

ALTER TABLE "moment" ADD CONSTRAINT "moment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_file" ADD CONSTRAINT "moment_file_moment_id_fkey" FOREIGN KEY ("moment_id") REFERENCES "moment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_file" ADD CONSTRAINT "moment_file_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "moment_audience" ADD CONSTRAINT "moment_audience_moment_id_fkey" FOREIGN KEY ("moment_id") REFERENCES "moment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_audience" ADD CONSTRAINT "moment_audience_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_audience" ADD CONSTRAINT "moment_audience_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "friend_category"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_mention" ADD CONSTRAINT "moment_mention_moment_id_fkey" FOREIGN KEY ("moment_id") REFERENCES "moment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_mention" ADD CONSTRAINT "moment_mention_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_like" ADD CONSTRAINT "moment_like_moment_id_fkey" FOREIGN KEY ("moment_id") REFERENCES "moment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_like" ADD CONSTRAINT "moment_like_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_comment" ADD CONSTRAINT "moment_comment_moment_id_fkey" FOREIGN KEY ("moment_id") REFERENCES "moment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_comment" ADD CONSTRAINT "moment_comment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_comment" ADD CONSTRAINT "moment_comment_reply_to_id_fkey" FOREIGN KEY ("reply_to_id") REFERENCES "moment_comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_notice" ADD CONSTRAINT "moment_notice_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_notice" ADD CONSTRAINT "moment_notice_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_notice" ADD CONSTRAINT "moment_notice_moment_id_fkey" FOREIGN KEY ("moment_id") REFERENCES "moment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_notice" ADD CONSTRAINT "moment_notice_like_id_fkey" FOREIGN KEY ("like_id") REFERENCES "moment_like"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_notice" ADD CONSTRAINT "moment_notice_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "moment_comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_settings" ADD CONSTRAINT "moment_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_settings" ADD CONSTRAINT "moment_settings_cover_file_id_fkey" FOREIGN KEY ("cover_file_id") REFERENCES "stored_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "moment_relation" ADD CONSTRAINT "moment_relation_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "moment_relation" ADD CONSTRAINT "moment_relation_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A page of somebody's posts is a stretch of this, and a feed the newest of many.
CREATE INDEX "moment_timeline" ON "moment" ("author_id", "created_at", "id") WHERE "deleted_at" IS NULL;

-- The newest public ones, which strangers see.
CREATE INDEX "moment_public" ON "moment" ("author_id", "created_at", "id") WHERE "visibility" = 'PUBLIC' AND "deleted_at" IS NULL;

-- Which posts show the preview of an address.
CREATE INDEX "moment_link_url" ON "moment" USING hash ("link_url") WHERE "link_url" IS NOT NULL;

-- The number of unread ones is counted over these.
CREATE INDEX "moment_notice_unread" ON "moment_notice" ("account_id") WHERE "read_at" IS NULL;

ALTER TABLE "moment_audience" ADD CONSTRAINT "moment_audience_one_of_both" CHECK (num_nonnulls("account_id", "category_id") = 1);

ALTER TABLE "moment_file" ADD CONSTRAINT "moment_file_place" CHECK ("place" BETWEEN 1 AND 9);

ALTER TABLE "moment_settings" ADD CONSTRAINT "moment_settings_shown_days" CHECK ("shown_days" > 0);

ALTER TABLE "moment_relation" ADD CONSTRAINT "moment_relation_not_oneself" CHECK ("account_id" <> "other_id");

-- A notice tells of exactly what its kind says.
ALTER TABLE "moment_notice" ADD CONSTRAINT "moment_notice_subject" CHECK (
  ("kind" = 'LIKED') = ("like_id" IS NOT NULL) AND ("kind" IN ('COMMENTED', 'REPLIED')) = ("comment_id" IS NOT NULL));

-- Whoever was kept from a post by a category is kept from it by name once the category is gone: deleting a category
-- must open nothing. (Where it let people in, they are out: its row goes with it.)
CREATE FUNCTION "keep_excepted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "moment_audience" ("id", "moment_id", "account_id")
  SELECT gen_random_uuid(), m."id", c."friend_id"
  FROM "moment_audience" a
  JOIN "moment" m ON m."id" = a."moment_id" AND m."visibility" = 'EXCEPT'
  JOIN "friend_category_member" c ON c."category_id" = OLD."id"
  WHERE a."category_id" = OLD."id"
  ON CONFLICT ("moment_id", "account_id") DO NOTHING;
  RETURN OLD;
END $$;

CREATE TRIGGER "friend_category_deleted" BEFORE DELETE ON "friend_category"
  FOR EACH ROW EXECUTE FUNCTION "keep_excepted"();
