import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change } from '../testing/convergence/scene.ts';
import {
  album,
  circle,
  comment,
  feed,
  like,
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
  stage = await startStage();
});
afterAll(() => stage.close());

const texts = async (person: Person) => (await feed(person)).nodes.map(({ text }) => text);
const words = (moment: Awaited<ReturnType<typeof seen>>) =>
  moment?.comments.edges.map(({ node }) => node.text);

describe('posting', () => {
  test('shows it in the feed of friends, on one’s page and by its id, newest first', async () => {
    const { mei, tom, stranger } = await circle(stage);
    const first = await post(mei, { text: ' first\r\nline ', locationLabel: ' The  tea house ' });
    const second = await post(tom, { text: 'second' });
    const third = await post(mei, { text: 'third', visibility: 'PUBLIC' });
    expect((await feed(mei)).nodes.map(({ id }) => id)).toEqual([third, second, first]);
    expect((await feed(tom)).nodes.map(({ id }) => id)).toEqual([third, second, first]);
    expect((await album(tom, mei)).nodes.map(({ id }) => id)).toEqual([third, first]);
    expect(await seen(tom, first)).toMatchObject({
      author: { id: mei.id },
      text: 'first\nline',
      locationLabel: 'The tea house',
      momentVisibility: null,
      audience: null,
      likeCount: 0,
      commentCount: 0,
    });
    expect((await seen(mei, first))?.momentVisibility).toBe('FRIENDS');
    // A stranger: what is public, on its author's page and by its id, and nothing in their feed.
    expect((await album(stranger, mei)).nodes.map(({ id }) => id)).toEqual([third]);
    expect(await seen(stranger, third)).not.toBeNull();
    expect(await seen(stranger, first)).toBeNull();
    expect(await texts(stranger)).toEqual([]);
  });

  test('comes in pages, both ways, without a gap or a repetition', async () => {
    const { mei, tom } = await circle(stage);
    for (let n = 1; n <= 7; n++) await post(n % 2 ? mei : tom, { text: String(n) });
    const one = await feed(tom, { first: 3 });
    expect(one.nodes.map(({ text }) => text)).toEqual(['7', '6', '5']);
    // What comes in meanwhile moves nothing.
    await post(mei, { text: '8' });
    const two = await feed(tom, { first: 3, after: one.pageInfo.endCursor });
    expect(two.nodes.map(({ text }) => text)).toEqual(['4', '3', '2']);
    const three = await feed(tom, { first: 3, after: two.pageInfo.endCursor });
    expect(three.nodes.map(({ text }) => text)).toEqual(['1']);
    expect(three.pageInfo.hasNextPage).toBe(false);
    const back = await feed(tom, { last: 2, before: two.pageInfo.startCursor });
    expect(back.nodes.map(({ text }) => text)).toEqual(['6', '5']);
    const ahead = await feed(tom, { last: 5, before: one.pageInfo.startCursor });
    expect(ahead.nodes.map(({ text }) => text)).toEqual(['8']);
  });

  test('says it once, however often the client does, at the same time as well', async () => {
    const { mei, tom } = await circle(stage);
    const clientId = randomUUID();
    const said = await Promise.all([1, 2, 3].map(() => post(mei, { clientId, text: 'once' })));
    expect(new Set(said).size).toBe(1);
    expect(await texts(tom)).toEqual(['once']);
    // Another person's client may make up the same.
    expect(await post(tom, { clientId, text: 'another' })).not.toBe(said[0]);
  });

  test('does not bring back what has been deleted', async () => {
    const { mei } = await circle(stage);
    const clientId = randomUUID();
    await takeAway(mei, await post(mei, { clientId }));
    expect(await tryPost(mei, { clientId })).toMatchObject({ __typename: 'NotFoundError' });
    expect(await texts(mei)).toEqual([]);
  });

  test('refuses what is empty, too long or badly addressed, and says why', async () => {
    const { mei, tom, stranger } = await circle(stage);
    const refusal = async (given: Parameters<typeof tryPost>[1]) => await tryPost(mei, given);
    expect(await refusal({ text: ' \u3164\n' })).toMatchObject({ rule: 'MOMENT_EMPTY' });
    expect(await refusal({ text: '茶'.repeat(2001) })).toMatchObject({ limit: 2000, length: 2001 });
    expect(await refusal({ text: '🍵'.repeat(2000) })).toMatchObject({
      __typename: 'PostMomentPayload',
    });
    expect(await refusal({ locationLabel: 'x'.repeat(61) })).toMatchObject({
      field: 'locationLabel',
    });
    expect(await refusal({ visibility: 'ONLY' })).toMatchObject({ field: 'audience' });
    expect(await refusal({ audience: { userIds: [tom.id] } })).toMatchObject({ field: 'audience' });
    const named = { userIds: [tom.id, stranger.id] };
    expect(await refusal({ visibility: 'ONLY', audience: named })).toMatchObject({
      users: [{ id: stranger.id }],
    });
    expect(await refusal({ mentionedUserIds: [stranger.id] })).toMatchObject({
      users: [{ id: stranger.id }],
    });
    const tea = await change(tom, 'createFriendCategory', { title: 'Tea' });
    const foreign = { categoryIds: [tea] };
    expect(await refusal({ visibility: 'EXCEPT', audience: foreign })).toMatchObject({
      __typename: 'NotFoundError',
    });
    expect(await refusal({ fileIds: [tea] })).toMatchObject({ __typename: 'NotFoundError' });
    expect(await texts(tom)).toEqual(['🍵'.repeat(2000)]);
  });
});

