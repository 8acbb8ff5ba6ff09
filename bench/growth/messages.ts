import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { copied, copyInto } from '../copying.ts';
import { type Guest, gather } from '../crowd.ts';
import { Corpus, Dice } from '../search/corpus.ts';

const SPAN_MS = 2 * 365 * 86_400_000;
/** So many are invented; the rest is said again. */
const TEXTS = 50_000;
/** How far people who keep up are behind. */
const BEHIND = 5;

export interface Talk {
  /** The people of each conversation. */
  groups: readonly (readonly Guest[])[];
  /** Messages, in all of them together. */
  count: number;
  /** In which conversation each message is. */
  placeOf(index: number): number;
  /** Those who have not read anything; everybody else keeps up. */
  behind?: readonly Guest[];
}

/** Fills an empty database with as many messages as are asked for, of two years. Answers the ids of the conversations. */
export async function fillWithMessages(pool: pg.Pool, talk: Talk): Promise<string[]> {
  const conversations = await gather(pool, talk.groups);
  await withoutIndexes(pool, (client) =>
    copyInto(
      client,
      'COPY message (id, conversation_id, seq, sender_id, client_id, text, created_at) FROM STDIN (FREEZE)',
      rows(talk, conversations),
    ),
  );
  await keepUp(pool, talk.behind ?? []);
  await log(pool);
  await pool.query('VACUUM (ANALYZE)');
  await pool.query('CHECKPOINT');
  return conversations;
}

/** In the order of time. */
function* rows(
  { groups, count, placeOf }: Talk,
  conversations: readonly string[],
): Generator<string> {
  const dice = new Dice(20_261_122);
  const corpus = new Corpus(dice);
  const texts = Array.from({ length: Math.min(count, TEXTS) }, () => copied(corpus.message()));
  const members = groups.map((group) => group.map(({ accountId }) => accountId));
  const last = groups.map(() => 0);
  const begin = Date.now() - SPAN_MS;
  for (let index = 0; index < count; index++) {
    const place = placeOf(index);
    const seq = (last[place] ?? 0) + 1;
    last[place] = seq;
    const at = begin + Math.floor((SPAN_MS * (index + 1)) / count);
    const random = randomBytes(26).toString('hex');
    const columns = [
      ...[
        timely(at, random.slice(0, 18)),
        conversations[place],
        seq,
        dice.pick(members[place] ?? []),
      ],
      // Clients choose theirs at random.
      ...[anyhow(random.slice(18)), dice.pick(texts), new Date(at).toISOString()],
    ];
    yield `${columns.join('\t')}\n`;
  }
}

/** As the API makes them: UUIDs of version 7. */
const timely = (at: number, random: string) =>
  grouped(`${at.toString(16).padStart(12, '0')}7${random.slice(0, 3)}8${random.slice(3)}`);

/** As browsers make them: of version 4. */
const anyhow = (random: string) =>
  grouped(`${random.slice(0, 12)}4${random.slice(12, 15)}8${random.slice(15, 30)}`);

const grouped = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/**
 * Fills the empty table of messages while it has no index but its key and nobody looks after references, and gives it
 * back as the migrations made it: indexes that are built at once are ten times as fast.
 */
async function withoutIndexes(
  pool: pg.Pool,
  fill: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const definitions = async () => {
    const { rows } = await pool.query<{ name: string; definition: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
       WHERE indrelid = 'message'::regclass AND NOT indisprimary AND indisvalid ORDER BY 1`,
    );
    return rows;
  };
  const before = await definitions();
  const client = await pool.connect();
  try {
    await client.query(`SET session_replication_role = replica`);
    await client.query(`SET maintenance_work_mem = '1GB'`);
    await client.query('BEGIN');
    for (const { name } of before) await client.query(`DROP INDEX ${name}`);
    // What is written into a table that is new in the same transaction needs no second look later (FREEZE).
    await client.query('TRUNCATE message CASCADE');
    await fill(client);
    for (const { definition } of before) await client.query(definition);
    await client.query('COMMIT');
  } finally {
    client.release(true);
  }
  const after = await definitions();
  if (JSON.stringify(after) !== JSON.stringify(before))
    throw new Error('The table of messages has other indexes than before.');
}

/** Where the conversations are, and everybody in them. */
async function keepUp(pool: pg.Pool, behind: readonly Guest[]): Promise<void> {
  await pool.query(`
    UPDATE conversation c SET last_seq = newest.seq, active_at = newest.created_at
    FROM (SELECT DISTINCT ON (conversation_id) conversation_id, seq, created_at
          FROM message ORDER BY conversation_id, seq DESC) newest
    WHERE newest.conversation_id = c.id`);
  await pool.query(
    `UPDATE member m SET delivered_seq = c.last_seq, read_seq = greatest(0, c.last_seq - $2)
     FROM conversation c WHERE c.id = m.conversation_id AND m.account_id <> ALL ($1)`,
    [behind.map(({ accountId }) => accountId), BEHIND],
  );
}

/** The events of those that are so young that the log still holds them. */
async function log(pool: pg.Pool): Promise<void> {
  await pool.query(`
    INSERT INTO event (stream_id, seq, xid, kind, payload, created_at)
    SELECT conversation_id, row_number() OVER (PARTITION BY conversation_id ORDER BY seq),
           pg_current_xact_id()::text::bigint, 'MessageSent', jsonb_build_object('messageId', id), created_at
    FROM message WHERE created_at > now() - interval '7 days'`);
  await pool.query(`
    INSERT INTO stream (id, seq) SELECT stream_id, max(seq) FROM event GROUP BY stream_id
    ON CONFLICT (id) DO UPDATE SET seq = excluded.seq`);
}
