import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { askFriend, contact, contactLists, remark, removeFriend } from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, SendMessage } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Search = graphql(`
  query SearchContacts($query: String!) {
    searchUsers(query: $query, first: 50) { edges { node { id } } }
  }
`);
const Texts = graphql(`
  query TextsOf($id: ID!) {
    node(id: $id) {
      ... on Conversation {
        messages(last: 10) { edges { node { content { ... on TextContent { text } } } } }
      }
    }
  }
`);
const RemoveSignedOut = graphql(`
  mutation RemoveSignedOut($input: RemoveFriendInput!) {
    removeFriend(input: $input) { __typename }
  }
`);

async function say(person: Person, conversationId: string, clientId = crypto.randomUUID()) {
  const input = { conversationId, text: 'tea?', clientId };
  return (await person.ask(SendMessage, { input })).sendMessage;
}
const found = async (person: Person, query: string) =>
  (await person.ask(Search, { query })).searchUsers.edges.map(({ node }) => node.id);

describe('removing a friend', () => {
  test('ends it for both, on every device, and both are told', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const devices = [mei, await mei.onAnotherDevice(), tom, await tom.onAnotherDevice()];
    const streams = await Promise.all(devices.map((device) => device.follow().live()));
    const { user } = expectType(await removeFriend(mei, tom), 'RemoveFriendPayload');
    expect(user).toEqual({ id: tom.id, relation: 'STRANGER', remark: null });
    for (const [index, stream] of streams.entries()) {
      const ended = await stream.first('FriendshipEnded');
      expect(ended.user).toEqual({ id: index < 2 ? tom.id : mei.id, relation: 'STRANGER' });
      stream.close();
    }
    for (const one of [mei, tom]) expect((await contactLists(one)).friends).toEqual([]);
    const audited = await stage.backend.db.auditEntry.count({
      where: { action: 'FriendRemoved', subjectId: idOf(tom), actorId: idOf(mei) },
    });
    expect(audited).toBe(1);
  });

  test('leaves the conversation to be read, and lets each say one thing more, as strangers do', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const clientId = crypto.randomUUID();
    await mei.send(chat, 'tea?', clientId);
    await removeFriend(tom, mei);
    expectType(await say(tom, chat), 'SendMessagePayload');
    expect(expectType(await say(tom, chat), 'StrangerLimitError').rule).toBe('STRANGER_LIMIT');
    for (const one of [mei, tom]) {
      expect(JSON.stringify(await one.ask(Texts, { id: chat }))).toContain('tea?');
    }
    expect(await mei.open(tom)).toBe(chat);
    expectType(await say(mei, chat, clientId), 'SendMessagePayload');
    await mei.befriend(tom);
    for (const one of [mei, tom]) expectType(await say(one, chat), 'SendMessagePayload');
  });

  test('ends presence: neither sees it nor is told of it any more', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const watching = await mei.follow().live();
    await removeFriend(mei, tom);
    const his = await tom.follow().live();
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const hers = await lin.follow().live();
    await watching.first('PresenceChanged', ({ user }) => user.id === lin.id);
    expect(watching.of('PresenceChanged').some(({ user }) => user.id === tom.id)).toBe(false);
    expect((await contact(mei, tom)).presence).toBeNull();
    for (const stream of [watching, his, hers]) stream.close();
  });

  test('twice, or a stranger, changes nothing and tells nobody', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const { request } = expectType(await askFriend(eve, mei), 'RequestFriendPayload');
    const watching = await tom.follow().live();
    await Promise.all([removeFriend(mei, tom), removeFriend(tom, mei), removeFriend(mei, tom)]);
    expectType(await removeFriend(mei, tom), 'RemoveFriendPayload');
    expectType(await removeFriend(mei, eve), 'RemoveFriendPayload');
    await tom.befriend(eve);
    await watching.first('FriendshipStarted');
    expect(watching.of('FriendshipEnded')).toHaveLength(1);
    expect((await contactLists(mei)).received).toEqual([request.id]);
    watching.close();
  });

  test('oneself, nobody and nonsense are refused with the rule', async () => {
    const mei = await stage.world.user('Mei');
    expectType(await removeFriend(mei, mei), 'OwnAccountError');
    const nobody = Buffer.from('User:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');
    for (const id of [nobody, mei.sessionId, '', 'nonsense'])
      expectType(await removeFriend(mei, { id }), 'NotFoundError');
    const input = { userId: mei.id };
    const { errors } = await ask(stage.url, null, RemoveSignedOut, { input });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('while the other asks anew: either way both say the same of each other', async () => {
    for (let round = 0; round < 10; round++) {
      const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
      const [, asked] = await Promise.all([removeFriend(mei, tom), askFriend(tom, mei)]);
      const first = asked.__typename === 'AlreadyFriendsError';
      expect((await contact(tom, mei)).relation).toBe(first ? 'STRANGER' : 'REQUEST_SENT');
      expect((await contact(mei, tom)).relation).toBe(first ? 'STRANGER' : 'REQUEST_RECEIVED');
    }
  });

  test('while the other accepts: there are two sides of a friendship, or none', async () => {
    for (let round = 0; round < 10; round++) {
      const [mei, tom] = [await stage.world.user('Mei'), await stage.world.user('Tom')];
      await askFriend(mei, tom);
      await Promise.all([askFriend(tom, mei), removeFriend(mei, tom), removeFriend(tom, mei)]);
      const sides = [await contact(mei, tom), await contact(tom, mei)];
      expect(new Set(sides.map(({ relation }) => relation)).size).toBe(1);
      expect(['FRIEND', 'STRANGER']).toContain(sides[0]?.relation);
    }
  });
});

