import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { inSeconds } from '../testing/keeping.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { sendDueMessages } from './service/sending.ts';

const MOST = 5;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ SCHEDULED_MESSAGES_MAX: String(MOST) });
});
afterAll(() => stage.close());

const Scheduled = graphql(`
  fragment Scheduled on ScheduledMessage {
    id
    clientId
    text
    format
    sendAt
    scheduledStatus
    failure
    forwardingForbidden
    mentions { user { id } start length }
    replyTo { messageId }
    destination { id }
    message { id }
  }
`);
const ScheduleMessage = graphql(
  `mutation ScheduleMessage($input: ScheduleMessageInput!) {
    scheduleMessage(input: $input) {
      __typename
      ... on ScheduleMessagePayload { scheduled { ...Scheduled } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
      ... on MemberMutedError { retryAt }
      ... on LimitReachedError { limit }
    }
  }`,
  [Scheduled],
);
const RescheduleMessage = graphql(
  `mutation RescheduleMessage($input: RescheduleMessageInput!) {
    rescheduleMessage(input: $input) {
      __typename
      ... on RescheduleMessagePayload { scheduled { ...Scheduled } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
      ... on ScheduledMessageSettledError { scheduled { ...Scheduled } }
    }
  }`,
  [Scheduled],
);
const CancelScheduledMessage = graphql(
  `mutation CancelScheduledMessage($input: CancelScheduledMessageInput!) {
    cancelScheduledMessage(input: $input) {
      __typename
      ... on CancelScheduledMessagePayload { scheduled { ...Scheduled } }
      ... on Error { message rule }
      ... on ScheduledMessageSettledError { scheduled { ...Scheduled } }
    }
  }`,
  [Scheduled],
);
const ScheduledMessages = graphql(
  `query ScheduledMessages($first: Int, $after: String, $conversationId: ID, $statuses: [ScheduledMessageStatus!]!) {
    viewer {
      scheduledMessages(first: $first, after: $after, conversationId: $conversationId, statuses: $statuses) {
        pageInfo { hasNextPage endCursor }
        edges { node { ...Scheduled } }
      }
    }
  }`,
  [Scheduled],
);
const SentMessage = graphql(`
  query SentMessage($id: ID!) {
    node(id: $id) {
      ... on Message {
        clientId
        forwardingForbidden
        replyTo { messageId }
        mentions { user { id } start length }
        content { __typename ... on MarkdownContent { markdown } }
      }
    }
  }
`);
const NodeOf = graphql(`query NodeOf($id: ID!) { node(id: $id) { __typename } }`);

type Wanted = Partial<VariablesOf<typeof ScheduleMessage>['input']> & { conversationId: string };

async function attempt(person: Person, wanted: Wanted) {
  const input = { clientId: randomUUID(), text: 'later', sendAt: inSeconds(3_600), ...wanted };
  return (await person.ask(ScheduleMessage, { input })).scheduleMessage;
}

const schedule = async (person: Person, wanted: Wanted) =>
  expectType(await attempt(person, wanted), 'ScheduleMessagePayload').scheduled;

type Change = Omit<VariablesOf<typeof RescheduleMessage>['input'], 'scheduledMessageId'>;
const reschedule = async (person: Person, scheduledMessageId: string, change: Change) =>
  (await person.ask(RescheduleMessage, { input: { scheduledMessageId, ...change } }))
    .rescheduleMessage;

const cancel = async (person: Person, scheduledMessageId: string) =>
  (await person.ask(CancelScheduledMessage, { input: { scheduledMessageId } }))
    .cancelScheduledMessage;

async function list(person: Person, asked: Partial<VariablesOf<typeof ScheduledMessages>> = {}) {
  const statuses = asked.statuses ?? ['PENDING' as const, 'FAILED' as const];
  const { viewer } = await person.ask(ScheduledMessages, { ...asked, statuses });
  const { edges, pageInfo } = viewer.scheduledMessages;
  return { nodes: edges.map(({ node }) => node), pageInfo };
}

const sendDue = () => sendDueMessages(stage.backend);

