CREATE TABLE "group_mute" (
    "conversation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "group_mute_pkey" PRIMARY KEY ("conversation_id","account_id")
);

ALTER TABLE "group_mute" ADD CONSTRAINT "group_mute_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "group_mute" ADD CONSTRAINT "group_mute_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "link_preview" ADD COLUMN "requested_by_id" UUID;

CREATE INDEX "link_preview_requested_by_id_idx" ON "link_preview"("requested_by_id");

ALTER TABLE "link_preview" ADD CONSTRAINT "link_preview_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
