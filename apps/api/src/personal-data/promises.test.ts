import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Unpacked } from '../testing/archives.ts';
import { block, category, remark } from '../testing/contacts.ts';
import { change } from '../testing/convergence/scene.ts';
import { exported } from '../testing/data-exports.ts';
import { uuidOf } from '../testing/ids.ts';
import { inSeconds, keepEverything } from '../testing/keeping.ts';
import { squareOf } from '../testing/media.ts';
import { onMessage } from '../testing/messages.ts';
import { comment, like, post } from '../testing/moments.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { hear, sendVoice } from '../testing/voices.ts';
import type { Person } from '../testing/world.ts';
import { INVENTORY } from './inventory.ts';

/** What the inventory says is in an archive is in the archive of somebody who has some of everything. */

let stage: Stage;
let archive: Unpacked;
beforeAll(async () => {
  stage = await startStage();
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const eve = await stage.world.user('Eve');
  await live(mei, tom, chat);
  await meet(mei, tom, eve);
  await run(mei, tom);
  await write(mei, tom, eve);
  archive = await exported(stage, mei);
});
afterAll(() => stage.close());

/** Messages of every sort. */
async function live(mei: Person, tom: Person, chat: string): Promise<void> {
  await keepEverything(mei, tom, chat);
  const { id } = await mei.send(chat, 'see https://example.org/tea');
  await onMessage(mei, id).edit('see https://example.org/green-tea');
  await onMessage(tom, id).react('🍵');
  const { id: voice } = await sendVoice(tom, chat);
  await hear(mei, voice);
  const draft = { conversationId: chat, text: 'and', replyToId: id, updatedAt: inSeconds(1) };
  await change(mei, 'saveDraft', draft);
  await change(mei, 'setBackground', { conversationId: chat, pattern: 'WAVES' });
  await change(mei, 'setAvatar', { fileId: await squareOf(mei) });
}

async function meet(mei: Person, tom: Person, eve: Person): Promise<void> {
  await remark(mei, tom, 'Old Tom');
  await category(mei, 'Neighbours', [tom]);
  await change(mei, 'requestFriend', { userId: eve.id, note: 'Tea?' });
  await block(mei, eve);
  const moment = await post(mei, {
    text: 'At the pond',
    locationLabel: 'The pond',
    visibility: 'ONLY',
    audience: { userIds: [tom.id] },
    mentionedUserIds: [tom.id],
    fileIds: [await squareOf(mei)],
  });
  // Only what shows nothing else shows a link.
  await post(mei, { text: 'https://example.org/pond' });
  await like(tom, moment);
  await comment(tom, moment, 'So still');
  const theirs = await post(tom, {});
  await like(mei, theirs);
  await comment(mei, theirs, 'Mine');
  await change(mei, 'setMomentRelation', { userId: tom.id, hidesTheirs: true });
}

/** Groups, of which Mei runs one and is kept out of another. */
async function run(mei: Person, tom: Person): Promise<void> {
  const group = await mei.group('Tasting', [tom], { description: 'Green only' });
  await change(mei, 'updateGroup', { conversationId: group, avatarEmoji: '🍵' });
  await change(mei, 'setGroupNickname', { conversationId: group, nickname: 'Tea Mei' });
  const text = 'We open at nine.';
  await change(mei, 'publishAnnouncement', { conversationId: group, clientId: randomUUID(), text });
}

/** What would take other people, times or providers: as they would write it. */
async function write(mei: Person, tom: Person, eve: Person): Promise<void> {
  const { pool } = stage.backend;
  const [me, other, stranger] = [mei, tom, eve].map(({ id }) => uuidOf(id));
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO conversation (id, kind, name, created_by_id, visibility)
     VALUES (gen_random_uuid(), 'GROUP', 'Public tea', $1, 'PUBLIC') RETURNING id`,
    [other],
  );
  const publicGroup = rows[0]?.id;
  const all: [string, unknown[]][] = [
    [
      `UPDATE account SET pending_email = 'new@example.org', phone = '+8613800000000', pending_phone = '+8613800000001', bio = 'Likes tea' WHERE id = $1`,
      [me],
    ],
    [
      `UPDATE session SET last_address = '192.0.2.7', revoke_reason = 'SIGNED_OUT' WHERE account_id = $1`,
      [me],
    ],
    [
      `INSERT INTO external_identity (provider, subject, account_id, name) VALUES ('github', 'mei-1', $1, 'mei')`,
      [me],
    ],
    [
      `INSERT INTO former_username (username, account_id, kept_until) VALUES ('mei_before', $1, now() + interval '1 day')`,
      [me],
    ],
    [`INSERT INTO approach (from_id, to_id) VALUES ($1, $2)`, [me, stranger]],
    [`INSERT INTO administrator (account_id) VALUES ($1) ON CONFLICT DO NOTHING`, [me]],
    [
      `INSERT INTO department (id, name, place) VALUES ('00000000-0000-7000-8000-000000000001', 'Kitchen', 0)`,
      [],
    ],
    [
      `INSERT INTO department_member (id, department_id, account_id, title, is_primary)
      VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', $1, 'Cook', true)`,
      [me],
    ],
    [
      `INSERT INTO group_invite (id, conversation_id, token, created_by_id, invitee_id, expires_at)
      VALUES (gen_random_uuid(), $2, 'secret-token-of-a-group', $1, $3, now() + interval '1 day')`,
      [me, publicGroup, stranger],
    ],
    [
      `INSERT INTO join_request (id, conversation_id, account_id, note) VALUES (gen_random_uuid(), $2, $1, 'Let me in')`,
      [me, publicGroup],
    ],
    [
      `INSERT INTO group_mute (conversation_id, account_id, until) VALUES ($2, $1, now() + interval '1 day')`,
      [me, publicGroup],
    ],
    [
      `INSERT INTO group_ban (conversation_id, account_id, by_id) VALUES ($2, $3, $1)`,
      [me, publicGroup, stranger],
    ],
    [
      `INSERT INTO announcement_read (announcement_id, account_id) SELECT id, $1 FROM announcement ON CONFLICT DO NOTHING`,
      [me],
    ],
    [`UPDATE favourite SET data = '{}', conversation_name = 'Tasting' WHERE account_id = $1`, [me]],
    [
      `UPDATE scheduled_message SET status = 'FAILED', failure = 'MEMBER_MUTED' WHERE account_id = $1`,
      [me],
    ],
  ];
  for (const [sql, values] of all) await pool.query(sql, values);
}

/** Where a section is in the archive: those of messages and moments are in several pieces. */
function rowsOf(section: string): Record<string, unknown>[] {
  const pieces = archive.names.filter((name) => name.startsWith(`data/${section}/`));
  if (pieces.length > 0) return pieces.flatMap((name) => JSON.parse(archive.text(name)));
  return [JSON.parse(archive.text(`data/${section}.json`))].flat();
}

const promises = Object.entries(INVENTORY).flatMap(([table, columns]) =>
  Object.entries(columns)
    .filter(([, { export: where }]) => !where.startsWith('NO: '))
    .map(([column, { export: where }]) => [`${table}.${column}`, where] as const),
);

test.each(promises)('%s is in the archive as %s', (_column, where) => {
  const [section = '', key = ''] = where.split('.');
  const values = rowsOf(section).map((row) => row[key]);
  const said = values.filter(
    (value) =>
      value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  expect(said.length, `${values.length} rows of ${section}`).toBeGreaterThan(0);
});

test('what is a secret is not', () => {
  for (const secret of ['secret-token-of-a-group', '$argon2', 'exports/'])
    expect(archive.everything).not.toContain(secret);
});
