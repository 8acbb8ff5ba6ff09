import { change, clientId } from '../../convergence/scene.ts';
import { inSeconds } from '../../keeping.ts';
import { RUNNING } from '../actors.ts';
import { type EventRows, GROUP, keep, kept, RUNNERS, SELF, told } from '../events.ts';

export const ofConversations: EventRows = {
  ConversationSettingsChanged: {
    of: 'the person pins the group',
    cause: ({ self, group }) =>
      change(self, 'updateConversationSettings', { conversationId: group, pinned: true }),
    gets: SELF,
    finds: { conversation: ['self'] },
  },
  BackgroundChanged: {
    of: 'the person puts waves behind all messages',
    cause: ({ self }) => change(self, 'setBackground', { pattern: 'WAVES' }),
    gets: SELF,
    finds: { background: ['self'] },
  },
  DraftChanged: {
    of: 'the person writes a draft in the group',
    cause: ({ self, group }) =>
      change(self, 'saveDraft', { conversationId: group, text: 'I', updatedAt: inSeconds(0) }),
    gets: SELF,
    finds: { conversation: ['self'] },
  },
  HistoryCleared: {
    of: 'the person clears the conversation with the friend',
    cause: ({ self, chat }) => change(self, 'clearHistory', { conversationId: chat }),
    gets: SELF,
    finds: { clearedSeq: ['self'], conversation: ['self'] },
  },
  ConversationJoined: {
    of: 'the person makes a group with the friend',
    cause: async (company) => {
      const { self, friend } = company;
      await keep(company, 'other group', self.group('Coffee', [friend]));
    },
    gets: told(['self', 'friend']),
    finds: { conversation: ['self', 'friend'] },
  },
  ConversationLeft: {
    of: 'the person leaves a group',
    cause: (company) =>
      change(company.self, 'leaveGroup', { conversationId: kept(company, 'other group') }),
    gets: SELF,
  },
};

export const ofGroups: EventRows = {
  MembersJoined: {
    of: 'somebody comes into the group',
    prepare: async (company) => {
      const { owner, group, guest } = company;
      await owner.befriend(guest);
      const [token = ''] = await owner.invite(group, [guest]);
      company.made.token = token;
    },
    cause: (company) => company.guest.accept(kept(company, 'token')),
    gets: GROUP,
  },
  RoleChanged: {
    of: 'the guest becomes an administrator of the group',
    cause: ({ owner, group, guest }) =>
      change(owner, 'setMemberRole', {
        conversationId: group,
        userId: guest.id,
        role: 'ADMINISTRATOR',
      }),
    gets: GROUP,
  },
  MemberChanged: {
    of: 'the person takes a nickname in the group',
    cause: ({ self, group }) =>
      change(self, 'setGroupNickname', { conversationId: group, nickname: 'Leaf' }),
    gets: GROUP,
  },
  MemberLeft: {
    of: 'the guest leaves the group',
    cause: ({ guest, group }) => change(guest, 'leaveGroup', { conversationId: group }),
    gets: GROUP,
  },
  GroupBanChanged: {
    of: 'the guest is banned from the group',
    cause: ({ owner, guest, group }) =>
      change(owner, 'removeMembers', { conversationId: group, userIds: [guest.id], ban: true }),
    gets: RUNNERS,
    finds: { conversation: RUNNING },
  },
  GroupInviteChanged: [
    {
      of: 'the owner makes a link into the group',
      cause: ({ owner, group }) => change(owner, 'createGroupInvite', { conversationId: group }),
      gets: RUNNERS,
      finds: { invite: RUNNING },
    },
    {
      of: 'the owner invites the friend into the group',
      prepare: ({ owner, friend }) => owner.befriend(friend),
      cause: ({ owner, friend, group }) =>
        change(owner, 'inviteToGroup', { conversationId: group, userIds: [friend.id] }),
      gets: told(['friend', ...RUNNING]),
      finds: { invite: ['friend', ...RUNNING] },
    },
  ],
  GroupChanged: {
    of: 'the owner makes the group public',
    cause: ({ owner, group }) =>
      change(owner, 'updateGroup', { conversationId: group, visibility: 'PUBLIC' }),
    gets: GROUP,
  },
  JoinRequestChanged: {
    of: 'the stranger asks to come into the public group',
    cause: ({ stranger, group }) =>
      change(stranger, 'requestToJoinGroup', { conversationId: group }),
    gets: told(['stranger', ...RUNNING]),
    finds: { joinRequest: ['stranger', ...RUNNING] },
  },
  AnnouncementPublished: {
    of: 'the owner announces something to the group',
    cause: (company) => {
      const { owner, group } = company;
      const input = { conversationId: group, text: 'We close at nine.', clientId: clientId() };
      return keep(company, 'announcement', change(owner, 'publishAnnouncement', input));
    },
    gets: GROUP,
  },
  AnnouncementRead: {
    of: 'the member reads the announcement',
    cause: (company) =>
      change(company.member, 'markAnnouncementRead', {
        announcementId: kept(company, 'announcement'),
      }),
    gets: GROUP,
  },
  AnnouncementMarkedRead: {
    of: 'the person reads the announcement',
    cause: (company) =>
      change(company.self, 'markAnnouncementRead', {
        announcementId: kept(company, 'announcement'),
      }),
    gets: SELF,
    finds: { announcement: ['self'] },
  },
  AnnouncementRemoved: {
    of: 'the owner takes the announcement down',
    cause: (company) =>
      change(company.owner, 'removeAnnouncement', {
        announcementId: kept(company, 'announcement'),
      }),
    gets: GROUP,
  },
};

export const atTheEnd: EventRows = {
  GroupDissolved: {
    of: 'the owner dissolves the group',
    cause: ({ owner, group }) => change(owner, 'dissolveGroup', { conversationId: group }),
    gets: GROUP,
    // Nobody is a member by then: whoever was away learns of it by ConversationLeft.
    catchesUp: told([]),
  },
};
