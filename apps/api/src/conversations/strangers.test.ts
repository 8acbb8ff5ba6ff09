import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transaction } from '../realtime/transaction.ts';
import { sendDueMessages } from '../schedules/service/sending.ts';
import { ask } from '../testing/client.ts';
import { askFriend, block, removeFriend, unblock } from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { forward, inSeconds } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { accept, say, strangerState } from '../testing/strangers.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
/** A second process on the same database. */
let other: Stage;
beforeAll(async () => {
  stage = await startStage({ STRANGER_MESSAGES_PER_MINUTE: '50' });
  other = await startStageOn(stage.databaseUrl, { STRANGER_MESSAGES_PER_MINUTE: '50' });
});
afterAll(async () => {
  await other.close();
  await stage.close();
});

const Listed = graphql(`
  query ListedToStrangers { viewer { conversations(first: 50) { edges { node { id } } } } }
`);
const Open = graphql(`
  mutation OpenWithStranger($input: OpenDirectConversationInput!) {
    openDirectConversation(input: $input) {
      __typename
      ... on NotFriendsError { users { id } }
      ... on Error { rule }
    }
  }
`);
const Reach = graphql(`
  mutation LetBeReached($input: UpdatePrivacyInput!) {
    updatePrivacy(input: $input) { __typename }
  }
`);
const Card = graphql(`
  mutation CardToStranger($input: SendCardInput!) { sendCard(input: $input) { __typename } }
`);
const Schedule = graphql(`
  mutation LaterToStranger($input: ScheduleMessageInput!) {
    scheduleMessage(input: $input) { __typename }
  }
`);
const ScheduledBy = graphql(`
  query ScheduledToStranger {
    viewer { scheduledMessages(first: 10, statuses: [PENDING, SENT, FAILED]) {
      edges { node { scheduledStatus failure } }
    } }
  }
`);
const Type = graphql(`
  mutation TypeToStranger($input: StartTypingInput!) { startTyping(input: $input) { __typename } }
`);
const Clear = graphql(`
  mutation ClearStranger($input: ClearHistoryInput!) { clearHistory(input: $input) { __typename } }
`);
const Hide = graphql(`
  mutation HideStranger($input: UpdateConversationSettingsInput!) {
    updateConversationSettings(input: $input) { __typename }
  }
`);
const AcceptSignedOut = graphql(`
  mutation AcceptSignedOut($input: AcceptConversationInput!) {
    acceptConversation(input: $input) { __typename }
  }
`);

const listed = async (person: Person) =>
  (await person.ask(Listed, {})).viewer.conversations.edges.map(({ node }) => node.id);
const open = async (person: Person, to: Person) =>
  (await person.ask(Open, { input: { userId: to.id } })).openDirectConversation;

/** Eve, whom Mei does not know, and the conversation that Eve has opened. */
async function strangers() {
  const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
  return { mei, eve, chat: await eve.open(mei) };
}

/** The same, with Eve’s one message sent. */
async function approached() {
  const met = await strangers();
  const { sent } = expectType(await say(met.eve, met.chat), 'SendMessagePayload');
  return { ...met, messageId: sent.id };
}

/** Makes colleagues of people for as long as the work takes. */
async function asColleagues(people: Person[], work: () => Promise<void>): Promise<void> {
  const { db } = stage.backend;
  const { id: departmentId } = await db.department.create({
    data: { name: randomUUID(), place: 0 },
  });
  await db.departmentMember.createMany({
    data: people.map(({ id }) => ({ departmentId, accountId: uuidOf(id), primary: true })),
  });
  try {
    await work();
  } finally {
    await db.departmentMember.deleteMany({ where: { departmentId } });
  }
}

