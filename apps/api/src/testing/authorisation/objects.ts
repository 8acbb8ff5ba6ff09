import { makeDataExport } from '../../personal-data/service/making.ts';
import { sendDueMessages } from '../../schedules/service/sending.ts';
import { change, clientId } from '../convergence/scene.ts';
import { uuidOf } from '../ids.ts';
import { inSeconds } from '../keeping.ts';
import type { Person } from '../world.ts';
import { everybody, INSIDE, ORGANISED, RUNNING, who } from './actors.ts';
import { mediaObjects } from './media-objects.ts';
import { momentObjects } from './moments.ts';
import type { Furnished, ObjectRow } from './object-row.ts';
import { globalId, manyPeople } from './people.ts';
import { say } from './scenes.ts';

const named = ({ ids }: Furnished, name: string): string => {
  const id = ids[name];
  if (!id) throw new Error(`The table has no ${name} before this`);
  return id;
};

const memberId = (conversationId: string, person: Person) =>
  globalId('ConversationMember', `${uuidOf(conversationId)}:${uuidOf(person.id)}`);

const people: Record<string, ObjectRow> = {
  person: {
    type: 'User',
    of: 'the person, whom the friend calls by a name of their own',
    make: async ({ self, friend }) => {
      await change(friend, 'setRemark', { userId: self.id, remark: 'Old Mei' });
      return self.id;
    },
    may: everybody,
  },
  blockedPerson: {
    type: 'User',
    of: 'the friend whom the person has blocked',
    make: ({ blocked }) => blocked.id,
    may: everybody,
  },
  friendPerson: {
    type: 'User',
    of: 'the friend, whom the person keeps in a category',
    make: ({ friend }) => friend.id,
    may: everybody,
  },
  recluse: {
    type: 'User',
    of: 'a friend of the friend’s, whom friends of friends may reach and nobody else',
    make: async ({ stage, friend }) => {
      const [recluse] = await manyPeople(stage, 1);
      if (!recluse) throw new Error('Somebody was made');
      await recluse.befriend(friend);
      await change(recluse, 'updatePrivacy', { reachableBy: 'FRIENDS_OF_FRIENDS' });
      return recluse.id;
    },
    may: everybody,
  },
  memberPerson: { type: 'User', of: 'the member', make: ({ member }) => member.id, may: everybody },
  device: {
    type: 'Session',
    of: 'a device of the person',
    make: ({ self }) => self.sessionId,
    may: who({ OK: ['self'] }),
  },
  request: {
    type: 'FriendRequest',
    of: 'a request of the member to the person',
    make: ({ self, member }) => change(member, 'requestFriend', { userId: self.id, note: 'Tea?' }),
    may: who({ OK: ['self', 'member'] }),
  },
};

const own: Record<string, ObjectRow> = {
  category: {
    type: 'FriendCategory',
    of: 'of the person, with the friend in it',
    make: ({ self, friend }) =>
      change(self, 'createFriendCategory', { title: 'Tea', userIds: [friend.id] }),
    may: who({ OK: ['self'] }),
  },
  identity: {
    type: 'ExternalIdentity',
    of: 'of the person',
    make: async ({ self, stage }) => {
      const data = { provider: 'github', subject: uuidOf(self.id), accountId: uuidOf(self.id) };
      return globalId(
        'ExternalIdentity',
        (await stage.backend.db.externalIdentity.create({ data })).id,
      );
    },
    may: who({ OK: ['self'] }),
  },
};

const organisation: Record<string, ObjectRow> = {
  department: {
    type: 'Department',
    of: 'that of the person and the colleague',
    make: ({ department }) => department,
    may: who({ OK: ORGANISED }),
  },
  position: {
    type: 'DepartmentMember',
    of: 'the position of the person',
    make: async ({ self, stage }) => {
      const where = { accountId: uuidOf(self.id) };
      const { id } = await stage.backend.db.departmentMember.findFirstOrThrow({ where });
      return globalId('DepartmentMember', id);
    },
    may: who({ OK: ORGANISED }),
  },
};

