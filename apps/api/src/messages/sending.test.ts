import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Send = graphql(`
  mutation SendWithOptions($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessagePayload {
        sent {
          id
          seq
          forwardingForbidden
          mentionsViewer
          mentions { start length user { id } }
          replyTo { messageId seq sender { id } content { __typename ... on TextContent { text } } }
          content { __typename ... on TextContent { text } ... on MarkdownContent { markdown } }
        }
      }
      ... on MemberMutedError { retryAt }
      ... on TextTooLongError { limit }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
const Look = graphql(`
  query LookAtMessage($id: ID!) {
    node(id: $id) {
      ... on Message {
        mentionsViewer
        mentions { user { id } }
        replyTo { messageId }
      }
    }
  }
`);
const SendCard = graphql(`
  mutation SendACard($input: SendCardInput!) {
    sendCard(input: $input) {
      __typename
      ... on SendCardPayload {
        sent {
          id
          content {
            __typename
            ... on ContactCardContent { user { id nickname } }
            ... on GroupCardContent { group { id name memberCount viewerIsMember } }
          }
        }
      }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);

type Options = Partial<{
  format: 'TEXT' | 'MARKDOWN';
  replyToId: string;
  mentions: { userId?: string | null; start: number; length: number }[];
  forwardingForbidden: boolean;
  clientId: string;
}>;

async function send(person: Person, conversationId: string, text: string, options: Options = {}) {
  const input = { conversationId, text, clientId: randomUUID(), ...options };
  return (await person.ask(Send, { input })).sendMessage;
}
const sent = async (...args: Parameters<typeof send>) =>
  expectType(await send(...args), 'SendMessagePayload').sent;

const sql = (text: string, ...values: unknown[]) => stage.backend.pool.query(text, values);

async function group(...names: string[]) {
  const mei = await stage.world.user('Mei');
  const others = [];
  for (const name of names) {
    const person = await stage.world.user(name);
    await mei.befriend(person);
    others.push(person);
  }
  return { mei, others, chat: await mei.group('Tea', others) };
}

describe('a text', () => {
  test('cut in the middle of a character is sent without the half, and known again when it is sent again', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const clientId = randomUUID();
    const first = await sent(mei, chat, 'tea \ud83c', { clientId });
    expect(first.content).toEqual({ __typename: 'TextContent', text: 'tea \ufffd' });
    expect(await sent(mei, chat, 'tea \ud83c', { clientId })).toEqual(first);
  });

  test('of which nothing can be seen is empty', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    for (const text of [' ', '\u200b', '\u3164 \u2800', '\u00ad', '\ufe0f', '\u202e\u2066'])
      expectType(await send(mei, chat, text), 'TextEmptyError');
    for (const text of ['می‌خواهم', '👨‍👩‍👧', '\u0600']) await sent(mei, chat, text);
  });
});

describe('Markdown', () => {
  test('may be far longer than what a person types, and has its own limit', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const long = '茶'.repeat(20_000);
    const { content } = await sent(mei, chat, long, { format: 'MARKDOWN' });
    expect(content).toEqual({ __typename: 'MarkdownContent', markdown: long });
    const refused = await send(mei, chat, `${long}!`, { format: 'MARKDOWN' });
    expect(expectType(refused, 'TextTooLongError').limit).toBe(20_000);
    expect(expectType(await send(mei, chat, long), 'TextTooLongError').limit).toBe(500);
  });

  test('is another message than the same words in plain text', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const clientId = randomUUID();
    await sent(mei, chat, 'tea', { clientId });
    expectType(
      await send(mei, chat, 'tea', { clientId, format: 'MARKDOWN' }),
      'ClientIdReusedError',
    );
  });
});

describe('mentions', () => {
  test('stand where the text names them, also after trimming and behind what two units make up', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const text = ' \n🍵 @Tom tea?';
    const message = await sent(mei, chat, text, {
      mentions: [{ userId: tom.id, start: 4, length: 4 }],
    });
    expect(message.mentions).toEqual([{ start: 2, length: 4, user: { id: tom.id } }]);
    expect(message.mentionsViewer).toBe(false);
    const { node } = await tom.ask(Look, { id: message.id });
    expect(node).toMatchObject({ mentionsViewer: true });
  });

  test('of people who are not members are left out', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const message = await sent(mei, chat, '@Eve @Tom', {
      mentions: [
        { userId: eve.id, start: 0, length: 4 },
        { userId: tom.id, start: 5, length: 4 },
      ],
    });
    expect(message.mentions.map(({ user }) => user?.id)).toEqual([tom.id]);
  });

  test.each([
    ['beginning before the text', [{ start: -1, length: 2 }]],
    ['ending behind it', [{ start: 2, length: 3 }]],
    ['of no length', [{ start: 0, length: 0 }]],
    [
      'within one another',
      [
        { start: 0, length: 3 },
        { start: 2, length: 1 },
      ],
    ],
    ['of more than fifty', Array.from({ length: 51 }, (_, start) => ({ start, length: 1 }))],
  ])('%s are refused', async (_case, mentions) => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const text = mentions.length > 50 ? 'x'.repeat(60) : 'text';
    const refused = expectType(await send(mei, chat, text, { mentions }), 'InvalidFieldError');
    expect(refused.field).toBe('mentions');
  });

  test('of everyone reach everyone, and can be kept to those who run the group', async () => {
    const { mei, others, chat } = await group('Tom', 'Lin');
    const [tom, lin] = others as [Person, Person];
    const everyone = { mentions: [{ userId: null, start: 0, length: 4 }] };
    const message = await sent(tom, chat, '@all tea', everyone);
    for (const person of [mei, lin])
      expect((await person.ask(Look, { id: message.id })).node).toMatchObject({
        mentionsViewer: true,
        mentions: [{ user: null }],
      });
    await sql('UPDATE conversation SET mention_all_restricted = true WHERE id = $1', uuidOf(chat));
    expectType(await send(tom, chat, '@all tea', everyone), 'RoleRequiredError');
    await sent(mei, chat, '@all tea', everyone);
    await sent(tom, chat, 'just tea');
  });
});

