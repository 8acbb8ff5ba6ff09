CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT,
    "welcome" TEXT NOT NULL DEFAULT '',
    "support_contact" TEXT NOT NULL DEFAULT '',
    "registration_open" BOOLEAN NOT NULL DEFAULT true,
    "email_domains" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "strangers_may_write" BOOLEAN NOT NULL DEFAULT true,
    "founded_at" TIMESTAMPTZ(3),

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "installation_is_one" CHECK ("id" = 1)
);

CREATE TABLE "administrator" (
    "account_id" UUID NOT NULL,
    "appointed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "administrator_pkey" PRIMARY KEY ("account_id")
);

ALTER TABLE "administrator" ADD CONSTRAINT "administrator_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Where there are accounts already, the oldest one is taken for that of whoever set the installation up.
INSERT INTO "installation" ("founded_at") SELECT min("created_at") FROM "account";
INSERT INTO "administrator" ("account_id") SELECT "id" FROM "account" ORDER BY "created_at", "id" LIMIT 1;

CREATE TABLE "department" (
    "id" UUID NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "department_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "department_not_below_itself" CHECK ("parent_id" <> "id")
);

CREATE INDEX "department_parent_id_place_idx" ON "department"("parent_id", "place");

-- Nulls would not count as the same parent.
CREATE UNIQUE INDEX "department_name" ON "department" (coalesce("parent_id", '00000000-0000-0000-0000-000000000000'), lower("name"));

ALTER TABLE "department" ADD CONSTRAINT "department_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "department_member" (
    "id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "head" BOOLEAN NOT NULL DEFAULT false,
    "is_primary" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "department_member_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "department_member_department_id_account_id_key" ON "department_member"("department_id", "account_id");

CREATE INDEX "department_member_account_id_idx" ON "department_member"("account_id");

CREATE UNIQUE INDEX "department_member_primary" ON "department_member" ("account_id") WHERE "is_primary";

ALTER TABLE "department_member" ADD CONSTRAINT "department_member_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "department_member" ADD CONSTRAINT "department_member_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
