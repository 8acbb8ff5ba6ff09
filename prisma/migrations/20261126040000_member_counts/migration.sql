-- How many people are in each conversation: counting them takes as long as there are many, for every row of a list.
ALTER TABLE "conversation" ADD COLUMN "member_count" INTEGER NOT NULL DEFAULT 0;

UPDATE "conversation" SET "member_count" = "counted"."number"
FROM (SELECT "conversation_id", count(*)::integer AS "number" FROM "member" GROUP BY "conversation_id") AS "counted"
WHERE "id" = "counted"."conversation_id";

ALTER TABLE "conversation" ADD CONSTRAINT "conversation_member_count" CHECK ("member_count" >= 0);

-- Whoever brings people in or takes them out has locked the conversation before, and need not know of its number.
CREATE FUNCTION "count_members"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "conversation" SET "member_count" = "member_count" + CASE TG_OP WHEN 'INSERT' THEN "moved"."number" ELSE -"moved"."number" END
  FROM (SELECT "conversation_id", count(*)::integer AS "number" FROM "changed" GROUP BY "conversation_id") AS "moved"
  WHERE "id" = "moved"."conversation_id";
  RETURN NULL;
END $$;

CREATE TRIGGER "member_came" AFTER INSERT ON "member" REFERENCING NEW TABLE AS "changed"
  FOR EACH STATEMENT EXECUTE FUNCTION "count_members"();

CREATE TRIGGER "member_went" AFTER DELETE ON "member" REFERENCING OLD TABLE AS "changed"
  FOR EACH STATEMENT EXECUTE FUNCTION "count_members"();
