import { inSeconds, reminded, saved, scheduled } from '../keeping.ts';
import { squareOf } from '../media.ts';
import {
  acting,
  type Case,
  type Cases,
  change,
  clientId,
  friends,
  house,
  unacquainted,
} from './scene.ts';

/** Mei arranges the conversation with Tom, in which he has said something. */
const settled =
  (settings: object, before: object = {}): Case =>
  async (world) => {
    const { mei, tom, chat, people } = await friends(world);
    const other = await mei.group('Tea', [tom]);
    await change(mei, 'updateConversationSettings', { conversationId: other, pinned: true });
    await tom.send(chat, 'tea?');
    if (Object.keys(before).length > 0)
      await change(mei, 'updateConversationSettings', { conversationId: chat, ...before });
    const input = { conversationId: chat, ...settings };
    return acting(people, () => change(mei, 'updateConversationSettings', input));
  };

/** Mei, Tom and three messages of his, the last of which answers the first. */
async function said(world: Parameters<Case>[0]) {
  const { mei, tom, chat, people } = await friends(world);
  const first = (await tom.send(chat, 'tea?')).id;
  await tom.send(chat, 'or coffee?');
  const input = { conversationId: chat, clientId: clientId(), text: 'well?', replyToId: first };
  const last = await change(tom, 'sendMessage', input);
  return { mei, tom, chat, people, first, last };
}

/** The same with Tom blocked since. */
async function hushed(world: Parameters<Case>[0]) {
  const scene = await said(world);
  await change(scene.mei, 'blockUser', { userId: scene.tom.id });
  return scene;
}

export const conversationCases: Cases = {
  updateConversationSettings: {
    pinned: settled({ pinned: true }),
    'not pinned any more': settled({ pinned: false }, { pinned: true }),
    'not to be disturbed by': settled({ doNotDisturb: true }),
    hidden: settled({ hidden: true }),
    'pinned and hidden': settled({ hidden: true }, { pinned: true }),
    'shown again': settled({ hidden: false }, { hidden: true }),
    'marked as unread': settled({ markedUnread: true }),
  },
  setBackground: {
    'a pattern, for all': async (world) => {
      const { mei, people } = await friends(world);
      return acting(people, () => change(mei, 'setBackground', { pattern: 'WAVES' }));
    },
    'a picture, for one, in place of a pattern': async (world) => {
      const { mei, chat, people } = await friends(world);
      await change(mei, 'setBackground', { conversationId: chat, pattern: 'PAPER' });
      const input = { conversationId: chat, fileId: await squareOf(mei) };
      return acting(people, () => change(mei, 'setBackground', input));
    },
    'nothing of its own any more, for one': async (world) => {
      const { mei, chat, people } = await friends(world);
      await change(mei, 'setBackground', { conversationId: chat, fileId: await squareOf(mei) });
      return acting(people, () => change(mei, 'setBackground', { conversationId: chat }));
    },
    'nothing any more, for all': async (world) => {
      const { mei, people } = await friends(world);
      await change(mei, 'setBackground', { fileId: await squareOf(mei) });
      return acting(people, () => change(mei, 'setBackground', {}));
    },
    'what is there already': async (world) => {
      const { mei, people } = await friends(world);
      await change(mei, 'setBackground', { pattern: 'WAVES' });
      const act = () => change(mei, 'setBackground', { pattern: 'WAVES' });
      return { people, act, silent: 'Nothing is different.' };
    },
  },
  acceptConversation: {
    'of a stranger who has written': async (world) => {
      const { mei, tom, chat, people } = await unacquainted(world);
      await mei.send(chat, 'tea?');
      return acting(people, () => change(tom, 'acceptConversation', { conversationId: chat }));
    },
    'that has been read already': async (world) => {
      const { mei, tom, chat, people } = await unacquainted(world);
      await mei.send(chat, 'tea?');
      await tom.read(chat, 1);
      return acting(people, () => change(tom, 'acceptConversation', { conversationId: chat }));
    },
  },
  clearHistory: {
    'with unread messages and a draft': async (world) => {
      const { mei, chat, people } = await said(world);
      const draft = { conversationId: chat, text: 'I', updatedAt: inSeconds(-5) };
      await change(mei, 'saveDraft', draft);
      return acting(people, () => change(mei, 'clearHistory', { conversationId: chat }));
    },
    'with pins, favourites and reminders': async (world) => {
      const { mei, chat, people, first } = await said(world);
      await change(mei, 'pinMessage', { messageId: first });
      await saved(mei, first);
      await reminded(mei, first, inSeconds(3_600));
      return acting(people, () => change(mei, 'clearHistory', { conversationId: chat }));
    },
    'of somebody who is blocked': async (world) => {
      const { mei, chat, people } = await hushed(world);
      return acting(people, () => change(mei, 'clearHistory', { conversationId: chat }));
    },
  },
  startTyping: {
    'in a chat': async (world) => {
      const { mei, chat, people } = await friends(world);
      const act = () => change(mei, 'startTyping', { conversationId: chat });
      return { people, act, silent: 'A hint: true for a moment, and no loss when missed.' };
    },
  },
  markRead: {
    'some of it': async (world) => {
      const { mei, chat, people } = await said(world);
      return acting(people, () => change(mei, 'markRead', { conversationId: chat, seq: 2 }));
    },
    'what was marked as unread': async (world) => {
      const { mei, chat, people } = await said(world);
      const input = { conversationId: chat, markedUnread: true };
      await change(mei, 'updateConversationSettings', input);
      return acting(people, () => change(mei, 'markRead', { conversationId: chat, seq: 3 }));
    },
    'with mentions, in a group': async (world) => {
      const { mei, lin, group, people } = await house(world);
      const mentions = [{ userId: lin.id, start: 0, length: 4 }];
      const input = { conversationId: group, clientId: clientId(), text: '@Lin', mentions };
      await change(mei, 'sendMessage', input);
      return acting(people, () => change(lin, 'markRead', { conversationId: group, seq: 99 }));
    },
    'what somebody said who is blocked': async (world) => {
      const { mei, chat, people } = await hushed(world);
      return acting(people, () => change(mei, 'markRead', { conversationId: chat, seq: 3 }));
    },
    'once more, when nobody is blocked any longer': async (world) => {
      const { mei, tom, chat, people } = await hushed(world);
      await mei.read(chat, 3);
      await change(mei, 'unblockUser', { userId: tom.id });
      return acting(people, () => change(mei, 'markRead', { conversationId: chat, seq: 3 }));
    },
  },
  markDelivered: {
    'in a chat': async (world) => {
      const { mei, chat, people } = await said(world);
      const positions = [{ conversationId: chat, seq: 2 }];
      return acting(people, () => change(mei, 'markDelivered', { positions }));
    },
    'from somebody who is blocked': async (world) => {
      const { mei, chat, people } = await hushed(world);
      const positions = [{ conversationId: chat, seq: 2 }];
      const act = () => change(mei, 'markDelivered', { positions });
      return {
        people,
        act,
        silent: 'Nobody else is shown it, and one’s own devices need not know.',
      };
    },
  },
  saveDraft: {
    'in answer to something': async (world) => {
      const { mei, chat, people, first } = await said(world);
      const draft = { conversationId: chat, text: 'I was', replyToId: first };
      return acting(people, () => change(mei, 'saveDraft', { ...draft, updatedAt: inSeconds(0) }));
    },
    removed: async (world) => {
      const { mei, chat, people } = await said(world);
      const draft = { conversationId: chat, updatedAt: inSeconds(-5) };
      await change(mei, 'saveDraft', { ...draft, text: 'I was' });
      const removal = { ...draft, text: '', updatedAt: inSeconds(0) };
      return acting(people, () => change(mei, 'saveDraft', removal));
    },
  },
};

