import { randomUUID } from 'node:crypto';
import { inSeconds } from '../keeping.ts';
import { squareOf } from '../media.ts';
import { acting, type Case, type Cases, change, door, friends, house } from './scene.ts';

type House = Awaited<ReturnType<typeof house>>;
const inHouse =
  (
    act: (scene: House & { input: { conversationId: string } }) => Promise<unknown>,
    prepare?: (scene: House) => Promise<unknown>,
  ): Case =>
  async (world) => {
    const scene = await house(world, { visibility: 'PUBLIC' });
    await prepare?.(scene);
    return acting(scene.people, () => act({ ...scene, input: { conversationId: scene.group } }));
  };

const updated = (settings: object) =>
  inHouse(({ mei, input }) => change(mei, 'updateGroup', { ...input, ...settings }));

const announced = async ({ mei, lin, group }: House) => {
  const input = { conversationId: group, text: 'We close at nine.', clientId: randomUUID() };
  const announcementId = await change(mei, 'publishAnnouncement', input);
  await change(lin, 'markAnnouncementRead', { announcementId });
  return announcementId;
};

export const groupCases: Cases = {
  createGroup: {
    'with friends': async (world) => {
      const { mei, tom, people } = await friends(world);
      return acting(people, () => mei.group('Tea', [tom]));
    },
  },
  updateGroup: {
    'its name and looks': updated({ name: 'Coffee', description: 'Hot', avatarEmoji: '☕' }),
    'how it is run': updated({
      joinPolicy: 'OPEN',
      mentionAllRestricted: true,
      forwardingForbidden: true,
    }),
    'made private while somebody asks to be let in': async (world) => {
      const { mei, eve, group, people } = await door(world);
      await change(eve, 'requestToJoinGroup', { conversationId: group });
      const input = { conversationId: group, visibility: 'PRIVATE' };
      return acting(people, () => change(mei, 'updateGroup', input));
    },
  },
  setGroupAvatar: {
    'in the place of faces': async (world) => {
      const { mei, group, people } = await house(world);
      const input = { conversationId: group, fileId: await squareOf(mei) };
      return acting(people, () => change(mei, 'setGroupAvatar', input));
    },
    'in the place of an emoji': async (world) => {
      const { mei, tom, group, people } = await house(world);
      await change(mei, 'updateGroup', { conversationId: group, avatarEmoji: '☕' });
      const input = { conversationId: group, fileId: await squareOf(tom) };
      return acting(people, () => change(tom, 'setGroupAvatar', input));
    },
  },
  addMembers: {
    'to a public group': async (world) => {
      const { mei, eve, group, people } = await door(world);
      const input = { conversationId: group, userIds: [eve.id] };
      return acting(people, () => change(mei, 'addMembers', input));
    },
  },
  leaveGroup: {
    'a member': inHouse(({ lin, input }) => change(lin, 'leaveGroup', input)),
    'the owner': inHouse(({ mei, input }) => change(mei, 'leaveGroup', input)),
    'who has read an announcement': inHouse(
      ({ lin, input }) => change(lin, 'leaveGroup', input),
      announced,
    ),
  },
  removeMembers: {
    'a member': inHouse(({ tom, lin, input }) =>
      change(tom, 'removeMembers', { ...input, userIds: [lin.id] }),
    ),
    'an administrator, with a ban': inHouse(({ mei, tom, input }) =>
      change(mei, 'removeMembers', { ...input, userIds: [tom.id], ban: true }),
    ),
  },
  unbanFromGroup: {
    'one who was banned': inHouse(
      ({ mei, lin, input }) => change(mei, 'unbanFromGroup', { ...input, userId: lin.id }),
      ({ mei, lin, group }) =>
        change(mei, 'removeMembers', { conversationId: group, userIds: [lin.id], ban: true }),
    ),
  },
  setMemberRole: {
    'made an administrator': inHouse(({ mei, lin, input }) =>
      change(mei, 'setMemberRole', { ...input, userId: lin.id, role: 'ADMINISTRATOR' }),
    ),
    'made a plain member': inHouse(({ mei, tom, input }) =>
      change(mei, 'setMemberRole', { ...input, userId: tom.id, role: 'MEMBER' }),
    ),
  },
  transferGroup: {
    'to a member': inHouse(({ mei, lin, input }) =>
      change(mei, 'transferGroup', { ...input, userId: lin.id }),
    ),
  },
  dissolveGroup: {
    'with members': inHouse(({ mei, input }) => change(mei, 'dissolveGroup', input)),
  },
  muteMember: {
    'for an hour': inHouse(({ tom, lin, input }) =>
      change(tom, 'muteMember', { ...input, userId: lin.id, until: inSeconds(3_600) }),
    ),
    'no longer': inHouse(
      ({ tom, lin, input }) => change(tom, 'muteMember', { ...input, userId: lin.id, until: null }),
      ({ tom, lin, group }) =>
        change(tom, 'muteMember', {
          conversationId: group,
          userId: lin.id,
          until: inSeconds(3_600),
        }),
    ),
  },
  muteAll: {
    everybody: inHouse(({ tom, input }) => change(tom, 'muteAll', { ...input, muted: true })),
  },
  setGroupNickname: {
    'of their own': inHouse(({ lin, input }) =>
      change(lin, 'setGroupNickname', { ...input, nickname: 'Lin of the teapots' }),
    ),
  },
  publishAnnouncement: {
    'the second one': inHouse(
      ({ tom, input }) =>
        change(tom, 'publishAnnouncement', { ...input, text: 'Closed.', clientId: randomUUID() }),
      announced,
    ),
  },
  removeAnnouncement: {
    'of somebody else': async (world) => {
      const scene = await house(world);
      const announcementId = await announced(scene);
      return acting(scene.people, () =>
        change(scene.tom, 'removeAnnouncement', { announcementId }),
      );
    },
  },
  markAnnouncementRead: {
    'by one more': async (world) => {
      const scene = await house(world);
      const announcementId = await announced(scene);
      return acting(scene.people, () =>
        change(scene.tom, 'markAnnouncementRead', { announcementId }),
      );
    },
  },
};