describe('visibility', () => {
  test('is asked anew each time: of categories, of the post, of the whole timeline', async () => {
    const { mei, tom, lin } = await circle(stage);
    const tea = await change(mei, 'createFriendCategory', { title: 'Tea', userIds: [tom.id] });
    const only = await post(mei, { visibility: 'ONLY', audience: { categoryIds: [tea] } });
    const except = await post(mei, { visibility: 'EXCEPT', audience: { categoryIds: [tea] } });
    const sees = async (person: Person) =>
      [await seen(person, only), await seen(person, except)].map((moment) => moment !== null);
    expect([await sees(tom), await sees(lin)]).toEqual([
      [true, false],
      [false, true],
    ]);
    await change(mei, 'setFriendCategories', { userId: tom.id, categoryIds: [] });
    await change(mei, 'setFriendCategories', { userId: lin.id, categoryIds: [tea] });
    expect([await sees(tom), await sees(lin)]).toEqual([
      [false, true],
      [true, false],
    ]);
    // A category that is deleted lets nobody in, and keeps out whom it kept out.
    await change(mei, 'deleteFriendCategory', { categoryId: tea });
    expect([await sees(tom), await sees(lin)]).toEqual([
      [false, true],
      [false, false],
    ]);
    expect((await seen(mei, except))?.audience).toEqual({
      users: [{ id: lin.id }],
      categories: [],
    });
    await tryShow(mei, { momentId: only, visibility: 'FRIENDS' });
    await tryShow(mei, { momentId: except, visibility: 'PRIVATE' });
    expect([await sees(tom), await sees(lin), await sees(mei)]).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
    await stage.backend.pool.query(
      `UPDATE moment SET created_at = now() - interval '4 days' WHERE text = 'tea' AND author_id = (
         SELECT id FROM account WHERE username = $1)`,
      [mei.account.username],
    );
    await change(mei, 'updateMomentSettings', { timelineWindow: 'THREE_DAYS' });
    expect([await sees(tom), await sees(mei)]).toEqual([
      [false, false],
      [true, true],
    ]);
    expect((await album(tom, mei)).momentsWindow).toBe('THREE_DAYS');
    await change(mei, 'updateMomentSettings', { timelineWindow: 'MONTH' });
    expect(await sees(tom)).toEqual([true, false]);
  });

  test('whom a post is shown to takes the place of whom it was shown to before', async () => {
    const { mei, tom, lin, eve } = await circle(stage);
    const momentId = await post(mei, { visibility: 'ONLY', audience: { userIds: [tom.id] } });
    const sees = async () =>
      Promise.all([tom, lin, eve].map(async (person) => (await seen(person, momentId)) !== null));
    expect(await sees()).toEqual([true, false, false]);
    await tryShow(mei, { momentId, visibility: 'ONLY', audience: { userIds: [lin.id] } });
    expect(await sees()).toEqual([false, true, false]);
    await tryShow(mei, { momentId, visibility: 'EXCEPT', audience: { userIds: [eve.id] } });
    expect(await sees()).toEqual([true, true, false]);
    expect((await seen(mei, momentId))?.audience?.users).toEqual([{ id: eve.id }]);
  });

  test('strangers see the ten newest public ones, where that is allowed', async () => {
    const { mei, stranger } = await circle(stage);
    const first = await post(mei, { visibility: 'PUBLIC' });
    for (let n = 2; n <= 10; n++) await post(mei, { visibility: 'PUBLIC' });
    await post(mei, { visibility: 'FRIENDS' });
    expect((await album(stranger, mei)).nodes).toHaveLength(10);
    expect(await seen(stranger, first)).not.toBeNull();
    const eleventh = await post(mei, { visibility: 'PUBLIC' });
    expect(await seen(stranger, first)).toBeNull();
    expect((await album(stranger, mei)).nodes).toHaveLength(10);
    await takeAway(mei, eleventh);
    expect(await seen(stranger, first)).not.toBeNull();
    await change(mei, 'updateMomentSettings', { shownToStrangers: false });
    expect((await album(stranger, mei)).nodes).toEqual([]);
  });

  test('“not theirs” keeps the feed clear, “not mine” and a block close everything', async () => {
    const { mei, tom } = await circle(stage);
    const id = await post(mei, { visibility: 'PUBLIC' });
    await change(tom, 'setMomentRelation', { userId: mei.id, hidesTheirs: true });
    expect(await texts(tom)).toEqual([]);
    expect((await album(tom, mei)).nodes).toHaveLength(1);
    await change(tom, 'setMomentRelation', { userId: mei.id, hidesTheirs: false });
    expect(await texts(tom)).toEqual(['tea']);
    await change(mei, 'setMomentRelation', { userId: tom.id, hidesMine: true });
    expect([await texts(tom), await seen(tom, id)]).toEqual([[], null]);
    expect(await album(tom, mei)).toMatchObject({ nodes: [], momentsWindow: null });
    // It stands when they are friends no more, and nobody but Mei learns of it.
    await change(mei, 'removeFriend', { userId: tom.id });
    expect(await seen(tom, id)).toBeNull();
    expect((await album(mei, tom)).momentRelation).toEqual({ hidesTheirs: false, hidesMine: true });
    expect((await album(tom, mei)).momentRelation).toEqual({
      hidesTheirs: false,
      hidesMine: false,
    });
    await change(mei, 'setMomentRelation', { userId: tom.id, hidesMine: false });
    expect(await seen(tom, id)).not.toBeNull();
    await change(tom, 'blockUser', { userId: mei.id });
    expect(await seen(tom, id)).toBeNull();
  });
});

