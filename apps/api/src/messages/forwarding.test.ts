import { randomUUID } from 'node:crypto';
import { v5 as derivedUuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { forward, forwarded, sendCard } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Say = graphql(`
  mutation Say($input: SendMessageInput!) {
    sendMessage(input: $input) { __typename ... on SendMessagePayload { sent { id seq } } }
  }
`);
const ClearHistory = graphql(`
  mutation ClearHistory($input: ClearHistoryInput!) { clearHistory(input: $input) { __typename } }
`);
const Summary = graphql(`
  query Summary($id: ID!) {
    conversation(id: $id) { lastSeq messages(first: 1) { edges { node { id } } } }
  }
`);

const Forbidden = graphql(`
  query Forbidden($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Message { forwardingForbidden forwardingForbiddenBySender } }
  }
`);

async function say(person: Person, input: Omit<VariablesOf<typeof Say>['input'], 'clientId'>) {
  const { sendMessage } = await person.ask(Say, { input: { ...input, clientId: randomUUID() } });
  return expectType(sendMessage, 'SendMessagePayload').sent.id;
}

const lastSeq = async (person: Person, id: string) =>
  (await person.ask(Summary, { id })).conversation?.lastSeq;

/** Mei talks with Tom, and with Lin. */
async function threeFriends() {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  return { mei, tom, lin, chat, target: await mei.open(lin) };
}

describe('one by one', () => {
  test('each becomes a message of its own, in the order in which they were said, and all arrive', async () => {
    const { mei, tom, lin, chat, target } = await threeFriends();
    const atLins = await lin.follow().live();
    const greeting = await say(mei, { conversationId: chat, text: 'tea?' });
    const mentions = [{ userId: mei.id, start: 0, length: 4 }];
    const text = await say(tom, {
      conversationId: chat,
      text: '@Mei yes',
      mentions,
      replyToId: greeting,
    });
    const list = await say(tom, { conversationId: chat, text: '- oolong', format: 'MARKDOWN' });
    const card = await sendCard(mei, chat, tom);
    const sent = await forwarded(mei, {
      conversationId: target,
      messageIds: [card, text, list, text],
    });
    expect(sent.map(({ content }) => content)).toEqual([
      { __typename: 'TextContent', text: '@Mei yes' },
      { __typename: 'MarkdownContent', markdown: '- oolong' },
      { __typename: 'ContactCardContent', user: { id: tom.id } },
    ]);
    const asNew = { forwarded: true, forwardingForbidden: false, mentions: [], replyTo: null };
    for (const message of sent) expect(message).toMatchObject({ ...asNew, sender: { id: mei.id } });
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    await atLins.until(() => atLins.of('MessageSent').length === 3);
    const arrived = atLins.of('MessageSent').map(({ message }) => message.id);
    expect(arrived).toEqual(sent.map(({ id }) => id));
    atLins.close();
  });

  test('keeps the address whose preview is shown', async () => {
    const { mei, chat, target } = await threeFriends();
    const text = 'look: https://tea.example.org/oolong';
    const original = await say(mei, { conversationId: chat, text });
    const [copy] = await forwarded(mei, { conversationId: target, messageIds: [original] });
    const rows = await stage.backend.db.message.findMany({
      where: { id: { in: [uuidOf(original), uuidOf(copy!.id)] } },
    });
    expect(rows.map(({ linkUrl }) => linkUrl)).toEqual([
      'https://tea.example.org/oolong',
      'https://tea.example.org/oolong',
    ]);
  });

  test('a hundred at once are one step: they have a gapless place together', async () => {
    const { mei, tom, chat, target } = await threeFriends();
    const originals = await Promise.all(
      Array.from({ length: 100 }, (_, index) => mei.send(chat, `n${index}`)),
    );
    const before = mei.send(target, 'before or after');
    const messageIds = originals.map(({ id }) => id);
    const clientId = randomUUID();
    const sent = await forwarded(mei, { clientId, conversationId: target, messageIds });
    await before;
    const begin = sent[0]!.seq;
    expect(sent.map(({ seq }) => seq)).toEqual(messageIds.map((_, index) => begin + index));
    const inOrder = originals.toSorted((a, b) => a.seq - b.seq).map(({ id }) => uuidOf(id));
    expect(sent.map((message) => message.clientId)).toEqual(
      inOrder.map((id) => derivedUuid(id, clientId)),
    );
    const extra = await tom.send(chat, 'one too many');
    const refused = await forward(mei, {
      conversationId: target,
      messageIds: [...messageIds, extra.id],
    });
    expect(expectType(refused, 'InvalidFieldError').field).toBe('messageIds');
    expectType(await forward(mei, { conversationId: target, messageIds: [] }), 'InvalidFieldError');
  });
});

describe('repeating a client id', () => {
  test('answers with the first messages, whose client ids follow from it, also at the same time', async () => {
    const { mei, chat, target } = await threeFriends();
    const [one, two] = [await mei.send(chat, 'one'), await mei.send(chat, 'two')];
    const clientId = randomUUID();
    const wanted = { clientId, conversationId: target, messageIds: [one.id, two.id] };
    const answers = await Promise.all(Array.from({ length: 5 }, () => forwarded(mei, wanted)));
    for (const sent of answers) expect(sent).toEqual(answers[0]);
    expect(answers[0]?.map((message) => message.clientId)).toEqual(
      [one, two].map(({ id }) => derivedUuid(uuidOf(id), clientId)),
    );
    expect(await lastSeq(mei, target)).toBe(2);
  });

  test('does so for everything of the form of a UUID, whatever its version', async () => {
    const { mei, chat, target } = await threeFriends();
    const { id } = await mei.send(chat, 'one');
    for (const version of ['0', '9', 'f']) {
      const clientId = `${randomUUID().slice(0, 14)}${version}000-0000-000000000000`;
      const wanted = { clientId, conversationId: target, messageIds: [id] };
      expect(await forwarded(mei, wanted)).toEqual(await forwarded(mei, wanted));
    }
    expect(await lastSeq(mei, target)).toBe(3);
  });

  test('does so although the original is gone and the right to speak is lost since', async () => {
    const { mei, tom, chat } = await threeFriends();
    const group = await tom.group('Tea', [mei]);
    const { id } = await mei.send(chat, 'gone soon');
    const wanted = { clientId: randomUUID(), conversationId: group, messageIds: [id] };
    const first = await forwarded(mei, wanted);
    await onMessage(mei, id).recall();
    await inGroup(tom, group).muteAll(true);
    expect(await forwarded(mei, wanted)).toEqual(first);
    const bundled = { ...wanted, clientId: randomUUID(), bundled: true, title: 'Tea' };
    expectType(await forward(mei, bundled), 'AllMutedError');
  });

  test('is refused for something else: another conversation, more messages, a message of another kind', async () => {
    const { mei, tom, chat, target } = await threeFriends();
    const [one, two] = [await mei.send(chat, 'one'), await mei.send(chat, 'two')];
    const clientId = randomUUID();
    await forwarded(mei, { clientId, conversationId: target, messageIds: [one.id] });
    const elsewhere = await mei.group('Elsewhere', [tom]);
    const refused = [
      { clientId, conversationId: elsewhere, messageIds: [one.id] },
      { clientId, conversationId: target, messageIds: [one.id, two.id] },
    ];
    const usual = randomUUID();
    await mei.send(target, 'an ordinary message', usual);
    const bundled = { bundled: true, title: 'Tea', conversationId: target, messageIds: [one.id] };
    for (const wanted of [...refused, { ...bundled, clientId: usual }])
      expectType(await forward(mei, wanted), 'ClientIdReusedError');
    expect(await lastSeq(mei, target)).toBe(2);
  });
});

describe('refused as a whole', () => {
  test('what one cannot see: of others, from before, cleared away, deleted for oneself', async () => {
    const { mei, tom, lin, chat, target } = await threeFriends();
    await tom.befriend(lin);
    const others = await tom.send(await tom.open(lin), 'not for Mei');
    const group = await tom.group('Tea', [lin], { visibility: 'PUBLIC' });
    const before = await tom.send(group, 'before Mei came');
    await tom.add(group, [mei]);
    const hidden = await tom.send(chat, 'deleted for me');
    await onMessage(mei, hidden.id).deleteForMe();
    const tea = await tom.group('More tea', [mei]);
    const cleared = await tom.send(tea, 'cleared away');
    await mei.ask(ClearHistory, { input: { conversationId: tea } });
    const good = await tom.send(chat, 'good');
    for (const { id } of [others, before, hidden, cleared]) {
      const wanted = { conversationId: target, messageIds: [good.id, id] };
      expectType(await forward(mei, wanted), 'NotFoundError');
      expectType(await forward(mei, { ...wanted, bundled: true, title: 'Tea' }), 'NotFoundError');
    }
    expect(await lastSeq(mei, target)).toBe(0);
  });

  test('what its sender, or the group, does not want to be taken elsewhere', async () => {
    const { mei, tom, chat, target } = await threeFriends();
    const good = await say(tom, { conversationId: chat, text: 'as you like' });
    const text = 'between us';
    const own = await say(tom, { conversationId: chat, text, forwardingForbidden: true });
    const group = await mei.group('Tea', [tom]);
    const there = await say(tom, { conversationId: group, text: 'in the group' });
    await inGroup(mei, group).update({ forwardingForbidden: true });
    for (const id of [own, there])
      for (const bundled of [false, true]) {
        const wanted = { bundled, title: 'Tea', conversationId: target, messageIds: [good, id] };
        const refused = expectType(await forward(mei, wanted), 'ForwardingForbiddenError');
        expect(refused).toMatchObject({ messageId: id, rule: 'FORWARDING_FORBIDDEN' });
      }
    expect(await lastSeq(mei, target)).toBe(0);
    expect((await mei.ask(Forbidden, { ids: [own, there, good] })).nodes).toEqual([
      { forwardingForbidden: true, forwardingForbiddenBySender: true },
      { forwardingForbidden: true, forwardingForbiddenBySender: false },
      { forwardingForbidden: false, forwardingForbiddenBySender: false },
    ]);
    await inGroup(mei, group).update({ forwardingForbidden: false });
    await forwarded(mei, { conversationId: target, messageIds: [good, there] });
  });

  test('notices, and what was recalled or deleted', async () => {
    const { mei, tom, chat, target } = await threeFriends();
    const group = await mei.group('Tea', [tom]);
    const { conversation } = await mei.ask(Summary, { id: group });
    const notice = conversation?.messages.edges[0]?.node.id ?? '';
    const recalled = await mei.send(chat, 'a slip');
    await onMessage(mei, recalled.id).recall();
    const deleted = await tom.send(group, 'not nice');
    await onMessage(mei, deleted.id).deleteForEveryone();
    for (const id of [notice, recalled.id, deleted.id]) {
      const refused = await forward(mei, { conversationId: target, messageIds: [id] });
      expect(expectType(refused, 'InvalidFieldError').field).toBe('messageIds');
    }
    expect(await lastSeq(mei, target)).toBe(0);
  });

  test('where one may not speak: muted, all muted, removed, never in it', async () => {
    const { mei, tom, lin, chat } = await threeFriends();
    const { id } = await mei.send(chat, 'tea?');
    const group = await tom.group('Tea', [mei]);
    const wanted = { conversationId: group, messageIds: [id] };
    const until = new Date(Date.now() + 60_000).toISOString();
    await inGroup(tom, group).mute(mei, until);
    expect(expectType(await forward(mei, wanted), 'MemberMutedError').retryAt).toBe(until);
    await inGroup(tom, group).mute(mei, null);
    await inGroup(tom, group).muteAll(true);
    expectType(await forward(mei, wanted), 'AllMutedError');
    await inGroup(tom, group).muteAll(false);
    const repeated = { ...wanted, clientId: randomUUID() };
    await forwarded(mei, repeated);
    await inGroup(tom, group).remove([mei]);
    for (const again of [wanted, repeated]) expectType(await forward(mei, again), 'NotFoundError');
    const toChat = { conversationId: chat, messageIds: [id] };
    expectType(await forward(lin, toChat), 'NotFoundError');
  });
});

test('a copy stays as it is when the original is edited or recalled', async () => {
  const { mei, lin, chat, target } = await threeFriends();
  const { id } = await mei.send(chat, 'as it was');
  const [copy] = await forwarded(mei, { conversationId: target, messageIds: [id] });
  expectType(await onMessage(mei, id).edit('as it is'), 'EditMessagePayload');
  expectType(await onMessage(mei, id).recall(), 'RecallMessagePayload');
  const [again] = await forwarded(lin, { conversationId: target, messageIds: [copy!.id] });
  expect(again?.content).toEqual({ __typename: 'TextContent', text: 'as it was' });
});
