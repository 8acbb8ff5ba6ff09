import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeUnusedFiles } from '../media/service/clean-up.ts';
import { openDisk } from '../platform/storage-disk.ts';
import { change, clientId } from '../testing/convergence/scene.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  age,
  at,
  type Content,
  confirm,
  film,
  jpeg,
  note,
  objectsOf,
  put,
  recording,
  SendFile,
  sendFile,
  statusOf,
  ticketFor,
  upload,
} from '../testing/media.ts';
import { onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

const History = graphql(`
  query FilesOfConversation($id: ID!, $kinds: [MediaKind!]) {
    conversation(id: $id) {
      messages(last: 20) {
        edges {
          node {
            seq
            content {
              __typename
              ... on ImageContent { image { id url } }
              ... on FileContent { file { id fileName url } }
              ... on VideoContent { video { id url } }
              ... on VoiceContent { voice { id url } }
            }
          }
        }
      }
      media(first: 20, kinds: $kinds) { edges { node { seq } } }
      mediaCount(kinds: $kinds)
    }
  }
`);
const Found = graphql(`
  query FindFile($query: String!) {
    searchMessages(query: $query, kinds: [FILE], first: 10) { edges { node { message { id } } } }
  }
`);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

/** What somebody finds in a conversation. */
async function historyOf(person: Person, id: string, kinds?: ('IMAGE' | 'VIDEO' | 'FILE')[]) {
  const { conversation } = await person.ask(History, { id, ...(kinds && { kinds }) });
  if (!conversation) throw new Error('There is no such conversation');
  return {
    kinds: conversation.messages.edges.map(({ node }) => node.content.__typename),
    media: conversation.media.edges.map(({ node }) => node.seq),
    count: conversation.mediaCount,
  };
}

/** A picture that Mei has sent to Tom. */
async function shared(content?: Content) {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const file = await upload(mei, content ?? (await jpeg()));
  const sent = await sendFile(mei, chat, file.id);
  return { mei, tom, chat, file, sent };
}

const forward = (person: Person, conversationId: string, messageId: string, more: object = {}) =>
  change(person, 'forwardMessages', {
    ...{ conversationId, clientId: clientId(), messageIds: [messageId], bundled: false },
    ...more,
  });

describe('sending', () => {
  test('reaches the other with everything of its kind, and is among what the conversation shows', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    for (const content of [await jpeg(), note(), await film(), recording()])
      await sendFile(mei, chat, (await upload(mei, content)).id);
    expect(await historyOf(tom, chat)).toEqual({
      kinds: ['ImageContent', 'FileContent', 'VideoContent', 'VoiceContent'],
      media: [3, 1],
      count: 2,
    });
    expect(await historyOf(tom, chat, ['FILE'])).toMatchObject({ media: [2], count: 1 });
  });

  test('again under the same client id is the same message, and another file under it is refused', async () => {
    const { mei, chat, file } = await shared();
    const again = randomUUID();
    const first = await sendFile(mei, chat, file.id, { clientId: again });
    expect(await sendFile(mei, chat, file.id, { clientId: again })).toEqual(first);
    const other = await upload(mei, await jpeg());
    const input = { conversationId: chat, fileId: other.id, clientId: again };
    expect((await mei.ask(SendFile, { input })).sendFile).toMatchObject({
      rule: 'CLIENT_ID_REUSED',
    });
  });

  test('takes only what the sender has uploaded, and what is ready', async () => {
    const { tom, chat, file, mei } = await shared();
    const attempt = async (person: Person, fileId: string) =>
      (
        await person.ask(SendFile, {
          input: { conversationId: chat, fileId, clientId: randomUUID() },
        })
      ).sendFile;
    const missing = { __typename: 'NotFoundError' };
    expect(await attempt(tom, file.id)).toMatchObject(missing);
    const ticket = await ticketFor(mei, note());
    const unready = Buffer.from(`File:${uuidOf(ticket.id)}`).toString('base64');
    expect(await attempt(mei, unready)).toMatchObject(missing);
    expect(await attempt(mei, mei.id)).toMatchObject(missing);
    const stranger = await stage.world.user('Eve');
    expect(await attempt(stranger, (await upload(stranger, note())).id)).toMatchObject(missing);
  });

  test('a file is found by its name', async () => {
    const { tom, sent } = await shared({ ...note(), name: '正山小种 price list.xlsx' });
    for (const query of ['price', '正山']) {
      const { searchMessages } = await tom.ask(Found, { query });
      expect(searchMessages.edges.map(({ node }) => node.message.id)).toContain(sent.id);
    }
  });
});

