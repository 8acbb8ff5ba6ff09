import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change } from '../testing/convergence/scene.ts';
import {
  circle,
  comment,
  like,
  notices,
  post,
  readNotices,
  takeAway,
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

describe('notices', () => {
  test('tell of likes, comments, answers and mentions, once each, and live', async () => {
    const { mei, tom, lin } = await circle(stage);
    const at = await mei.follow().live();
    const id = await post(mei, { mentionedUserIds: [lin.id] });
    await like(tom, id);
    const said = await comment(tom, id, 'tea?');
    await comment(mei, id, 'yes', said);
    await comment(mei, id, 'to myself');
    const kinds = async (person: Person) =>
      (await notices(person)).all.map(({ noticeKind, actor }) => [noticeKind, actor.id]);
    expect(await kinds(mei)).toEqual([
      ['COMMENTED', tom.id],
      ['LIKED', tom.id],
    ]);
    expect(await kinds(tom)).toEqual([['REPLIED', mei.id]]);
    expect(await kinds(lin)).toEqual([['MENTIONED', mei.id]]);
    await at.until(() => at.of('MomentNoticed').length === 2);
    expect(at.of('MomentNoticed').map(({ notice }) => notice?.comment?.text)).toEqual([
      undefined,
      'tea?',
    ]);
    expect(at.of('MomentNoticed')[1]?.viewer.unreadMomentNotices).toBe(2);
  });

  test('are read up to one, on all devices', async () => {
    const { mei, tom, lin } = await circle(stage);
    const phone = await (await mei.onAnotherDevice()).follow().live();
    const id = await post(mei);
    await like(tom, id);
    await like(lin, id);
    const [newer, older] = (await notices(mei)).all;
    expect((await notices(mei)).unread).toBe(2);
    expect(await readNotices(tom, newer?.id ?? '')).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await readNotices(mei, older?.id ?? '')).toMatchObject({
      viewer: { unreadMomentNotices: 1 },
    });
    expect((await notices(mei)).all.map(({ seen: read }) => read)).toEqual([false, true]);
    await phone.until(() => phone.of('MomentNoticesChanged').length === 1);
    await readNotices(mei, newer?.id ?? '');
    await readNotices(mei, newer?.id ?? '');
    expect((await notices(mei)).unread).toBe(0);
  });

  test('go with what they tell of, and are shown as long as that is seen', async () => {
    const { mei, tom, lin } = await circle(stage);
    const id = await post(mei, { mentionedUserIds: [lin.id] });
    await like(tom, id);
    const said = await comment(tom, id, 'tea?');
    await comment(lin, id, 'me too', said);
    const unread = async (person: Person) => (await notices(person)).unread;
    expect([await unread(mei), await unread(tom), await unread(lin)]).toEqual([3, 1, 1]);
    await unlike(tom, id);
    expect(await unread(mei)).toBe(2);
    await change(lin, 'blockUser', { userId: tom.id });
    expect([await unread(mei), await unread(tom)]).toEqual([2, 0]);
    await change(lin, 'unblockUser', { userId: tom.id });
    await uncomment(tom, said);
    expect([await unread(mei), await unread(tom)]).toEqual([1, 1]);
    await tryShow(mei, { momentId: id, visibility: 'PRIVATE' });
    expect([await unread(tom), await unread(lin)]).toEqual([0, 0]);
    await tryShow(mei, { momentId: id, visibility: 'FRIENDS' });
    expect([await unread(tom), await unread(lin)]).toEqual([1, 1]);
    await takeAway(mei, id);
    expect([await unread(mei), await unread(tom), await unread(lin)]).toEqual([0, 0, 0]);
  });

  test('do not reach whoever does not see the post', async () => {
    const { mei, tom, lin } = await circle(stage);
    await post(mei, {
      visibility: 'ONLY',
      audience: { userIds: [tom.id] },
      mentionedUserIds: [tom.id, lin.id],
    });
    expect([(await notices(tom)).unread, (await notices(lin)).unread]).toEqual([1, 0]);
  });
});

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
    await like(tom, id);
    await atLins.until(() => atLins.of('MomentTouched').length === 1);
    expect(atLins.of('MomentTouched')[0]).toMatchObject({ momentId: id, moment: { likeCount: 1 } });
    await takeAway(mei, id);
    for (const at of [atLins, atEves])
      await at.until(() => at.of('MomentTouched').some(({ moment }) => moment === null));
    // Eve does not know Tom, and heard nothing of what he did.
    expect(atEves.of('MomentTouched')).toHaveLength(1);
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
    await change(lin, 'unblockUser', { userId: mei.id });
    await Promise.all([hide(lin, false), hide(eve, false), hide(stranger, true)]);
    for (const at of [atLins, atEves, atKais]) {
      await at.until(() => hints(at).length > 0);
      expect(hints(at)).toMatchObject([{ id: mei.id }]);
    }
  });
});