test('what is written now is sent at its time, as it was written, and each device is told', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const phone = await mei.onAnotherDevice();
  const [onPhone, atToms] = [await phone.follow().live(), await tom.follow().live()];
  const { id: replyToId } = await tom.send(chat, 'when is tea?');
  const scheduled = await schedule(mei, {
    conversationId: chat,
    text: ' @Tom **now**\r\nreally ',
    format: 'MARKDOWN',
    replyToId,
    forwardingForbidden: true,
    mentions: [{ userId: tom.id, start: 1, length: 4 }],
  });
  const written = {
    text: '@Tom **now**\nreally',
    format: 'MARKDOWN',
    forwardingForbidden: true,
    replyTo: { messageId: replyToId },
    mentions: [{ user: { id: tom.id }, start: 0, length: 4 }],
    destination: { id: chat },
  };
  expect(scheduled).toMatchObject({ ...written, scheduledStatus: 'PENDING', message: null });
  await onPhone.first('ScheduledMessageChanged', (event) => event.scheduled?.id === scheduled.id);
  expect((await list(phone)).nodes).toEqual([scheduled]);
  await sendDue();
  expect((await list(mei)).nodes).toMatchObject([{ scheduledStatus: 'PENDING' }]);
  const now = await reschedule(mei, scheduled.id, { sendAt: inSeconds(-1) });
  expect(expectType(now, 'RescheduleMessagePayload').scheduled).toMatchObject(written);
  await sendDue();
  const sent = await onPhone.first(
    'ScheduledMessageChanged',
    (event) => event.scheduled?.scheduledStatus === 'SENT',
  );
  const { message } = await atToms.first('MessageSent', (event) => event.message.seq === 2);
  expect(message).toMatchObject({ id: sent.scheduled?.message?.id, sender: { id: mei.id } });
  const { node } = await tom.ask(SentMessage, { id: message.id });
  const { text: markdown, replyTo, mentions, forwardingForbidden } = written;
  expect(node).toMatchObject({ clientId: scheduled.clientId, content: { markdown } });
  expect(node).toMatchObject({ replyTo, mentions, forwardingForbidden });
  expect((await list(mei)).nodes).toEqual([]);
  expect((await list(mei, { statuses: ['SENT'] })).nodes).toHaveLength(1);
  await sendDue();
  await tom.send(chat, 'the end');
  await atToms.until(() => atToms.texts(chat).includes('the end'));
  expect(atToms.of('MessageSent')).toHaveLength(3);
  expect(atToms.of('ScheduledMessageChanged')).toEqual([]);
  onPhone.close();
  atToms.close();
});

describe('refused at once', () => {
  test('a time that has passed, or is more than a year away', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    for (const seconds of [-120, 367 * 24 * 3_600]) {
      const refused = await attempt(mei, { conversationId: chat, sendAt: inSeconds(seconds) });
      expect(expectType(refused, 'InvalidFieldError').field).toBe('sendAt');
    }
    const { id } = await schedule(mei, { conversationId: chat, sendAt: inSeconds(-30) });
    const refused = await reschedule(mei, id, { sendAt: inSeconds(-120) });
    expect(expectType(refused, 'InvalidFieldError').field).toBe('sendAt');
  });

  test('texts that sending would refuse', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const say = (wanted: Partial<Wanted>) => attempt(mei, { conversationId: chat, ...wanted });
    expectType(await say({ text: ' \n ' }), 'TextEmptyError');
    expectType(await say({ text: '茶'.repeat(501) }), 'TextTooLongError');
    const mentions = [{ userId: tom.id, start: 3, length: 9 }];
    expect(expectType(await say({ mentions }), 'InvalidFieldError').field).toBe('mentions');
    const elsewhere = await mei.send(await mei.group('Tea', [tom]), 'in another conversation');
    expectType(await say({ replyToId: elsewhere.id }), 'ReplyTargetMissingError');
    const { id } = await schedule(mei, { conversationId: chat });
    expectType(await reschedule(mei, id, { text: '' }), 'TextEmptyError');
    expectType(await reschedule(mei, id, { text: '茶'.repeat(501) }), 'TextTooLongError');
    expect((await list(mei)).nodes).toMatchObject([{ text: 'later' }]);
  });

  test('where one may not speak, unless one may by then', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const conversationId = await mei.group('Tea', [tom]);
    const eve = await stage.world.user('Eve');
    expectType(await attempt(eve, { conversationId: chat }), 'NotFoundError');
    const until = inSeconds(600);
    await inGroup(mei, conversationId).mute(tom, until);
    const early = await attempt(tom, { conversationId, sendAt: inSeconds(300) });
    expect(expectType(early, 'MemberMutedError').retryAt).toBe(until);
    const { id } = await schedule(tom, { conversationId, sendAt: inSeconds(900) });
    expectType(await reschedule(tom, id, { sendAt: inSeconds(300) }), 'MemberMutedError');
    await inGroup(mei, conversationId).mute(tom, null);
    await inGroup(mei, conversationId).muteAll(true);
    expectType(await attempt(tom, { conversationId }), 'AllMutedError');
    await schedule(mei, { conversationId });
    await inGroup(mei, conversationId).muteAll(false);
    await inGroup(mei, conversationId).update({ mentionAllRestricted: true });
    const mentions = [{ userId: null, start: 0, length: 5 }];
    expectType(await attempt(tom, { conversationId, mentions }), 'RoleRequiredError');
    await schedule(mei, { conversationId, mentions });
    await inGroup(mei, conversationId).remove([tom]);
    expectType(await attempt(tom, { conversationId }), 'NotFoundError');
    expectType(await reschedule(tom, id, { text: 'still there?' }), 'NotFoundError');
    expect((await list(tom)).nodes).toMatchObject([{ id, destination: null, replyTo: null }]);
  });

  test('more than may wait, also when they come at the same time', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const places = [chat];
    for (const name of ['Tea', 'Cups', 'Pots']) places.push(await mei.group(name, [tom]));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        attempt(mei, { conversationId: places[index % places.length] ?? chat }),
      ),
    );
    const refused = answers.filter((answer) => answer.__typename !== 'ScheduleMessagePayload');
    expect(refused).toHaveLength(12 - MOST);
    for (const answer of refused) expect(expectType(answer, 'LimitReachedError').limit).toBe(MOST);
    expect((await list(mei)).nodes).toHaveLength(MOST);
    await schedule(tom, { conversationId: chat });
    await cancel(mei, (await list(mei)).nodes[0]!.id);
    await schedule(mei, { conversationId: chat });
  });
});

