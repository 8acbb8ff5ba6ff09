import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change } from '../testing/convergence/scene.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  circle,
  comment,
  like,
  post,
  seen,
  takeAway,
  tryShow,
  uncomment,
  unlike,
} from '../testing/moments.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

type Stream = Awaited<ReturnType<ReturnType<Person['follow']>['live']>>;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

describe('live', () => {
  test('those who have a new post in their feed are told that it is there, and nobody else', async () => {
    const { mei, tom, lin, eve, stranger } = await circle(stage);
    await change(lin, 'setMomentRelation', { userId: mei.id, hidesTheirs: true });
    const [atToms, ...others] = await Promise.all(
      [tom, lin, eve, stranger].map((person) => person.follow().live()),
    );
    const audience = { userIds: [eve.id] };
    const id = await post(mei, { text: 'new', visibility: 'EXCEPT', audience });
    await atToms?.until(() => atToms.of('MomentPosted').length > 0);
    expect(atToms?.of('MomentPosted')[0]?.moment).toMatchObject({ id, text: 'new' });
    // Whatever else they might have been told has come before this.
    await like(tom, id);
    await tryShow(mei, { momentId: id, visibility: 'PUBLIC' });
    await others[0]?.until(() => others[0]?.of('MomentTouched').length === 2);
    await others[1]?.until(() => others[1]?.of('MomentTouched').length === 1);
    for (const at of others) expect(at.of('MomentPosted')).toEqual([]);
    expect(others[2]?.of('MomentTouched')).toEqual([]);
  });

  test('whoever looks at a post learns of what they see on it, and of its end', async () => {
    const { mei, tom, lin, eve } = await circle(stage);
    const id = await post(mei);
    const [atLins, atEves] = await Promise.all([lin.follow().live(), eve.follow().live()]);
    const touched = async (shown: { likeCount: number; commentCount: number }) => {
      const before = atLins.of('MomentTouched').length;
      await atLins.until(() => atLins.of('MomentTouched').length > before);
      expect(atLins.of('MomentTouched').at(-1)).toMatchObject({ momentId: id, moment: shown });
    };
    await Promise.all([touched({ likeCount: 1, commentCount: 0 }), like(tom, id)]);
    await Promise.all([touched({ likeCount: 0, commentCount: 0 }), unlike(tom, id)]);
    const [, said] = await Promise.all([
      touched({ likeCount: 0, commentCount: 1 }),
      comment(tom, id, 'tea?'),
    ]);
    // Who answers is known to Eve, and whom they answer is not: she does not see it.
    const [, answer] = await Promise.all([
      touched({ likeCount: 0, commentCount: 2 }),
      comment(mei, id, 'yes', said),
    ]);
    await Promise.all([touched({ likeCount: 0, commentCount: 1 }), uncomment(mei, answer)]);
    await takeAway(mei, id);
    for (const at of [atLins, atEves])
      await at.until(() => at.of('MomentTouched').some(({ moment }) => moment === null));
    // Eve does not know Tom, and heard nothing of what he did.
    expect(atEves.of('MomentTouched')).toHaveLength(1);
  });

  test('authors, and those who have something on a post, are told on all of their devices', async () => {
    const { mei, tom, lin } = await circle(stage);
    const devices = [await mei.onAnotherDevice(), await tom.onAnotherDevice(), lin];
    const [atMeis, atToms, atLins] = (await Promise.all(
      devices.map((device) => device.follow().live()),
    )) as [Stream, Stream, Stream];
    const told = (at: Stream) => at.of('MomentChanged').map(({ moment }) => moment?.commentCount);
    const id = await post(mei);
    await atMeis.until(() => told(atMeis).length === 1);
    await like(tom, id);
    for (const at of [atMeis, atToms]) await at.until(() => told(at).includes(0));
    const said = await comment(tom, id, 'tea?');
    for (const at of [atMeis, atToms]) await at.until(() => told(at).includes(1));
    await comment(mei, id, 'yes', said);
    for (const at of [atMeis, atToms]) await at.until(() => told(at).includes(2));
    await uncomment(tom, said);
    for (const at of [atMeis, atToms]) await at.until(() => told(at).at(-1) === 1);
    await unlike(tom, id);
    await atToms.until(() => told(atToms).length === 5);
    await takeAway(mei, id);
    await atMeis.until(() => atMeis.of('MomentRemoved').length === 1);
    expect([told(atMeis).length, told(atMeis).at(-1), told(atLins)]).toEqual([7, undefined, []]);
    await change(mei, 'setMomentRelation', { userId: tom.id, hidesTheirs: true });
    await atMeis.until(() => atMeis.of('MomentRelationChanged').length === 1);
  });

  test('a post that is closed vanishes before the eyes of those who saw it, and comes before those who may see it now', async () => {
    const { mei, tom, lin, eve } = await circle(stage);
    const id = await post(mei, { mentionedUserIds: [lin.id] });
    const [atToms, atLins, atEves] = await Promise.all([
      tom.follow().live(),
      lin.follow().live(),
      eve.follow().live(),
    ]);
    const seen = (at: typeof atToms) => at.of('MomentTouched').map(({ moment }) => moment?.id);
    await tryShow(mei, { momentId: id, visibility: 'ONLY', audience: { userIds: [tom.id] } });
    await atToms.until(() => seen(atToms).length === 1);
    for (const at of [atLins, atEves]) await at.until(() => seen(at).length === 1);
    expect([seen(atToms), seen(atLins), seen(atEves)]).toEqual([[id], [undefined], [undefined]]);
    // She was told of a mention, and is told that she sees it no more.
    await atLins.until(() => atLins.of('MomentNoticesChanged').length === 1);
    expect(atLins.of('MomentNoticesChanged')[0]?.viewer.unreadMomentNotices).toBe(0);
    await tryShow(mei, { momentId: id, visibility: 'FRIENDS' });
    for (const at of [atToms, atLins, atEves]) {
      await at.until(() => seen(at).length === 2);
      expect(seen(at)[1]).toBe(id);
    }
  });

  test('friends are told when an author shows more or less, and alone whoever it is hidden from', async () => {
    const { mei, tom, lin, eve, stranger } = await circle(stage);
    await eve.befriend(stranger);
    const hide = (person: Person, hidesMine: boolean) =>
      change(mei, 'setMomentRelation', { userId: person.id, hidesMine });
    await hide(eve, true);
    await change(lin, 'blockUser', { userId: mei.id });
    const [atToms, atLins, atEves, atKais] = await Promise.all([
      tom.follow().live(),
      lin.follow().live(),
      eve.follow().live(),
      stranger.follow().live(),
    ]);
    const hints = (at: typeof atToms) => at.of('TimelineChanged').map(({ user }) => user);
    await change(mei, 'updateMomentSettings', { timelineWindow: 'THREE_DAYS' });
    await atToms.until(() => hints(atToms).length === 1);
    await change(mei, 'updateMomentSettings', { shownToStrangers: false });
    await change(mei, 'setMomentRelation', { userId: tom.id, hidesTheirs: true });
    await hide(lin, true);
    await hide(tom, true);
    await atToms.until(() => hints(atToms).length === 2);
    await hide(tom, false);
    await atToms.until(() => hints(atToms).length === 3);
    expect(hints(atToms).map((user) => user?.momentsWindow)).toEqual([
      'THREE_DAYS',
      null,
      'THREE_DAYS',
    ]);
    // Whatever else the others might have been told has come before this.
    for (const [person, at] of [
      [lin, atLins],
      [eve, atEves],
      [stranger, atKais],
    ] as const) {
      await change(person, 'updateMomentSettings', { shownToStrangers: false });
      await at.until(() => at.of('MomentSettingsChanged').length === 1);
      expect(hints(at)).toEqual([]);
    }
    await change(lin, 'unblockUser', { userId: mei.id });
    await Promise.all([hide(lin, false), hide(eve, false), hide(stranger, true)]);
    for (const at of [atLins, atEves, atKais]) {
      await at.until(() => hints(at).length > 0);
      expect(hints(at)).toMatchObject([{ id: mei.id }]);
    }
  });
});

