import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change } from '../testing/convergence/scene.ts';
import { graphql } from '../testing/graphql.ts';
import { note, square, squareOf, statusOf, upload } from '../testing/media.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { FACES_MOST } from './service/portrait.ts';

const SetGroupAvatar = graphql(`
  mutation SetGroupAvatar($input: SetGroupAvatarInput!) {
    setGroupAvatar(input: $input) {
      __typename
      ... on SetGroupAvatarPayload { conversation { id avatarEmoji avatar { id } faces { id } } }
      ... on Error { rule }
    }
  }
`);
const Group = graphql(`
  query GroupFaces($id: ID!) {
    conversation(id: $id) { avatarEmoji avatar { id thumbnailUrl } faces { id } }
  }
`);
const Found = graphql(`
  query FoundGroups($query: String!) {
    searchGroups(query: $query, first: 1) { edges { node { avatar { id thumbnailUrl } } } }
  }
`);
const Invitations = graphql(`
  query InvitedTo {
    viewer { groupInvitations(first: 1) { edges { node { id group { avatar { id thumbnailUrl } } } } } }
  }
`);
const Invite = graphql(`
  query ByToken($token: String!) { groupInvite(token: $token) { group { name avatar { id } } } }
`);
const CreateLink = graphql(`
  mutation LinkTo($input: CreateGroupInviteInput!) {
    createGroupInvite(input: $input) {
      __typename
      ... on CreateGroupInvitePayload { invite { token } }
    }
  }
`);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const setAvatar = async (person: Person, conversationId: string, fileId: string | null) =>
  (await person.ask(SetGroupAvatar, { input: { conversationId, fileId } })).setGroupAvatar;
const look = async (person: Person, id: string) => {
  const { conversation } = await person.ask(Group, { id });
  if (!conversation) throw new Error('They are in it');
  return conversation;
};

/** A private group of Mei’s with Tom in it and a picture, and Eve, who is a friend of hers. */
async function pictured(visibility: 'PRIVATE' | 'PUBLIC' = 'PRIVATE', name = 'Tea') {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const eve = await stage.world.user('Eve');
  await mei.befriend(eve);
  const group = await mei.group(name, [tom], { visibility });
  await change(mei, 'setGroupAvatar', { conversationId: group, fileId: await squareOf(mei) });
  const { avatar } = await look(mei, group);
  if (!avatar) throw new Error('It was set');
  return { mei, tom, eve, group, avatar };
}

describe('the picture of a group', () => {
  test('is set by those who run it, told to all, and stands in place of an emoji', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom], { avatarEmoji: '🍵' });
    const watching = await tom.follow().live();
    const fileId = await squareOf(mei);
    const set = expectType(await setAvatar(mei, group, fileId), 'SetGroupAvatarPayload');
    expect(set.conversation).toEqual({
      id: group,
      avatarEmoji: null,
      avatar: { id: fileId },
      faces: [],
    });
    expect((await watching.first('GroupChanged')).conversation?.id).toBe(group);
    await expect.poll(() => watching.of('MessageSent').length).toBe(1);
    watching.close();
    const his = await squareOf(tom);
    expect(expectType(await setAvatar(tom, group, his), 'RoleRequiredError').rule).toBe(
      'ROLE_REQUIRED',
    );
    expectType(await setAvatar(mei, group, his), 'NotFoundError');
    const paper = await upload(mei, note());
    expectType(await setAvatar(mei, group, paper.id), 'NotFoundError');
    await change(mei, 'updateGroup', { conversationId: group, avatarEmoji: '☕' });
    expect(await look(tom, group)).toEqual({ avatarEmoji: '☕', avatar: null, faces: [] });
  });

  test('of a private one is for its members, and closed to those outside', async () => {
    const { mei, tom, eve, group, avatar } = await pictured();
    expect(await statusOf(tom, avatar.thumbnailUrl)).toBe(200);
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(404);
    expectType(await setAvatar(eve, group, await squareOf(eve)), 'NotFoundError');
    await change(tom, 'leaveGroup', { conversationId: group });
    expect(await statusOf(tom, avatar.thumbnailUrl)).toBe(404);
    const former = avatar.thumbnailUrl;
    await change(mei, 'setGroupAvatar', { conversationId: group });
    expect(await statusOf(mei, former)).toBe(404);
  });

  test('is seen by whoever is invited, as long as the invitation waits, and not by way of a link', async () => {
    const { mei, eve, group, avatar } = await pictured();
    const link = { conversationId: group, expiresInHours: 1, maxUses: 1 };
    const { createGroupInvite } = await mei.ask(CreateLink, { input: link });
    const { token } = expectType(createGroupInvite, 'CreateGroupInvitePayload').invite;
    const { groupInvite } = await eve.ask(Invite, { token });
    expect(groupInvite?.group).toEqual({ name: 'Tea', avatar: null });
    await change(mei, 'inviteToGroup', { conversationId: group, userIds: [eve.id] });
    const { viewer } = await eve.ask(Invitations, {});
    const [edge] = viewer.groupInvitations.edges;
    expect(edge?.node.group?.avatar).toEqual(avatar);
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(200);
    await change(eve, 'declineGroupInvite', { inviteId: edge?.node.id });
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(404);
  });

  test('of a public one is seen by everybody who can find it, until it is made private', async () => {
    const name = `Harbour ${Date.now()}`;
    const { mei, eve, group, avatar } = await pictured('PUBLIC', name);
    const { searchGroups } = await eve.ask(Found, { query: name });
    expect(searchGroups.edges[0]?.node.avatar).toEqual(avatar);
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(200);
    await change(mei, 'updateGroup', { conversationId: group, visibility: 'PRIVATE' });
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(404);
  });

  test('is no wider than it is high', async () => {
    const { mei, group } = await pictured();
    const { content } = await square();
    const sharp = (await import('sharp')).default;
    const wide = await sharp(content).resize(300, 200, { fit: 'fill' }).jpeg().toBuffer();
    const file = await upload(mei, { ...(await square()), content: wide });
    expectType(await setAvatar(mei, group, file.id), 'InvalidFieldError');
  });
});

describe('a group without a picture', () => {
  test('is shown by the first of its members, in the order in which they are listed', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const group = await mei.group('Tea', [tom, lin]);
    expect((await look(tom, group)).faces[0]?.id).toBe(mei.id);
    const role = { conversationId: group, userId: lin.id, role: 'ADMINISTRATOR' };
    await change(mei, 'setMemberRole', role);
    expect((await look(tom, group)).faces.map(({ id }) => id)).toEqual([mei.id, lin.id, tom.id]);
    await change(lin, 'leaveGroup', { conversationId: group });
    expect((await look(tom, group)).faces.map(({ id }) => id)).toEqual([mei.id, tom.id]);
  });

  test('shows nine at most; other conversations show nobody', async () => {
    const mei = await stage.world.user('Mei');
    const friends = await Promise.all(
      Array.from({ length: FACES_MOST + 2 }, () => stage.world.user('Tom')),
    );
    for (const friend of friends) await mei.befriend(friend);
    const group = await mei.group('Tea', friends);
    expect((await look(mei, group)).faces).toHaveLength(FACES_MOST);
    const [tom] = friends;
    if (!tom) throw new Error('They were made');
    expect((await look(mei, await mei.open(tom))).faces).toEqual([]);
  });
});
