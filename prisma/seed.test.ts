import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccounts } from './seed.ts';
import { contents, type Database, Databases, seed } from './settled.fixture.ts';

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

describe('Settling', () => {
  test('A second time changes nothing', async () => {
    const before = await contents(town);
    expect(await seed(town.url)).toBe(false);
    expect(await contents(town)).toEqual(before);
  });

  test('A database in which somebody has an account is left alone', async () => {
    const database = await databases.open();
    await database.query(
      `INSERT INTO account (id, username, nickname) VALUES (gen_random_uuid(), 'first', 'First')`,
    );
    const before = await contents(database);
    expect(await seed(database.url)).toBe(false);
    expect(await contents(database)).toEqual(before);
  });

  test('Of two servers that start together, one settles the town', async () => {
    const database = await databases.open();
    const settled = await Promise.all([seed(database.url), seed(database.url)]);
    expect(settled.sort()).toEqual([false, true]);
    expect(await database.query('SELECT count(*)::int AS people FROM account')).toEqual(
      await town.query('SELECT count(*)::int AS people FROM account'),
    );
  });

  test('The streams of events begin empty', async () => {
    await expectNone('SELECT id FROM stream');
    await expectNone('SELECT stream_id FROM event');
  });
});

describe('People', () => {
  test('Names, profiles and addresses are such as the API would have taken', () =>
    expectNone(`
      SELECT username FROM account
      WHERE username !~ '^[A-Za-z0-9_.]{3,30}$' OR email !~ '^[^@ ]+@[^@ ]+[.]example$'
        OR char_length(nickname) NOT BETWEEN 1 AND 40 OR nickname <> normalize(trim(nickname), NFC)
        OR char_length(bio) NOT BETWEEN 1 AND 100`));

  test('Exactly the demo accounts can be signed in as, with the password they state', async () => {
    const rows = await town.query<{ username: string; password_hash: string }>(
      'SELECT username, password_hash FROM account WHERE password_hash IS NOT NULL',
    );
    expect(rows.map((row) => row.username).sort()).toEqual(
      demoAccounts.map((account) => account.username).sort(),
    );
    for (const { username, password } of demoAccounts) {
      const stored = rows.find((row) => row.username === username)!.password_hash;
      expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await verify(stored, password)).toBe(true);
      expect(password.length).toBeGreaterThanOrEqual(8);
    }
  });

  test('Friendships come in pairs, from a request that was accepted', async () => {
    await expectNone(`
      SELECT f.* FROM friendship f LEFT JOIN friendship b
        ON b.account_id = f.friend_id AND b.friend_id = f.account_id AND b.created_at = f.created_at
      WHERE b.account_id IS NULL`);
    await expectNone(`
      SELECT f.* FROM friendship f JOIN account a ON a.id = f.account_id
      WHERE f.created_at <= a.created_at OR 1 <> (
        SELECT count(*) FROM friend_request r WHERE r.status = 'ACCEPTED' AND r.decided_at = f.created_at
          AND (r.from_id, r.to_id) IN ((f.account_id, f.friend_id), (f.friend_id, f.account_id)))`);
  });

  test('Two strangers ask the first demo account, which asks a third', async () => {
    const rows = await town.query(
      `
      SELECT "to".username = $1 AS received, char_length(note) BETWEEN 1 AND 200 AS noted, EXISTS (
        SELECT FROM friendship f WHERE f.account_id = r.from_id AND f.friend_id = r.to_id) AS friends
      FROM friend_request r JOIN account "to" ON "to".id = r.to_id JOIN account "from" ON "from".id = r.from_id
      WHERE r.status = 'PENDING' AND r.decided_at IS NULL AND $1 IN ("to".username, "from".username)
      ORDER BY r.id DESC`,
      [demoAccounts[0].username],
    );
    const request = { noted: true, friends: false };
    expect(rows).toEqual([
      { received: true, ...request },
      { received: true, ...request },
      { received: false, ...request },
    ]);
    await expectNone(
      `SELECT id FROM friend_request WHERE (status = 'PENDING') <> (decided_at IS NULL)`,
    );
  });
});

