import { randomUUID } from 'node:crypto';
import type { Message } from '@teahouse/db/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberMutedError } from '../groups/errors.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inGroup, streamOf } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { note, upload } from '../testing/media.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import { ClientIdReusedError, MessageRateLimitedError, ReplyTargetMissingError } from './errors.ts';
import { type NewMessage, say } from './service/send.ts';

/**
 * Who speaks in one conversation while another is on the way to the disk goes together with all who do: in one
 * transaction, and answered as if they had come one after the other.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const sql = <Row extends object>(text: string, ...values: unknown[]) =>
  stage.backend.pool.query<Row>(text, values);

/** One after the other, and without waiting for anything in between: the first goes at once, the others wait for it. */
const together = (
  sends: readonly (readonly [Person, string, (string | Partial<NewMessage>)?])[],
  { backend }: Stage = stage,
) =>
  Promise.allSettled(
    sends.map(([person, chat, given = {}], place) => {
      const viewer = { accountId: uuidOf(person.id), sessionId: uuidOf(person.sessionId) };
      const said = typeof given === 'string' ? { text: given } : given;
      return say(backend, viewer, {
        conversationId: uuidOf(chat),
        clientId: randomUUID(),
        kind: 'TEXT',
        text: `n${place}`,
        ...said,
      });
    }),
  );

type Settled = PromiseSettledResult<Message>;
const messageOf = (one: Settled | undefined): Message => {
  if (one?.status !== 'fulfilled') throw one?.reason ?? new Error('Nothing was sent');
  return one.value;
};
const errorOf = (one: Settled | undefined): unknown =>
  one?.status === 'rejected' ? one.reason : null;

/** What is stored of what was said, in its order, with the events that tell of it. */
async function stored(chat: string) {
  const { rows } = await sql<{ text: string; seq: number; event: string; xid: string }>(
    `SELECT m.text, m.seq, e.seq AS event, e.xid::text AS xid FROM message m
     LEFT JOIN event e ON e.stream_id = m.conversation_id AND e.payload->>'messageId' = m.id::text
     WHERE m.conversation_id = $1 AND m.text <> '' ORDER BY m.seq, e.seq`,
    uuidOf(chat),
  );
  const first = rows[0];
  for (const [place, { seq, event }] of rows.entries()) {
    expect(seq).toBe((first?.seq ?? 0) + place);
    expect(Number(event)).toBe(Number(first?.event) + place);
  }
  const groups = [...new Set(rows.map(({ xid }) => xid))].map((xid) =>
    rows.filter((row) => row.xid === xid).map(({ text }) => text),
  );
  return { texts: rows.map(({ text }) => text), groups };
}

async function house() {
  const mei = await stage.world.user('Mei');
  const [tom, lin] = [await stage.world.user('Tom'), await stage.world.user('Lin')];
  for (const friend of [tom, lin]) await mei.befriend(friend);
  return { mei, tom, lin, chat: await mei.group('Tea', [tom, lin]) };
}

/** Somebody who holds a row while others want it, and until how many wait for a lock. */
async function holding(text: string, ...values: unknown[]) {
  const holder = await stage.backend.pool.connect();
  await holder.query('BEGIN');
  await holder.query(text, values);
  return {
    query: (then: string, ...more: unknown[]) => holder.query(then, more),
    release: async () => {
      await holder.query('COMMIT');
      holder.release();
    },
  };
}
const holdingConversation = (chat: string) =>
  holding('SELECT FROM conversation WHERE id = $1 FOR NO KEY UPDATE', uuidOf(chat));

