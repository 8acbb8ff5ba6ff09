import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, Databases } from './settled.fixture.ts';

const databases = new Databases();
let town: Database;
beforeAll(async () => {
  town = await databases.settle();
}, 60_000);
afterAll(() => databases.close());

/** States a rule by what would break it. */
async function expectNone(sql: string): Promise<void> {
  expect(await town.query(sql)).toEqual([]);
}

describe('Files', () => {
  test('Are their owners’, and were there before they were shown', async () => {
    await expectNone(`
      SELECT m.id FROM message m JOIN stored_file f ON f.id = m.file_id
      WHERE f.owner_id <> m.sender_id OR f.created_at >= m.created_at OR f.kind::text <> m.kind::text`);
    await expectNone(`
      SELECT m.id FROM moment_file s JOIN moment m ON m.id = s.moment_id
      JOIN stored_file f ON f.id = s.file_id
      WHERE f.owner_id <> m.author_id OR f.created_at >= m.created_at OR f.kind <> 'IMAGE'`);
    await expectNone(`
      SELECT f.id FROM stored_file f JOIN account a ON a.avatar_file_id = f.id
      WHERE f.owner_id <> a.id OR f.width <> f.height`);
    await expectNone(`
      SELECT c.id FROM conversation c JOIN stored_file f ON c.avatar_file_id = f.id
      WHERE f.owner_id <> c.created_by_id OR f.width <> f.height`);
  });

  test('Whoever has read on behind a recording has heard it, but for the newest', () =>
    expectNone(`
      SELECT m.id, p.account_id FROM message m
      JOIN member p ON p.conversation_id = m.conversation_id AND p.read_seq >= m.seq AND p.account_id <> m.sender_id
      WHERE m.kind = 'VOICE' AND (m.created_at < now() - interval '1 hour') <> EXISTS (
        SELECT FROM voice_heard h WHERE h.message_id = m.id AND h.account_id = p.account_id)`));
});

describe('Moments', () => {
  test('Friends like them and comment on them, once they are there and as long as they may see them', async () => {
    const response = `
      SELECT moment_id, account_id, created_at FROM moment_like
      UNION ALL SELECT moment_id, author_id, created_at FROM moment_comment
      UNION ALL SELECT moment_id, account_id, NULL FROM moment_mention`;
    await expectNone(`
      SELECT r.* FROM (${response}) r JOIN moment m ON m.id = r.moment_id
      WHERE r.created_at <= m.created_at OR m.visibility = 'PRIVATE'
        OR EXISTS (SELECT FROM moment_audience a WHERE a.moment_id = m.id AND a.account_id = r.account_id)
        OR r.account_id <> m.author_id AND NOT EXISTS (
          SELECT FROM friendship f WHERE f.account_id = m.author_id AND f.friend_id = r.account_id
            AND f.created_at < m.created_at)`);
    await expectNone(`
      SELECT c.id FROM moment_comment c JOIN moment_comment r ON r.id = c.reply_to_id
      WHERE r.moment_id <> c.moment_id OR r.id >= c.id`);
  });

  test('Whoever did something is told of by name, to somebody else, who reads the news of today themself', async () => {
    await expectNone(`SELECT id FROM moment_notice WHERE actor_id = account_id`);
    await expectNone(`
      SELECT m.id FROM moment_like m WHERE NOT EXISTS (SELECT FROM moment_notice n WHERE n.like_id = m.id)`);
    await expectNone(`
      SELECT id FROM moment_notice
      WHERE (read_at IS NULL) <> (created_at > now() - interval '12 hours')`);
  });
});