const conversations: Record<string, ObjectRow> = {
  group: {
    type: 'Conversation',
    of: 'the group, which the person keeps at the top',
    make: async ({ self, group }) => {
      await change(self, 'updateConversationSettings', { conversationId: group, pinned: true });
      return group;
    },
    may: who({ OK: INSIDE }),
  },
  hall: {
    type: 'Conversation',
    of: 'a public group of the same people',
    make: ({ hall }) => hall,
    may: who({ OK: INSIDE }),
  },
  chat: {
    type: 'Conversation',
    of: 'of the person and the friend',
    make: ({ chat }) => chat,
    may: who({ OK: ['self', 'friend'] }),
  },
  blockedChat: {
    type: 'Conversation',
    of: 'of the person and the friend they have blocked, who has cleared it',
    make: async ({ self, blocked, blockedChat }) => {
      await change(self, 'unblockUser', { userId: blocked.id });
      await say(blocked, blockedChat);
      await change(self, 'blockUser', { userId: blocked.id });
      await change(blocked, 'clearHistory', { conversationId: blockedChat });
      return blockedChat;
    },
    may: who({ OK: ['self', 'blocked'] }),
  },
  selfChat: {
    type: 'Conversation',
    of: 'of the person with themself',
    make: ({ self }) => change(self, 'openDirectConversation', { userId: self.id }),
    may: who({ OK: ['self'] }),
  },
  membership: {
    type: 'ConversationMember',
    of: 'the person in the group',
    make: ({ group, self }) => memberId(group, self),
    may: who({ OK: INSIDE }),
  },
  chatMembership: {
    type: 'ConversationMember',
    of: 'the person in the conversation with the friend',
    make: ({ chat, self }) => memberId(chat, self),
    may: who({ OK: ['self', 'friend'] }),
  },
};

const messages: Record<string, ObjectRow> = {
  message: {
    type: 'Message',
    of: 'of the person in the group, which mentions the member and to which the person has reacted',
    make: async ({ self, group, member }) => {
      const mentions = [{ userId: member.id, start: 0, length: 4 }];
      const id = await say(self, group, { text: '@Lin tea?', mentions });
      await change(self, 'addReaction', { messageId: id, emoji: '👍' });
      const draft = { conversationId: group, text: 'I was', updatedAt: inSeconds(0) };
      await change(self, 'saveDraft', { ...draft, replyToId: id });
      return id;
    },
    may: who({ OK: INSIDE }),
  },
  hiddenMessage: {
    type: 'Message',
    of: 'of the owner in the public group, which the member has deleted for themself',
    make: async ({ owner, hall, member }) => {
      const id = await say(owner, hall);
      await change(member, 'deleteMessages', { messageIds: [id] });
      return id;
    },
    may: who({ OK: ['self', 'muted', ...RUNNING] }),
  },
  pinNotice: {
    type: 'Message',
    of: 'in the public group, saying that the message the member has deleted was pinned',
    make: async (company) => {
      const { owner, hall, stage } = company;
      await change(owner, 'pinMessage', { messageId: named(company, 'hiddenMessage') });
      const conversationId = uuidOf(hall);
      const where = { conversationId, kind: 'MESSAGE_PINNED' } as const;
      return globalId('Message', (await stage.backend.db.message.findFirstOrThrow({ where })).id);
    },
    may: who({ OK: INSIDE }),
  },
  earlierMessage: {
    type: 'Message',
    of: 'in the group from before all but those who run it came',
    make: firstOf,
    may: who({ OK: RUNNING }),
  },
  chatMessage: {
    type: 'Message',
    of: 'of the friend to the person',
    make: ({ friend, chat }) => say(friend, chat),
    may: who({ OK: ['self', 'friend'] }),
  },
  recalledMessage: {
    type: 'Message',
    of: 'of the person in the group, recalled',
    make: async ({ self, group }) => {
      const id = await say(self, group);
      await change(self, 'recallMessage', { messageId: id });
      return id;
    },
    may: who({ OK: INSIDE }),
  },
};

/** The notice that the group was made: told before others than its owner and first member had come. */
async function firstOf({ stage, group }: Furnished): Promise<string> {
  const first = await stage.backend.db.message.findFirstOrThrow({
    where: { conversationId: uuidOf(group) },
    orderBy: { seq: 'asc' },
  });
  return globalId('Message', first.id);
}