describe('a stranger', () => {
  test('opens a conversation, of which the other sees nothing before a message comes', async () => {
    const { mei, eve, chat } = await strangers();
    const watching = await mei.follow().live();
    expect(await listed(eve)).toEqual([chat]);
    expect(await listed(mei)).toEqual([]);
    await eve.ask(Type, { input: { conversationId: chat } });
    await say(eve, chat);
    await watching.until(() => watching.texts(chat).includes('tea?'));
    expect(watching.of('TypingStarted')).toEqual([]);
    expect(await listed(mei)).toEqual([chat]);
    watching.close();
  });

  test('says one thing, and nothing more until they are answered', async () => {
    const { mei, eve, chat } = await approached();
    const watching = await eve.follow().live();
    const refused = expectType(await say(eve, chat), 'StrangerLimitError');
    expect(refused).toMatchObject({ rule: 'STRANGER_LIMIT', users: [{ id: mei.id }] });
    expect(await strangerState(eve, mei)).toBe('SENT');
    expect(await strangerState(mei, eve)).toBe('RECEIVED');
    expectType(await say(mei, chat), 'SendMessagePayload');
    expect((await watching.first('ApproachChanged')).user).toEqual({
      id: mei.id,
      strangerState: 'ACCEPTED',
    });
    for (const one of [eve, mei, eve, eve]) expectType(await say(one, chat), 'SendMessagePayload');
    watching.close();
  });

  test('goes on once they are accepted, which only the other can do', async () => {
    const { mei, eve, chat } = await approached();
    const lin = await stage.world.user('Lin');
    expectType(await accept(lin, chat), 'NotFoundError');
    const own = expectType(await accept(eve, chat), 'AcceptConversationPayload');
    expect(own.conversation.peer?.strangerState).toBe('SENT');
    expectType(await say(eve, chat), 'StrangerLimitError');
    const streams = [await mei.follow().live(), await eve.follow().live()];
    const accepted = expectType(await accept(mei, chat), 'AcceptConversationPayload');
    expect(accepted.conversation).toEqual({ id: chat, peer: { strangerState: 'ACCEPTED' } });
    expectType(await accept(mei, chat), 'AcceptConversationPayload');
    expectType(await say(eve, chat), 'SendMessagePayload');
    for (const stream of streams) {
      await stream.until(() => stream.texts(chat).length > 0);
      expect(stream.of('ApproachChanged')).toHaveLength(1);
      stream.close();
    }
  });

  test('goes on once they are a friend or a colleague', async () => {
    const friends = await approached();
    await friends.eve.befriend(friends.mei);
    expectType(await say(friends.eve, friends.chat), 'SendMessagePayload');
    expect(await strangerState(friends.eve, friends.mei)).toBeNull();
    const { mei, eve, chat } = await approached();
    await asColleagues([mei, eve], async () => {
      expectType(await say(eve, chat), 'SendMessagePayload');
      expect(await strangerState(eve, mei)).toBeNull();
    });
    expectType(await say(eve, chat), 'StrangerLimitError');
    await asColleagues([eve], async () => {
      expectType(await say(eve, chat), 'StrangerLimitError');
    });
  });

  test('is answered the same message again, however often it has to be sent', async () => {
    const { eve, chat } = await strangers();
    const clientId = randomUUID();
    const first = expectType(await say(eve, chat, clientId), 'SendMessagePayload');
    const again = await Promise.all([say(eve, chat, clientId), say(eve, chat, clientId)]);
    for (const one of again) expect(one).toEqual(first);
  });

  test('is refused in the same words in all that is said to somebody', async () => {
    const { mei, eve, chat, messageId } = await approached();
    const lin = await stage.world.user('Lin');
    await eve.befriend(lin);
    const { id: elsewhere } = await eve.send(await eve.open(lin), 'hello');
    const to = { conversationId: chat, clientId: randomUUID() };
    const on = onMessage(eve, messageId);
    const refusals = [
      await forward(eve, { conversationId: chat, messageIds: [elsewhere] }),
      (await eve.ask(Card, { input: { ...to, userId: lin.id } })).sendCard,
      (await eve.ask(Schedule, { input: { ...to, text: 'later', sendAt: inSeconds(60) } }))
        .scheduleMessage,
      await on.edit('more to say'),
      await on.react('👀'),
      await on.pin(),
    ];
    expect(refusals.map(({ __typename }) => __typename)).toEqual(
      refusals.map(() => 'StrangerLimitError'),
    );
    const watching = await mei.follow().live();
    await eve.ask(Type, { input: { conversationId: chat } });
    await accept(mei, chat);
    await watching.first('ApproachChanged');
    expect(watching.of('TypingStarted')).toEqual([]);
    watching.close();
  });

  test('says one thing by a card, by forwarding or later as well', async () => {
    const lin = await stage.world.user('Lin');
    const card = await strangers();
    const input = { conversationId: card.chat, clientId: randomUUID(), userId: lin.id };
    expect((await card.eve.ask(Card, { input })).sendCard.__typename).toBe('SendCardPayload');
    expectType(await say(card.eve, card.chat), 'StrangerLimitError');
    const { eve, chat } = await strangers();
    await eve.befriend(lin);
    const said = await eve.open(lin);
    const messageIds = [(await eve.send(said, 'one')).id, (await eve.send(said, 'two')).id];
    expectType(await forward(eve, { conversationId: chat, messageIds }), 'StrangerLimitError');
    const bundle = { conversationId: chat, messageIds, bundled: true, title: 'Tea' };
    expectType(await forward(eve, bundle), 'ForwardMessagesPayload');
    expectType(await say(eve, chat), 'StrangerLimitError');
  });

  test('who has planned two messages is told why the second was not sent', async () => {
    const { eve, chat } = await strangers();
    for (let planning = 0; planning < 2; planning++) {
      const planned = { conversationId: chat, clientId: randomUUID(), sendAt: inSeconds(-1) };
      const { scheduleMessage } = await eve.ask(Schedule, { input: { ...planned, text: 'later' } });
      expect(scheduleMessage.__typename).toBe('ScheduleMessagePayload');
    }
    await sendDueMessages(stage.backend);
    const { viewer } = await eve.ask(ScheduledBy, {});
    expect(viewer.scheduledMessages.edges.map(({ node }) => node)).toEqual([
      { scheduledStatus: 'SENT', failure: null },
      { scheduledStatus: 'FAILED', failure: 'STRANGER_LIMIT' },
    ]);
  });
});