describe('a file is read by whoever sees what it is in, at the time of asking', () => {
  test('by both of a conversation, and by nobody else', async () => {
    const { mei, tom, file } = await shared();
    const eve = await stage.world.user('Eve');
    expect([await statusOf(mei, file.full), await statusOf(tom, file.full)]).toEqual([200, 200]);
    expect(await statusOf(eve, file.full)).toBe(404);
  });

  test('by nobody any more once it is recalled', async () => {
    const { mei, tom, file, sent } = await shared();
    await change(mei, 'recallMessage', { messageId: sent.id });
    expect([await statusOf(mei, file.full), await statusOf(tom, file.full)]).toEqual([404, 404]);
  });

  test('at an address of the storage that was handed out before, until its minutes are over and no longer', async () => {
    const brief = await startStage({ FILE_ADDRESS_SECONDS: '2' });
    const { one: mei, other: tom, chat } = await brief.world.friends('Mei', 'Tom');
    const file = await upload(mei, await jpeg());
    const sent = await sendFile(mei, chat, file.id);
    const headers = { authorization: `Bearer ${tom.token}` };
    const lead = await fetch(at(tom.url, file.full), { redirect: 'manual', headers });
    const handedOut = at(tom.url, lead.headers.get('location') ?? '');
    const status = async () => {
      const response = await fetch(handedOut, { headers });
      await response.body?.cancel();
      return response.status;
    };
    await change(mei, 'recallMessage', { messageId: sent.id });
    expect(await statusOf(tom, file.full)).toBe(404);
    expect(await status()).toBe(200);
    // From then on it leads back to where it is asked who may read it.
    await expect.poll(status, { timeout: 10_000 }).toBe(404);
    await brief.close();
  });

  test.each(['IMAGE', 'FILE', 'VIDEO', 'VOICE'])(
    'recalled, leaves no text to take up again: %s',
    async (kind) => {
      const contents = [await jpeg(), note(), await film(), recording()];
      const { mei, sent } = await shared(contents.find((content) => content.kind === kind));
      await change(mei, 'recallMessage', { messageId: sent.id });
      const nothing = { originalText: null, originalFormat: null };
      expect((await onMessage(mei, sent.id).see()).content).toMatchObject(nothing);
    },
  );

  test('by nobody any more once it is deleted for everyone, and by others once one has deleted it', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const file = await upload(tom, await jpeg());
    const { id: messageId } = await sendFile(tom, group, file.id);
    await change(tom, 'deleteMessages', { messageIds: [messageId] });
    expect([await statusOf(mei, file.full), await statusOf(tom, file.full)]).toEqual([200, 404]);
    await change(mei, 'deleteMessageForEveryone', { messageId });
    expect([await statusOf(mei, file.full), await statusOf(tom, file.full)]).toEqual([404, 404]);
  });

  test('by those who have left no longer, and by those who came later not what was before', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const group = await mei.group('Tea', [tom]);
    const [before, after] = [await upload(mei, await jpeg()), await upload(mei, note())];
    await sendFile(mei, group, before.id);
    await mei.add(group, [lin]);
    await sendFile(mei, group, after.id);
    expect([await statusOf(lin, before.full), await statusOf(lin, after.full)]).toEqual([404, 200]);
    await change(tom, 'leaveGroup', { conversationId: group });
    expect([await statusOf(tom, before.full), await statusOf(tom, after.full)]).toEqual([404, 404]);
  });

  test('by those who see it quoted', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const group = await mei.group('Tea', [tom]);
    const file = await upload(mei, await jpeg());
    const { id: replyToId } = await sendFile(mei, group, file.id);
    await mei.add(group, [lin]);
    expect(await statusOf(lin, file.full)).toBe(404);
    const words = { conversationId: group, clientId: clientId(), text: 'Oolong?' };
    await change(tom, 'sendMessage', { ...words, replyToId });
    expect(await statusOf(lin, file.full)).toBe(200);
    await change(mei, 'recallMessage', { messageId: replyToId });
    expect(await statusOf(lin, file.full)).toBe(404);
  });

  test('by those to whom it was forwarded, by itself or within chat histories, whatever becomes of the original', async () => {
    const { mei, tom, chat, file, sent } = await shared();
    const [lin, eve] = [await stage.world.user('Lin'), await stage.world.user('Eve')];
    await tom.befriend(lin);
    await tom.befriend(eve);
    await forward(tom, await tom.open(lin), sent.id);
    const bundle = await forward(tom, chat, sent.id, { bundled: true, title: 'Tea' });
    await forward(tom, await tom.open(eve), bundle, { bundled: true, title: 'More tea' });
    await change(mei, 'recallMessage', { messageId: sent.id });
    await change(tom, 'recallMessage', { messageId: bundle });
    expect([await statusOf(lin, file.full), await statusOf(eve, file.full)]).toEqual([200, 200]);
    expect(await statusOf(mei, file.full)).toBe(404);
  });

  test('by whoever has saved it, as long as they keep it', async () => {
    const { mei, tom, file, sent } = await shared();
    const favouriteId = await change(tom, 'addFavourites', { messageIds: [sent.id] });
    await change(mei, 'recallMessage', { messageId: sent.id });
    expect([await statusOf(tom, file.full), await statusOf(mei, file.full)]).toEqual([200, 404]);
    await change(tom, 'removeFavourite', { favouriteId });
    expect(await statusOf(tom, file.full)).toBe(404);
  });

  test('on a device that is signed out no longer, by its file token as by its access token', async () => {
    const { tom, file } = await shared();
    const Renew = graphql(`
      mutation RenewForFiles($input: RefreshSessionInput!) {
        refreshSession(input: $input) { __typename ... on SignedIn { fileToken } ... on Error { message } }
      }
    `);
    const device = await tom.onAnotherDevice();
    const input = { refreshToken: device.refreshToken };
    const { refreshSession: renewed } = await device.ask(Renew, { input });
    if (renewed.__typename !== 'SignedIn') throw new Error('Not renewed');
    const reader = { url: tom.url, token: renewed.fileToken };
    expect(await statusOf(reader, file.full)).toBe(200);
    const graphqlStatus = await fetch(`${tom.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${reader.token}` },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    }).then((response) => response.json());
    expect(JSON.stringify(graphqlStatus)).toContain('UNAUTHENTICATED');
    await change(tom, 'revokeSession', { sessionId: device.sessionId });
    expect(await statusOf(reader, file.full)).toBe(401);
    expect(await statusOf(device, file.full)).toBe(401);
  });
});

