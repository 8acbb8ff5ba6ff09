import { fireDueReminders } from '../../../schedules/service/reminders.ts';
import { change, clientId } from '../../convergence/scene.ts';
import { inSeconds } from '../../keeping.ts';
import { sendVoice } from '../../voices.ts';
import { type EventRows, GROUP, HINT, keep, kept, SELF, told } from '../events.ts';
import { previewed, transcribed } from '../furnishing.ts';
import { blockedMessage, message, say } from '../scenes.ts';

export const ofMessages: EventRows = {
  MessageSent: [
    {
      of: 'the person says something in the group',
      cause: (company) => keep(company, 'message', message(company)),
      gets: GROUP,
    },
    {
      of: 'the person says something to the friend',
      cause: ({ self, chat }) => say(self, chat),
      gets: told(['self', 'friend']),
    },
  ],
  MessageEdited: {
    of: 'the person edits a message in the group',
    cause: (company) =>
      change(company.self, 'editMessage', { messageId: kept(company, 'message'), text: 'Tea!' }),
    gets: GROUP,
  },
  ReactionAdded: {
    of: 'the person reacts to a message in the group',
    cause: (company) =>
      change(company.self, 'addReaction', { messageId: kept(company, 'message'), emoji: '👍' }),
    gets: GROUP,
  },
  ReactionRemoved: {
    of: 'the person takes a reaction back',
    cause: (company) =>
      change(company.self, 'removeReaction', { messageId: kept(company, 'message'), emoji: '👍' }),
    gets: GROUP,
  },
  MessagePinned: {
    of: 'the owner pins a message in the group',
    cause: (company) =>
      change(company.owner, 'pinMessage', { messageId: kept(company, 'message') }),
    gets: GROUP,
  },
  MessageUnpinned: {
    of: 'the owner unpins a message in the group',
    cause: (company) =>
      change(company.owner, 'unpinMessage', { messageId: kept(company, 'message') }),
    gets: GROUP,
  },
  MessageLinkPreviewed: {
    of: 'the page is read that a message in the group links to',
    prepare: ({ self, group }) => say(self, group, { text: 'https://example.org/tea' }),
    cause: ({ stage }) => previewed(stage, 'https://example.org/tea'),
    gets: GROUP,
  },
  VoiceHeard: {
    of: 'the person plays what the owner has said in the group',
    prepare: async (company) =>
      keep(
        company,
        'voice',
        sendVoice(company.owner, company.group).then(({ id }) => id),
      ),
    cause: (company) =>
      change(company.self, 'markVoiceHeard', { messageId: kept(company, 'voice') }),
    gets: SELF,
    finds: { heardVoice: ['self'] },
  },
  VoiceTranscribed: {
    of: 'a voice message in the group has been turned into text',
    prepare: async (company) =>
      keep(
        company,
        'spoken',
        sendVoice(company.self, company.group).then(({ id }) => id),
      ),
    cause: (company) => transcribed(company.stage, kept(company, 'spoken')),
    gets: GROUP,
  },
  MessagesHidden: {
    of: 'the person deletes a message of the group for themself',
    prepare: (company) => keep(company, 'hidden', message(company)),
    cause: (company) =>
      change(company.self, 'deleteMessages', { messageIds: [kept(company, 'hidden')] }),
    gets: SELF,
    finds: { conversation: ['self'] },
  },
  MessageDeleted: {
    of: 'the owner deletes a message in the group for everyone',
    cause: (company) =>
      change(company.owner, 'deleteMessageForEveryone', { messageId: kept(company, 'message') }),
    gets: GROUP,
  },
  MessageRecalled: {
    of: 'the person recalls a message in the group',
    prepare: (company) => keep(company, 'recalled', message(company)),
    cause: (company) =>
      change(company.self, 'recallMessage', { messageId: kept(company, 'recalled') }),
    gets: GROUP,
  },
  ReceiptMoved: [
    {
      of: 'the person reads what was said in the group',
      prepare: ({ owner, group }) => say(owner, group),
      cause: ({ self, group }) => change(self, 'markRead', { conversationId: group, seq: 1_000 }),
      gets: GROUP,
    },
    {
      of: 'the person reads what the friend had said to them',
      prepare: ({ friend, chat }) => say(friend, chat),
      cause: ({ self, chat }) => change(self, 'markRead', { conversationId: chat, seq: 1_000 }),
      gets: told(['self', 'friend']),
    },
    // Their own devices hear of it by ReadMoved.
    {
      of: 'the person reads what the blocked friend had said to them',
      prepare: blockedMessage,
      cause: ({ self, blockedChat }) =>
        change(self, 'markRead', { conversationId: blockedChat, seq: 1_000 }),
      gets: told([]),
    },
    {
      of: 'the blocked friend clears the conversation with the person',
      cause: ({ blocked, blockedChat }) =>
        change(blocked, 'clearHistory', { conversationId: blockedChat }),
      gets: told([]),
    },
    {
      of: 'the person reads what the former member, no friend of theirs, has said to them',
      prepare: async (company) => {
        const { former, self } = company;
        await keep(company, 'asked', change(former, 'openDirectConversation', { userId: self.id }));
        await say(former, kept(company, 'asked'));
      },
      cause: (company) =>
        change(company.self, 'markRead', { conversationId: kept(company, 'asked'), seq: 1_000 }),
      gets: told([]),
    },
    {
      of: 'the person accepts the former member, whose message they have read',
      cause: (company) =>
        change(company.self, 'acceptConversation', { conversationId: kept(company, 'asked') }),
      gets: told(['self', 'former']),
    },
  ],
  ReadMoved: [
    {
      of: 'the person reads what was said in the group',
      prepare: ({ owner, group }) => say(owner, group),
      cause: ({ self, group }) => change(self, 'markRead', { conversationId: group, seq: 1_000 }),
      gets: SELF,
      finds: { conversation: ['self'] },
    },
    {
      of: 'the person reads more of what the blocked friend had said to them',
      prepare: async ({ self, blocked, blockedChat }) => {
        await change(self, 'unblockUser', { userId: blocked.id });
        await say(blocked, blockedChat);
        await change(self, 'blockUser', { userId: blocked.id });
      },
      cause: ({ self, blockedChat }) =>
        change(self, 'markRead', { conversationId: blockedChat, seq: 1_000 }),
      gets: SELF,
    },
  ],
  TypingStarted: [
    {
      of: 'the person types in the group',
      cause: ({ self, group }) => change(self, 'startTyping', { conversationId: group }),
      gets: GROUP,
      catchesUp: HINT,
    },
    {
      of: 'the person types to the blocked friend',
      cause: ({ self, blockedChat }) =>
        change(self, 'startTyping', { conversationId: blockedChat }),
      gets: told([]),
    },
    {
      of: 'the blocked friend types to the person',
      cause: ({ blocked, blockedChat }) =>
        change(blocked, 'startTyping', { conversationId: blockedChat }),
      gets: told([]),
    },
  ],
};