describe('Organisation', () => {
  test('One person runs the installation, the first of those who can be signed in as', async () => {
    expect(
      await town.query(`
        SELECT username, founded_at = created_at AS founded FROM administrator
        JOIN account ON account.id = account_id CROSS JOIN installation`),
    ).toEqual([{ username: demoAccounts[0].username, founded: true }]);
  });

  test('Departments are in order and named as the API would have taken them', async () => {
    await expectNone(`
      SELECT parent_id FROM department GROUP BY parent_id
      HAVING min(place) <> 0 OR max(place) <> count(*) - 1 OR count(DISTINCT place) <> count(*)`);
    await expectNone(`
      SELECT name FROM department
      WHERE char_length(name) NOT BETWEEN 1 AND 50 OR name <> normalize(trim(name), NFC)`);
    await expectNone(`SELECT title FROM department_member WHERE char_length(title) > 50`);
  });

  test('Whoever has a position has one primary one; some have none', async () => {
    await expectNone(`
      SELECT account_id FROM department_member GROUP BY account_id
      HAVING count(*) FILTER (WHERE is_primary) <> 1`);
    await expectNone(`
      SELECT m.id FROM department_member m JOIN account a ON a.id = m.account_id
      WHERE m.created_at <= a.created_at OR m.created_at > now()`);
    const [{ inside, outside } = { inside: 0, outside: 0 }] = await town.query<{
      inside: number;
      outside: number;
    }>(`
      SELECT count(*) FILTER (WHERE placed)::int AS inside, count(*) FILTER (WHERE NOT placed)::int AS outside
      FROM (SELECT EXISTS (SELECT FROM department_member WHERE account_id = a.id) AS placed FROM account a) p`);
    expect(inside).toBeGreaterThan(12);
    expect(outside).toBeGreaterThan(0);
  });
});