describe('what cannot be reached', () => {
  test('is as they have chosen: nobody, or friends of friends', async () => {
    const [mei, eve, lin] = [
      await stage.world.user('Mei'),
      await stage.world.user('Eve'),
      await stage.world.user('Lin'),
    ];
    await mei.ask(Reach, { input: { reachableBy: 'FRIENDS_OF_FRIENDS' } });
    expect((await open(eve, mei)).__typename).toBe('RecipientRefusesError');
    expect(await listed(eve)).toEqual([]);
    for (const friend of [mei, eve]) await friend.befriend(lin);
    const chat = await eve.open(mei);
    await mei.ask(Reach, { input: { reachableBy: 'NOBODY' } });
    expectType(await say(eve, chat), 'RecipientRefusesError');
    expectType(await say(lin, await lin.open(mei)), 'SendMessagePayload');
    // Whom they have written to themselves, or answered, they let answer.
    expectType(await say(mei, chat), 'SendMessagePayload');
    expectType(await say(eve, chat), 'SendMessagePayload');
  });

  test('is everybody where the administrators keep strangers apart, and told as such', async () => {
    const { mei, eve, chat } = await approached();
    const set = (strangersMayWrite: boolean) =>
      transaction(stage.backend, async (tx) => {
        await tx.db.installation.update({ where: { id: 1 }, data: { strangersMayWrite } });
        tx.publishToAccount(uuidOf(mei.id), 'InstallationChanged', {});
      });
    await set(false);
    try {
      for (const one of [eve, mei]) expectType(await say(one, chat), 'NotFriendsError');
      const lin = await stage.world.user('Lin');
      expect(await open(lin, mei)).toMatchObject({
        __typename: 'NotFriendsError',
        users: [{ id: mei.id }],
      });
      await asColleagues([mei, eve], async () => {
        expectType(await say(eve, chat), 'SendMessagePayload');
      });
    } finally {
      await set(true);
    }
    expectType(await say(eve, chat), 'StrangerLimitError');
  });

  test('tells whoever is blocked no more than whoever is not wanted, and who waits nothing at all', async () => {
    const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
    await block(mei, eve);
    const refused = await open(eve, mei);
    await unblock(mei, eve);
    await mei.ask(Reach, { input: { reachableBy: 'NOBODY' } });
    expect(await open(eve, mei)).toEqual(refused);
    expect(refused.__typename).toBe('RecipientRefusesError');
    const waiting = await approached();
    const before = await say(waiting.eve, waiting.chat);
    await block(waiting.mei, waiting.eve);
    expect(await say(waiting.eve, waiting.chat)).toEqual(before);
    expectType(await say(waiting.mei, waiting.chat), 'UserBlockedError');
  });
});

