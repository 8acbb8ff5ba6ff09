import { inSeconds } from '../../keeping.ts';
import { squareOf } from '../../media.ts';
import { INSIDE, who } from '../actors.ts';
import type { ChangeRow, ChangeRows } from '../change.ts';
import { message, ownConversation, say } from '../scenes.ts';

const inGroup = (more: object = {}, row: Partial<ChangeRow> = {}): ChangeRow => ({
  of: 'the group',
  input: ({ group }) => ({ conversationId: group, ...more }),
  may: who({ OK: INSIDE }),
  ...row,
});
const inChat = (more: object = {}, row: Partial<ChangeRow> = {}): ChangeRow => ({
  of: 'the conversation with the friend',
  input: ({ chat }) => ({ conversationId: chat, ...more }),
  may: who({ OK: ['self', 'friend'] }),
  ...row,
});
const inBlockedChat = (more: object = {}): ChangeRow => ({
  of: 'the conversation with the blocked friend; the other one hears nothing of it',
  input: ({ blockedChat }) => ({ conversationId: blockedChat, ...more }),
  may: who({ OK: ['self', 'blocked'] }),
});

export const conversationChanges: ChangeRows = {
  'updateConversationSettings(conversationId:)': [
    inGroup({ doNotDisturb: true }),
    inChat({ doNotDisturb: true }),
  ],
  'setBackground(conversationId:)': [inGroup({ pattern: 'WAVES' }), inChat({ pattern: 'WAVES' })],
  'setBackground(fileId:)': {
    of: 'a picture that the person has uploaded',
    input: async ({ self }) => ({ fileId: await squareOf(self) }),
    may: who({ OK: ['self'] }),
  },
  'clearHistory(conversationId:)': [inGroup({}, { own: 'row' }), inChat({}, { own: 'row' })],
  'startTyping(conversationId:)': [inGroup(), inChat(), inBlockedChat()],
  'markRead(conversationId:)': [inGroup({ seq: 1 }), inChat({ seq: 1 }), inBlockedChat({ seq: 1 })],
  'markDelivered(positions.conversationId:)': {
    of: 'the group; it counts what was moved',
    shows: 'moved',
    input: async ({ self, owner, group }, actor) => {
      await say(actor === 'self' ? owner : self, group);
      return { positions: [{ conversationId: group, seq: 1_000 }] };
    },
    may: who({ OK: INSIDE }, 'NONE'),
  },
  'saveDraft(conversationId:)': [
    inGroup({ text: 'I was', updatedAt: inSeconds(0) }),
    inChat({ text: 'I was', updatedAt: inSeconds(0) }),
  ],
  'saveDraft(replyToId:)': [
    {
      of: 'a message in the group, there',
      input: async (company) => ({
        conversationId: company.group,
        text: 'I was',
        updatedAt: inSeconds(0),
        replyToId: await message(company),
      }),
      may: who({ OK: INSIDE }),
    },
    {
      of: 'a message in the group, in a conversation of their own',
      input: async (company, actor) => ({
        conversationId: await ownConversation(company, actor),
        text: 'I was',
        updatedAt: inSeconds(0),
        replyToId: await message(company),
      }),
      may: who({}),
    },
  ],
};
