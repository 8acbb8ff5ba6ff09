import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Following } from '../testing/follow.ts';
import { contentsIn, inGroup } from '../testing/groups.ts';
import { askToJoin, join, remove } from '../testing/joining.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, World } from '../testing/world.ts';

let stage: Stage;
/** A server whose groups are full with three. */
let small: Stage;
beforeAll(async () => {
  stage = await startStage();
  small = await startStage({ GROUP_MAX_MEMBERS: '3' });
});
afterAll(async () => {
  await stage.close();
  await small.close();
});

/** Mei's open group with Tom, and Eve outside it. */
async function teahouse() {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const id = await mei.group('Tea', [tom], { visibility: 'PUBLIC', joinPolicy: 'OPEN' });
  return { mei, tom, id, eve: await stage.world.user('Eve') };
}

describe('an open public group', () => {
  test('lets everyone walk in, once, and tells its members', async () => {
    const { mei, id, eve } = await teahouse();
    await mei.send(id, 'before');
    const streams: Following[] = [];
    for (const device of [mei, eve, await eve.onAnotherDevice()])
      streams.push(await device.follow().live());
    const joined = expectType(await join(eve, id), 'JoinGroupPayload');
    expect(joined.conversation).toMatchObject({ id, memberCount: 3, lastSeq: 3 });
    const { members } = await streams[0]!.first('MembersJoined');
    expect(members.map(({ user }) => user.id)).toEqual([eve.id]);
    for (const stream of streams.slice(1))
      expect((await stream.first('ConversationJoined')).conversation?.id).toBe(id);
    expect((await contentsIn(eve, id)).at(-1)).toMatchObject({
      __typename: 'MemberJoinedNotice',
      via: 'OPEN',
      member: { id: eve.id },
    });
    const again = expectType(await join(eve, id), 'JoinGroupPayload');
    expect(again.conversation).toMatchObject({ memberCount: 3, lastSeq: 3 });
    for (const stream of streams) stream.close();
  });

  test('takes the same person once, however often they come at the same instant', async () => {
    const { mei, id, eve } = await teahouse();
    const answers = await Promise.all([1, 2, 3, 4].map(() => join(eve, id)));
    for (const answer of answers) expectType(answer, 'JoinGroupPayload');
    expect((await inGroup(mei, id).see()).memberCount).toBe(3);
  });

  test('accepts a request at once, since nobody has to be asked', async () => {
    const { mei, id, eve } = await teahouse();
    const request = expectType(
      await askToJoin(eve, id, 'May I?'),
      'RequestToJoinGroupPayload',
    ).request;
    expect(request).toMatchObject({
      joinRequestStatus: 'ACCEPTED',
      decidedBy: null,
      group: { viewerIsMember: true, viewerRequest: null, memberCount: 3 },
    });
    expect((await contentsIn(mei, id)).at(-1)).toMatchObject({ via: 'OPEN' });
    expect(expectType(await askToJoin(eve, id), 'AlreadyMemberError').rule).toBe('ALREADY_MEMBER');
  });

  test('is shut to whoever has been banned, until the ban is lifted', async () => {
    const { mei, tom, id } = await teahouse();
    await remove(mei, id, [tom], { ban: true });
    expectType(await join(tom, id), 'BannedFromGroupError');
    expectType(await askToJoin(tom, id), 'BannedFromGroupError');
    expectType(await inGroup(mei, id).unban(tom), 'UnbanFromGroupPayload');
    expectType(await join(tom, id), 'JoinGroupPayload');
  });

  test('lets nobody in when it is full, nor one too many at the same instant', async () => {
    const { one: mei, other: tom } = await small.world.friends('Mei', 'Tom');
    const id = await mei.group('Tea', [tom], { visibility: 'PUBLIC', joinPolicy: 'OPEN' });
    const world = new World(small.url);
    const people = [await world.user('Eve'), await world.user('Lin')];
    const answers = await Promise.all(people.map((person) => join(person, id)));
    const full = answers.filter((answer) => answer.__typename === 'LimitReachedError');
    expect(full).toMatchObject([{ limit: 3, rule: 'LIMIT_REACHED' }]);
    const outside = people[answers.indexOf(full[0]!)]!;
    expectType(await askToJoin(outside, id), 'LimitReachedError');
  });
});
