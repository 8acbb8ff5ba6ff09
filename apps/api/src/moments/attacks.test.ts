import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId, manyPeople } from '../testing/authorisation/people.ts';
import { change } from '../testing/convergence/scene.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { film, jpeg, note, statusOf, upload } from '../testing/media.ts';
import {
  album,
  comment,
  Feed,
  feed,
  like,
  notices,
  post,
  seen,
  takeAway,
  tryComment,
  tryPost,
  tryShow,
  uncomment,
  unlike,
} from '../testing/moments.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    MOMENT_COMMENTS_PER_MINUTE: '5',
    MOMENT_LIKES_PER_MINUTE: '20',
    MOMENTS_PER_DAY: '6',
  });
});
afterAll(() => stage.close());

const Words = graphql(`
  query CommentWords($id: ID!) { node(id: $id) { __typename ... on MomentComment { text } } }
`);
/** What a comment says to somebody; null when they do not see it. */
async function wordsOf(person: Person, id: string): Promise<string | null> {
  const { data } = await person.attempt(Words, { id });
  return data?.node?.__typename === 'MomentComment' ? data.node.text : null;
}

async function friends(): Promise<[Person, Person]> {
  const [mei, tom] = await manyPeople(stage, 2);
  if (!mei || !tom) throw new Error('Two people were made');
  await mei.befriend(tom);
  return [mei, tom];
}

describe('files', () => {
  test('are shown in their order and read by whoever sees the post, as long as they do', async () => {
    const [mei, tom] = await friends();
    const [stranger] = await manyPeople(stage, 1);
    const pictures = [await upload(mei, await jpeg()), await upload(mei, await jpeg())].reverse();
    const id = await post(mei, { text: '', fileIds: pictures.map((one) => one.id) });
    expect((await seen(tom, id))?.attachments.map((one) => 'id' in one && one.id)).toEqual(
      pictures.map((one) => one.id),
    );
    const [address] = pictures.map(({ full }) => full);
    const status = (person: Person) => statusOf(person, address ?? '');
    expect(await Promise.all([mei, tom, stranger as Person].map(status))).toEqual([200, 200, 404]);
    await tryShow(mei, { momentId: id, visibility: 'PRIVATE' });
    expect(await status(tom)).toBe(404);
    await tryShow(mei, { momentId: id, visibility: 'FRIENDS' });
    expect(await status(tom)).toBe(200);
    await change(mei, 'removeFriend', { userId: tom.id });
    expect(await status(tom)).toBe(404);
    await takeAway(mei, id);
    expect(await status(mei)).toBe(404);
  });

  test('are nine pictures or one video, and one’s own', async () => {
    const [mei, tom] = await friends();
    const pictures = await Promise.all(
      Array.from({ length: 9 }, async () => (await upload(mei, await jpeg())).id),
    );
    const video = (await upload(mei, await film())).id;
    const document = (await upload(mei, note())).id;
    const outcome = async (person: Person, fileIds: string[]) =>
      (await tryPost(person, { text: '', fileIds })).__typename;
    expect(await outcome(mei, [...pictures, video])).toBe('InvalidFieldError');
    expect(await outcome(mei, [pictures[0] ?? '', pictures[0] ?? ''])).toBe('InvalidFieldError');
    expect(await outcome(mei, [pictures[0] ?? '', video])).toBe('NotFoundError');
    expect(await outcome(mei, [document])).toBe('NotFoundError');
    expect(await outcome(tom, [pictures[0] ?? ''])).toBe('NotFoundError');
    expect(await outcome(mei, [globalId('Image', randomUUID())])).toBe('NotFoundError');
    expect(await outcome(mei, pictures)).toBe('PostMomentPayload');
    expect(await outcome(mei, [video])).toBe('PostMomentPayload');
  });

  test('the cover is seen by everybody but those whom it is closed to', async () => {
    const [mei, tom] = await friends();
    const cover = await upload(mei, await jpeg());
    await change(mei, 'setMomentsCover', { fileId: cover.id });
    expect((await album(tom, mei)).momentsCover).toEqual({ id: cover.id });
    expect(await statusOf(tom, cover.full)).toBe(200);
    // A picture of somebody else's is no cover.
    await expect(change(tom, 'setMomentsCover', { fileId: cover.id })).rejects.toThrow();
    await change(tom, 'blockUser', { userId: mei.id });
    expect((await album(tom, mei)).momentsCover).toBeNull();
    expect(await statusOf(tom, cover.full)).toBe(404);
  });
});

