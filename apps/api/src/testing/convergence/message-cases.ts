import { forwarded, saved } from '../keeping.ts';
import { jpeg, note, put, ticketFor, upload } from '../media.ts';
import { sendVoice } from '../voices.ts';
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

/** A house in which Lin’s message has been answered, reacted to, pinned and saved. */
async function livelyHouse(world: Parameters<Case>[0]) {
  const scene = await house(world);
  const { mei, tom, group, said } = scene;
  await change(tom, 'addReaction', { messageId: said, emoji: '👍' });
  await change(mei, 'addReaction', { messageId: said, emoji: '👍' });
  await change(mei, 'pinMessage', { messageId: said });
  await saved(tom, said);
  const mentions = [{ userId: null, start: 0, length: 4 }];
  const words = { conversationId: group, clientId: clientId(), text: '@all yes' };
  const answer = await change(tom, 'sendMessage', { ...words, mentions, replyToId: said });
  return { ...scene, answer };
}

const onSaid =
  (act: (scene: Awaited<ReturnType<typeof livelyHouse>>) => Promise<unknown>): Case =>
  async (world) => {
    const scene = await livelyHouse(world);
    return acting(scene.people, () => act(scene));
  };

export const messageCases: Cases = {
  sendMessage: {
    'to a friend': async (world) => {
      const { mei, chat, people } = await friends(world);
      return acting(people, () => mei.send(chat, 'tea?'));
    },
    'to a friend who has hidden the chat': async (world) => {
      const { mei, tom, chat, people } = await friends(world);
      await mei.send(chat, 'tea?');
      const input = { conversationId: chat, pinned: true, hidden: true };
      await change(tom, 'updateConversationSettings', input);
      return acting(people, () => mei.send(chat, 'still there?'));
    },
    'to a stranger, for the first time': async (world) => {
      const { mei, chat, people } = await unacquainted(world);
      return acting(people, () => mei.send(chat, 'tea?'));
    },
    'answering a stranger': async (world) => {
      const { mei, tom, chat, people } = await unacquainted(world);
      await mei.send(chat, 'tea?');
      return acting(people, () => tom.send(chat, 'yes'));
    },
    'answering a stranger, whose message has been read': async (world) => {
      const { mei, tom, chat, people } = await unacquainted(world);
      await mei.send(chat, 'tea?');
      await tom.read(chat, 1);
      return acting(people, () => tom.send(chat, 'yes'));
    },
    'mentioning one and answering, in a group': onSaid(({ mei, lin, group, said }) => {
      const mentions = [{ userId: lin.id, start: 0, length: 4 }];
      const words = { conversationId: group, clientId: clientId(), text: '@Lin **yes**' };
      const settings = { format: 'MARKDOWN', forwardingForbidden: true };
      return change(mei, 'sendMessage', { ...words, ...settings, mentions, replyToId: said });
    }),
  },
  sendCard: {
    'of a friend': async (world) => {
      const { mei, chat, people } = await friends(world);
      const input = { conversationId: chat, clientId: clientId(), userId: mei.id };
      return acting(people, () => change(mei, 'sendCard', input));
    },
  },
  sendFile: {
    'a picture, to a friend': async (world) => {
      const { mei, chat, people } = await friends(world);
      const { id: fileId } = await upload(mei, await jpeg());
      const input = { conversationId: chat, clientId: clientId(), fileId };
      return acting(people, () => change(mei, 'sendFile', input));
    },
  },
  requestUpload: {
    'of a file': async (world) => {
      const { mei, people } = await friends(world);
      const input = { kind: 'FILE', name: 'tea.txt', mediaType: 'text/plain', bytes: 3 };
      const act = () => change(mei, 'requestUpload', input);
      return { people, act, silent: 'nobody sees anything of it yet' };
    },
  },
  confirmUpload: {
    'of a file': async (world) => {
      const { mei, people } = await friends(world);
      const ticket = await ticketFor(mei, note());
      await put(mei, ticket, note().content);
      const act = () => change(mei, 'confirmUpload', { ticketId: ticket.id });
      return { people, act, silent: 'it is in nothing that anybody sees yet' };
    },
  },
  markVoiceHeard: {
    'of a friend, for the first time': async (world) => {
      const { mei, tom, chat, people } = await friends(world);
      const { id: messageId } = await sendVoice(mei, chat);
      return acting(people, () => change(tom, 'markVoiceHeard', { messageId }));
    },
  },
  editMessage: {
    'that was answered': onSaid(({ mei, lin, said }) => {
      const mentions = [{ userId: mei.id, start: 0, length: 4 }];
      return change(lin, 'editMessage', { messageId: said, text: '@Mei tea!', mentions });
    }),
    'so that it names nobody any more': onSaid(({ tom, answer }) =>
      change(tom, 'editMessage', { messageId: answer, text: 'yes', mentions: [] }),
    ),
  },
  recallMessage: {
    'that was answered and pinned': onSaid(({ lin, said }) =>
      change(lin, 'recallMessage', { messageId: said }),
    ),
    'that mentions everyone': onSaid(({ tom, answer }) =>
      change(tom, 'recallMessage', { messageId: answer }),
    ),
  },
  deleteMessages: {
    'that was answered and pinned': onSaid(({ tom, said }) =>
      change(tom, 'deleteMessages', { messageIds: [said] }),
    ),
    'the newest': onSaid(({ lin, answer }) =>
      change(lin, 'deleteMessages', { messageIds: [answer] }),
    ),
  },
  deleteMessageForEveryone: {
    'that was answered and pinned': onSaid(({ mei, said }) =>
      change(mei, 'deleteMessageForEveryone', { messageId: said }),
    ),
  },
  forwardMessages: {
    'one by one': onSaid(({ lin, group, said, answer }) =>
      forwarded(lin, { conversationId: group, messageIds: [said, answer] }),
    ),
    'as a chat history': onSaid(({ lin, group, said, answer }) =>
      forwarded(lin, {
        conversationId: group,
        messageIds: [said, answer],
        bundled: true,
        title: 'Tea',
      }),
    ),
  },
  addReaction: {
    'another emoji': onSaid(({ lin, said }) =>
      change(lin, 'addReaction', { messageId: said, emoji: '🍵' }),
    ),
    'the same emoji': onSaid(({ lin, said }) =>
      change(lin, 'addReaction', { messageId: said, emoji: '👍' }),
    ),
  },
  removeReaction: {
    'one of two': onSaid(({ mei, said }) =>
      change(mei, 'removeReaction', { messageId: said, emoji: '👍' }),
    ),
  },
  pinMessage: {
    'another one': onSaid(({ mei, answer }) => change(mei, 'pinMessage', { messageId: answer })),
  },
  unpinMessage: {
    'the only one': onSaid(({ tom, said }) => change(tom, 'unpinMessage', { messageId: said })),
  },
};