/** The connection whose statement waits for a lock, once it does; another than the one before. */
async function waiting(statement: string, before?: number): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
       AND wait_event_type = 'Lock' AND query LIKE $1 AND pid IS DISTINCT FROM $2`,
      `%${statement}%`,
      before ?? null,
    );
    if (rows[0]) return rows[0].pid;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
const SENDING = 'speaker AS';
const LOCKING = 'ORDER BY account_id FOR SHARE';

describe('several who speak at the same time', () => {
  test('are stored in their order, and hear of it what each would alone', async () => {
    const { mei, tom, lin, chat } = await house();
    const [eve, bo] = [await stage.world.user('Eve'), await stage.world.user('Bo')];
    await mei.befriend(bo);
    await mei.add(chat, [bo]);
    await inGroup(mei, chat).mute(bo, new Date(Date.now() + 3_600_000).toISOString());
    const known = await mei.send(chat, 'before');
    const { id: fileId } = await upload(mei, note());
    const following = await lin.follow().live();
    const twice = randomUUID();
    const settled = await together([
      [tom, chat, 'first'],
      [bo, chat, 'muted'],
      [lin, chat, 'second'],
      [eve, chat, 'no member'],
      [tom, chat, { text: 'what?', replyToId: randomUUID() }],
      [tom, chat, { text: 'yes', replyToId: uuidOf(known.id) }],
      [mei, chat, { text: '@Lin', mentions: [{ accountId: uuidOf(lin.id), start: 0, length: 4 }] }],
      [lin, chat, { text: 'twice', clientId: twice }],
      [lin, chat, { text: 'twice', clientId: twice }],
      [lin, chat, { text: 'other words', clientId: twice }],
      [tom, chat, { text: 'mine?', kind: 'FILE', fileId: uuidOf(fileId) }],
      [mei, chat, { text: 'mine', kind: 'FILE', fileId: uuidOf(fileId) }],
      [tom, chat, 'last'],
    ]);
    const refused = settled.flatMap((one, place) => {
      const error = errorOf(one);
      return error ? [[place, (error as Error).constructor]] : [];
    });
    expect(refused).toEqual([
      [1, MemberMutedError],
      [3, NotFoundError],
      [4, ReplyTargetMissingError],
      [9, ClientIdReusedError],
      [10, NotFoundError],
    ]);
    expect(messageOf(settled[8]).id).toBe(messageOf(settled[7]).id);
    const behind = ['second', 'yes', '@Lin', 'twice', 'mine', 'last'];
    const { texts, groups } = await stored(chat);
    expect(texts).toEqual(['before', 'first', ...behind]);
    expect(groups).toEqual([['before'], ['first'], behind]);
    expect(messageOf(settled[5]).replyToId).toBe(uuidOf(known.id));
    const { rowCount } = await sql(
      'SELECT FROM message_mention WHERE message_id = $1 AND account_id = $2',
      messageOf(settled[6]).id,
      uuidOf(lin.id),
    );
    expect(rowCount).toBe(1);
    await following.until(() => following.texts(chat).includes('last'));
    const told = following.of('MessageSent').filter(({ streamId }) => streamId === streamOf(chat));
    expect(told.map(({ message }) => message.seq)).toEqual(
      settled.flatMap((one, place) =>
        one.status === 'fulfilled' && place !== 8 ? [one.value.seq] : [],
      ),
    );
  });

  test('wait for no more than so many of them', async () => {
    const { mei, chat } = await house();
    const settled = await together(Array.from({ length: 40 }, () => [mei, chat] as const));
    const { texts, groups } = await stored(chat);
    expect(texts).toEqual(settled.map((one) => messageOf(one).text));
    expect(groups.map(({ length }) => length)).toEqual([1, 32, 7]);
  });

  test('say no more in a minute than each of them may', async () => {
    const strict = await startStageOn(stage.databaseUrl, { MESSAGES_PER_MINUTE: '6' });
    const { mei, tom, chat } = await house();
    const sends = Array.from({ length: 10 }, () => [mei, chat] as const);
    const settled = await together([...sends, [tom, chat]], strict);
    await strict.close();
    const { texts } = await stored(chat);
    expect(texts).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n10']);
    for (const one of settled.slice(6, 10))
      expect(errorOf(one)).toBeInstanceOf(MessageRateLimitedError);
  });

  test('do not stand in the way of somebody who reads at that moment, and tells it', async () => {
    const { mei, tom, lin, chat } = await house();
    const reading = await holding(
      'UPDATE member SET read_seq = read_seq WHERE conversation_id = $1 AND account_id = $2',
      uuidOf(chat),
      uuidOf(lin.id),
    );
    const sending = together([
      [mei, chat],
      [tom, chat],
      [lin, chat],
    ]);
    await waiting('WITH held AS');
    // What waits for them in a circle would be ended for it.
    await reading.query("SET LOCAL lock_timeout = '5s'");
    await reading.query('UPDATE stream SET seq = seq WHERE id = $1', uuidOf(chat));
    await reading.release();
    for (const one of await sending) messageOf(one);
    expect((await stored(chat)).groups).toEqual([['n0'], ['n1', 'n2']]);
  });
});

describe('when one of them cannot be stored', () => {
  test.each([
    ['at once', 'TRIGGER spilling BEFORE INSERT ON message'],
    [
      'at the end',
      'CONSTRAINT TRIGGER spilling AFTER INSERT ON message DEFERRABLE INITIALLY DEFERRED',
    ],
  ])('the others are, once and in their order: %s', async (_case, trigger) => {
    await sql(`
      CREATE OR REPLACE FUNCTION spill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'Spilt'; END $$;
      CREATE ${trigger} FOR EACH ROW WHEN (NEW.text = 'spilt') EXECUTE FUNCTION spill()`);
    const { mei, tom, lin, chat } = await house();
    const following = await lin.follow().live();
    const ids: string[] = Array.from({ length: 7 }, () => randomUUID());
    const said = ['a', 'b', 'c', 'spilt', 'd', 'b again', 'e'];
    const clientIds = ids.with(5, ids[1] ?? '');
    const sends = said.map(
      (text, place) =>
        [place % 3 ? mei : tom, chat, { text, clientId: clientIds[place] ?? '' }] as const,
    );
    const settled = await together(sends);
    expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(
      said.map((text) => text !== 'spilt' && text !== 'b again'),
    );
    expect(errorOf(settled[3])).toMatchObject({ message: 'Spilt' });
    expect(errorOf(settled[5])).toBeInstanceOf(ClientIdReusedError);
    const { texts, groups } = await stored(chat);
    expect(texts).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(groups).toHaveLength(5);
    await following.until(() => following.texts(chat).includes('e'));
    expect(following.texts(chat)).toEqual(texts);
    // And the next time they go together again.
    await sql('DROP TRIGGER spilling ON message');
    const again = await together(sends.toSpliced(5, 1));
    const known = (one: Settled | undefined, place: number) => place !== 3 && messageOf(one).id;
    expect(again.map(known)).toEqual(settled.toSpliced(5, 1).map(known));
    expect((await stored(chat)).texts).toEqual(['a', 'b', 'c', 'd', 'e', 'spilt']);
  });

  test('as the same was said elsewhere at that instant, it is said once', async () => {
    const { mei, tom, chat } = await house();
    const other = await mei.group('More tea', [tom]);
    for (let round = 0; round < 10; round++) {
      const clientId = randomUUID();
      const said = { text: `${round}`, clientId };
      const settled = await together([
        [tom, chat],
        [tom, other],
        [tom, chat],
        [tom, other],
        [mei, chat, said],
        [mei, other, said],
        [tom, chat],
        [tom, other],
      ]);
      const [one, another] = settled.slice(4, 6);
      const failed = [errorOf(one), errorOf(another)].filter((error) => error !== null);
      expect(failed).toEqual([expect.any(ClientIdReusedError)]);
      for (const place of [0, 1, 2, 3, 6, 7]) messageOf(settled[place]);
    }
    const texts = [...(await stored(chat)).texts, ...(await stored(other)).texts];
    expect(texts).toHaveLength(70);
    expect(texts.filter((text) => !text.startsWith('n')).sort()).toEqual([...'0123456789']);
  });

  test.each([
    ['takes too long', 'pg_cancel_backend'],
    ['loses its connection', 'pg_terminate_backend'],
  ])(
    'because it %s, nobody waits for it any longer, and who comes again is stored once',
    async (_case, end) => {
      const { mei, tom, lin, chat } = await house();
      const holder = await holdingConversation(chat);
      const ids = [0, 1, 2, 3].map(() => randomUUID());
      const sends = [mei, tom, lin, mei].map(
        (person, place) => [person, chat, { clientId: ids[place] ?? '' }] as const,
      );
      const sending = together(sends);
      const first = await waiting(SENDING);
      await sql(`SELECT ${end}($1)`, first);
      await sql(`SELECT ${end}($1)`, await waiting(LOCKING, first));
      expect((await sending).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
      await holder.release();
      expect((await stored(chat)).texts).toEqual([]);
      for (let time = 0; time < 2; time++) for (const one of await together(sends)) messageOf(one);
      expect((await stored(chat)).texts).toEqual(['n0', 'n1', 'n2', 'n3']);
    },
  );
});