describe('limits', () => {
  test('say when more is taken; what is refused or repeated does not count', async () => {
    const [mei, tom] = await friends();
    const clientId = randomUUID();
    for (let n = 0; n < 4; n++) await post(mei, { clientId });
    for (let n = 0; n < 3; n++)
      expect(await tryPost(mei, { mentionedUserIds: [mei.id] })).toMatchObject({
        rule: 'NOT_FRIENDS',
      });
    for (let n = 0; n < 5; n++) await post(mei);
    const refused = await tryPost(mei);
    expect(refused).toMatchObject({ rule: 'MOMENTS_PER_DAY', limit: 6 });
    const { retryAt } = refused as unknown as { retryAt: string };
    expect(Date.parse(retryAt) - Date.now()).toBeGreaterThan(3_600_000);
    expect((await feed(tom)).nodes).toHaveLength(6);
    const [first] = (await feed(tom)).nodes;
    for (let n = 0; n < 5; n++) await comment(tom, first?.id ?? '', 'Cheers');
    expect(await tryComment(tom, first?.id ?? '', 'Cheers')).toMatchObject({
      rule: 'MOMENT_COMMENTS_PER_MINUTE',
    });
    expect((await seen(mei, first?.id ?? ''))?.commentCount).toBe(5);
  });

  test('of likes count those that are new; what is refused leaves nothing behind', async () => {
    const [mei, tom] = await friends();
    const id = await post(mei);
    for (let n = 0; n < 20; n++) {
      expect(await like(tom, id)).toMatchObject({ moment: { likeCount: 1 } });
      await like(tom, id);
      await unlike(tom, id);
    }
    expect(await like(tom, id)).toMatchObject({
      rule: 'MOMENT_LIKES_PER_MINUTE',
      retryAt: expect.any(String),
    });
    expect((await seen(mei, id))?.likeCount).toBe(0);
    expect((await notices(mei)).all).toEqual([]);
  });
});

