import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../testing/client.ts';
import { graphql, type ResultOf } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { atHand, keepAtHand } from './at-hand.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Shown = graphql(`
  fragment ShownAtHand on Message @_unmask {
    id
    seq
    clientId
    sentAt
    conversation { id }
    sender { id nickname }
    senderMember { id groupNickname role }
    content { __typename ... on TextContent { text } ... on MarkdownContent { markdown } }
    replyTo { messageId seq sender { id nickname } content { __typename ... on TextContent { text } } }
    reactions { emoji }
    mentions { start user { id } }
    forwardingForbidden
  }
`);
const Tells = graphql(
  `subscription TellsAtHand { events { __typename ... on MessageSent { message { ...ShownAtHand } } } }`,
  [Shown],
);
const Send = graphql(
  `
    mutation SendAtHand($input: SendMessageInput!) {
      sendMessage(input: $input) { __typename ... on SendMessagePayload { sent { ...ShownAtHand } } }
    }
  `,
  [Shown],
);
const Look = graphql(`query LookAtHand($id: ID!) { node(id: $id) { ...ShownAtHand } }`, [Shown]);
/** What the statement that sends has read all of. */
const Brief = graphql(`
  subscription TellsBriefly {
    events {
      ... on MessageSent {
        message { id sentAt conversation { id } sender { nickname } senderMember { groupNickname } replyTo { seq } }
      }
    }
  }
`);

type Told = ResultOf<typeof Shown>;

/** Listens to messages; resolves once it does. `told` resolves with the next one that has not been asked for. */
async function listen(person: Person, document: object = Tells) {
  const { client } = person.socket();
  const heard: Told[] = [];
  let wake = () => {};
  const begun = new Promise<void>((resolve) => {
    client.subscribe<{ events: { message?: Told } }>(
      { query: textOf(document) },
      {
        next: ({ data }) => {
          resolve();
          if (data?.events.message) heard.push(data.events.message);
          wake();
        },
        error: () => {},
        complete: () => {},
      },
    );
  });
  await begun;
  const told = async (): Promise<Told> => {
    for (;;) {
      const next = heard.shift();
      if (next) return next;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { told, close: () => void client.dispose() };
}

type Given = { conversationId: string; text: string } & Record<string, unknown>;

const send = async (person: Person, given: Given) =>
  expectType(
    (await person.ask(Send, { input: { clientId: randomUUID(), ...given } })).sendMessage,
    'SendMessagePayload',
  ).sent;

describe('a message that has just been sent', () => {
  test('is answered and told as whoever looks it up sees it', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const conversationId = await mei.group('Tea', [tom]);
    const { told, close } = await listen(tom);
    const first = await send(mei, { conversationId, text: 'A cup of tea?' });
    const kinds = [
      { text: 'Plain' },
      { text: 'An *answer*', format: 'MARKDOWN', replyToId: first.id },
      { text: '@Tom', mentions: [{ userId: tom.id, start: 0, length: 4 }] },
      { text: 'For you alone', forwardingForbidden: true },
    ];
    expect(await told()).toEqual(first);
    for (const kind of kinds) {
      const sent = await send(mei, { conversationId, ...kind });
      const { node } = await tom.ask(Look, { id: sent.id });
      expect(sent).toEqual(node);
      expect(await told()).toEqual(node);
    }
    close();
  });

  test('is told without being read again, but for who has sent it', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { told, close } = await listen(tom, Brief);
    const { pool } = stage.backend;
    const once = async () => {
      const query = pool.query;
      const read: string[] = [];
      pool.query = ((...given: unknown[]) => {
        const { text = '' } = given[0] as { text?: string };
        if (/\b(message|conversation|member) [a-z]\b/.test(text)) read.push(text);
        return (query as (...all: unknown[]) => unknown).apply(pool, given);
      }) as typeof pool.query;
      await Promise.all([mei.send(chat, 'A cup of tea?'), told()]);
      pool.query = query;
      return read.filter((text) => !text.includes('INSERT INTO message')).length;
    };
    // On a machine that stands still in between it is read all the same: the least of several tries.
    const tries: number[] = [];
    for (let n = 0; n < 10; n++) tries.push(await once());
    expect(Math.min(...tries)).toBe(0);
    close();
  });

  test('shows its sender as they are by the time it has its place, however long it waited for it', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const conversationId = await mei.group('Tea', [tom]);
    const [group, account] = [uuidOf(conversationId), uuidOf(mei.id)];
    const { told, close } = await listen(tom);
    for (let n = 0; n < 5; n++) {
      const holder = await stage.backend.pool.connect();
      await holder.query('BEGIN');
      await holder.query('SELECT FROM conversation WHERE id = $1 FOR NO KEY UPDATE', [group]);
      const sending = send(mei, { conversationId, text: `${n}` });
      await untilWaiting();
      await holder.query(
        'UPDATE member SET nickname = $3 WHERE conversation_id = $1 AND account_id = $2',
        [group, account, `Mei ${n}`],
      );
      await stage.backend.pool.query('UPDATE account SET nickname = $2 WHERE id = $1', [
        account,
        `Mei Lin ${n}`,
      ]);
      await holder.query('COMMIT');
      holder.release();
      const names = {
        sender: { nickname: `Mei Lin ${n}` },
        senderMember: { groupNickname: `Mei ${n}` },
      };
      expect(await sending).toMatchObject(names);
      expect(await told()).toMatchObject(names);
    }
    close();
  });
});

/** Until a message waits for a lock. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const { rowCount } = await stage.backend.pool.query(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%WITH held AS%'`,
    );
    if (rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

test('what was read a while ago is read again', () => {
  const message = {} as Parameters<typeof keepAtHand>[1]['message'];
  const [fresh, old] = [{}, {}];
  keepAtHand(fresh, { message, along: {}, since: performance.now() });
  keepAtHand(old, { message, along: {}, since: performance.now() - 101 });
  expect(atHand(fresh)?.message).toBe(message);
  expect(atHand(old)).toBeUndefined();
  expect(atHand({})).toBeUndefined();
});