describe('Conversations', () => {
  test('Sequences have no gap, and time passes with them', async () => {
    await expectNone(`
      SELECT c.id FROM conversation c LEFT JOIN message m ON m.conversation_id = c.id GROUP BY c.id
      HAVING count(m.*) <> c.last_seq OR min(m.seq) <> 1 OR max(m.seq) <> c.last_seq
        OR max(m.created_at) <> c.active_at OR min(m.created_at) < c.created_at`);
    await expectNone(`
      SELECT a.id FROM message a JOIN message b
        ON b.conversation_id = a.conversation_id AND b.seq = a.seq + 1
      WHERE b.created_at <= a.created_at OR b.id <= a.id`);
  });

  test('Positions are in order, and behind what one has said oneself', async () => {
    await expectNone(`
      SELECT m.* FROM member m JOIN conversation c ON c.id = m.conversation_id
      WHERE NOT (0 <= m.joined_seq AND m.joined_seq <= m.read_seq AND m.read_seq <= m.delivered_seq
        AND m.delivered_seq <= c.last_seq) OR m.joined_at < c.created_at`);
    await expectNone(`
      SELECT x.id FROM message x
      JOIN member m ON m.conversation_id = x.conversation_id AND m.account_id = x.sender_id
      WHERE x.seq > m.read_seq`);
  });

  test('Nothing reached anybody after they were last seen', async () => {
    await expectNone(`
      SELECT m.* FROM member m JOIN account a ON a.id = m.account_id
      JOIN message x ON x.conversation_id = m.conversation_id AND x.seq = m.delivered_seq
      WHERE m.delivered_seq > m.joined_seq AND x.created_at > a.last_seen_at`);
  });

  test('Nothing lies in the future, nor before the account of whoever did it', async () => {
    const times = `
      SELECT created_at FROM account UNION ALL SELECT last_seen_at FROM account
      UNION ALL SELECT created_at FROM friend_request UNION ALL SELECT decided_at FROM friend_request
      UNION ALL SELECT created_at FROM conversation UNION ALL SELECT active_at FROM conversation
      UNION ALL SELECT joined_at FROM member UNION ALL SELECT created_at FROM message
      UNION ALL SELECT created_at FROM stored_file UNION ALL SELECT used_at FROM stored_file
      UNION ALL SELECT created_at FROM moment UNION ALL SELECT created_at FROM moment_like
      UNION ALL SELECT created_at FROM moment_comment UNION ALL SELECT read_at FROM moment_notice
      UNION ALL SELECT heard_at FROM voice_heard`;
    await expectNone(`SELECT * FROM (${times}) AS t(at) WHERE at > now()`);
    await expectNone(`
      SELECT x.id FROM message x JOIN account a ON a.id = x.sender_id
      WHERE x.created_at <= a.created_at OR x.created_at > a.last_seen_at`);
  });

  test('Only friends talk to each other directly, and nobody is added there', async () => {
    await expectNone(`
      SELECT c.id FROM conversation c JOIN member m ON m.conversation_id = c.id
      WHERE c.kind = 'DIRECT' GROUP BY c.id
      HAVING c.direct_key <> string_agg(m.account_id::text, ':' ORDER BY m.account_id::text)
        OR count(*) <> 2 OR bool_or(m.role <> 'MEMBER') OR NOT EXISTS (
          SELECT FROM friendship f WHERE f.created_at < c.created_at
            AND f.account_id = min(m.account_id::text)::uuid AND f.friend_id = max(m.account_id::text)::uuid)`);
    await expectNone(`
      SELECT x.id FROM message x JOIN conversation c ON c.id = x.conversation_id
      WHERE c.kind <> 'GROUP' AND x.kind NOT IN
        ('TEXT', 'MARKDOWN', 'CONTACT_CARD', 'GROUP_CARD', 'BUNDLE', 'IMAGE', 'FILE', 'VOICE', 'MESSAGE_PINNED')`);
  });

  test('A group begins with the notice of its creation, by its owner', () =>
    expectNone(`
      SELECT c.id FROM conversation c
      LEFT JOIN message x ON x.conversation_id = c.id AND x.kind = 'GROUP_CREATED'
      LEFT JOIN member m ON m.conversation_id = c.id AND m.account_id = c.created_by_id
      WHERE c.kind = 'GROUP' AND (char_length(c.name) NOT BETWEEN 1 AND 50 OR x.seq IS DISTINCT FROM 1
        OR x.sender_id <> c.created_by_id OR m.role IS DISTINCT FROM 'OWNER')`));

  test('The members of a group are those whom its notices name', () =>
    expectNone(`
      WITH named AS (
        SELECT conversation_id, sender_id AS account_id, 0 AS joined_seq FROM message
        WHERE kind = 'GROUP_CREATED'
        UNION ALL
        SELECT conversation_id, unnest(subject_ids), CASE kind WHEN 'GROUP_CREATED' THEN 0 ELSE seq - 1 END
        FROM message WHERE kind IN ('GROUP_CREATED', 'MEMBERS_ADDED', 'MEMBER_JOINED')
      ), staying AS (
        SELECT * FROM named n WHERE NOT EXISTS (
          SELECT FROM message x WHERE x.conversation_id = n.conversation_id AND x.kind = 'MEMBER_LEFT'
            AND x.sender_id = n.account_id AND x.seq > n.joined_seq)
      ), members AS (
        SELECT conversation_id, account_id, joined_seq FROM member JOIN conversation c
          ON c.id = conversation_id WHERE c.kind = 'GROUP'
      )
      (TABLE staying EXCEPT TABLE members) UNION ALL (TABLE members EXCEPT TABLE staying)`));

  test('Notices carry people and no words; people are added by their friends', async () => {
    await expectNone(`
      WITH told AS (
        SELECT *, kind NOT IN ('TEXT', 'MARKDOWN', 'CONTACT_CARD', 'GROUP_CARD', 'BUNDLE', 'IMAGE', 'FILE', 'VOICE') AS notice,
          kind NOT IN ('ANNOUNCEMENT', 'MESSAGE_PINNED') AS about_people FROM message
      )
      SELECT id FROM told WHERE (notice AND about_people) <> (cardinality(subject_ids) > 0)
        OR (notice AND text <> '')
        OR (kind IN ('MEMBER_LEFT', 'MEMBER_JOINED') AND subject_ids <> ARRAY[sender_id])`);
    await expectNone(`
      SELECT x.id, subject FROM message x CROSS JOIN unnest(x.subject_ids) AS subject
      WHERE x.kind IN ('GROUP_CREATED', 'MEMBERS_ADDED') AND NOT EXISTS (
        SELECT FROM friendship f WHERE f.account_id = x.sender_id AND f.friend_id = subject
          AND f.created_at < x.created_at)`);
    await expectNone(`
      SELECT x.id FROM message x LEFT JOIN member m
        ON m.conversation_id = x.conversation_id AND m.account_id = x.sender_id
      WHERE x.kind IN ('MEMBERS_ADDED', 'ROLE_CHANGED', 'MEMBER_MUTED', 'ANNOUNCEMENT')
        AND coalesce(m.role, 'MEMBER') = 'MEMBER'`);
    await expectNone(`
      SELECT x.id FROM message x JOIN conversation c ON c.id = x.conversation_id
      WHERE x.kind = 'MEMBERS_ADDED' AND c.visibility = 'PRIVATE'`);
  });

  test('Whoever speaks is a member, or left afterwards', () =>
    expectNone(`
      SELECT x.id FROM message x LEFT JOIN member m
        ON m.conversation_id = x.conversation_id AND m.account_id = x.sender_id
      WHERE coalesce(m.joined_seq >= x.seq, true) AND NOT EXISTS (
        SELECT FROM message l WHERE l.conversation_id = x.conversation_id AND l.kind = 'MEMBER_LEFT'
          AND l.sender_id = x.sender_id AND l.seq >= x.seq)`));

  test('Every text is such as the API would have taken', () =>
    expectNone(`
      SELECT id, text FROM message WHERE kind IN ('TEXT', 'MARKDOWN') AND recalled_at IS NULL AND deleted_at IS NULL
        AND (char_length(text) NOT BETWEEN 1 AND 500 OR text ~ E'^\\\\s|\\\\s$|\\r')`));
});