describe('the one message', () => {
  test('is one, also of many at the same instant through two processes', async () => {
    for (let round = 0; round < 3; round++) {
      const { mei, eve, chat } = await strangers();
      const there = eve.through(other.url);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => say(index % 2 ? eve : there, chat)),
      );
      const sent = answers.filter(({ __typename }) => __typename === 'SendMessagePayload');
      expect(sent).toHaveLength(1);
      expect(answers.filter(({ __typename }) => __typename === 'StrangerLimitError')).toHaveLength(
        11,
      );
      expect(await strangerState(mei, eve)).toBe('RECEIVED');
    }
  });

  test('of both at the same instant is an answer, and lets both go on', async () => {
    for (let round = 0; round < 5; round++) {
      const { mei, eve, chat } = await strangers();
      const both = await Promise.all([say(eve, chat), say(mei.through(other.url), chat)]);
      for (const one of both) expectType(one, 'SendMessagePayload');
      expect(await strangerState(eve, mei)).toBe('ACCEPTED');
    }
  });

  test('comes not back by recalling, deleting, clearing, hiding, opening anew or blocking', async () => {
    const { mei, eve, chat, messageId } = await approached();
    const on = onMessage(eve, messageId);
    const everything: (() => Promise<unknown>)[] = [
      on.recall,
      on.deleteForMe,
      () => eve.ask(Clear, { input: { conversationId: chat } }),
      () => eve.ask(Hide, { input: { conversationId: chat, hidden: true } }),
      () => eve.open(mei),
      () => block(eve, mei),
      () => unblock(eve, mei),
      () => askFriend(eve, mei),
      () => removeFriend(eve, mei),
    ];
    for (const attempt of everything) {
      await attempt();
      if (attempt !== everything[5]) expectType(await say(eve, chat), 'StrangerLimitError');
    }
  });

  test('comes anew with the end of a friendship, for each of the two', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    for (const one of [mei, tom]) await one.send(chat, 'hello');
    const streams = [await mei.follow().live(), await tom.follow().live()];
    for (let round = 0; round < 2; round++) {
      await removeFriend(tom, mei);
      expect(await strangerState(tom, mei)).toBe('NEW');
      expectType(await say(tom, chat), 'SendMessagePayload');
      expectType(await say(tom, chat), 'StrangerLimitError');
      await mei.befriend(tom);
    }
    for (const stream of streams) stream.close();
  });

  test('at the same instant as a block, or as a friend is removed, is never two', async () => {
    for (let round = 0; round < 5; round++) {
      const { mei, eve, chat } = await strangers();
      await Promise.all([say(eve, chat), block(mei, eve), say(eve.through(other.url), chat)]);
      await unblock(mei, eve);
      await say(eve, chat);
      expectType(await say(eve, chat), 'StrangerLimitError');
      const { one, other: friend, chat: shared } = await stage.world.friends('Mei', 'Tom');
      await Promise.all([say(friend, shared), removeFriend(one, friend)]);
      await say(friend, shared);
      expectType(await say(friend, shared), 'StrangerLimitError');
    }
  });

  test('accepting asks who is asking, and leads nowhere but into a conversation of two', async () => {
    const { mei, chat } = await approached();
    const lin = await stage.world.user('Lin');
    await lin.befriend(mei);
    const { errors } = await ask(stage.url, null, AcceptSignedOut, {
      input: { conversationId: chat },
    });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const group = await mei.group('Tea', [lin]);
    for (const id of [group, await mei.open(mei), mei.id, 'nonsense', ''])
      expectType(await accept(mei, id), 'NotFoundError');
  });
});