describe('what nothing shows any more', () => {
  test('is removed a day later, and not before', async () => {
    const { mei, chat } = await shared();
    const [kept, unused] = [await upload(mei, await jpeg()), await upload(mei, await jpeg())];
    await sendFile(mei, chat, kept.id);
    await removeUnusedFiles(stage.backend);
    expect(await statusOf(mei, unused.full)).toBe(200);
    for (const file of [kept, unused]) await age(stage, file.id, 25);
    const keyOf = async (id: string) =>
      (await stage.backend.db.storedFile.findUnique({ where: { id: uuidOf(id) } }))?.storageKey ??
      'gone';
    const [keptKey, unusedKey] = [await keyOf(kept.id), await keyOf(unused.id)];
    await removeUnusedFiles(stage.backend);
    expect([await statusOf(mei, kept.full), await statusOf(mei, unused.full)]).toEqual([200, 404]);
    const left = await objectsOf(stage);
    expect(left.filter((key) => key.startsWith(keptKey)).length).toBe(3);
    expect(left.filter((key) => key.startsWith(unusedKey))).toEqual([]);
    expect(await keyOf(unused.id)).toBe('gone');
  });

  test('is removed where it was never confirmed, with whatever came late', async () => {
    const { one: mei } = await stage.world.friends('Mei', 'Tom');
    const ticket = await ticketFor(mei, note());
    await put(mei, ticket, note().content);
    const { uploadKey } = await stage.backend.db.storedFile.findUniqueOrThrow({
      where: { id: uuidOf(ticket.id) },
    });
    expect(await objectsOf(stage)).toContain(uploadKey);
    await age(stage, ticket.id, 3);
    await removeUnusedFiles(stage.backend);
    expect(await objectsOf(stage)).not.toContain(uploadKey);
    expect(await confirm(mei, ticket.id)).toMatchObject({ __typename: 'NotFoundError' });
  });

  test('is removed after all when a process died over it or the storage was out of reach', async () => {
    const { one: mei } = await stage.world.friends('Mei', 'Tom');
    const file = await upload(mei, await jpeg());
    await age(stage, file.id, 25);
    const broken = {
      ...stage.backend,
      storage: {
        ...stage.backend.storage,
        remove: () => Promise.reject(new Error('Out of reach')),
      },
    };
    await expect(removeUnusedFiles(broken)).rejects.toThrow('Out of reach');
    expect(await statusOf(mei, file.full)).toBe(404);
    const { storageKey } = await stage.backend.db.storedFile.findUniqueOrThrow({
      where: { id: uuidOf(file.id) },
    });
    await openDisk(stage.backend.env).remove([`${storageKey}/full`]);
    await Promise.all([removeUnusedFiles(stage.backend), removeUnusedFiles(stage.backend)]);
    expect((await objectsOf(stage)).filter((key) => key.startsWith(storageKey))).toEqual([]);
    expect(await stage.backend.db.storedFile.count({ where: { id: uuidOf(file.id) } })).toBe(0);
  });

  test('cannot be sent while it is being removed, and is not removed while it is being sent', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const outcomes = new Set<string>();
    for (let round = 0; round < 10; round++) {
      const file = await upload(mei, note());
      await age(stage, file.id, 25);
      const input = { conversationId: chat, fileId: file.id, clientId: randomUUID() };
      const [answer] = await Promise.all([
        mei.ask(SendFile, { input }),
        sleep(round % 5).then(() => removeUnusedFiles(stage.backend)),
      ]);
      const sent = answer.sendFile.__typename === 'SendFilePayload';
      expect(await statusOf(mei, file.full)).toBe(sent ? 200 : 404);
      outcomes.add(answer.sendFile.__typename);
    }
    expect([...outcomes].every((name) => /^(SendFilePayload|NotFoundError)$/.test(name))).toBe(
      true,
    );
  });
});

test('nothing half is ever to be seen when the storage goes away in the middle', async () => {
  const { one: mei } = await stage.world.friends('Mei', 'Tom');
  const content = await jpeg();
  const ticket = await ticketFor(mei, content);
  await put(mei, ticket, content.content);
  const { storage } = stage.backend;
  const { write } = storage;
  let written = 0;
  storage.write = async (...given) => {
    if (++written === 2) throw new Error('The storage has gone away');
    return write(...given);
  };
  try {
    await expect(confirm(mei, ticket.id)).rejects.toThrow('INTERNAL_SERVER_ERROR');
  } finally {
    storage.write = write;
  }
  expect(await statusOf(mei, `/files/${uuidOf(ticket.id)}/full`)).toBe(404);
  expect(await confirm(mei, ticket.id)).toMatchObject({ __typename: 'ConfirmUploadPayload' });
  expect(await statusOf(mei, at(mei.url, `/files/${uuidOf(ticket.id)}/full`))).toBe(200);
});