const doors: Record<string, ObjectRow> = {
  announcement: {
    type: 'Announcement',
    of: 'of the owner in the group, which the person has read',
    make: async ({ owner, self, group }) => {
      const input = { conversationId: group, text: 'We close at nine.', clientId: clientId() };
      const announcementId = await change(owner, 'publishAnnouncement', input);
      await change(self, 'markAnnouncementRead', { announcementId });
      return announcementId;
    },
    may: who({ OK: INSIDE }),
  },
  link: {
    type: 'GroupInvite',
    of: 'a link into the group',
    make: ({ owner, group }) => change(owner, 'createGroupInvite', { conversationId: group }),
    may: who({ OK: RUNNING }),
  },
  invitation: {
    type: 'GroupInvite',
    of: 'an invitation of the friend into the group',
    make: ({ owner, group, friend }) =>
      change(owner, 'inviteToGroup', { conversationId: group, userIds: [friend.id] }),
    may: who({ OK: ['friend', ...RUNNING] }),
  },
  joinRequest: {
    type: 'JoinRequest',
    of: 'of the stranger, to the public group',
    make: ({ stranger, hall }) =>
      change(stranger, 'requestToJoinGroup', { conversationId: hall, note: 'Tea?' }),
    may: who({ OK: ['stranger', ...RUNNING] }),
  },
  decidedRequest: {
    type: 'JoinRequest',
    of: 'of the friend, to the public group, declined',
    make: async ({ friend, administrator, hall }) => {
      const requestId = await change(friend, 'requestToJoinGroup', { conversationId: hall });
      return change(administrator, 'decideJoinRequest', { requestId, accept: false });
    },
    may: who({ OK: ['friend', ...RUNNING] }),
  },
};

const kept: Record<string, ObjectRow> = {
  bundle: {
    type: 'ForwardBundle',
    of: 'a chat history that the person has forwarded to the group',
    make: async (company) => {
      const { self, group } = company;
      const messageIds = [named(company, 'chatMessage')];
      const input = { conversationId: group, messageIds, bundled: true, title: 'Tea' };
      const id = await change(self, 'forwardMessages', { ...input, clientId: clientId() });
      const { bundleId } = await company.stage.backend.db.message.findUniqueOrThrow({
        where: { id: uuidOf(id) },
      });
      return globalId('ForwardBundle', bundleId ?? '');
    },
    may: who({ OK: INSIDE }),
  },
  favourite: {
    type: 'Favourite',
    of: 'of the person, of their message in the group',
    make: (company) =>
      change(company.self, 'addFavourites', { messageIds: [named(company, 'message')] }),
    may: who({ OK: ['self'] }),
  },
  reminder: {
    type: 'Reminder',
    of: 'of the person, of their message in the group',
    make: (company) => {
      const input = { messageId: named(company, 'message'), remindAt: inSeconds(3_600) };
      return change(company.self, 'setReminder', input);
    },
    may: who({ OK: ['self'] }),
  },
  scheduled: {
    type: 'ScheduledMessage',
    of: 'of the person, for the group',
    make: (company) => {
      const input = { conversationId: company.group, clientId: clientId(), text: 'later' };
      const answered = { replyToId: named(company, 'message'), sendAt: inSeconds(3_600) };
      return change(company.self, 'scheduleMessage', { ...input, ...answered });
    },
    may: who({ OK: ['self'] }),
  },
  sentAsScheduled: {
    type: 'ScheduledMessage',
    of: 'of the person, for the group, sent',
    make: async ({ self, group, stage }) => {
      const input = { conversationId: group, clientId: clientId(), text: 'now' };
      const id = await change(self, 'scheduleMessage', { ...input, sendAt: inSeconds(-1) });
      await sendDueMessages(stage.backend);
      return id;
    },
    may: who({ OK: ['self'] }),
  },
  archive: {
    type: 'DataExport',
    of: 'an archive of the person’s data, which can be downloaded',
    make: async ({ self, stage }) => {
      const id = await change(self, 'requestDataExport', {});
      await makeDataExport(stage.backend);
      return id;
    },
    may: who({ OK: ['self'] }),
  },
};

export const objectRows: Readonly<Record<string, ObjectRow>> = {
  ...people,
  ...own,
  ...organisation,
  ...conversations,
  ...messages,
  ...mediaObjects,
  ...doors,
  ...momentObjects,
  ...kept,
};
