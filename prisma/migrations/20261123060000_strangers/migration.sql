CREATE TABLE "approach" (
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "approach_pkey" PRIMARY KEY ("from_id","to_id"),
    CONSTRAINT "approach_of_another" CHECK ("from_id" <> "to_id")
);

CREATE INDEX "approach_to_id_idx" ON "approach"("to_id");

-- Whoever comes second answers.
CREATE UNIQUE INDEX "approach_pair" ON "approach" (least("from_id", "to_id"), greatest("from_id", "to_id"));

ALTER TABLE "approach" ADD CONSTRAINT "approach_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "approach" ADD CONSTRAINT "approach_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