describe('replies', () => {
  test('quote what they answer', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const question = await mei.send(chat, 'Tea?');
    const { replyTo } = await sent(tom, chat, 'Yes', { replyToId: question.id });
    expect(replyTo).toEqual({
      messageId: question.id,
      seq: 1,
      sender: { id: mei.id },
      content: { __typename: 'TextContent', text: 'Tea?' },
    });
  });

  test('to what is elsewhere, before one’s time or unknown are refused, and nothing is sent', async () => {
    const { mei, others, chat } = await group('Tom');
    const [tom] = others as [Person];
    const elsewhere = await mei.send(await mei.open(tom), 'between us');
    const early = await mei.send(chat, 'before Lin');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    await mei.add(chat, [lin]);
    const unknown = Buffer.from(`Message:${randomUUID()}`).toString('base64');
    for (const replyToId of [elsewhere.id, early.id, unknown])
      expectType(await send(lin, chat, 'Yes', { replyToId }), 'ReplyTargetMissingError');
    const after = await sent(lin, chat, 'hello');
    const again = await sent(lin, chat, 'hello again');
    expect(again.seq).toBe(after.seq + 1);
  });
});

describe('who may not speak', () => {
  test('is told until when', async () => {
    const { others, chat } = await group('Tom');
    const [tom] = others as [Person];
    await sql(
      `UPDATE member SET muted_until = now() + interval '1 hour' WHERE conversation_id = $1 AND account_id = $2`,
      uuidOf(chat),
      uuidOf(tom.id),
    );
    const { retryAt } = expectType(await send(tom, chat, 'hello'), 'MemberMutedError');
    const minutes = (new Date(retryAt).getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(55);
    expect(minutes).toBeLessThan(61);
    await sql(
      `UPDATE member SET muted_until = now() - interval '1 second' WHERE conversation_id = $1`,
      uuidOf(chat),
    );
    await sent(tom, chat, 'hello');
  });

  test('where all are muted is everyone but those who run the group', async () => {
    const { mei, others, chat } = await group('Tom');
    const [tom] = others as [Person];
    const clientId = randomUUID();
    await sent(tom, chat, 'in time', { clientId });
    await sql('UPDATE conversation SET all_muted = true WHERE id = $1', uuidOf(chat));
    expectType(await send(tom, chat, 'too late'), 'AllMutedError');
    await sent(mei, chat, 'quiet, please');
    // What was sent before is answered as before.
    await sent(tom, chat, 'in time', { clientId });
  });
});

describe('cards', () => {
  const card = async (person: Person, input: object) =>
    (await person.ask(SendCard, { input: { clientId: randomUUID(), ...input } as never })).sendCard;

  test('introduce a person, or a public group to those who are not in it', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    const contact = expectType(
      await card(mei, { conversationId: chat, userId: lin.id }),
      'SendCardPayload',
    );
    expect(contact.sent.content).toEqual({
      __typename: 'ContactCardContent',
      user: { id: lin.id, nickname: 'Lin' },
    });
    await mei.befriend(lin);
    const tea = await mei.group('Tea', [lin]);
    const refused = await card(mei, { conversationId: chat, groupId: tea });
    expectType(refused, 'NotFoundError');
    await sql(`UPDATE conversation SET visibility = 'PUBLIC' WHERE id = $1`, uuidOf(tea));
    const shown = expectType(
      await card(tom, { conversationId: chat, groupId: tea }),
      'SendCardPayload',
    );
    expect(shown.sent.content).toEqual({
      __typename: 'GroupCardContent',
      group: { id: tea, name: 'Tea', memberCount: 2, viewerIsMember: false },
    });
  });

  test('are known again by whom they introduce, whatever has become of the name and of the group since', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const [lin, namesake] = [await stage.world.user('Lin'), await stage.world.user('Lin')];
    const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
    const contact = { conversationId: chat, clientId: randomUUID(), userId: lin.id };
    const introduction = { conversationId: chat, clientId: randomUUID(), groupId: group };
    const first = [
      expectType(await card(mei, contact), 'SendCardPayload').sent.id,
      expectType(await card(mei, introduction), 'SendCardPayload').sent.id,
    ];
    expectType(await card(mei, { ...contact, userId: namesake.id }), 'ClientIdReusedError');
    await sql(`UPDATE account SET nickname = 'Lina' WHERE id = $1`, uuidOf(lin.id));
    await sql(`UPDATE conversation SET visibility = 'PRIVATE' WHERE id = $1`, uuidOf(group));
    const again = [await card(mei, contact), await card(mei, introduction)];
    expect(again.map((answer) => expectType(answer, 'SendCardPayload').sent.id)).toEqual(first);
    for (const person of [mei, tom])
      expectType(await card(person, { ...introduction, clientId: randomUUID() }), 'NotFoundError');
    expectType(await card(tom, introduction), 'NotFoundError');
  });

  test('of nobody, of both, of somebody unknown or where one is no member are refused', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const unknown = Buffer.from(`User:${randomUUID()}`).toString('base64');
    expectType(await card(mei, { conversationId: chat }), 'InvalidFieldError');
    expectType(
      await card(mei, { conversationId: chat, userId: tom.id, groupId: chat }),
      'InvalidFieldError',
    );
    expectType(await card(mei, { conversationId: chat, userId: unknown }), 'NotFoundError');
    expectType(await card(eve, { conversationId: chat, userId: tom.id }), 'NotFoundError');
  });
});
