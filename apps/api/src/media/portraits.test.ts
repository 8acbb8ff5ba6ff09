import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellProfileChanges } from '../accounts/service/profile.ts';
import { tellFriends } from '../contacts/service/profiles.ts';
import { tellConversations } from '../groups/service/profiles.ts';
import { globalId } from '../testing/authorisation/people.ts';
import { change } from '../testing/convergence/scene.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  age,
  at,
  download,
  jpeg,
  note,
  objectsOf,
  square,
  statusOf,
  type Uploaded,
  upload,
} from '../testing/media.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { removeUnusedFiles } from './service/clean-up.ts';

const SetAvatar = graphql(`
  mutation SetAvatar($input: SetAvatarInput!) {
    setAvatar(input: $input) {
      __typename
      ... on SetAvatarPayload { user { id avatar { id } } }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
const Faces = graphql(`
  query FacesOf($ids: [ID!]!) {
    nodes(ids: $ids) { __typename ... on User { id avatar { id width height thumbnailUrl url } } }
  }
`);
const Node = graphql(`query PictureById($id: ID!) { node(id: $id) { id } }`);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const setAvatar = async (person: Person, fileId: string | null) =>
  (await person.ask(SetAvatar, { input: { fileId } })).setAvatar;

/** A picture that somebody has uploaded, which stands for them now. */
async function wears(person: Person): Promise<Extract<Uploaded, { __typename: 'Image' }>> {
  const file = expectType(await upload(person, await square()), 'Image');
  expectType(await setAvatar(person, file.id), 'SetAvatarPayload');
  return file;
}

async function faceOf(viewer: Person, person: Person) {
  const { nodes } = await viewer.ask(Faces, { ids: [person.id] });
  const [found] = nodes;
  if (found?.__typename !== 'User') throw new Error('Everybody sees people');
  return found.avatar;
}

const tellAll = () => tellProfileChanges(stage.backend, [tellFriends, tellConversations]);

describe('the picture of a person', () => {
  test('is seen by everybody signed in, whoever they are to the person, and by nobody else', async () => {
    const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
    expect(await faceOf(eve, mei)).toBeNull();
    const { id } = await wears(mei);
    const face = await faceOf(eve, mei);
    expect(face).toMatchObject({ id, width: 480, height: 480 });
    if (!face) throw new Error('It was set');
    expect(await statusOf(eve, face.thumbnailUrl)).toBe(200);
    expect(await statusOf(eve, face.url)).toBe(200);
    expect((await eve.ask(Node, { id })).node?.id).toBe(id);
    expect((await fetch(at(mei.url, face.thumbnailUrl))).status).toBe(401);
  });

  test('is still seen by whoever is blocked: a block is not told', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const { id, thumbnail } = await wears(mei);
    await change(mei, 'blockUser', { userId: tom.id });
    expect((await faceOf(tom, mei))?.id).toBe(id);
    expect(await statusOf(tom, thumbnail)).toBe(200);
  });

  test('comes at once, sharp on dense screens, for a day, and can be nothing but a picture', async () => {
    const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
    await wears(mei);
    const face = await faceOf(eve, mei);
    const answer = await fetch(at(eve.url, face?.thumbnailUrl ?? ''), {
      headers: { authorization: `Bearer ${eve.token}` },
      redirect: 'manual',
    });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'private, max-age=86400',
      'content-type': 'image/webp',
      'content-security-policy': expect.stringContaining('sandbox'),
      vary: 'Authorization, Origin',
      'x-content-type-options': 'nosniff',
    });
    const { width, height, format } = await sharp(
      Buffer.from(await answer.arrayBuffer()),
    ).metadata();
    expect({ width, height, format }).toEqual({ width: 320, height: 320, format: 'webp' });
    const other = await fetch(at(eve.url, face?.url ?? ''), {
      headers: { authorization: `Bearer ${eve.token}` },
      redirect: 'manual',
    });
    expect(other.status).toBe(302);
  });

  test('gives way to another one: nobody reads the former any more, not even its owner', async () => {
    const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
    const former = await wears(mei);
    const present = await wears(mei);
    for (const address of [former.thumbnail, former.full])
      for (const person of [eve, mei]) expect(await statusOf(person, address)).toBe(404);
    expect(await statusOf(eve, present.thumbnail)).toBe(200);
    expectType(await setAvatar(mei, null), 'SetAvatarPayload');
    expect(await faceOf(eve, mei)).toBeNull();
    expect(await statusOf(eve, present.thumbnail)).toBe(404);
    expect(await statusOf(mei, present.thumbnail)).toBe(404);
  });

  test('that gave way is removed a day later; the present one stays, however old it is', async () => {
    const mei = await stage.world.user('Mei');
    const [former, present] = [await wears(mei), await wears(mei)];
    const objects = async ({ id }: { id: string }) => {
      const file = await stage.backend.db.storedFile.findUnique({ where: { id: uuidOf(id) } });
      return file && (await objectsOf(stage)).filter((key) => key.startsWith(file.storageKey));
    };
    await removeUnusedFiles(stage.backend);
    // Nothing refers to it any more, but it was in use until just now.
    expect(await objects(former)).toHaveLength(3);
    for (const { id } of [former, present]) await age(stage, id, 50);
    await removeUnusedFiles(stage.backend);
    expect(await objects(former)).toBeNull();
    expect(await objects(present)).toHaveLength(3);
    expect(await statusOf(mei, present.thumbnail)).toBe(200);
    expectType(await setAvatar(mei, null), 'SetAvatarPayload');
    const before = (await objectsOf(stage)).length;
    await removeUnusedFiles(stage.backend);
    expect(await objects(present)).toBeNull();
    expect((await objectsOf(stage)).length).toBeLessThanOrEqual(before - 3);
    expectType(await setAvatar(mei, former.id), 'NotFoundError');
  });

  test('is the person’s own upload, a picture, ready, and as wide as it is high', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const his = expectType(await upload(tom, await square()), 'Image');
    const shown = await wears(tom);
    const paper = expectType(await upload(mei, note()), 'File');
    const wide = expectType(await upload(mei, await jpeg()), 'Image');
    const disguised = globalId('Image', uuidOf(paper.id));
    for (const id of [his.id, shown.id, paper.id, disguised, globalId('Image', uuidOf(mei.id))])
      expectType(await setAvatar(mei, id), 'NotFoundError');
    expect(expectType(await setAvatar(mei, wide.id), 'InvalidFieldError').field).toBe('fileId');
    expect(await faceOf(tom, mei)).toBeNull();
    // What was refused was not used up either: it is still the uploader’s alone.
    expect(await statusOf(mei, wide.full)).toBe(200);
    expect(await statusOf(tom, wide.full)).toBe(404);
  });

  test('is closed to a device whose session was revoked', async () => {
    const mei = await stage.world.user('Mei');
    const face = await wears(mei);
    const phone = await mei.onAnotherDevice();
    expect(await statusOf(phone, face.thumbnail)).toBe(200);
    await stage.backend.db.session.updateMany({
      where: { id: uuidOf(phone.sessionId) },
      data: { revokedAt: new Date() },
    });
    expect(await statusOf(phone, face.thumbnail)).toBe(401);
  });

  test('is told to the own devices at once, to friends and groups a moment later, and once', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await tom.befriend(lin);
    await tom.group('Tea', [mei, lin]);
    const phone = await mei.onAnotherDevice();
    const followers = await Promise.all([phone, tom, lin].map((one) => one.follow().live()));
    const [own, friend, member] = followers;
    if (!own || !friend || !member) throw new Error('Three are following');
    const { id } = await wears(mei);
    expect((await own.first('ProfileChanged')).user.id).toBe(mei.id);
    await tellAll();
    expect((await friend.first('ProfileChanged')).user.id).toBe(mei.id);
    expect((await member.first('MemberChanged')).member?.user.id).toBe(mei.id);
    // The same once more changes nothing, and so tells nobody.
    expectType(await setAvatar(mei, id), 'SetAvatarPayload');
    expectType(await setAvatar(mei, null), 'SetAvatarPayload');
    await tellAll();
    await expect.poll(() => own.of('ProfileChanged').length).toBe(2);
    for (const following of followers) following.close();
  });
});

test('the bytes that are handed over are those of the thumbnail', async () => {
  const mei = await stage.world.user('Mei');
  const face = await wears(mei);
  const handed = Buffer.from(await (await download(mei, face.thumbnail)).arrayBuffer());
  const { bytes } = await stage.backend.db.storedVariant.findUniqueOrThrow({
    where: { fileId_variant: { fileId: uuidOf(face.id), variant: 'THUMBNAIL' } },
  });
  expect(handed.length).toBe(bytes);
});
