import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eraseDeletedAccounts } from '../personal-data/service/erase-job.ts';
import { change, clientId } from './convergence/scene.ts';
import { storageOf } from './database.ts';
import { graphql } from './graphql.ts';
import { bundled, forwarded, inSeconds, sendCard } from './keeping.ts';
import {
  type Content,
  note,
  objectsOf,
  picture,
  recording,
  sendFile,
  ticketFor,
  upload,
} from './media.ts';
import { deleteForMe } from './messages.ts';
import { comment, like, post } from './moments.ts';
import type { Stage } from './stage.ts';
import { expectType, type Person } from './world.ts';

/** People who delete their account, and what is searched for what they have left. */

export const DeleteAccount = graphql(`
  mutation DeleteMyAccount($input: DeleteAccountInput!) {
    deleteAccount(input: $input) {
      __typename
      ... on DeleteAccountPayload { userId }
      ... on InvalidFieldError { field }
      ... on Error { rule message }
    }
  }
`);

export const tryDelete = async (person: Person, username: string = person.account.username) =>
  (await person.ask(DeleteAccount, { input: { username } })).deleteAccount;

export async function deleteAccount(person: Person): Promise<void> {
  expectType(await tryDelete(person), 'DeleteAccountPayload');
}

/** Makes the round that comes next due now. */
export const hurry = ({ backend }: Pick<Stage, 'backend'>) =>
  backend.pool.query(
    `UPDATE erasure SET next_round_at = now() - interval '1 second', claimed_until = NULL`,
  );

const left = ({ backend }: Pick<Stage, 'backend'>, rounds: number) =>
  backend.db.erasure.count({ where: { rounds: { lt: rounds } } });

/** What is done within minutes, for everybody who has gone. */
export async function eraseSoon(stage: Pick<Stage, 'backend'>): Promise<void> {
  while ((await left(stage, 2)) > 0) {
    await hurry(stage);
    await eraseDeletedAccounts(stage.backend);
  }
}

/** All that is ever done, as if weeks had passed and the event log had forgotten what was before them. */
export async function eraseWholly(stage: Pick<Stage, 'backend'>): Promise<void> {
  await eraseSoon(stage);
  await stage.backend.pool.query(`UPDATE erasure SET created_at = now() - interval '60 days'`);
  await hurry(stage);
  await eraseDeletedAccounts(stage.backend);
}

/** As it may stand anywhere: as it is, within bytes that are shown as hexadecimal digits, or in base64. */
const formsOf = (word: string): string[] => {
  const hex = Buffer.from(word).toString('hex');
  const lower = Buffer.from(word.toLowerCase()).toString('hex');
  // Wherever it begins within a group of three bytes, the middle of it is written in one of these ways.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(word.slice(shift, shift + 3 * Math.floor((word.length - shift) / 3))).toString(
      'base64',
    ),
  );
  return [word, hex, lower, ...base64];
};

/** Every row of every table that says the word, as text. */
export async function rowsSaying({ backend }: Stage, word: string): Promise<string[]> {
  const { rows: tables } = await backend.pool.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await backend.pool.query<{ said: string }>(
      `SELECT t::text AS said FROM ${name} t WHERE t::text ILIKE ANY($1)`,
      [formsOf(word).map((form) => `%${form}%`)],
    );
    found.push(...rows.map(({ said }) => `${name}: ${said}`));
  }
  return found;
}

/** Every object of the storage whose name or content says it. */
export async function objectsSaying(stage: Stage, word: string): Promise<string[]> {
  const found: string[] = [];
  for (const key of await objectsOf(stage)) {
    const content = await readFile(join(storageOf(stage.databaseUrl), key));
    if (key.includes(word) || content.includes(word)) found.push(key);
  }
  return found;
}

/** Every key of Redis that says it, by its name or anything in it. */
export async function redisSaying(url: string, word: string): Promise<string[]> {
  const redis = new Redis(url);
  try {
    const found: string[] = [];
    for (const key of await redis.keys('*')) {
      const dumped = await redis.dumpBuffer(key);
      if (key.toLowerCase().includes(word.toLowerCase()) || dumped?.includes(word)) found.push(key);
    }
    return found;
  } finally {
    redis.disconnect();
  }
}

const withName = (content: Content, word: string): Content => ({
  ...content,
  name: content.name.replace('.', ` ${word}.`),
});

/** A file that says it, in its name and in its bytes. */
const fileSaying = (word: string): Content => withName(note(`Notes of ${word}`), word);

/** A picture that says it in what is not shown of it, too. */
async function pictureSaying(word: string, edge = 320): Promise<Content> {
  const content = await picture(edge, edge)
    .jpeg()
    .withExif({ IFD0: { ImageDescription: word, Artist: word } })
    .toBuffer();
  return withName({ kind: 'IMAGE', name: 'picture.jpg', mediaType: 'image/jpeg', content }, word);
}

/** A recording with the word in its samples. */
function recordingSaying(word: string): Content {
  const { content, ...voice } = recording();
  const samples = Buffer.from(content);
  samples.write(word, 4_000);
  return withName({ ...voice, content: samples }, word);
}

const mentioning = (before: string, name: string, userId: string) => ({
  text: `${before}@${name}, tea?`,
  mentions: [{ userId, start: [...before].length, length: [...name].length + 1 }],
});

/** Who is there beside the person who goes. */
export interface Company {
  friend: Person;
  other: Person;
  chat: string;
  group: string;
}

