import { type Person, World } from '@teahouse/api/testing/world';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { keyOf } from '../../apps/api/src/links/access.ts';
import { Corpus, Dice } from '../search/corpus.ts';

const FRIENDS = ['Mei', 'Tom', 'Lena', '小林', '王芳', 'Omar', 'Yuki', '陈浩'];
const BATCH = 5_000;
const MINUTE = 60_000;
const EMOJI = ['👍', '❤️', '😂', '🎉', '🙏'];
/** How far before the end stands the reply whose quote leads to the middle. */
const REPLY_FROM_END = 3;

const MARKDOWN = `## Saturday

| time | what | who |
|---|---|---|
| 10:00 | Tasting, *first flush* | Mei |
| 12:30 | Lunch | everyone |

- [x] tea
- [ ] cups, **twelve** of them

\`\`\`ts
const cups = guests.flatMap(({ cups }) => cups);
\`\`\``;
const LONG =
  'Let me tell you how the evening went, from the very beginning, as it has been a long one. ';

export interface Talk {
  id: string;
  size: number;
}

export interface Scene {
  viewer: Person;
  /** Who speaks while the viewer scrolls. */
  speaker: Person;
  small: Talk;
  large: Talk;
}

interface Row {
  id: string;
  seq: number;
  sender: string;
  kind: 'TEXT' | 'MARKDOWN' | 'GROUP_RENAMED';
  text: string;
  replyTo: string | null;
  link: string | null;
  at: number;
}

/** A group in which much has been said, and one with the same people in which little has. */
export async function buildScene(
  pool: pg.Pool,
  apiUrl: string,
  sizes: { small: number; large: number },
): Promise<Scene> {
  const world = new World(apiUrl);
  const viewer = await world.user('Ada');
  const friends: Person[] = [];
  for (const name of FRIENDS) {
    const friend = await world.user(name);
    await viewer.befriend(friend);
    friends.push(friend);
  }
  const talk = async (name: string, size: number): Promise<Talk> => {
    const id = await viewer.group(name, friends);
    await fill(pool, name, size);
    return { id, size };
  };
  const small = await talk('A short conversation', sizes.small);
  const large = await talk('A long conversation', sizes.large);
  return { viewer, speaker: friends[0] as Person, small, large };
}

async function fill(pool: pg.Pool, name: string, size: number): Promise<void> {
  const { rows } = await pool.query<{ id: string; last: number; members: string[] }>(
    `SELECT c.id, c.last_seq AS last, array_agg(m.account_id ORDER BY m.account_id) AS members
     FROM conversation c JOIN member m ON m.conversation_id = c.id WHERE c.name = $1 GROUP BY c.id`,
    [name],
  );
  const [group] = rows;
  if (!group) throw new Error(`There is no group “${name}”.`);
  const made = invent(group.members, group.last + 1, size);
  await pool.query('UPDATE message SET created_at = $2 WHERE conversation_id = $1', [
    group.id,
    new Date((made[0]?.at ?? 0) - MINUTE),
  ]);
  for (let begin = 0; begin < made.length; begin += BATCH)
    await write(pool, group.id, made.slice(begin, begin + BATCH));
  await react(pool, group.members, made);
  await preview(pool, made);
  await pool.query(
    'UPDATE member SET delivered_seq = $2, read_seq = $2 WHERE conversation_id = $1',
    [group.id, size],
  );
  await pool.query('UPDATE conversation SET last_seq = $2, active_at = $3 WHERE id = $1', [
    group.id,
    size,
    new Date(made.at(-1)?.at ?? 0),
  ]);
}

