import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeStale } from '../testing/accounts.ts';
import { contact, contactLists } from '../testing/contacts.ts';
import { change, clientId } from '../testing/convergence/scene.ts';
import { DeleteAccount, deleteAccount, eraseWholly, tryDelete } from '../testing/erasure.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { administratorOf } from '../testing/organisation.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, PASSWORD, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  // Somebody runs the installation who stays.
  await administratorOf(stage, 'Ada');
});
afterAll(() => stage.close());

const code = async (asking: Promise<{ errors?: { extensions?: { code?: string } }[] }>) =>
  (await asking).errors?.[0]?.extensions?.code;

const Me = graphql(`query WhoAmI { viewer { user { username } lastAdministrator } }`);
const Find = graphql(`
  query FindSomebody($query: String!) {
    searchUsers(query: $query, first: 10) { edges { node { id } } }
  }
`);
const PersonById = graphql(`
  query PersonById($id: ID!) { node(id: $id) { ... on User { id nickname } } }
`);
const Successions = graphql(`
  query Successions($first: Int, $after: String) {
    viewer {
      groupSuccessions(first: $first, after: $after) {
        edges { node { group { id name } successor { id } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
const Group = graphql(`
  query GroupAfter($id: ID!) {
    conversation(id: $id) {
      members { edges { node { role user { id } } } }
      messages(last: 10) {
        edges { node { sender { id deleted } content {
          __typename
          ... on OwnerChangedNotice { member { id } }
          ... on MemberLeftNotice { member { id deleted nickname } }
        } } }
      }
    }
  }
`);

const groupOf = async (person: Person, id: string) => {
  const { conversation } = await person.ask(Group, { id });
  if (!conversation) throw new Error('There is no such group');
  const contents = conversation.messages.edges.map(({ node }) => node.content);
  return {
    members: Object.fromEntries(
      conversation.members.edges.map(({ node }) => [node.user.id, node.role]),
    ),
    contents,
  };
};

describe('once it is answered that the account is deleted', () => {
  test('nothing opens it, on any device: its sessions are over, its sockets closed, its password wrong', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const following = phone.follow();
    await following.live();
    await deleteAccount(mei);
    expect((await following.closed).code).toBe(4401);
    for (const device of [mei, phone])
      expect(await code(device.attempt(Me, {}))).toBe('UNAUTHENTICATED');
    await expect(stage.world.known(mei.account.username, PASSWORD)).rejects.toThrow(
      'WrongCredentialsError',
    );
    await expect(
      change(phone, 'refreshSession', { refreshToken: phone.refreshToken }),
    ).rejects.toThrow('SessionEndedError');
  });

  test('nobody finds, asks, adds or reaches them any more, though nothing has been removed yet', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await tom.group('Tea', [await friendOf(tom)]);
    await mei.send(chat, 'goodbye');
    await deleteAccount(mei);
    const { searchUsers } = await tom.ask(Find, { query: mei.account.username });
    expect(searchUsers.edges).toEqual([]);
    expect(await code(tom.attempt(PersonById, { id: mei.id }))).toBe('NOT_FOUND');
    expect((await contactLists(tom)).friends).toEqual([expect.not.stringContaining(mei.id)]);
    const userId = mei.id;
    for (const [name, input, refusal] of [
      ['requestFriend', { userId }, 'NotFoundError'],
      ['openDirectConversation', { userId }, 'NotFoundError'],
      ['setRemark', { userId, remark: 'Old friend' }, 'NotFoundError'],
      ['blockUser', { userId }, 'NotFoundError'],
      ['inviteToGroup', { conversationId: group, userIds: [userId] }, 'NotFoundError'],
      ['removeMembers', { conversationId: group, userIds: [userId], ban: true }, 'NotFoundError'],
      ['sendCard', { conversationId: group, clientId: clientId(), userId }, 'NotFoundError'],
      ['createGroup', { name: 'Tea', userIds: [userId] }, 'NotFoundError'],
      [
        'sendMessage',
        { conversationId: chat, clientId: clientId(), text: '?' },
        'AccountDeletedError',
      ],
      ['startTyping', { conversationId: chat }, null],
    ] as const) {
      const done = change(tom, name, input);
      if (refusal) await expect(done, name).rejects.toThrow(refusal);
      else await done;
    }
  });

  test('their username is nobody’s for a while, and nothing says whose it was; their address is free at once', async () => {
    const mei = await stage.world.user('Mei');
    const { username } = mei.account;
    await deleteAccount(mei);
    await eraseWholly(stage);
    const account = (name: string) => ({
      username: name,
      email: `${username}@example.org`,
      password: PASSWORD,
    });
    const eve = await stage.world.user('Eve');
    for (const taken of [username, username.toUpperCase()])
      await expect(change(eve, 'register', account(taken))).rejects.toThrow('UsernameTakenError');
    await expect(change(eve, 'changeUsername', { username })).rejects.toThrow('UsernameTakenError');
    await change(eve, 'register', account(`again_${randomBytes(5).toString('hex')}`));
    await stage.backend.pool.query(
      `UPDATE retired_username SET kept_until = now() - interval '1 s'`,
    );
    await change(eve, 'changeUsername', { username });
  });
});

const friendOf = async (person: Person): Promise<Person> => {
  const friend = await stage.world.user('Lin');
  await person.befriend(friend);
  return friend;
};

describe('what it takes', () => {
  test('is the username, whatever its case, and a fresh sign-in; else nothing happens', async () => {
    const mei = await stage.world.user('Mei');
    for (const wrong of ['', 'somebody_else', `${mei.account.username}x`])
      expect(await tryDelete(mei, wrong)).toMatchObject({ field: 'username' });
    await makeStale(stage.backend, mei);
    expect(await tryDelete(mei)).toMatchObject({ __typename: 'FreshSignInRequiredError' });
    expect((await mei.ask(Me, {})).viewer.user.username).toBe(mei.account.username);
    await change(mei, 'reauthenticate', { password: PASSWORD });
    expectType(await tryDelete(mei, mei.account.username.toUpperCase()), 'DeleteAccountPayload');
  });

  test('two devices that ask in the same instant are both answered, and it is done once', async () => {
    for (let round = 0; round < 5; round++) {
      const mei = await stage.world.user('Mei');
      const devices = [mei, await mei.onAnotherDevice(), await mei.onAnotherDevice()];
      const answers = await Promise.all(
        devices.map((device) =>
          change(device, 'deleteAccount', { username: mei.account.username }).catch(String),
        ),
      );
      for (const answer of answers) expect(answer).toMatch(/^$|UNAUTHENTICATED/);
      expect(answers).toContain('');
      const where = { accountId: uuidOf(mei.id) };
      expect(await stage.backend.db.erasure.count({ where })).toBe(1);
    }
    await eraseWholly(stage);
  });

  test('the last who runs the installation appoints somebody first, and the very last of all leaves it to be founded anew', async () => {
    const empty = await startStage();
    try {
      const ada = await empty.world.user('Ada');
      const tom = await empty.world.user('Tom');
      expect((await ada.ask(Me, {})).viewer.lastAdministrator).toBe(true);
      expect((await tom.ask(Me, {})).viewer.lastAdministrator).toBe(false);
      expect(await tryDelete(ada)).toMatchObject({ rule: 'LAST_ADMINISTRATOR' });
      expect((await ada.ask(Me, {})).viewer.user.username).toBe(ada.account.username);
      await change(ada, 'appointAdministrator', { userId: tom.id });
      expect((await ada.ask(Me, {})).viewer.lastAdministrator).toBe(false);
      await deleteAccount(ada);
      expect((await tom.ask(Me, {})).viewer.lastAdministrator).toBe(false);
      await deleteAccount(tom);
      await eraseWholly(empty);
      const eve = await empty.world.user('Eve');
      expect(await empty.backend.db.administrator.findMany()).toMatchObject([
        { accountId: uuidOf(eve.id) },
      ]);
    } finally {
      await empty.close();
    }
  });
});

async function successionsOf(person: Person, after: string | null) {
  const { groupSuccessions } = (await person.ask(Successions, { first: 2, after })).viewer;
  const said = groupSuccessions.edges.map(
    ({ node }) => `${node.group.name}: ${node.successor?.id ?? ''}`,
  );
  return { said, endCursor: groupSuccessions.pageInfo.endCursor };
}

describe('groups', () => {
  test('pass to the administrator, or else the member, who has been in them longest, as it was said before', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await friendOf(mei);
    const [run, plain, alone] = [
      await mei.group('Run', [tom, lin]),
      await mei.group('Plain', [tom, lin]),
      await mei.group('Alone', [tom]),
    ];
    await change(mei, 'setMemberRole', {
      ...{ conversationId: run, userId: lin.id, role: 'ADMINISTRATOR' },
    });
    await stage.backend.pool.query(
      `UPDATE member SET joined_at = joined_at - interval '1 hour' WHERE conversation_id = $1 AND account_id = $2`,
      [uuidOf(plain), uuidOf(tom.id)],
    );
    await change(tom, 'leaveGroup', { conversationId: alone });
    const first = await successionsOf(mei, null);
    const pages = [first, await successionsOf(mei, first.endCursor)].map(({ said }) => said);
    expect(pages).toEqual([['Alone: ', `Plain: ${tom.id}`], [`Run: ${lin.id}`]]);
    const watching = tom.follow();
    await watching.live();
    await deleteAccount(mei);
    await eraseWholly(stage);
    expect((await groupOf(tom, run)).members).toEqual({ [lin.id]: 'OWNER', [tom.id]: 'MEMBER' });
    const { members, contents } = await groupOf(tom, plain);
    expect(members).toEqual({ [tom.id]: 'OWNER', [lin.id]: 'MEMBER' });
    expect(contents.slice(-2)).toEqual([
      { __typename: 'MemberLeftNotice', member: { id: mei.id, deleted: true, nickname: '' } },
      { __typename: 'OwnerChangedNotice', member: { id: tom.id } },
    ]);
    const group = await stage.backend.db.conversation.findUnique({ where: { id: uuidOf(alone) } });
    expect(group?.dissolvedAt).not.toBeNull();
    await watching.until(() => watching.of('FriendshipEnded').length > 0);
  });

  test('are left by whoever was made their owner, or taken into them, at the last moment', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await friendOf(tom);
    const group = await tom.group('Tea', [mei, lin]);
    await Promise.all([
      deleteAccount(mei),
      change(tom, 'transferGroup', { conversationId: group, userId: mei.id }).catch(() => ''),
    ]);
    await eraseWholly(stage);
    const { members } = await groupOf(tom, group);
    expect(Object.keys(members).sort()).toEqual([lin.id, tom.id].sort());
    expect(Object.values(members).filter((role) => role === 'OWNER')).toHaveLength(1);
  });
});

test('what is sent in the very moment in which the account is closed is there, or was refused', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const phone = await mei.onAnotherDevice();
  const sending = Array.from({ length: 20 }, (_, index) =>
    change(phone, 'sendMessage', {
      ...{ conversationId: chat, clientId: clientId(), text: `word ${index}` },
    }).then(
      () => index,
      () => null,
    ),
  );
  await deleteAccount(mei);
  const sent = (await Promise.all(sending)).filter((index) => index !== null);
  await eraseWholly(stage);
  const { rows } = await stage.backend.pool.query<{ text: string }>(
    'SELECT text FROM message WHERE conversation_id = $1 ORDER BY seq',
    [uuidOf(chat)],
  );
  expect(rows.map(({ text }) => text).sort()).toEqual(sent.map((index) => `word ${index}`).sort());
  expect((await contact(tom, tom)).nickname).toBe('Tom');
});

test('whoever is not signed in deletes nothing', async () => {
  const mei = await stage.world.user('Mei');
  const phone = await mei.onAnotherDevice();
  await change(phone, 'signOut');
  const input = { username: mei.account.username };
  expect(await code(phone.attempt(DeleteAccount, { input }))).toBe('UNAUTHENTICATED');
  expect((await mei.ask(Me, {})).viewer.user.username).toBe(mei.account.username);
});