/** Says the word wherever somebody can say something of themself, or to themself, over the public API. */
export async function fillOwn(
  person: Person,
  { friend, other, chat, group }: Company,
  word: string,
) {
  const id = async (content: Content) => (await upload(person, content)).id;
  await change(person, 'updateProfile', { nickname: `Mei ${word}`, bio: `I am ${word}` });
  await change(person, 'setAvatar', { fileId: await id(await pictureSaying(word)) });
  await change(person, 'setGroupNickname', { conversationId: group, nickname: `Here ${word}` });
  await change(person, 'setRemark', { userId: friend.id, remark: `Pal of ${word}` });
  await change(person, 'createFriendCategory', { title: `Of ${word}`, userIds: [friend.id] });
  await change(person, 'setBackground', { fileId: await id(await pictureSaying(word)) });
  await change(person, 'setMomentsCover', { fileId: await id(await pictureSaying(word)) });
  await change(person, 'updateConversationSettings', { conversationId: chat, pinned: true });
  await change(person, 'saveDraft', {
    ...{ conversationId: chat, text: `Draft of ${word}`, updatedAt: inSeconds(0) },
  });
  const later = { sendAt: inSeconds(3_600), clientId: clientId() };
  const text = `Later ${word} https://${word.toLowerCase()}.example.org/later`;
  await change(person, 'scheduleMessage', { conversationId: chat, text, ...later });
  const { id: said } = await friend.send(chat, 'What the friend says');
  await change(person, 'setReminder', {
    ...{ messageId: said, remindAt: inSeconds(3_600), note: `Remember ${word}` },
  });
  await change(person, 'addFavourites', { messageIds: [said] });
  await deleteForMe(person, [(await friend.send(chat, 'not for me')).id]);
  await fillNotes(person, word);
  await fillMoments(person, friend, word);
  await id(fileSaying(word));
  await ticketFor(person, fileSaying(word));
  const recalled = await person.send(chat, `Recalled ${word}`);
  await change(person, 'recallMessage', { messageId: recalled.id });
  const alone = await person.group(`Alone`, [other]);
  await person.send(alone, `Nobody reads ${word}`);
  await change(person, 'publishAnnouncement', {
    ...{ conversationId: alone, clientId: clientId(), text: `Nobody is told ${word}` },
  });
  const mine = await person.group('Mine', [friend]);
  await change(person, 'setGroupAvatar', {
    ...{ conversationId: mine, fileId: await id(await pictureSaying(word)) },
  });
  const announcementId = await change(person, 'publishAnnouncement', {
    ...{ conversationId: mine, clientId: clientId(), text: `Taken down ${word}` },
  });
  await change(person, 'removeAnnouncement', { announcementId });
  await change(other, 'leaveGroup', { conversationId: alone });
  const address = `${word.toLowerCase()}.new@example.org`;
  await change(person, 'requestEmailChange', { email: address });
  await person.onAnotherDevice();
}

/** Notes to oneself: words, a file, a link, and a bundle of what others have said. */
async function fillNotes(person: Person, word: string): Promise<void> {
  const notes = await person.open(person);
  await person.send(notes, `Note ${word} https://${word.toLowerCase()}.example.org/note`);
  for (const content of [fileSaying(word), recordingSaying(word)])
    await sendFile(person, notes, (await upload(person, content, { waveform: [1] })).id);
  const { id } = await person.send(notes, `Inner ${word}`);
  await bundled(person, notes, [id]);
}

async function fillMoments(person: Person, friend: Person, word: string): Promise<void> {
  const fileIds = [(await upload(person, await pictureSaying(word))).id];
  const text = `Moment ${word} https://${word.toLowerCase()}.example.org/moment`;
  const own = await post(person, { text, fileIds, locationLabel: `At ${word}` });
  await comment(friend, own, `Nice, ${word}`);
  const theirs = await post(friend, {
    text: 'A post of the friend’s',
    mentionedUserIds: [person.id],
  });
  const asked = await comment(person, theirs, `Comment ${word}`);
  await comment(friend, theirs, 'An answer that stays', asked);
  await comment(person, theirs, `Unanswered ${word}`);
  await like(person, theirs);
}

/** Says their name in what is somebody else's: beside what they have said, on cards, in mentions, in requests. */
export async function fillOthers(
  person: Person,
  { friend, other, chat, group }: Company,
  word: string,
) {
  await change(friend, 'setRemark', { userId: person.id, remark: `Old ${word}` });
  await change(friend, 'createFriendCategory', { title: 'Friends', userIds: [person.id] });
  const elsewhere = await friend.open(other);
  const mention = mentioning('Dear ', `Mei ${word}`, person.id);
  const mentioned = await change(friend, 'sendMessage', {
    ...{ conversationId: group, clientId: clientId(), ...mention },
  });
  await change(friend, 'editMessage', {
    ...{ messageId: mentioned, ...mentioning('My dear ', `Mei ${word}`, person.id) },
  });
  const card = await sendCard(friend, elsewhere, person);
  const { id: said } = await person.send(group, 'What they said');
  const { id: bundle } = await bundleOf(friend, elsewhere, [said, card, mentioned], word);
  await bundleOf(friend, elsewhere, [bundle], word);
  await change(friend, 'addFavourites', { messageIds: [said, card, mentioned, bundle] });
  const recalled = await sendCard(friend, elsewhere, person);
  await change(friend, 'recallMessage', { messageId: recalled });
  await change(friend, 'blockUser', { userId: person.id });
  await change(friend, 'unblockUser', { userId: person.id });
  await friend.send(chat, 'said in the conversation of the two');
}

async function bundleOf(by: Person, conversationId: string, messageIds: string[], word: string) {
  const title = `Chat of Here ${word} and others`;
  const [message] = await forwarded(by, { conversationId, messageIds, bundled: true, title });
  if (!message) throw new Error('Nothing was forwarded');
  return message;
}