describe('What the demo accounts find', () => {
  /** What the API counts as unread (apps/api/src/messages/receipts.ts). */
  const unreadOf = (username: string) =>
    town.query<{ name: string | null; unread: number }>(
      `SELECT c.name, (c.last_seq - m.read_seq - (
         SELECT count(*) FROM message own WHERE own.conversation_id = m.conversation_id
           AND own.sender_id = m.account_id AND own.seq > m.read_seq))::int AS unread
       FROM member m JOIN conversation c ON c.id = m.conversation_id JOIN account a ON a.id = m.account_id
       WHERE a.username = $1 ORDER BY unread DESC`,
      [username],
    );

  test('Enough conversations, some of them unread', async () => {
    const [first, ...others] = demoAccounts;
    const rows = await unreadOf(first.username);
    expect(rows.length).toBeGreaterThanOrEqual(12);
    const [most, ...rest] = rows.map((row) => row.unread);
    expect(most).toBeGreaterThan(100);
    expect(rest.filter((unread) => unread > 0)).toEqual([14, 3]);
    for (const { username } of others)
      expect((await unreadOf(username)).length).toBeGreaterThanOrEqual(6);
  });

  test('Last words of theirs that were read, received but not read, and not received', async () => {
    const rows = await town.query<{ mark: string }>(
      `SELECT CASE WHEN o.read_seq = c.last_seq THEN 'read'
         WHEN o.delivered_seq = c.last_seq THEN 'received' ELSE 'sent' END AS mark
       FROM conversation c JOIN message x ON x.conversation_id = c.id AND x.seq = c.last_seq
       JOIN account a ON a.id = x.sender_id
       JOIN member o ON o.conversation_id = c.id AND o.account_id <> a.id
       WHERE c.kind = 'DIRECT' AND a.username = $1`,
      [demoAccounts[0].username],
    );
    const marks = rows.map((row) => row.mark);
    expect(marks.filter((mark) => mark === 'received')).toHaveLength(1);
    expect(marks.filter((mark) => mark === 'sent')).toHaveLength(1);
    expect(marks).toContain('read');
  });

  test('A list that reaches from just now to weeks ago', async () => {
    const rows = await town.query<{ days: number }>(
      `SELECT extract(epoch FROM now() - c.active_at)::float / 86400 AS days
       FROM conversation c JOIN member m ON m.conversation_id = c.id JOIN account a ON a.id = m.account_id
       WHERE a.username = $1 ORDER BY days`,
      [demoAccounts[0].username],
    );
    const ages = rows.map((row) => row.days);
    for (const [from, to] of [
      [0, 0.01],
      [0.01, 0.5],
      [0.1, 2],
      [2, 7],
      [14, 30],
      [30, 90],
    ])
      expect(ages.filter((age) => age >= from! && age < to!)).not.toEqual([]);
  });

  test('Every shape of text that a bubble has to hold', async () => {
    const rows = await town.query<{ text: string }>(`SELECT text FROM message WHERE kind = 'TEXT'`);
    const shapes: Record<string, (text: string) => boolean> = {
      long: (text) => [...text].length >= 300,
      'several lines': (text) => text.split('\n').length >= 4,
      'a link': (text) => /https:\/\/\S+/.test(text),
      'emoji only': (text) => /^\p{Extended_Pictographic}+$/u.test(text),
      'right to left': (text) => /^\p{Script=Arabic}/u.test(text),
      Chinese: (text) => /^[\p{Script=Han}，。？！]+$/u.test(text),
      English: (text) => /^[\p{Script=Latin} ,.?!’]+$/u.test(text),
      mixed: (text) => /\p{Script=Han}{3}/u.test(text) && /[a-z]{3}/.test(text),
    };
    for (const [shape, fits] of Object.entries(shapes))
      expect(rows.filter(({ text }) => fits(text)).length, shape).toBeGreaterThan(0);
  });

  test('A conversation between two of them that is long enough to scroll through', async () => {
    const [row] = await town.query<{ longest: number }>(
      `SELECT max(c.last_seq) AS longest FROM conversation c JOIN account a ON a.username = ANY($1)
       WHERE c.kind = 'DIRECT' AND c.direct_key LIKE '%' || a.id || '%'`,
      [demoAccounts.map((account) => account.username)],
    );
    expect(row!.longest).toBeGreaterThan(150);
  });
});
