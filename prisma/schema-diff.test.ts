import { expect, test } from 'vitest';
import { isAbout, splitChanges, splitStatements } from './schema-diff.ts';

const beyond = new Set(['account_nickname_trigrams', 'message.grams']);

test('Splits a script into statements without its comments', () => {
  const script =
    '-- AlterTable\nALTER TABLE "a" ADD COLUMN "b" TEXT;\n\n-- DropIndex\nDROP INDEX "c";\n';
  expect(splitStatements(script)).toEqual([
    'ALTER TABLE "a" ADD COLUMN "b" TEXT',
    'DROP INDEX "c"',
  ]);
});

test('Splits the changes of one table, so that each can be judged', () => {
  expect(splitChanges('ALTER TABLE "a" DROP COLUMN "b",\nADD COLUMN     "c" TEXT')).toEqual([
    'ALTER TABLE "a" DROP COLUMN "b"',
    'ALTER TABLE "a" ADD COLUMN     "c" TEXT',
  ]);
});

test('Recognises what would drop a thing that models have no words for, and nothing else', () => {
  expect(isAbout('DROP INDEX "account_nickname_trigrams"', beyond)).toBe(true);
  expect(isAbout('ALTER TABLE "message" DROP COLUMN "grams"', beyond)).toBe(true);
  expect(isAbout('ALTER TABLE "message" ALTER COLUMN "grams" DROP DEFAULT', beyond)).toBe(true);
  expect(isAbout('DROP INDEX "message_seq"', beyond)).toBe(false);
  expect(isAbout('ALTER TABLE "message" DROP COLUMN "text"', beyond)).toBe(false);
  expect(isAbout('ALTER TABLE "account" DROP COLUMN "grams"', beyond)).toBe(false);
});