export const ofWhatIsKept: EventRows = {
  FavouriteAdded: {
    of: 'the person saves a message of the group',
    prepare: (company) => keep(company, 'saved', message(company)),
    cause: (company) => {
      const messageIds = [kept(company, 'saved')];
      return keep(company, 'favourite', change(company.self, 'addFavourites', { messageIds }));
    },
    gets: SELF,
    finds: { favourite: ['self'] },
  },
  FavouriteRemoved: {
    of: 'the person removes a favourite',
    cause: (company) =>
      change(company.self, 'removeFavourite', { favouriteId: kept(company, 'favourite') }),
    gets: SELF,
  },
  ScheduledMessageChanged: {
    of: 'the person plans a message for the group',
    cause: ({ self, group }) => {
      const input = { conversationId: group, clientId: clientId(), text: 'later' };
      return change(self, 'scheduleMessage', { ...input, sendAt: inSeconds(3_600) });
    },
    gets: SELF,
    finds: { scheduled: ['self'] },
  },
  ReminderChanged: {
    of: 'the person wants to be reminded of a message of the group',
    cause: (company) =>
      change(company.self, 'setReminder', {
        messageId: kept(company, 'saved'),
        remindAt: inSeconds(-1),
      }),
    gets: SELF,
    finds: { reminder: ['self'] },
  },
  DataExportChanged: {
    of: 'the person asks for an archive of their data',
    cause: ({ self }) => change(self, 'requestDataExport', {}),
    gets: SELF,
    finds: { dataExport: ['self'] },
  },
  ReminderFired: {
    of: 'the time of the reminder comes',
    cause: ({ stage }) => fireDueReminders(stage.backend),
    gets: SELF,
    finds: { reminder: ['self'] },
  },
};