describe('whoever comes into a category of an author’s, or goes out of it', () => {
  /** Mei, Tom who is in one category, Lin who is in none, and how often either has been given a hint. */
  async function filed() {
    const people = await circle(stage);
    const { mei, tom, lin } = people;
    const [tea, green] = [
      await change(mei, 'createFriendCategory', { title: 'Tea', userIds: [tom.id] }),
      await change(mei, 'createFriendCategory', { title: 'Green', userIds: [] }),
    ];
    const [atToms, atLins] = await Promise.all([tom.follow().live(), lin.follow().live()]);
    const counts = () => [atToms, atLins].map((at) => at.of('TimelineChanged').length);
    const expectHints = async (...expected: [tom: number, lin: number]) => {
      for (const [index, at] of [atToms, atLins].entries())
        await at.until(() => (counts()[index] ?? 0) >= (expected[index] ?? 0));
      // Whatever else they might have been told has come before this.
      const posted = () => [atToms, atLins].map((at) => at.of('MomentPosted').length);
      const before = posted();
      const id = await post(mei);
      for (const [index, at] of [atToms, atLins].entries())
        await at.until(() => (posted()[index] ?? 0) > (before[index] ?? 0));
      await takeAway(mei, id);
      expect(counts()).toEqual(expected);
    };
    const put = (person: Person, categoryIds: string[]) =>
      change(mei, 'setFriendCategories', { userId: person.id, categoryIds });
    const only = (...categoryIds: string[]) =>
      post(mei, { visibility: 'ONLY', audience: { categoryIds } });
    return { ...people, tea, green, put, only, expectHints };
  }

  test('is told when posts open or close with it, and nobody else is', async () => {
    const { mei, lin, tea, green, put, only, expectHints } = await filed();
    await put(lin, [green]);
    await expectHints(0, 0);
    const id = await only(tea);
    await put(lin, [tea]);
    await expectHints(0, 1);
    expect(await seen(lin, id)).not.toBeNull();
    await change(mei, 'updateFriendCategory', { categoryId: tea, removeUserIds: [lin.id] });
    await expectHints(0, 2);
    expect(await seen(lin, id)).toBeNull();
    await change(mei, 'updateFriendCategory', { categoryId: tea, addUserIds: [lin.id] });
    await expectHints(0, 3);
    await change(mei, 'updateFriendCategory', { categoryId: tea, addUserIds: [lin.id] });
    await put(lin, [tea]);
    await change(mei, 'updateFriendCategory', { categoryId: tea, title: 'Oolong' });
    await expectHints(0, 3);
  });

  test('is told nothing by a category that changes nothing for them', async () => {
    const { mei, tom, lin, tea, green, put, only, expectHints } = await filed();
    const either = await only(tea, green);
    await put(tom, [green]);
    await put(tom, [tea, green]);
    await put(tom, [tea]);
    await takeAway(mei, either);
    const hers = await post(mei, {
      visibility: 'ONLY',
      audience: { userIds: [lin.id], categoryIds: [green] },
    });
    // Of two who come into it at once only one sees what they did not.
    const both = { categoryId: green, addUserIds: [lin.id, tom.id] };
    await change(mei, 'updateFriendCategory', both);
    await expectHints(1, 0);
    await takeAway(mei, hers);
    // What they do not see in any case: it is too old, or hidden from them.
    await change(mei, 'updateMomentSettings', { timelineWindow: 'THREE_DAYS' });
    const old = await only(green);
    const { db } = stage.backend;
    const createdAt = new Date(Date.now() - 4 * 86_400_000);
    await db.moment.update({ where: { id: uuidOf(old) }, data: { createdAt } });
    await put(tom, [tea]);
    await expectHints(2, 1);
    await only(tea);
    await change(mei, 'setMomentRelation', { userId: lin.id, hidesMine: true });
    await put(lin, [tea]);
    await change(mei, 'setMomentRelation', { userId: lin.id, hidesMine: false });
    await expectHints(2, 3);
  });

  test('is told when the category is deleted that let them in, and not when it kept them out', async () => {
    const { mei, lin, tea, green, put, only, expectHints } = await filed();
    await put(lin, [green]);
    const opened = await only(tea);
    const closed = await post(mei, { visibility: 'EXCEPT', audience: { categoryIds: [green] } });
    await change(mei, 'deleteFriendCategory', { categoryId: tea });
    await expectHints(1, 0);
    await change(mei, 'deleteFriendCategory', { categoryId: green });
    await expectHints(1, 0);
    expect([await seen(lin, opened), await seen(lin, closed)]).toEqual([null, null]);
  });
});
