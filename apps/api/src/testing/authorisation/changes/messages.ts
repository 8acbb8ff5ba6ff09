import { change, clientId } from '../../convergence/scene.ts';
import { inSeconds } from '../../keeping.ts';
import { sendVoice } from '../../voices.ts';
import {
  type Actor,
  type Cells,
  everybody,
  INSIDE,
  PLAIN,
  RUNNING,
  SPEAKING,
  who,
} from '../actors.ts';
import type { ChangeRow, ChangeRows } from '../change.ts';
import type { Company } from '../company.ts';
import {
  addressed,
  approached,
  blockedMessage,
  message,
  publicGroup as open,
  ownConversation,
  personOf,
  say,
} from '../scenes.ts';
import { ownFile, sendingFile } from './media.ts';

const SPEAK = who({ OK: SPEAKING, MEMBER_MUTED: ['muted'] });
const SEE = who({ OK: INSIDE });
const RUN = who({ OK: RUNNING, ROLE_REQUIRED: PLAIN });
const EDIT = who({
  OK: ['self'],
  NOT_OWN_MESSAGE: ['member', ...RUNNING],
  MEMBER_MUTED: ['muted'],
});
const MINE = who({ OK: ['self'] });
const CHAT = who({ OK: ['self', 'friend'] });
const BLOCKED = who({ USER_BLOCKED: ['self'], RECIPIENT_REFUSES: ['blocked'] });

/** In conversations of the person’s: what is said there goes to whoever is in it. */
const toConversation = (
  more: (company: Company, actor: Actor) => Promise<object> | object,
): ChangeRow[] => {
  const to = (
    of: string,
    where: (company: Company) => Promise<string> | string,
    may: Cells,
  ): ChangeRow => ({
    of,
    input: async (company, actor) => ({
      conversationId: await where(company),
      clientId: clientId(),
      ...(await more(company, actor)),
    }),
    may,
  });
  return [
    to('the group', ({ group }) => group, SPEAK),
    to('the conversation with the friend', ({ chat }) => chat, CHAT),
    to('the conversation with the blocked friend', ({ blockedChat }) => blockedChat, BLOCKED),
    {
      ...to(
        'the conversation in which the stranger has said one thing',
        approached,
        who({ OK: ['self'], STRANGER_LIMIT: ['stranger'] }),
      ),
      own: 'row',
    },
    to(
      'the conversation in which the colleague has said one thing',
      addressed,
      who({ OK: ['self', 'colleague'] }),
    ),
  ];
};
const publicGroup = open('REQUEST');
const TEXT = { text: 'tea?' };
const later = () => ({ ...TEXT, sendAt: inSeconds(3_600) });
const mention = (userId: string) => ({ mentions: [{ userId, start: 0, length: 3 }] });

/** A message of the group, quoted where it is and elsewhere. */
const quoting = (
  more: (company: Company, actor: Actor) => Promise<object> | object,
): ChangeRow[] => [
  {
    of: 'a message in the group, there',
    input: async (company, actor) => ({
      conversationId: company.group,
      clientId: clientId(),
      replyToId: await message(company),
      ...(await more(company, actor)),
    }),
    may: SPEAK,
  },
  {
    of: 'a message in the group, in a conversation of their own',
    input: async (company, actor) => ({
      conversationId: await ownConversation(company, actor),
      clientId: clientId(),
      replyToId: await message(company),
      ...(await more(company, actor)),
    }),
    may: who({}, 'REPLY_TARGET_MISSING'),
  },
];

const mentioning = (more: () => object): ChangeRow[] => [
  {
    of: 'the person, in the group',
    input: ({ group, self }) => ({
      conversationId: group,
      clientId: clientId(),
      ...more(),
      ...mention(self.id),
    }),
    may: SPEAK,
  },
  {
    of: 'somebody outside, in the group: words, of which they hear nothing',
    input: ({ group, stranger }) => ({
      conversationId: group,
      clientId: clientId(),
      ...more(),
      ...mention(stranger.id),
    }),
    may: SPEAK,
  },
];

const ofMessage = (may: Cells, more: object = {}, row: Partial<ChangeRow> = {}): ChangeRow => ({
  of: 'a message of the person in the group',
  input: async (company) => ({ messageId: await message(company), ...more }),
  may,
  ...row,
});
const ofBlocked = (may: Cells, more: object = {}): ChangeRow => ({
  of: 'what the blocked friend had said to the person',
  input: async (company) => ({ messageId: await blockedMessage(company), ...more }),
  may,
});
const ofVoice = (may: Cells): ChangeRow => ({
  of: 'a voice message of the person in the group',
  input: async ({ self, group }) => ({ messageId: (await sendVoice(self, group)).id }),
  may,
});
const ofMessages = (may: Cells): ChangeRow => ({
  of: 'a message of the person in the group',
  input: async (company) => ({ messageIds: [await message(company)] }),
  may,
});

const aFile = async (company: Company, actor: Actor) => ({
  fileId: await ownFile(company, actor),
});

