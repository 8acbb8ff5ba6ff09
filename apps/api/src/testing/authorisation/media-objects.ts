import { change, clientId } from '../convergence/scene.ts';
import { type Content, film, jpeg, note, recording, squareOf, upload } from '../media.ts';
import type { Person } from '../world.ts';
import { INSIDE, who } from './actors.ts';
import type { Company } from './company.ts';
import type { ObjectRow } from './object-row.ts';

export const mediaObjects: Record<string, ObjectRow> = {
  image: {
    type: 'Image',
    of: 'a picture of the person, sent to the group',
    make: async ({ self, group }) => sentTo(self, group, await jpeg()),
    may: who({ OK: INSIDE }),
  },
  file: {
    type: 'File',
    of: 'of the person, sent to the group',
    make: ({ self, group }) => sentTo(self, group, note()),
    may: who({ OK: INSIDE }),
  },
  background: {
    type: 'Image',
    of: 'a picture that the person has behind the messages of the group',
    make: async ({ self, group }) => {
      const fileId = await squareOf(self);
      await change(self, 'setBackground', { conversationId: group, fileId });
      return fileId;
    },
    may: who({ OK: ['self'] }),
  },
  formerBackground: {
    type: 'Image',
    of: 'a picture that has given way behind their messages',
    make: async ({ self }) => {
      const fileId = await squareOf(self);
      await change(self, 'setBackground', { fileId });
      await change(self, 'setBackground', { pattern: 'PAPER' });
      return fileId;
    },
    may: who({}),
  },
  unsentFile: {
    type: 'File',
    of: 'what the person has uploaded and given to nobody',
    make: async ({ self }) => (await upload(self, note())).id,
    may: who({ OK: ['self'] }),
  },
  recalledFile: {
    type: 'File',
    of: 'what the person has sent to the group and recalled',
    make: recalledFile,
    may: who({}),
  },
  video: {
    type: 'Video',
    of: 'a film of the friend, sent to the person, which the friend has deleted for themself',
    make: async ({ friend, chat }) => {
      const { id: posterId } = await upload(friend, await jpeg());
      const { id: fileId } = await upload(friend, await film(), { posterId });
      const messageId = await change(friend, 'sendFile', {
        ...{ conversationId: chat, clientId: clientId(), fileId },
      });
      await change(friend, 'deleteMessages', { messageIds: [messageId] });
      return fileId;
    },
    may: who({ OK: ['self'] }),
  },
  voice: {
    type: 'Voice',
    of: 'a recording of the person, sent to the group',
    make: ({ self, group }) => sentTo(self, group, recording()),
    may: who({ OK: INSIDE }),
  },
};

async function sentTo(person: Person, conversationId: string, content: Content): Promise<string> {
  const { id: fileId } = await upload(person, content, { waveform: [0, 100] });
  await change(person, 'sendFile', { conversationId, clientId: clientId(), fileId });
  return fileId;
}

/** What somebody has recalled: nobody gets hold of it by its id, its sender neither. */
async function recalledFile({ self, group }: Company): Promise<string> {
  const { id } = await upload(self, note());
  const input = { conversationId: group, clientId: clientId(), fileId: id };
  const messageId = await change(self, 'sendFile', input);
  await change(self, 'recallMessage', { messageId });
  return id;
}