describe('a client id', () => {
  test('makes one message, however often and however much at once it comes', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const given = { conversationId: chat, clientId: randomUUID(), sendAt: inSeconds(60) };
    // With half a character, as a text that was cut has it.
    const wanted = { ...given, text: 'later \ud83c' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => schedule(mei, wanted)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await reschedule(mei, answers[0]!.id, { sendAt: inSeconds(-1) });
    await sendDue();
    expect(await schedule(mei, { ...wanted, sendAt: inSeconds(-7_200) })).toMatchObject({
      id: answers[0]!.id,
      scheduledStatus: 'SENT',
    });
  });

  test('is refused for something else, and when a message carries it already', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { clientId } = await schedule(mei, { conversationId: chat });
    const group = await mei.group('Tea', [tom]);
    const used = randomUUID();
    await mei.send(chat, 'later', used);
    for (const wanted of [
      { conversationId: chat, clientId, text: 'something else' },
      { conversationId: group, clientId },
      { conversationId: chat, clientId: used },
    ])
      expectType(await attempt(mei, wanted), 'ClientIdReusedError');
  });
});

describe('changing', () => {
  test('another text has its own mentions; another time leaves both', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const mentions = [{ userId: tom.id, start: 0, length: 4 }];
    const { id } = await schedule(mei, { conversationId: chat, text: '@Tom tea?', mentions });
    const sendAt = inSeconds(7_200);
    const moved = expectType(await reschedule(mei, id, { sendAt }), 'RescheduleMessagePayload');
    expect(moved.scheduled).toMatchObject({ sendAt, text: '@Tom tea?', mentions: [{}] });
    const plain = await reschedule(mei, id, { text: 'tea?' });
    expect(expectType(plain, 'RescheduleMessagePayload').scheduled).toMatchObject({
      sendAt,
      text: 'tea?',
      mentions: [],
    });
    const named = await reschedule(mei, id, {
      text: 'tea, @Tom?',
      mentions: [{ ...mentions[0]!, start: 5 }],
    });
    expect(expectType(named, 'RescheduleMessagePayload').scheduled.mentions).toMatchObject([
      { start: 5 },
    ]);
  });

  test('a cancelled message is not sent, and neither it nor a sent one can be changed', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await mei.onAnotherDevice();
    const onPhone = await phone.follow().live();
    const due = { conversationId: chat, sendAt: inSeconds(-1) };
    const cancelled = await schedule(mei, due);
    for (let time = 1; time <= 2; time++) {
      const answer = await cancel(mei, cancelled.id);
      const { scheduled } = expectType(answer, 'CancelScheduledMessagePayload');
      expect(scheduled.scheduledStatus).toBe('CANCELLED');
    }
    const sent = await schedule(mei, due);
    await sendDue();
    await onPhone.first('ScheduledMessageChanged', ({ scheduled }) => scheduled?.id === sent.id);
    await onPhone.until(() => onPhone.of('MessageSent').length === 1);
    expectType(
      await reschedule(mei, cancelled.id, { text: 'yes' }),
      'ScheduledMessageSettledError',
    );
    for (const answer of [await cancel(mei, sent.id), await reschedule(mei, sent.id, {})])
      expect(expectType(answer, 'ScheduledMessageSettledError').scheduled).toMatchObject({
        id: sent.id,
        scheduledStatus: 'SENT',
      });
    onPhone.close();
  });

  test('nobody else sees it or touches it, not even who it is for', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await schedule(mei, { conversationId: chat });
    expect((await list(tom)).nodes).toEqual([]);
    const { errors } = await tom.attempt(NodeOf, { id });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expectType(await cancel(tom, id), 'NotFoundError');
    expectType(await reschedule(tom, id, { text: 'mine' }), 'NotFoundError');
    expect((await mei.ask(NodeOf, { id })).node?.__typename).toBe('ScheduledMessage');
  });
});

test('the list has the soonest first, page by page, of one conversation or of all', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const group = await mei.group('Tea', [tom]);
  const sendAt = inSeconds(100);
  for (const [conversationId, text, at] of [
    [chat, 'third', inSeconds(300)],
    [group, 'first', inSeconds(50)],
    [chat, 'second', sendAt],
    [group, 'at the same time', sendAt],
  ] as const)
    await schedule(mei, { conversationId, text, sendAt: at });
  const seen: string[] = [];
  for (let after: string | null | undefined = null; after !== undefined; ) {
    const { nodes, pageInfo } = await list(mei, { first: 1, after });
    seen.push(...nodes.map(({ text }) => text));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
  }
  expect(seen).toEqual(['first', 'second', 'at the same time', 'third']);
  const { nodes } = await list(mei, { conversationId: chat });
  expect(nodes.map(({ text }) => text)).toEqual(['second', 'third']);
});