export const messageChanges: ChangeRows = {
  'sendMessage(conversationId:)': toConversation(() => TEXT),
  'sendMessage(replyToId:)': quoting(() => TEXT),
  'sendMessage(mentions.userId:)': mentioning(() => TEXT),
  'sendCard(conversationId:)': toConversation(({ self }) => ({ userId: self.id })),
  'sendCard(userId:)': {
    of: 'the person, to themself',
    input: async (company, actor) => ({
      conversationId: await ownConversation(company, actor),
      clientId: clientId(),
      userId: company.self.id,
    }),
    may: everybody,
  },
  'sendCard(groupId:)': [
    {
      of: 'the public group, to themself',
      own: 'row',
      input: async (company, actor) => ({
        conversationId: await ownConversation(company, actor),
        clientId: clientId(),
        groupId: await publicGroup(company),
      }),
      may: everybody,
    },
    {
      of: 'the private group, to themself',
      input: async (company, actor) => ({
        conversationId: await ownConversation(company, actor),
        clientId: clientId(),
        groupId: company.group,
      }),
      may: who({}),
    },
  ],
  'sendFile(conversationId:)': toConversation(aFile),
  'sendFile(fileId:)': sendingFile,
  'sendFile(replyToId:)': quoting(aFile),
  'editMessage(messageId:)': [
    ofMessage(EDIT, { text: 'tea!' }),
    ofBlocked(BLOCKED, { text: 'tea!' }),
  ],
  'editMessage(mentions.userId:)': {
    of: 'the member, in a message of the person in the group',
    input: async (company) => ({
      messageId: await message(company),
      text: '@Lin tea!',
      ...mention(company.member.id),
    }),
    may: EDIT,
  },
  'recallMessage(messageId:)': ofMessage(
    who({ OK: ['self'], NOT_OWN_MESSAGE: ['muted', 'member', ...RUNNING] }),
  ),
  'deleteMessages(messageIds:)': ofMessages(SEE),
  'deleteMessageForEveryone(messageId:)': ofMessage(RUN),
  'forwardMessages(conversationId:)': toConversation(async (company, actor) => ({
    bundled: false,
    messageIds: [await say(personOf(company, actor), await ownConversation(company, actor))],
  })),
  'forwardMessages(messageIds:)': {
    of: 'a message of the person in the group, to themself',
    input: async (company, actor) => ({
      conversationId: await ownConversation(company, actor),
      clientId: clientId(),
      bundled: false,
      messageIds: [await message(company)],
    }),
    may: SEE,
  },
  'addReaction(messageId:)': [
    ofMessage(SPEAK, { emoji: '👍' }),
    ofBlocked(BLOCKED, { emoji: '👍' }),
  ],
  'removeReaction(messageId:)': ofMessage(SEE, { emoji: '👍' }),
  'pinMessage(messageId:)': [
    ofMessage(RUN),
    {
      of: 'a message of the person to the friend',
      input: async ({ self, chat }) => ({ messageId: await say(self, chat) }),
      may: CHAT,
    },
    ofBlocked(BLOCKED),
  ],
  'markVoiceHeard(messageId:)': ofVoice(SEE),
  'transcribeVoice(messageId:)': ofVoice(SEE),
  'unpinMessage(messageId:)': {
    of: 'a message of the person in the group, pinned by the owner',
    input: async (company) => {
      const messageId = await message(company);
      await change(company.owner, 'pinMessage', { messageId });
      return { messageId };
    },
    may: RUN,
  },
};

const saved = async ({ self, group }: Company) =>
  change(self, 'addFavourites', { messageIds: [await say(self, group)] });

export const favouriteChanges: ChangeRows = {
  'addFavourites(messageIds:)': ofMessages(SEE),
  'removeFavourite(favouriteId:)': {
    of: 'a favourite of the person',
    input: async (company) => ({ favouriteId: await saved(company) }),
    may: MINE,
  },
  'forwardFavourite(favouriteId:)': {
    of: 'a favourite of the person, to themself',
    input: async (company, actor) => ({
      conversationId: await ownConversation(company, actor),
      clientId: clientId(),
      favouriteId: await saved(company),
    }),
    may: MINE,
  },
  'forwardFavourite(conversationId:)': toConversation(async (company, actor) => {
    const person = personOf(company, actor);
    const messageIds = [await say(person, await ownConversation(company, actor))];
    return { favouriteId: await change(person, 'addFavourites', { messageIds }) };
  }),
};

const reminded = async (company: Company) => {
  const input = { messageId: await message(company), remindAt: inSeconds(3_600) };
  return change(company.self, 'setReminder', input);
};
const scheduled = ({ self, group }: Company) =>
  change(self, 'scheduleMessage', { conversationId: group, clientId: clientId(), ...later() });

export const scheduleChanges: ChangeRows = {
  'setReminder(messageId:)': ofMessage(SEE, { remindAt: inSeconds(3_600) }),
  'changeReminder(reminderId:)': {
    of: 'a reminder of the person',
    input: async (company) => ({ reminderId: await reminded(company), note: 'Tea' }),
    may: MINE,
  },
  'finishReminder(reminderId:)': {
    of: 'a reminder of the person',
    input: async (company) => ({ reminderId: await reminded(company) }),
    may: MINE,
  },
  'scheduleMessage(conversationId:)': toConversation(later),
  'scheduleMessage(replyToId:)': quoting(later),
  'scheduleMessage(mentions.userId:)': mentioning(later),
  'rescheduleMessage(scheduledMessageId:)': {
    of: 'a message that the person has planned',
    input: async (company) => ({ scheduledMessageId: await scheduled(company), text: 'Later' }),
    may: MINE,
  },
  'rescheduleMessage(mentions.userId:)': {
    of: 'the member, in a message that the person has planned for the group',
    input: async (company) => ({
      scheduledMessageId: await scheduled(company),
      text: '@Lin later',
      ...mention(company.member.id),
    }),
    may: MINE,
  },
  'cancelScheduledMessage(scheduledMessageId:)': {
    of: 'a message that the person has planned',
    input: async (company) => ({ scheduledMessageId: await scheduled(company) }),
    may: MINE,
  },
};
