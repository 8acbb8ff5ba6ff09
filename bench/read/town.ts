import type pg from 'pg';
import { type Guest, gather, invite } from '../crowd.ts';

export interface Town {
  /** Who reads: a member of every conversation, and a friend of everybody. */
  reader: Guest;
  /** The database's ids. */
  conversations: string[];
}

interface Sizes {
  people: number;
  conversations: number;
  members: number;
  /** In each conversation. */
  messages: number;
  /** Of each person. */
  moments: number;
}

/** Conversations with replies, reactions and people who have read to different places, and posts with likes. */
export async function buildTown(pool: pg.Pool, sizes: Sizes): Promise<Town> {
  const guests = await invite(pool, sizes.people);
  const [reader, ...others] = guests;
  if (!reader) throw new Error('Somebody has to read');
  const groups = Array.from({ length: sizes.conversations }, (_, place) => [
    reader,
    ...Array.from(
      { length: sizes.members - 1 },
      (_, step) => others[(place * 7 + step) % others.length] ?? reader,
    ),
  ]);
  const conversations = await gather(pool, groups);
  await speak(pool, sizes.messages);
  await befriend(pool, reader);
  await post(pool, reader, sizes.moments);
  await pool.query('VACUUM ANALYZE');
  return { reader, conversations };
}

/** Everybody in turn; every tenth message answers the one before the last, every fifth has two reactions. */
async function speak(pool: pg.Pool, messages: number): Promise<void> {
  await pool.query(
    `INSERT INTO message (id, conversation_id, seq, sender_id, client_id, kind, text, created_at)
     SELECT gen_random_uuid(), c.id, seq, c.members[1 + seq % cardinality(c.members)], gen_random_uuid(), 'TEXT',
            'Message ' || seq || ': 今天下午三点喝茶吗? I will bring the good cups.', now() - ($1 - seq) * interval '1 minute'
     FROM (SELECT conversation_id AS id, array_agg(account_id) AS members FROM member GROUP BY conversation_id) c,
          generate_series(1, $1::int) AS seq`,
    [messages],
  );
  await pool.query(
    `UPDATE message reply SET reply_to_id = asked.id FROM message asked
     WHERE reply.seq % 10 = 0 AND asked.conversation_id = reply.conversation_id AND asked.seq = reply.seq - 2`,
  );
  await pool.query(
    `INSERT INTO message_reaction (message_id, account_id, emoji)
     SELECT m.id, member.account_id, (ARRAY['👍', '❤️'])[member.place]
     FROM message m CROSS JOIN LATERAL (
       SELECT account_id, row_number() OVER () AS place FROM member WHERE conversation_id = m.conversation_id LIMIT 2
     ) member WHERE m.seq % 5 = 0`,
  );
  await pool.query(
    `UPDATE conversation SET last_seq = $1, active_at = (SELECT max(created_at) FROM message WHERE conversation_id = conversation.id) + random() * interval '1 minute'`,
    [messages],
  );
  await pool.query(
    `UPDATE member SET delivered_seq = $1 - abs(hashtext(account_id::text)) % 10, read_seq = $1 - 10 - abs(hashtext(account_id::text)) % 20`,
    [messages],
  );
}

async function befriend(pool: pg.Pool, { accountId }: Guest): Promise<void> {
  await pool.query(
    `INSERT INTO friendship (account_id, friend_id)
     SELECT $1::uuid, id FROM account WHERE id <> $1 UNION ALL SELECT id, $1::uuid FROM account WHERE id <> $1`,
    [accountId],
  );
}

async function post(pool: pg.Pool, { accountId }: Guest, moments: number): Promise<void> {
  await pool.query(
    `INSERT INTO moment (id, author_id, client_id, text, visibility, created_at)
     SELECT uuidv7(), a.id, gen_random_uuid(), 'Cup ' || place || ' of the day', 'FRIENDS', now() - random() * interval '100 days'
     FROM account a, generate_series(1, $1::int) AS place WHERE a.id <> $2`,
    [moments, accountId],
  );
  await pool.query(
    `INSERT INTO moment_like (id, moment_id, account_id)
     SELECT uuidv7(), m.id, $1 FROM (SELECT id FROM moment ORDER BY created_at DESC LIMIT 1000) m`,
    [accountId],
  );
}
