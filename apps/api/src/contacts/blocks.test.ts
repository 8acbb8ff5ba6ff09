import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellProfileChanges } from '../accounts/service/profile.ts';
import { UpdateProfile } from '../testing/accounts.ts';
import {
  askFriend,
  block,
  contact,
  contactLists,
  removeFriend,
  unblock,
} from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { CreateGroup, expectType, type Person, SendMessage } from '../testing/world.ts';
import { tellFriends } from './service/profiles.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Search = graphql(`
  query SearchBlocked($query: String!) {
    searchUsers(query: $query, first: 50) { edges { node { id } } }
  }
`);
const Type = graphql(`
  mutation TypeTo($input: StartTypingInput!) { startTyping(input: $input) { __typename } }
`);
const React = graphql(`
  mutation ReactTo($input: AddReactionInput!) { addReaction(input: $input) { __typename } }
`);
const Invite = graphql(`
  mutation InviteBlocked($input: InviteToGroupInput!) {
    inviteToGroup(input: $input) { __typename }
  }
`);

async function say(person: Person, conversationId: string) {
  const input = { conversationId, text: 'tea?', clientId: crypto.randomUUID() };
  return (await person.ask(SendMessage, { input })).sendMessage;
}
const found = async (person: Person, { account }: Person) =>
  (await person.ask(Search, { query: account.username })).searchUsers.edges.length > 0;
async function createGroup(person: Person, other: Person) {
  const input = { name: 'Tea', userIds: [other.id] };
  return (await person.ask(CreateGroup, { input })).createGroup;
}

describe('blocking', () => {
  test('is told to the own devices alone, and listed there alone', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const phone = await (await mei.onAnotherDevice()).follow().live();
    const his = await tom.follow().live();
    const { user } = expectType(await block(mei, tom), 'BlockUserPayload');
    expect(user).toEqual({ id: tom.id, relation: 'FRIEND', blocked: true });
    expect((await phone.first('UserBlocked')).user).toEqual({ id: tom.id, blocked: true });
    expect((await contactLists(mei)).blocked).toEqual([tom.id]);
    expect((await contactLists(tom)).blocked).toEqual([]);
    expect(await contact(tom, mei)).toMatchObject({ relation: 'FRIEND', blocked: false });
    expectType(await block(mei, tom), 'BlockUserPayload');
    expectType(await unblock(mei, tom), 'UnblockUserPayload');
    expectType(await unblock(mei, tom), 'UnblockUserPayload');
    await phone.first('UserUnblocked');
    await tom.befriend(await stage.world.user('Lin'));
    await his.first('FriendshipStarted');
    const kinds = his.events.map(({ __typename }) => __typename);
    for (const kind of ['UserBlocked', 'UserUnblocked', 'FriendshipEnded'])
      expect(kinds).not.toContain(kind);
    expect(phone.of('UserBlocked')).toHaveLength(1);
    expect(phone.of('UserUnblocked')).toHaveLength(1);
    for (const stream of [phone, his]) stream.close();
  });

  test('ends messages, reactions and typing either way, until it is taken back', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id: messageId } = await mei.send(chat, 'tea?');
    await mei.ask(React, { input: { messageId, emoji: '🫖' } });
    const watching = await mei.follow().live();
    await block(mei, tom);
    expect(expectType(await say(tom, chat), 'RecipientRefusesError').rule).toBe(
      'RECIPIENT_REFUSES',
    );
    expect(expectType(await say(mei, chat), 'UserBlockedError').rule).toBe('USER_BLOCKED');
    // One that is there already, and one that would be the first.
    for (const emoji of ['🫖', '🍵']) {
      const { addReaction } = await tom.ask(React, { input: { messageId, emoji } });
      expect(addReaction.__typename).toBe('RecipientRefusesError');
    }
    await tom.ask(Type, { input: { conversationId: chat } });
    await unblock(mei, tom);
    for (const one of [mei, tom]) expectType(await say(one, chat), 'SendMessagePayload');
    await watching.until(() => watching.texts(chat).length === 2);
    expect(watching.of('TypingStarted')).toEqual([]);
    await tom.ask(Type, { input: { conversationId: chat } });
    await watching.first('TypingStarted');
    watching.close();
  });

  test('ends presence either way', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    await block(mei, tom);
    const hers = await mei.follow().live();
    const his = await tom.follow().live();
    expect((await contact(mei, tom)).presence).toBeNull();
    expect((await contact(tom, mei)).presence).toBeNull();
    expect((await contact(mei, mei)).presence).toEqual({ state: 'ONLINE' });
    const lin = await stage.world.user('Lin');
    await lin.befriend(mei);
    await lin.befriend(tom);
    const other = await lin.follow().live();
    for (const [stream, away] of [
      [hers, tom],
      [his, mei],
    ] as const) {
      await stream.first('PresenceChanged', ({ user }) => user.id === lin.id);
      expect(stream.of('PresenceChanged').some(({ user }) => user.id === away.id)).toBe(false);
      stream.close();
    }
    other.close();
    await unblock(mei, tom);
    expect((await contact(tom, mei)).presence).not.toBeNull();
  });

  test('keeps no profile back: a name that stands still would tell of it', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    await block(mei, tom);
    const streams = [await mei.follow().live(), await tom.follow().live()] as const;
    const told = [tom, mei].map((of, index) =>
      streams[index]?.first('ProfileChanged', ({ user }) => user.id === of.id),
    );
    for (const one of [mei, tom])
      await one.ask(UpdateProfile, { input: { nickname: `${one.account.nickname} 2` } });
    await tellProfileChanges(stage.backend, [tellFriends]);
    for (const event of await Promise.all(told)) expect(event?.user.nickname).toMatch(/ 2$/);
    expect((await contact(tom, mei)).nickname).toBe('Mei 2');
    for (const stream of streams) stream.close();
  });

  test('hides the two from each other’s search, and from nobody else’s', async () => {
    const [mei, tom] = [await stage.world.user('Mei'), await stage.world.user('Tom')];
    await block(mei, tom);
    expect(await found(tom, mei)).toBe(false);
    expect(await found(mei, tom)).toBe(false);
    expect(await found(await stage.world.user('Eve'), mei)).toBe(true);
    expect((await contact(tom, mei)).nickname).toBe('Mei');
    await unblock(mei, tom);
    expect(await found(tom, mei)).toBe(true);
  });

  test('ends the requests that wait, and refuses new ones either way', async () => {
    for (const asker of ['mei', 'tom'] as const) {
      const people = { mei: await stage.world.user('Mei'), tom: await stage.world.user('Tom') };
      const { mei, tom } = people;
      const [from, to] = asker === 'mei' ? [mei, tom] : [tom, mei];
      await askFriend(from, to);
      const watching = await tom.follow().live();
      await block(mei, tom);
      const { request } = await watching.first('FriendRequestDecided');
      expect(request.status).toBe(asker === 'mei' ? 'CANCELLED' : 'DECLINED');
      for (const one of [mei, tom])
        expect(await contactLists(one)).toMatchObject({ received: [], sent: [] });
      const refused = expectType(await askFriend(tom, mei), 'RecipientRefusesError');
      expect(refused.users).toEqual([{ id: mei.id }]);
      expectType(await askFriend(mei, tom), 'UserBlockedError');
      watching.close();
    }
  });

  test('tells a stranger who writes no more than that the other does not accept it', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    await removeFriend(mei, tom);
    await block(mei, tom);
    expectType(await say(tom, chat), 'RecipientRefusesError');
  });

  test('keeps people out of each other’s new groups, and leaves those they share', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const shared = await mei.group('Shared', [tom]);
    const own = await tom.group('Own', [await befriended(tom)]);
    await block(mei, tom);
    expectType(await createGroup(tom, mei), 'RecipientRefusesError');
    expectType(await createGroup(mei, tom), 'UserBlockedError');
    const input = { conversationId: own, userIds: [mei.id] };
    const { inviteToGroup } = await tom.ask(Invite, { input });
    expect(inviteToGroup.__typename).toBe('RecipientRefusesError');
    for (const one of [mei, tom]) expectType(await say(one, shared), 'SendMessagePayload');
    await unblock(mei, tom);
    expectType(await createGroup(tom, mei), 'CreateGroupPayload');
  });

  test('oneself and nobody are refused; both may block each other, and each undoes their own', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const nobody = Buffer.from('User:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');
    for (const act of [block, unblock]) {
      expectType(await act(mei, mei), 'OwnAccountError');
      expectType(await act(mei, { id: nobody }), 'NotFoundError');
    }
    await Promise.all([block(mei, tom), block(tom, mei), block(mei, tom)]);
    await unblock(mei, tom);
    expectType(await say(mei, chat), 'RecipientRefusesError');
    expectType(await say(tom, chat), 'UserBlockedError');
  });

  test('at the same instant as a request leaves none that waits', async () => {
    for (let round = 0; round < 10; round++) {
      const [mei, tom] = [await stage.world.user('Mei'), await stage.world.user('Tom')];
      await Promise.all([block(mei, tom), askFriend(tom, mei)]);
      for (const one of [mei, tom])
        expect(await contactLists(one)).toMatchObject({ friends: [], received: [], sent: [] });
    }
  });
});

async function befriended(person: Person): Promise<Person> {
  const friend = await stage.world.user('Lin');
  await person.befriend(friend);
  return friend;
}
