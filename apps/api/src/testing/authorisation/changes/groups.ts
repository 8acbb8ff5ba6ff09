import { change, clientId } from '../../convergence/scene.ts';
import { uuidOf } from '../../ids.ts';
import { inSeconds } from '../../keeping.ts';
import { squareOf } from '../../media.ts';
import { INSIDE, OUTSIDE, PLAIN, RUNNING, who } from '../actors.ts';
import type { ChangeRow, ChangeRows } from '../change.ts';
import type { Company } from '../company.ts';
import { newFriendOf, once, personOf, publicGroup } from '../scenes.ts';

const RUN = who({ OK: RUNNING, ROLE_REQUIRED: PLAIN });
const OWN = who({ OK: ['owner'], ROLE_REQUIRED: [...PLAIN, 'administrator'] });

const inGroup = (more: object, row: Partial<ChangeRow> = {}): ChangeRow => ({
  of: 'the group',
  input: ({ group }) => ({ conversationId: group, ...more }),
  may: RUN,
  ...row,
});

/** Done to the person, by those who may do so in their group. */
const toPerson = (more: object, row: Partial<ChangeRow> = {}): ChangeRow => ({
  of: 'the person, in the group',
  own: 'row',
  input: ({ group, self }) => ({ conversationId: group, userId: self.id, ...more }),
  may: RUN,
  ...row,
});
const announced = ({ owner, group }: Company) => {
  const input = { conversationId: group, text: 'We close at nine.', clientId: clientId() };
  return change(owner, 'publishAnnouncement', input);
};

export const groupChanges: ChangeRows = {
  'createGroup(userIds:)': {
    of: 'the person',
    input: ({ self }) => ({ name: 'Tea', userIds: [self.id] }),
    may: who(
      { OK: ['friend'], RECIPIENT_REFUSES: ['blocked'], INVALID_FIELD: ['self'] },
      'NOT_FRIENDS',
    ),
  },
  'updateGroup(conversationId:)': inGroup({ description: 'Green tea' }),
  'setGroupAvatar(conversationId:)': inGroup({}),
  'setGroupAvatar(fileId:)': {
    of: 'a picture that the person has uploaded, for a group of one’s own',
    input: async (company, actor) => {
      const userIds = [(await newFriendOf(company, actor)).id];
      const own = await change(personOf(company, actor), 'createGroup', { name: 'Tea', userIds });
      return { conversationId: own, fileId: await squareOf(company.self) };
    },
    may: who({ OK: ['self'] }),
  },
  'addMembers(conversationId:, userIds:)': [
    {
      of: 'a friend of theirs, into the public group',
      own: 'row',
      input: async (company, actor) => ({
        conversationId: await publicGroup('OPEN')(company),
        userIds: [(await newFriendOf(company, actor)).id],
      }),
      may: RUN,
    },
    {
      of: 'a friend of theirs, into the private group',
      input: async (company, actor) => ({
        conversationId: company.group,
        userIds: [(await newFriendOf(company, actor)).id],
      }),
      may: who({ TOKEN_REQUIRED: RUNNING, ROLE_REQUIRED: PLAIN }),
    },
    {
      of: 'somebody who is no friend of theirs, into the public group',
      own: 'row',
      input: async (company) => ({
        conversationId: await publicGroup('OPEN')(company),
        userIds: [company.stranger.id],
      }),
      may: who({ NOT_FRIENDS: RUNNING, ROLE_REQUIRED: PLAIN }),
    },
  ],
  'leaveGroup(conversationId:)': inGroup({}, { own: 'row', may: who({ OK: INSIDE }) }),
  'removeMembers(conversationId:, userIds:)': [
    {
      of: 'the person, in the group',
      own: 'cell',
      input: ({ group, self }) => ({ conversationId: group, userIds: [self.id] }),
      may: RUN,
    },
    {
      of: 'the administrator, in the group',
      own: 'cell',
      input: ({ group, administrator }) => ({ conversationId: group, userIds: [administrator.id] }),
      may: who({ OK: ['owner'], INVALID_FIELD: ['administrator'], ROLE_REQUIRED: PLAIN }),
    },
  ],
  'unbanFromGroup(conversationId:, userId:)': toPerson({}),
  'setMemberRole(conversationId:, userId:)': toPerson({ role: 'ADMINISTRATOR' }, { may: OWN }),
  'transferGroup(conversationId:, userId:)': toPerson({}, { may: OWN }),
  'muteMember(conversationId:, userId:)': toPerson({ until: inSeconds(3_600) }),
  'dissolveGroup(conversationId:)': inGroup({}, { own: 'row', may: OWN }),
  'muteAll(conversationId:)': inGroup({ muted: true }, { own: 'row' }),
  'setGroupNickname(conversationId:)': inGroup({ nickname: 'Leaf' }, { may: who({ OK: INSIDE }) }),
  'publishAnnouncement(conversationId:)': {
    of: 'the group',
    input: ({ group }) => ({ conversationId: group, text: 'Closed.', clientId: clientId() }),
    may: RUN,
  },
  'removeAnnouncement(announcementId:)': {
    of: 'an announcement of the owner in the group',
    input: async (company) => ({ announcementId: await announced(company) }),
    may: RUN,
  },
  'markAnnouncementRead(announcementId:)': {
    of: 'an announcement of the owner in the group',
    input: async (company) => ({ announcementId: await announced(company) }),
    may: who({ OK: INSIDE }),
  },
};

