ALTER TABLE "account" ADD COLUMN "pending_phone" TEXT,
ADD COLUMN "username_changed_at" TIMESTAMPTZ(3);
ALTER TABLE "account" ADD CONSTRAINT "account_pending_phone_form" CHECK ("pending_phone" ~ '^\+[1-9][0-9]{5,14}$');

-- The version before this one writes neither of the two new columns; both fill themselves.
ALTER TABLE "external_identity" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN "name" TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX "external_identity_provider_subject_key" ON "external_identity"("provider", "subject");
ALTER TABLE "external_identity" DROP CONSTRAINT "external_identity_pkey",
ADD CONSTRAINT "external_identity_pkey" PRIMARY KEY ("id");

CREATE TABLE "spent_assertion" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_assertion_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "spent_assertion_expires_at_idx" ON "spent_assertion"("expires_at");

CREATE TABLE "former_username" (
    "username" CITEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "kept_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_username_pkey" PRIMARY KEY ("username")
);
CREATE INDEX "former_username_account_id_idx" ON "former_username"("account_id");
ALTER TABLE "former_username" ADD CONSTRAINT "former_username_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "profile_change" (
    "account_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "profile_change_pkey" PRIMARY KEY ("account_id")
);