export const keepingCases: Cases = {
  addFavourites: {
    'two messages': async (world) => {
      const { mei, people, first, last } = await said(world);
      return acting(people, () => saved(mei, first, last));
    },
  },
  removeFavourite: {
    'one of two': async (world) => {
      const { mei, people, first, last } = await said(world);
      const [favourite] = await saved(mei, first, last);
      return acting(people, () => change(mei, 'removeFavourite', { favouriteId: favourite?.id }));
    },
  },
  forwardFavourite: {
    'to a friend': async (world) => {
      const { mei, chat, people, first } = await said(world);
      const [favourite] = await saved(mei, first);
      const input = { conversationId: chat, clientId: clientId(), favouriteId: favourite?.id };
      return acting(people, () => change(mei, 'forwardFavourite', input));
    },
  },
  scheduleMessage: {
    'for later': async (world) => {
      const { mei, chat, people } = await said(world);
      return acting(people, () => scheduled(mei, chat, 'later', inSeconds(3_600)));
    },
  },
  rescheduleMessage: {
    'another text and time': async (world) => {
      const { mei, chat, people } = await said(world);
      const { id } = await scheduled(mei, chat, 'later', inSeconds(3_600));
      const input = { scheduledMessageId: id, text: 'later still', sendAt: inSeconds(7_200) };
      return acting(people, () => change(mei, 'rescheduleMessage', input));
    },
  },
  cancelScheduledMessage: {
    'that waits': async (world) => {
      const { mei, chat, people } = await said(world);
      const { id: scheduledMessageId } = await scheduled(mei, chat, 'later', inSeconds(3_600));
      return acting(people, () => change(mei, 'cancelScheduledMessage', { scheduledMessageId }));
    },
  },
  requestDataExport: {
    'for the first time': async (world) => {
      const { mei, people } = await friends(world);
      return acting(people, () => change(mei, 'requestDataExport', {}));
    },
  },
  cancelDataExport: {
    'that waits': async (world) => {
      const { mei, people } = await friends(world);
      const dataExportId = await change(mei, 'requestDataExport', {});
      return acting(people, () => change(mei, 'cancelDataExport', { dataExportId }));
    },
  },
  setReminder: {
    'of a message': async (world) => {
      const { mei, people, first } = await said(world);
      return acting(people, () => reminded(mei, first, inSeconds(3_600)));
    },
  },
  changeReminder: {
    'another note and time': async (world) => {
      const { mei, people, first } = await said(world);
      const { id: reminderId } = await reminded(mei, first, inSeconds(3_600));
      const input = { reminderId, note: 'Buy tea', remindAt: inSeconds(7_200) };
      return acting(people, () => change(mei, 'changeReminder', input));
    },
  },
  finishReminder: {
    'that waits': async (world) => {
      const { mei, people, first } = await said(world);
      const { id: reminderId } = await reminded(mei, first, inSeconds(3_600));
      return acting(people, () => change(mei, 'finishReminder', { reminderId }));
    },
  },
};
