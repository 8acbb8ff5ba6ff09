import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { Corpus, Dice } from './corpus.ts';

const DAY_MS = 86_400_000;
const SPAN_MS = 730 * DAY_MS;
const ACCOUNTS = 2_000;
const BATCH = 5_000;
/** The largest conversation has this share of all messages. */
const LARGEST_SHARE = 0.12;
const CONVERSATIONS_OF_MANY = 300;

interface Conversation {
  id: string;
  members: string[];
  size: number;
  begins: number;
  ends: number;
}

export interface Town {
  corpus: Corpus;
  /** A member of 5 conversations, none of them large. */
  few: string;
  /** A member of 300 conversations, the largest among them. */
  many: string;
  largest: string;
  /** Somebody who often speaks in the largest conversation. */
  speaker: string;
}

/** A town in which `count` messages were sent within two years, and those who will search in it. */
export async function buildTown(
  pool: pg.Pool,
  count: number,
  progress: (done: number) => void,
): Promise<Town> {
  const dice = new Dice(20_261_122);
  const corpus = new Corpus(dice);
  const now = Date.now();
  const accounts = Array.from({ length: ACCOUNTS }, () => uuid({ msecs: now - SPAN_MS }));
  const conversations = layOut(dice, accounts, count, now);
  const [few = '', many = ''] = accounts;
  await writePeople(pool, accounts);
  await writeConversations(pool, conversations);
  await writeMessages(pool, { dice, corpus, conversations, progress });
  const [largest] = conversations;
  return { corpus, few, many, largest: largest?.id ?? '', speaker: largest?.members[2] ?? '' };
}

/** A few conversations are large and busy to this day, most are small and many have fallen silent. */
function layOut(dice: Dice, accounts: string[], count: number, now: number): Conversation[] {
  const [few = '', many = ''] = accounts;
  const others = accounts.slice(2);
  const amount = Math.max(CONVERSATIONS_OF_MANY, Math.round(count / 250));
  const weights = Array.from({ length: amount }, (_, rank) => 1 / (rank + 8));
  const total = weights.slice(1).reduce((sum, weight) => sum + weight, 0);
  const ofMany = new Set<number>([0]);
  while (ofMany.size < Math.min(CONVERSATIONS_OF_MANY, amount))
    ofMany.add(dice.between(1, amount - 1));
  const ofFew = new Set([200, 300, 400, 500, 600].map((rank) => rank % amount));
  return weights.map((weight, rank) => {
    const people = rank === 0 ? 500 : dice.pick([2, 2, 2, 5, 12, 40]);
    const members = new Set<string>([
      ...(ofMany.has(rank) ? [many] : []),
      ...(ofFew.has(rank) ? [few] : []),
    ]);
    while (members.size < people) members.add(dice.pick(others));
    const begins = now - SPAN_MS * (0.3 + 0.7 * dice.next());
    const lasts = rank < 50 || dice.next() < 0.3 ? 1 : dice.next();
    return {
      id: uuid({ msecs: begins }),
      members: [...members],
      size:
        rank === 0
          ? Math.round(count * LARGEST_SHARE)
          : Math.round((count * (1 - LARGEST_SHARE) * weight) / total),
      begins: rank === 0 ? now - SPAN_MS : begins,
      ends: begins + (now - begins) * lasts,
    };
  });
}

async function writePeople(pool: pg.Pool, accounts: string[]): Promise<void> {
  await pool.query(
    `INSERT INTO account (id, username, nickname)
     SELECT id, 'person_' || place, 'Person ' || place FROM unnest($1::uuid[]) WITH ORDINALITY AS x (id, place)`,
    [accounts],
  );
}

async function writeConversations(pool: pg.Pool, conversations: Conversation[]): Promise<void> {
  await pool.query(
    `INSERT INTO conversation (id, kind, name, created_by_id, last_seq)
     SELECT id, 'GROUP', id::text, creator, size FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS x (id, creator, size)`,
    [
      conversations.map(({ id }) => id),
      conversations.map(({ members }) => members[0]),
      conversations.map(({ size }) => size),
    ],
  );
  const memberships = conversations.flatMap(({ id, members }) =>
    members.map((member) => [id, member]),
  );
  await pool.query(
    `INSERT INTO member (conversation_id, account_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])`,
    [memberships.map(([id]) => id), memberships.map(([, member]) => member)],
  );
}

interface Writing {
  dice: Dice;
  corpus: Corpus;
  conversations: Conversation[];
  progress: (done: number) => void;
}

/** In the order of time, as they would have been sent, so that the index grows as it does in use. */
async function writeMessages(
  pool: pg.Pool,
  { dice, corpus, conversations, progress }: Writing,
): Promise<void> {
  const moments = conversations.flatMap((conversation) =>
    Array.from({ length: conversation.size }, () => ({
      at: Math.floor(conversation.begins + (conversation.ends - conversation.begins) * dice.next()),
      conversation,
    })),
  );
  moments.sort((one, other) => one.at - other.at);
  const seqs = new Map<string, number>();
  for (let begin = 0; begin < moments.length; begin += BATCH) {
    const rows = moments
      .slice(begin, begin + BATCH)
      .map(({ at, conversation: { id, members } }) => {
        const seq = (seqs.get(id) ?? 0) + 1;
        seqs.set(id, seq);
        return [
          uuid({ msecs: at }),
          id,
          seq,
          dice.pickByRank(members),
          corpus.message(),
          new Date(at),
        ];
      });
    const column = (place: number) => rows.map((row) => row[place]);
    await pool.query(
      `INSERT INTO message (id, conversation_id, seq, sender_id, client_id, text, created_at)
       SELECT id, conversation, seq, sender, id, text, at
       FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::timestamptz[])
         AS x (id, conversation, seq, sender, text, at)`,
      [0, 1, 2, 3, 4, 5].map(column),
    );
    progress(Math.min(begin + BATCH, moments.length));
  }
}