const invited = once(async ({ owner, friend, group }) => {
  await owner.befriend(friend);
  return change(owner, 'inviteToGroup', { conversationId: group, userIds: [friend.id] });
});
const asked = once(async (company) => {
  const conversationId = await publicGroup('REQUEST')(company);
  return change(company.stranger, 'requestToJoinGroup', { conversationId, note: 'Tea?' });
});
const tokenOf = async ({ stage }: Company, invite: string) => {
  const where = { id: uuidOf(invite) };
  return (await stage.backend.db.groupInvite.findUniqueOrThrow({ where })).token;
};

export const doorChanges: ChangeRows = {
  'inviteToGroup(conversationId:, userIds:)': [
    {
      of: 'a friend of theirs, into the group',
      input: async (company, actor) => ({
        conversationId: company.group,
        userIds: [(await newFriendOf(company, actor)).id],
      }),
      may: RUN,
    },
    {
      of: 'somebody who is no friend of theirs, into the group',
      input: ({ group, stranger }) => ({ conversationId: group, userIds: [stranger.id] }),
      may: who({ NOT_FRIENDS: RUNNING, ROLE_REQUIRED: PLAIN }),
    },
  ],
  'createGroupInvite(conversationId:)': inGroup({}),
  'revokeGroupInvite(inviteId:)': {
    of: 'a link into the group',
    input: async ({ owner, group }) => ({
      inviteId: await change(owner, 'createGroupInvite', { conversationId: group }),
    }),
    may: who({ OK: RUNNING }),
  },
  'declineGroupInvite(inviteId:)': {
    of: 'an invitation of the friend',
    own: 'row',
    input: async (company) => ({ inviteId: await invited(company) }),
    may: who({ OK: ['friend'] }),
  },
  'joinGroup(conversationId:)': [
    {
      of: 'the public group, open to everybody',
      own: 'row',
      input: async (company) => ({ conversationId: await publicGroup('OPEN')(company) }),
      may: who({}, 'OK'),
    },
    {
      of: 'the private group',
      input: ({ group }) => ({ conversationId: group }),
      may: who({ OK: INSIDE }),
    },
  ],
  joinGroupByInvite: [
    {
      of: 'the token of a link',
      own: 'row',
      input: async (company) => {
        const { owner, group } = company;
        const invite = await change(owner, 'createGroupInvite', { conversationId: group });
        return { token: await tokenOf(company, invite) };
      },
      may: who({}, 'OK'),
    },
    {
      of: 'the token of the friend’s invitation',
      own: 'row',
      input: async (company) => ({ token: await tokenOf(company, await invited(company)) }),
      may: who({ OK: ['friend', ...RUNNING] }),
    },
  ],
  'requestToJoinGroup(conversationId:)': [
    {
      of: 'the public group',
      own: 'row',
      input: async (company) => ({ conversationId: await publicGroup('REQUEST')(company) }),
      may: who({ OK: OUTSIDE, ALREADY_MEMBER: INSIDE }),
    },
    {
      of: 'the private group',
      input: ({ group }) => ({ conversationId: group }),
      may: who({ ALREADY_MEMBER: INSIDE }),
    },
  ],
  'decideJoinRequest(requestId:)': {
    of: 'a request of the stranger',
    own: 'cell',
    input: async (company) => ({ requestId: await asked(company), accept: true }),
    may: who({ OK: RUNNING }),
  },
  'cancelJoinRequest(requestId:)': {
    of: 'a request of the stranger',
    own: 'row',
    input: async (company) => ({ requestId: await asked(company) }),
    may: who({ OK: ['stranger'] }),
  },
};
