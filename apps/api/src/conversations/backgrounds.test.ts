import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeUnusedFiles } from '../media/service/clean-up.ts';
import { change } from '../testing/convergence/scene.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  age,
  type Content,
  jpeg,
  note,
  objectsOf,
  picture,
  sendFile,
  statusOf,
  upload,
} from '../testing/media.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { SIDE_MOST } from './backgrounds.ts';

const SetBackground = graphql(`
  mutation SetBackground($input: SetBackgroundInput!) {
    setBackground(input: $input) {
      __typename
      ... on SetBackgroundPayload {
        conversation { id viewerSettings { background { pattern image { id } } } }
        viewer { id background { pattern image { id } } }
      }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
const Backgrounds = graphql(`
  query Backgrounds($id: ID!) {
    viewer { background { pattern image { id previewUrl url } } }
    conversation(id: $id) { viewerSettings { background { pattern image { id previewUrl url } } } }
  }
`);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

type Choice = {
  conversationId?: string;
  pattern?: 'PLAIN' | 'PAPER' | 'LEAVES' | 'WAVES' | 'MOUNTAINS' | 'BAMBOO';
  fileId?: string;
};
const put = async (person: Person, input: Choice) =>
  (await person.ask(SetBackground, { input })).setBackground;
const set = async (person: Person, input: Choice) =>
  expectType(await put(person, input), 'SetBackgroundPayload');

/** What lies behind all messages of somebody, and behind those of one conversation. */
async function look(person: Person, id: string) {
  const { viewer, conversation } = await person.ask(Backgrounds, { id });
  return { general: viewer.background, own: conversation?.viewerSettings.background ?? null };
}

const pictured = async (person: Person) => expectType(await upload(person, await jpeg()), 'Image');
const image = (content: Buffer, mediaType: string): Content => ({
  ...{ kind: 'IMAGE', name: 'wide', mediaType },
  content,
});

describe('what lies behind messages', () => {
  test('is chosen for all conversations and for one, on all devices of the person and on nobody else’s', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    expect(await look(mei, chat)).toEqual({ general: null, own: null });
    const phone = await mei.onAnotherDevice();
    const [own, his] = await Promise.all([phone, tom].map((one) => one.follow().live()));
    if (!own || !his) throw new Error('Two are following');

    const answer = await set(mei, { pattern: 'WAVES' });
    expect(answer.conversation).toBeNull();
    expect(answer.viewer.background).toEqual({ pattern: 'WAVES', image: null });
    expect((await own.first('BackgroundChanged')).background?.pattern).toBe('WAVES');

    const { id } = await pictured(mei);
    const { conversation } = await set(mei, { conversationId: chat, fileId: id });
    expect(conversation?.viewerSettings.background).toEqual({ pattern: null, image: { id } });
    const told = await own.first('ConversationSettingsChanged');
    expect(told.conversation?.viewerSettings.background?.image?.id).toBe(id);
    const seen = await look(phone, chat);
    expect(seen.general?.pattern).toBe('WAVES');
    expect(seen.own?.image?.id).toBe(id);

    // Those they talk to see their own, and hear nothing.
    expect(await look(tom, chat)).toEqual({ general: null, own: null });
    await mei.send(chat, 'tea?');
    await his.first('MessageSent');
    expect(his.of('BackgroundChanged')).toEqual([]);
    expect(his.of('ConversationSettingsChanged')).toEqual([]);
    own.close();
    his.close();
  });

  test('gives way to another one and to nothing; the same once more tells nobody', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const own = await mei.follow().live();
    for (let twice = 0; twice < 2; twice += 1) {
      await set(mei, { pattern: 'PAPER' });
      await set(mei, { conversationId: chat, pattern: 'PLAIN' });
    }
    expect(await look(mei, chat)).toMatchObject({
      general: { pattern: 'PAPER' },
      own: { pattern: 'PLAIN' },
    });
    await set(mei, { conversationId: chat });
    expect(await look(mei, chat)).toMatchObject({ general: { pattern: 'PAPER' }, own: null });
    await set(mei, {});
    await set(mei, {});
    expect(await look(mei, chat)).toEqual({ general: null, own: null });
    await mei.send(chat, 'tea?');
    await own.first('MessageSent');
    expect(own.of('BackgroundChanged')).toHaveLength(2);
    expect(own.of('ConversationSettingsChanged')).toHaveLength(2);
    own.close();
  });

  test('of two devices that choose at once is one of the two', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await mei.onAnotherDevice();
    for (const where of Array.from({ length: 10 }, () => [{}, { conversationId: chat }]).flat()) {
      await set(mei, where);
      await Promise.all([
        set(mei, { ...where, pattern: 'WAVES' }),
        set(phone, { ...where, pattern: 'BAMBOO' }),
      ]);
    }
    const { general, own } = await look(mei, chat);
    for (const found of [general, own]) expect(['WAVES', 'BAMBOO']).toContain(found?.pattern);
  });

  test('is a pattern or a picture, which stands still, is no larger than a screen, and is one’s own', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const mine = await pictured(mei);
    const both = await put(mei, { pattern: 'PAPER', fileId: mine.id });
    expect(expectType(both, 'InvalidFieldError').field).toBe('fileId');
    const large = await picture(SIDE_MOST + 1, 40)
      .jpeg()
      .toBuffer();
    const frames = await sharp(
      [
        await picture(40, 40).png().toBuffer(),
        await sharp(await picture(40, 40).png().toBuffer())
          .negate()
          .toBuffer(),
      ],
      { join: { animated: true } },
    )
      .gif({ delay: [100, 100] })
      .toBuffer();
    for (const content of [image(large, 'image/jpeg'), image(frames, 'image/gif')]) {
      const { id } = await upload(mei, content);
      expect(expectType(await put(mei, { fileId: id }), 'InvalidFieldError').field).toBe('fileId');
    }
    const most = await upload(
      mei,
      image(await picture(SIDE_MOST, 40).jpeg().toBuffer(), 'image/jpeg'),
    );
    await set(mei, { fileId: most.id });
    const his = await pictured(tom);
    const paper = await upload(mei, note());
    for (const id of [his.id, paper.id])
      expectType(await put(mei, { fileId: id }), 'NotFoundError');
    expect((await look(mei, chat)).general?.image?.id).toBe(most.id);
  });

  test('is for conversations that one is in', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    expectType(await put(eve, { conversationId: chat, pattern: 'PAPER' }), 'NotFoundError');
    expect((await look(mei, chat)).own).toBeNull();
  });
});

describe('a picture behind messages', () => {
  test('is read by nobody but the person, not even by those they talk to, as long as it lies there', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await pictured(mei).then(({ id }) => set(mei, { conversationId: chat, fileId: id }));
    const lying = (await look(mei, chat)).own?.image;
    if (!lying) throw new Error('It was put there');
    for (const address of [lying.url, lying.previewUrl]) {
      expect(await statusOf(mei, address)).toBe(200);
      for (const other of [tom, lin]) expect(await statusOf(other, address)).toBe(404);
    }
    await set(mei, { conversationId: chat, pattern: 'PAPER' });
    expect(await statusOf(mei, lying.url)).toBe(404);
  });

  test('is removed a day after it has given way, with everything of it; as long as it lies there it stays', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await pictured(mei);
    const { storageKey } = await stage.backend.db.storedFile.findUniqueOrThrow({
      where: { id: uuidOf(id) },
    });
    const objects = async () =>
      (await objectsOf(stage)).filter((key) => key.startsWith(storageKey));
    await set(mei, { fileId: id });
    await set(mei, { conversationId: chat, fileId: id });
    await age(stage, id, 50);
    await set(mei, {});
    await removeUnusedFiles(stage.backend);
    expect(await objects()).toHaveLength(3);
    await set(mei, { conversationId: chat });
    await removeUnusedFiles(stage.backend);
    expect(await objects()).toEqual([]);
  });

  test('goes with the place in the conversation: it is not there when one comes back', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const { id, full } = await pictured(tom);
    await set(tom, { conversationId: group, fileId: id });
    await change(tom, 'leaveGroup', { conversationId: group });
    expect(await statusOf(tom, full)).toBe(404);
    const [token = ''] = await mei.invite(group, [tom]);
    await tom.accept(token);
    expect((await look(tom, group)).own).toBeNull();
  });

  test('that was sent as well is still read by those it was sent to', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id, full } = await pictured(mei);
    await sendFile(mei, chat, id);
    await set(mei, { fileId: id });
    await set(mei, {});
    expect(await statusOf(tom, full)).toBe(200);
  });
});
