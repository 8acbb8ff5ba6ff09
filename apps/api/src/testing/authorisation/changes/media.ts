import { clientId } from '../../convergence/scene.ts';
import { film, jpeg, note, put, ticketFor, upload } from '../../media.ts';
import type { Person } from '../../world.ts';
import { type Actor, everybody, who } from '../actors.ts';
import type { ChangeRow, ChangeRows } from '../change.ts';
import type { Company } from '../company.ts';
import { ownConversation, personOf } from '../scenes.ts';

const MINE = who({ OK: ['self'] });

/** Somebody’s ticket, with the content where it belongs. */
async function delivered(person: Person, content = note()): Promise<string> {
  const ticket = await ticketFor(person, content);
  await put(person, ticket, content.content);
  return ticket.id;
}

/** Something that whoever tries has uploaded, for rows about something else. */
export const ownFile = async (company: Company, actor: Actor): Promise<string> =>
  (await upload(personOf(company, actor), note())).id;

export const mediaChanges: ChangeRows = {
  requestUpload: {
    of: 'a file of one’s own',
    input: () => ({ kind: 'FILE', name: 'tea.txt', mediaType: 'text/plain', bytes: 3 }),
    may: everybody,
  },
  'confirmUpload(ticketId:)': {
    of: 'what the person has uploaded',
    input: async ({ self }) => ({ ticketId: await delivered(self) }),
    may: MINE,
  },
  'confirmUpload(posterId:)': {
    of: 'a picture of the person, for a film of one’s own',
    input: async (company, actor) => ({
      ticketId: await delivered(personOf(company, actor), await film()),
      posterId: (await upload(company.self, await jpeg())).id,
    }),
    may: MINE,
  },
};

export const sendingFile: ChangeRow = {
  of: 'what the person has uploaded, to themself',
  input: async (company, actor) => ({
    conversationId: await ownConversation(company, actor),
    clientId: clientId(),
    fileId: (await upload(company.self, note())).id,
  }),
  may: MINE,
};
