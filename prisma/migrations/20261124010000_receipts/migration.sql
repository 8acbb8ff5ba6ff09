ALTER TABLE "member" ADD COLUMN     "shown_delivered_seq" INTEGER,
ADD COLUMN     "shown_read_seq" INTEGER;

ALTER TABLE "member" ADD CONSTRAINT "member_shown_positions" CHECK (
  0 <= coalesce("shown_read_seq", "read_seq")
  AND coalesce("shown_read_seq", "read_seq") <= coalesce("shown_delivered_seq", "delivered_seq")
  AND "shown_read_seq" <= "read_seq" AND "shown_delivered_seq" <= "delivered_seq");