describe('whoever should not', () => {
  test('with a session that is revoked nothing is read or written', async () => {
    const [mei] = await friends();
    const phone = await mei.onAnotherDevice();
    await post(mei);
    await change(mei, 'revokeSession', { sessionId: phone.sessionId });
    const { errors } = await phone.attempt(Feed, {});
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const [{ id } = { id: '' }] = (await feed(mei)).nodes;
    for (const write of [() => post(phone), () => like(phone, id), () => takeAway(phone, id)])
      await expect(write()).rejects.toThrow(/UNAUTHENTICATED|sign in/i);
    expect((await feed(mei)).nodes).toHaveLength(1);
  });

  test('neither what was seen once nor a page of the feed opens a post again', async () => {
    const [mei, tom] = await friends();
    const tea = await change(mei, 'createFriendCategory', { title: 'Tea', userIds: [tom.id] });
    const id = await post(mei, { visibility: 'ONLY', audience: { categoryIds: [tea] } });
    const said = await comment(tom, id, 'mine');
    const { pageInfo } = await feed(tom, { first: 1 });
    await change(mei, 'setFriendCategories', { userId: tom.id, categoryIds: [] });
    expect(await seen(tom, id)).toBeNull();
    expect((await feed(tom, { first: 1, before: pageInfo.endCursor })).nodes).toEqual([]);
    for (const outcome of [
      await like(tom, id),
      await unlike(tom, id),
      await tryComment(tom, id, 'again'),
      await tryComment(tom, id, 'again', { replyToId: said }),
    ])
      expect(outcome).toMatchObject({ rule: 'NOT_FOUND' });
  });

  test('finds nothing of a post by what is said on it, once the post is closed to them', async () => {
    const [mei, tom] = await friends();
    const id = await post(mei);
    const said = await comment(tom, id, 'mine');
    expect(await wordsOf(tom, said)).toBe('mine');
    await tryShow(mei, { momentId: id, visibility: 'PRIVATE' });
    expect([await wordsOf(tom, said), await wordsOf(mei, said)]).toEqual([null, 'mine']);
    expect(await uncomment(tom, said)).toMatchObject({ rule: 'NOT_FOUND' });
  });

  test('what is deleted is gone for its author too, and cannot be shown or deleted again', async () => {
    const [mei, tom] = await friends();
    const id = await post(mei, { visibility: 'PUBLIC' });
    const said = await comment(tom, id, 'tea?');
    await takeAway(mei, id);
    for (const person of [mei, tom]) {
      expect([await seen(person, id), await wordsOf(person, said)]).toEqual([null, null]);
      expect((await album(person, mei)).nodes).toEqual([]);
    }
    expect(await takeAway(mei, id)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await tryShow(mei, { momentId: id, visibility: 'PUBLIC' })).toMatchObject({
      rule: 'NOT_FOUND',
    });
    for (const outcome of [await like(mei, id), await tryComment(mei, id, 'still here?')])
      expect(outcome).toMatchObject({ rule: 'NOT_FOUND' });
  });

  test('nothing is left of a deleted post but its ids, and whoever had something on it is told', async () => {
    const [mei, tom] = await friends();
    const picture = await upload(mei, await jpeg());
    const id = await post(mei, {
      text: 'Between us',
      locationLabel: 'Here',
      fileIds: [picture.id],
      mentionedUserIds: [tom.id],
      visibility: 'ONLY',
      audience: { userIds: [tom.id] },
    });
    await like(tom, id);
    await comment(tom, id, 'tea?');
    const at = await tom.follow().live();
    await takeAway(mei, id);
    await at.until(() => at.of('MomentChanged').some(({ moment }) => moment === null));
    await at.until(() => at.of('MomentNoticesChanged').length > 0);
    expect(at.of('MomentNoticesChanged')[0]?.viewer.unreadMomentNotices).toBe(0);
    const { db } = stage.backend;
    const where = { momentId: uuidOf(id) };
    expect(await db.moment.findUnique({ where: { id: uuidOf(id) } })).toMatchObject({
      ...{ text: '', locationLabel: null, linkUrl: null, visibility: 'PRIVATE' },
    });
    expect(
      await Promise.all([
        db.momentLike.count({ where }),
        db.momentComment.count({ where }),
        db.momentNotice.count({ where }),
        db.momentMention.count({ where }),
        db.momentAudience.count({ where }),
        // Nothing keeps the picture any more: it is cleared away later.
        db.momentFile.count({ where }),
      ]),
    ).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('a comment that is deleted is not answered, nor is one of another post', async () => {
    const [mei, tom] = await friends();
    const [id, other] = [await post(mei), await post(mei)];
    const said = await comment(tom, id, 'tea?');
    const answer = await comment(mei, id, 'yes', said);
    expect(await tryComment(tom, other, 'here?', { replyToId: said })).toMatchObject({
      rule: 'NOT_FOUND',
    });
    await uncomment(tom, said);
    expect(await tryComment(mei, id, 'yes!', { replyToId: said })).toMatchObject({
      rule: 'NOT_FOUND',
    });
    const kept = { where: { id: uuidOf(said) }, select: { text: true } };
    expect(await stage.backend.db.momentComment.findUnique(kept)).toEqual({ text: '' });
    // What was answered before stays, and says to whom.
    const { comments } = (await seen(tom, id)) ?? {};
    expect(comments?.edges.map(({ node }) => node)).toMatchObject([
      { id: answer, answeredUser: { id: tom.id } },
    ]);
  });

  test('changes or deletes nothing of others', async () => {
    const [mei, tom] = await friends();
    const id = await post(mei, { visibility: 'PUBLIC' });
    expect(await takeAway(tom, id)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await tryShow(tom, { momentId: id, visibility: 'PRIVATE' })).toMatchObject({
      rule: 'NOT_FOUND',
    });
    expect(await takeAway(mei, tom.id)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await seen(tom, id)).not.toBeNull();
  });

  test('the strangest text is kept as it was meant', async () => {
    const [mei, tom] = await friends();
    const strange = 'a\0b \ud800 \u202e <script>alert(1)</script> %s \\ \u0000';
    const id = await post(mei, { text: strange });
    expect((await seen(tom, id))?.text).toBe('ab \ufffd \u202e <script>alert(1)</script> %s \\');
    const label = await post(mei, { locationLabel: ' \u202eevil\n\nplace ' });
    expect((await seen(tom, label))?.locationLabel).toBe('evil place');
  });
});

describe('at the same time', () => {
  test('nothing is left of a post that is deleted while others comment on it and like it', async () => {
    for (let round = 0; round < 5; round++) {
      const [mei, tom] = await friends();
      const id = await post(mei);
      await Promise.all([
        tryComment(tom, id, 'one'),
        takeAway(mei, id),
        like(tom, id),
        tryComment(tom, id, 'two'),
      ]);
      const where = { momentId: uuidOf(id) };
      const { db } = stage.backend;
      expect([
        await db.momentComment.count({ where }),
        await db.momentLike.count({ where }),
        await db.momentNotice.count({ where }),
      ]).toEqual([0, 0, 0]);
      expect((await notices(mei)).unread).toBe(0);
    }
  });

  test('whoever is no friend any more is not seen, however narrowly they came before', async () => {
    for (let round = 0; round < 5; round++) {
      const [mei, tom] = await friends();
      const id = await post(mei);
      await Promise.all([
        like(tom, id),
        change(mei, 'removeFriend', { userId: tom.id }),
        tryComment(tom, id, 'still here'),
      ]);
      expect(await seen(mei, id)).toMatchObject({ likeCount: 0, commentCount: 0 });
      expect((await notices(mei)).all).toEqual([]);
      expect(await seen(tom, id)).toBeNull();
    }
  });

  test('whoever a post is closed to has nothing on it that the author sees, unless it was there before', async () => {
    for (let round = 0; round < 5; round++) {
      const [mei, tom] = await friends();
      const id = await post(mei);
      const [liked, said] = await Promise.all([
        like(tom, id),
        tryComment(tom, id, 'just in time'),
        tryShow(mei, { momentId: id, visibility: 'PRIVATE' }),
      ]);
      const taken = [liked.__typename, said.__typename].map((name) => name.endsWith('Payload'));
      // What was refused left nothing behind, neither on the post nor among the notices.
      expect(await seen(mei, id)).toMatchObject({
        likeCount: Number(taken[0]),
        commentCount: Number(taken[1]),
      });
      expect((await notices(mei)).all).toHaveLength(taken.filter(Boolean).length);
      expect(await seen(tom, id)).toBeNull();
      expect(await like(tom, id)).toMatchObject({ rule: 'NOT_FOUND' });
    }
  });

  test('a category that is deleted while a post names it keeps out whom it kept out', async () => {
    for (let round = 0; round < 5; round++) {
      const [mei, tom] = await friends();
      const tea = await change(mei, 'createFriendCategory', { title: 'Tea', userIds: [tom.id] });
      const audience = { categoryIds: [tea] };
      const [outcome] = await Promise.all([
        tryPost(mei, { visibility: 'EXCEPT', audience }),
        change(mei, 'deleteFriendCategory', { categoryId: tea }),
      ]);
      const posted = outcome.__typename === 'PostMomentPayload';
      expect(posted || outcome.__typename === 'NotFoundError').toBe(true);
      expect((await feed(tom)).nodes).toEqual([]);
    }
  });
});

describe('what a page costs', () => {
  test('as many statements for twenty posts as for two', async () => {
    const [mei, tom] = await friends();
    /** The hub reads the log now and then, which is none of it: the least of a few tries. */
    const statements = async (first: number) =>
      Math.min(await once(first), await once(first), await once(first));
    const once = async (first: number) => {
      const { pool } = stage.backend;
      const query = pool.query;
      let count = 0;
      pool.query = ((...given: unknown[]) => {
        count += 1;
        return (query as (...all: unknown[]) => unknown).apply(pool, given);
      }) as typeof pool.query;
      await feed(tom, { first });
      pool.query = query;
      return count;
    };
    const people = await manyPeople(stage, 4);
    for (const person of [mei, ...people]) {
      if (person !== mei) await person.befriend(tom);
      for (let n = 0; n < 4; n++) {
        const id = await post(person, { text: `${n}`, mentionedUserIds: [tom.id] });
        await comment(person, id, 'tea?').catch(() => '');
        await like(tom, id);
      }
    }
    const [few, many] = [await statements(2), await statements(20)];
    expect((await feed(tom, { first: 20 })).nodes).toHaveLength(20);
    expect(many).toBe(few);
    expect(many).toBeLessThan(15);
  });
});
