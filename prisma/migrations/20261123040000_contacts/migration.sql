CREATE TYPE "presence_audience" AS ENUM ('FRIENDS', 'NOBODY');

CREATE TYPE "reach" AS ENUM ('EVERYONE', 'FRIENDS_OF_FRIENDS', 'NOBODY');

CREATE TABLE "privacy" (
    "account_id" UUID NOT NULL,
    "found_by_name" BOOLEAN NOT NULL DEFAULT true,
    "found_by_email" BOOLEAN NOT NULL DEFAULT false,
    "found_by_phone" BOOLEAN NOT NULL DEFAULT false,
    "presence_shown_to" "presence_audience" NOT NULL DEFAULT 'FRIENDS',
    "reachable_by" "reach" NOT NULL DEFAULT 'EVERYONE',

    CONSTRAINT "privacy_pkey" PRIMARY KEY ("account_id")
);

ALTER TABLE "privacy" ADD CONSTRAINT "privacy_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "friend_category" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" CITEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "friend_category_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "friend_category_account_id_name_key" ON "friend_category"("account_id", "name");

-- What `friend_category_member` refers to: a category and whose it is.
CREATE UNIQUE INDEX "friend_category_id_account_id_key" ON "friend_category"("id", "account_id");

ALTER TABLE "friend_category" ADD CONSTRAINT "friend_category_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "friend_category_member" (
    "category_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "friend_id" UUID NOT NULL,

    CONSTRAINT "friend_category_member_pkey" PRIMARY KEY ("category_id","friend_id")
);

CREATE INDEX "friend_category_member_account_id_friend_id_idx" ON "friend_category_member"("account_id", "friend_id");

ALTER TABLE "friend_category_member" ADD CONSTRAINT "friend_category_member_category_id_account_id_fkey" FOREIGN KEY ("category_id", "account_id") REFERENCES "friend_category"("id", "account_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "friend_category_member" ADD CONSTRAINT "friend_category_member_account_id_friend_id_fkey" FOREIGN KEY ("account_id", "friend_id") REFERENCES "friendship"("account_id", "friend_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How a name is typed in Latin letters (contacts/name-keys.ts); null until the worker has written it.
ALTER TABLE "account" ADD COLUMN "name_key" TEXT;

ALTER TABLE "friendship" ADD COLUMN "remark_key" TEXT;

CREATE INDEX "account_name_key_trigrams" ON "account" USING gin ("name_key" gin_trgm_ops);

-- What the worker has to do next.
CREATE INDEX "account_without_name_key" ON "account" ("id") WHERE "name_key" IS NULL;

CREATE INDEX "friendship_without_remark_key" ON "friendship" ("account_id", "friend_id") WHERE "remark" IS NOT NULL AND "remark_key" IS NULL;

-- Whoever writes a name need not know of its key.
CREATE FUNCTION "forget_name_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."name_key" := NULL;
  RETURN NEW;
END $$;

CREATE TRIGGER "account_renamed" BEFORE UPDATE OF "nickname" ON "account"
  FOR EACH ROW WHEN (NEW."nickname" IS DISTINCT FROM OLD."nickname") EXECUTE FUNCTION "forget_name_key"();