type Door = Awaited<ReturnType<typeof door>>;
const atDoor =
  (
    act: (scene: Door, prepared: string) => Promise<unknown>,
    prepare: (scene: Door) => Promise<string> = async () => '',
    ...how: Parameters<typeof door> extends [unknown, ...infer Rest] ? Rest : never
  ): Case =>
  async (world) => {
    const scene = await door(world, ...how);
    const prepared = await prepare(scene);
    return acting(scene.people, () => act(scene, prepared));
  };
const invited = ({ mei, eve, group }: Door) =>
  change(mei, 'inviteToGroup', { conversationId: group, userIds: [eve.id] });
const asked = ({ eve, group }: Door) =>
  change(eve, 'requestToJoinGroup', { conversationId: group, note: 'Tea?' });

export const doorCases: Cases = {
  inviteToGroup: { 'a friend': atDoor(invited, undefined, 'REQUEST', 'PRIVATE') },
  createGroupInvite: {
    'a link': atDoor(({ tom, group }) =>
      change(tom, 'createGroupInvite', { conversationId: group, maxUses: 3 }),
    ),
  },
  revokeGroupInvite: {
    'an invitation': atDoor(
      ({ tom }, inviteId) => change(tom, 'revokeGroupInvite', { inviteId }),
      invited,
      'REQUEST',
      'PRIVATE',
    ),
  },
  declineGroupInvite: {
    'an invitation': atDoor(
      ({ eve }, inviteId) => change(eve, 'declineGroupInvite', { inviteId }),
      invited,
      'REQUEST',
      'PRIVATE',
    ),
  },
  joinGroup: {
    'an open one': atDoor(
      ({ eve, group }) => change(eve, 'joinGroup', { conversationId: group }),
      undefined,
      'OPEN',
    ),
  },
  joinGroupByInvite: {
    'by invitation': atDoor(
      ({ eve }, token) => eve.accept(token),
      async ({ mei, eve, group }) => (await mei.invite(group, [eve]))[0] ?? '',
      'REQUEST',
      'PRIVATE',
    ),
  },
  requestToJoinGroup: {
    'that waits': atDoor(asked),
    'let in at once': atDoor(asked, undefined, 'OPEN'),
  },
  decideJoinRequest: {
    'let in': atDoor(
      ({ tom }, requestId) => change(tom, 'decideJoinRequest', { requestId, accept: true }),
      asked,
    ),
    'turned away': atDoor(
      ({ tom }, requestId) => change(tom, 'decideJoinRequest', { requestId, accept: false }),
      asked,
    ),
  },
  cancelJoinRequest: {
    'of their own': atDoor(
      ({ eve }, requestId) => change(eve, 'cancelJoinRequest', { requestId }),
      asked,
    ),
  },
};
