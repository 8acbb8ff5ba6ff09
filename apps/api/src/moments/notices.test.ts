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
    // Whoever is answered on their own post is told once.
    await comment(tom, id, 'a pot?', await comment(mei, id, 'to myself'));
    const kinds = async (person: Person) =>
      (await notices(person)).all.map(({ noticeKind, actor }) => [noticeKind, actor.id]);
    expect(await kinds(mei)).toEqual([
      ['REPLIED', tom.id],
      ['COMMENTED', tom.id],
      ['LIKED', tom.id],
    ]);
    expect(await kinds(tom)).toEqual([['REPLIED', mei.id]]);
    expect(await kinds(lin)).toEqual([['MENTIONED', mei.id]]);
    await at.until(() => at.of('MomentNoticed').length === 3);
    expect(at.of('MomentNoticed').map(({ notice }) => notice?.comment?.text)).toEqual([
      undefined,
      'tea?',
      'a pot?',
    ]);
    expect(at.of('MomentNoticed')[2]?.viewer.unreadMomentNotices).toBe(3);
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

  test('that are taken back vanish from the devices that show them', async () => {
    const { mei, tom } = await circle(stage);
    const id = await post(mei);
    const at = await mei.follow().live();
    await like(tom, id);
    await at.until(() => at.of('MomentNoticed').length === 1);
    await unlike(tom, id);
    await at.until(() => at.of('MomentNoticesChanged').length === 1);
    expect(at.of('MomentNoticesChanged')[0]?.viewer.unreadMomentNotices).toBe(0);
    const said = await comment(tom, id, 'tea?');
    await uncomment(tom, said);
    await at.until(() => at.of('MomentNoticesChanged').length === 2);
    expect(at.of('MomentNoticesChanged')[1]?.viewer.unreadMomentNotices).toBe(0);
  });

  test('do not reach whoever does not see the post', async () => {
    const { mei, tom, lin } = await circle(stage);
    const [atToms, atLins] = await Promise.all([tom.follow().live(), lin.follow().live()]);
    await post(mei, {
      visibility: 'ONLY',
      audience: { userIds: [tom.id] },
      mentionedUserIds: [tom.id, lin.id],
    });
    expect([(await notices(tom)).unread, (await notices(lin)).unread]).toEqual([1, 0]);
    await atToms.until(() => atToms.of('MomentNoticed').length === 1);
    // Whatever else she might have been told has come before this.
    const other = await post(mei, { mentionedUserIds: [lin.id] });
    const told = () => atLins.of('MomentNoticed').map(({ notice }) => notice?.moment?.id);
    await atLins.until(() => told().includes(other));
    expect(told()).toEqual([other]);
  });
});