describe('remarks', () => {
  test('are seen and found by the one who gave them alone, on all of their devices', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const words = `茶友${crypto.randomUUID().slice(0, 12)}`;
    const phone = await (await mei.onAnotherDevice()).follow().live();
    const his = await tom.follow().live();
    const { user } = expectType(await remark(mei, tom, ` ${words} `), 'SetRemarkPayload');
    expect(user).toEqual({ id: tom.id, remark: words });
    expect((await phone.first('ContactChanged')).user).toMatchObject(user);
    expect(await found(mei, words)).toEqual([tom.id]);
    for (const other of [tom, await stage.world.user('Eve')])
      expect(await found(other, words)).toEqual([]);
    expect((await contact(tom, tom)).remark).toBeNull();
    expect((await contact(tom, mei)).remark).toBeNull();
    expectType(await remark(mei, tom, words), 'SetRemarkPayload');
    expectType(await remark(mei, tom, null), 'SetRemarkPayload');
    await phone.until(() => phone.of('ContactChanged').length === 2);
    expect((await contact(mei, tom)).remark).toBeNull();
    expect(await found(mei, words)).toEqual([]);
    await tom.befriend(await stage.world.user('Lin'));
    await his.first('FriendshipStarted');
    expect(his.of('ContactChanged')).toEqual([]);
    for (const stream of [phone, his]) stream.close();
  });

  test('have 1 to 30 characters', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const unseen = ['', ' \n', '\0', '\u200b', '\u202e', '\u3164'];
    for (const words of [...unseen, '茶'.repeat(31), 'x'.repeat(10_000)])
      expect(expectType(await remark(mei, tom, words), 'InvalidFieldError').field).toBe('remark');
    expectType(await remark(mei, tom, '🍵'.repeat(30)), 'SetRemarkPayload');
    const turned = expectType(await remark(mei, tom, '\u202eOld\nTom\u2066'), 'SetRemarkPayload');
    expect(turned.user.remark).toBe('Old Tom');
  });

  test('are for friends, and end with the friendship', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    expect(expectType(await remark(eve, tom, 'x'), 'NotFriendsError').users).toEqual([
      { id: tom.id },
    ]);
    expectType(await remark(mei, mei, 'x'), 'OwnAccountError');
    await remark(mei, tom, 'Old Tom');
    await removeFriend(tom, mei);
    expect((await contact(mei, tom)).remark).toBeNull();
    await mei.befriend(tom);
    expect((await contact(mei, tom)).remark).toBeNull();
  });
});

const idOf = (person: Person) => Buffer.from(person.id, 'base64').toString().split(':')[1] ?? '';
