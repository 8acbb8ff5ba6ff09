import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeUnusedFiles } from '../media/service/clean-up.ts';
import { change } from '../testing/convergence/scene.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { age, at, note, objectsOf, square, squareOf, statusOf, upload } from '../testing/media.ts';
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
  query ByToken($token: String!) {
    groupInvite(token: $token) { id group { name avatar { id thumbnailUrl } } }
  }
`);
const CreateLink = graphql(`
  mutation LinkTo($input: CreateGroupInviteInput!) {
    createGroupInvite(input: $input) {
      __typename
      ... on CreateGroupInvitePayload { invite { id token } }
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

  test('is seen by whoever is invited, as long as the invitation waits', async () => {
    const { mei, eve, group, avatar } = await pictured();
    await change(mei, 'inviteToGroup', { conversationId: group, userIds: [eve.id] });
    const { viewer } = await eve.ask(Invitations, {});
    const [edge] = viewer.groupInvitations.edges;
    expect(edge?.node.group?.avatar).toEqual(avatar);
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(200);
    await change(eve, 'declineGroupInvite', { inviteId: edge?.node.id });
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(404);
  });

  test('is seen by whoever holds a link, with its token, as long as the link opens the door', async () => {
    const { mei, tom, eve, group, avatar } = await pictured();
    const linkTo = async (conversationId: string, maxUses?: number) => {
      const input = { conversationId, expiresInHours: 1, maxUses };
      const { createGroupInvite } = await mei.ask(CreateLink, { input });
      return expectType(createGroupInvite, 'CreateGroupInvitePayload').invite;
    };
    const [link, single] = [await linkTo(group), await linkTo(group, 1)];
    const elsewhere = await linkTo(await mei.group('Coffee', [tom]));
    const by = ({ token }: { token: string }) => `${avatar.thumbnailUrl}?invite=${token}`;
    const { groupInvite } = await eve.ask(Invite, { token: link.token });
    expect(groupInvite?.group).toEqual({ name: 'Tea', avatar });
    expect(await statusOf(eve, by(link))).toBe(200);
    // The token is what opens it, and not that somebody has held one, nor one of another group.
    expect(await statusOf(eve, avatar.thumbnailUrl)).toBe(404);
    expect(await statusOf(eve, by(elsewhere))).toBe(404);
    expect(await statusOf(eve, by({ token: '' }))).toBe(404);
    expect((await fetch(at(eve.url, by(link)))).status).toBe(401);
    // It opens that picture and nothing else.
    const { full } = expectType(await upload(mei, await square()), 'Image');
    expect(await statusOf(eve, `${full}?invite=${link.token}`)).toBe(404);

    const guest = await stage.world.user('Guest');
    await change(guest, 'joinGroupByInvite', { token: single.token });
    expect(await statusOf(eve, by(single))).toBe(404);
    await change(mei, 'revokeGroupInvite', { inviteId: link.id });
    expect(await statusOf(eve, by(link))).toBe(404);
    const late = await linkTo(group);
    expect(await statusOf(eve, by(late))).toBe(200);
    await stage.backend.pool.query('UPDATE group_invite SET expires_at = now() WHERE token = $1', [
      late.token,
    ]);
    expect(await statusOf(eve, by(late))).toBe(404);
    const { groupInvite: closed } = await eve.ask(Invite, { token: late.token });
    expect(closed?.group).toBeNull();
  });

  test('that was addressed to one person is no link for others', async () => {
    const { mei, tom, eve, group, avatar } = await pictured();
    await change(mei, 'inviteToGroup', { conversationId: group, userIds: [eve.id] });
    const where = { inviteeId: uuidOf(eve.id), conversationId: uuidOf(group) };
    const { token } = await stage.backend.db.groupInvite.findFirstOrThrow({ where });
    await change(tom, 'leaveGroup', { conversationId: group });
    expect(await statusOf(tom, `${avatar.thumbnailUrl}?invite=${token}`)).toBe(404);
  });

  test('that gives way is removed a day later, and one that stands for it is not', async () => {
    const { mei, group, avatar } = await pictured();
    const { storageKey } = await stage.backend.db.storedFile.findUniqueOrThrow({
      where: { id: uuidOf(avatar.id) },
    });
    const left = async () => (await objectsOf(stage)).filter((key) => key.startsWith(storageKey));
    await age(stage, avatar.id, 50);
    await removeUnusedFiles(stage.backend);
    expect(await left()).toHaveLength(3);
    await change(mei, 'updateGroup', { conversationId: group, avatarEmoji: '🍵' });
    await removeUnusedFiles(stage.backend);
    expect(await left()).toEqual([]);
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
