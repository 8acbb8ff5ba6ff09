ALTER TABLE "session" ADD COLUMN "authenticated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- Whoever is signed in now has proved who they are when they signed in, and not just now.
UPDATE "session" SET "authenticated_at" = "created_at";

-- Of use for minutes, like "rate": after a crash a solution might be used a second time.
CREATE UNLOGGED TABLE "spent_captcha" (
    "signature" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_captcha_pkey" PRIMARY KEY ("signature")
);