/** Messages `from` to `to`: people speak several times in a row, answer what was just said, and fall silent for a while. */
function invent(members: readonly string[], from: number, to: number): Row[] {
  const dice = new Dice(4_350);
  const corpus = new Corpus(dice);
  const made: Row[] = [];
  let at = Date.now() - MINUTE;
  const gaps = Array.from({ length: to - from + 1 }, () =>
    dice.next() < 0.03 ? dice.between(30, 600) * MINUTE : dice.between(2_000, 90_000),
  );
  at -= gaps.reduce((sum, gap) => sum + gap, 0);
  for (let seq = from; seq <= to; seq += 1) {
    at += gaps[seq - from] ?? 0;
    const before = made.at(-1);
    const sender = before && dice.next() < 0.45 ? before.sender : dice.pick(members);
    const roll = dice.next();
    const said: Pick<Row, 'kind' | 'text'> =
      roll < 0.01
        ? { kind: 'GROUP_RENAMED', text: '' }
        : roll < 0.03
          ? { kind: 'MARKDOWN', text: MARKDOWN }
          : {
              kind: 'TEXT',
              text: roll < 0.07 ? LONG.repeat(dice.between(1, 5)) : corpus.message(),
            };
    const answered = to - seq === REPLY_FROM_END ? made[to >> 1] : made.at(-dice.between(1, 30));
    const answers =
      to - seq === REPLY_FROM_END || (said.kind !== 'GROUP_RENAMED' && dice.next() < 0.08);
    made.push({
      ...(to - seq === REPLY_FROM_END ? { kind: 'TEXT', text: 'As was said back then' } : said),
      id: uuid({ msecs: at }),
      ...{ seq, sender, at },
      replyTo: answers && answered?.kind !== 'GROUP_RENAMED' ? (answered?.id ?? null) : null,
      link: said.kind === 'TEXT' ? (/https:\S+/.exec(said.text)?.[0] ?? null) : null,
    });
  }
  return made;
}

async function write(pool: pg.Pool, conversation: string, rows: readonly Row[]): Promise<void> {
  await pool.query(
    `INSERT INTO message (id, conversation_id, seq, sender_id, client_id, kind, text, data, reply_to_id, link_url, created_at)
     SELECT id, $1, seq, sender, id, kind::message_kind, text,
            CASE WHEN kind = 'GROUP_RENAMED' THEN '{"name": "Tea and more"}'::jsonb END, reply_to, link, at
     FROM unnest($2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::timestamptz[])
       AS x (id, seq, sender, kind, text, reply_to, link, at)`,
    [
      conversation,
      rows.map(({ id }) => id),
      rows.map(({ seq }) => seq),
      rows.map(({ sender }) => sender),
      rows.map(({ kind }) => kind),
      rows.map(({ text }) => text),
      rows.map(({ replyTo }) => replyTo),
      rows.map(({ link }) => link),
      rows.map(({ at }) => new Date(at)),
    ],
  );
}

async function react(pool: pg.Pool, members: readonly string[], rows: readonly Row[]) {
  const dice = new Dice(50);
  const given = rows
    .filter(({ kind }) => kind !== 'GROUP_RENAMED' && dice.next() < 0.07)
    .flatMap(({ id }) =>
      members
        .slice(0, dice.between(1, 4))
        .map((member) => ({ id, member, emoji: dice.pickByRank(EMOJI) })),
    );
  await pool.query(
    `INSERT INTO message_reaction (message_id, account_id, emoji)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])`,
    [given.map(({ id }) => id), given.map(({ member }) => member), given.map(({ emoji }) => emoji)],
  );
}

/** Every second page has said something of itself. */
async function preview(pool: pg.Pool, rows: readonly Row[]): Promise<void> {
  const links = [...new Set(rows.map(({ link }) => link).filter((link) => link !== null))].filter(
    (_link, place) => place % 2 === 0,
  );
  await pool.query(
    `INSERT INTO link_preview (key, url, host, state, title, description, site_name, fetched_at, expires_at, next_attempt_at)
     SELECT key, url, 'example.com', 'READY', 'A page about tea', 'How to brew it, and with whom.', 'Example', now(), now() + interval '1 day', NULL
     FROM unnest($1::bytea[], $2::text[]) AS x (key, url) ON CONFLICT DO NOTHING`,
    [links.map(keyOf), links],
  );
}