describe('likes and comments', () => {
  test('are seen by the author and by those who are friends of both', async () => {
    const { mei, tom, lin, eve, stranger } = await circle(stage);
    const id = await post(mei, { visibility: 'PUBLIC' });
    for (const one of [mei, tom, eve]) await like(one, id);
    const toms = await comment(tom, id, 'of Tom');
    await comment(eve, id, 'of Eve');
    await comment(mei, id, 'to Tom', toms);
    await comment(mei, id, 'to all');
    const shown = async (person: Person) => {
      const moment = await seen(person, id);
      return [
        moment?.likers.edges.map(({ node }) => node.id),
        words(moment),
        [moment?.likeCount, moment?.commentCount, moment?.viewerHasLiked],
      ];
    };
    const all = ['of Tom', 'of Eve', 'to Tom', 'to all'];
    expect(await shown(mei)).toEqual([[mei.id, tom.id, eve.id], all, [3, 4, true]]);
    expect(await shown(lin)).toEqual([
      [mei.id, tom.id],
      ['of Tom', 'to Tom', 'to all'],
      [2, 3, false],
    ]);
    // Eve does not know Tom: neither what he says nor what he is told.
    expect(await shown(eve)).toEqual([
      [mei.id, eve.id],
      ['of Eve', 'to all'],
      [2, 2, true],
    ]);
    expect(await shown(stranger)).toEqual([[], [], [0, 0, false]]);
    // Whoever is a friend no more is seen by nobody, and sees nobody but themself.
    await change(tom, 'removeFriend', { userId: mei.id });
    expect((await shown(mei))[1]).toEqual(['of Eve', 'to all']);
    expect((await shown(lin))[1]).toEqual(['to all']);
    expect((await shown(tom))[1]).toEqual(['of Tom']);
  });

  test('are for friends', async () => {
    const { mei, tom, stranger } = await circle(stage);
    const id = await post(mei, { visibility: 'PUBLIC' });
    expect(await like(stranger, id)).toMatchObject({ rule: 'NOT_FRIENDS' });
    expect(await tryComment(stranger, id, 'hi')).toMatchObject({ rule: 'NOT_FRIENDS' });
    const hidden = await post(mei, { visibility: 'PRIVATE' });
    expect(await like(tom, hidden)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await tryComment(tom, hidden, 'hi')).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await tryComment(tom, id, '')).toMatchObject({ rule: 'MOMENT_EMPTY' });
    expect(await tryComment(tom, id, 'x'.repeat(501))).toMatchObject({ limit: 500, length: 501 });
  });

  test('liking twice is liking once; a comment said twice stands once', async () => {
    const { mei, tom } = await circle(stage);
    const id = await post(mei);
    await Promise.all([like(tom, id), like(tom, id)]);
    expect(await like(tom, id)).toMatchObject({ moment: { viewerHasLiked: true, likeCount: 1 } });
    expect(await unlike(tom, id)).toMatchObject({
      moment: { viewerHasLiked: false, likeCount: 0 },
    });
    expect(await unlike(tom, id)).toMatchObject({ moment: { likeCount: 0 } });
    const clientId = randomUUID();
    await Promise.all([1, 2].map(() => tryComment(tom, id, 'once', { clientId })));
    expect(words(await seen(mei, id))).toEqual(['once']);
  });

  test('a comment is deleted by its writer, and under one’s own post', async () => {
    const { mei, tom, lin } = await circle(stage);
    const id = await post(mei);
    const [one, two] = [await comment(tom, id, 'one'), await comment(tom, id, 'two')];
    const answer = await comment(lin, id, 'to one', one);
    const rights = async (person: Person) =>
      (await seen(person, id))?.comments.edges.map(({ node }) => node.canDelete);
    expect([await rights(mei), await rights(tom), await rights(lin)]).toEqual([
      [true, true, true],
      [true, true, false],
      [false, false, true],
    ]);
    expect(await uncomment(lin, one)).toMatchObject({ rule: 'NOT_OWN_COMMENT' });
    expect(await uncomment(tom, one)).toMatchObject({ moment: { commentCount: 2 } });
    expect(await uncomment(tom, one)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await uncomment(mei, two)).toMatchObject({ moment: { commentCount: 1 } });
    const [left] = (await seen(tom, id))?.comments.edges ?? [];
    expect(left?.node).toMatchObject({ id: answer, answeredUser: { id: tom.id } });
    // Nothing is said to what is gone.
    expect(await tryComment(lin, id, 'again', { replyToId: one })).toMatchObject({
      rule: 'NOT_FOUND',
    });
    const other = await post(mei);
    expect(await tryComment(lin, other, 'astray', { replyToId: answer })).toMatchObject({
      rule: 'NOT_FOUND',
    });
  });
});
