import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  askFriend,
  backdate,
  contact,
  contactLists,
  outdated,
  removeFriend,
} from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType } from '../testing/world.ts';
import { expireFriendRequests } from './service/requests.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Decline = graphql(`
  mutation DeclineWaiting($input: DeclineFriendRequestInput!) {
    declineFriendRequest(input: $input) {
      __typename
      ... on FriendRequestDecidedError { message request { status } }
    }
  }
`);

const DAY_MS = 86_400_000;
const two = async () => ({
  mei: await stage.world.user('Mei'),
  tom: await stage.world.user('Tom'),
});

describe('a request that nobody answers', () => {
  test('expires after 30 days, once, and both are told', async () => {
    const { mei, tom, requestId } = await outdated(stage, stage.world);
    const streams = [await mei.follow().live(), await tom.follow().live()];
    await Promise.all([expireFriendRequests(stage.backend), expireFriendRequests(stage.backend)]);
    for (const stream of streams) {
      const { request } = await stream.first('FriendRequestDecided');
      expect(request).toMatchObject({ id: requestId, status: 'EXPIRED' });
    }
    for (const one of [mei, tom])
      expect(await contactLists(one)).toMatchObject({ received: [], sent: [] });
    const { declineFriendRequest } = await tom.ask(Decline, { input: { requestId } });
    const refused = expectType(declineFriendRequest, 'FriendRequestDecidedError');
    expect(refused).toMatchObject({ request: { status: 'EXPIRED' } });
    expect(refused.message).toContain('expired');
    expectType(await askFriend(mei, tom), 'RequestFriendPayload');
    expect((await contact(mei, tom)).relation).toBe('REQUEST_SENT');
    for (const stream of streams) {
      expect(stream.of('FriendRequestDecided')).toHaveLength(1);
      stream.close();
    }
  });

  test('waits until then, and says when that is', async () => {
    const { mei, tom } = await two();
    const { request } = expectType(await askFriend(mei, tom), 'RequestFriendPayload');
    const left = Date.parse(request.expiresAt) - Date.now();
    expect(Math.round(left / DAY_MS)).toBe(30);
    await backdate(stage, request.id, 29.9);
    await expireFriendRequests(stage.backend);
    expect((await contactLists(tom)).received).toEqual([request.id]);
  });
});

describe('a request that was declined', () => {
  test('can be made again after a day, and no sooner; the other may ask at once', async () => {
    const { mei, tom } = await two();
    const { request } = expectType(await askFriend(mei, tom), 'RequestFriendPayload');
    await tom.ask(Decline, { input: { requestId: request.id } });
    const refused = expectType(await askFriend(mei, tom), 'FriendRequestPausedError');
    expect(refused.rule).toBe('FRIEND_REQUEST_PAUSED');
    expect(Math.round((Date.parse(refused.retryAt) - Date.now()) / 3_600_000)).toBe(24);
    await backdate(stage, request.id, 1.01, true);
    expectType(await askFriend(mei, tom), 'RequestFriendPayload');
    expectType(await askFriend(tom, mei), 'RequestFriendPayload');
    await removeFriend(mei, tom);
    expectType(await askFriend(mei, tom), 'RequestFriendPayload');
  });

  test('does not keep the one who declined from asking', async () => {
    const { mei, tom } = await two();
    const { request } = expectType(await askFriend(mei, tom), 'RequestFriendPayload');
    await tom.ask(Decline, { input: { requestId: request.id } });
    expectType(await askFriend(tom, mei), 'RequestFriendPayload');
    expectType(await askFriend(mei, tom), 'RequestFriendPayload');
    expect((await contact(mei, tom)).relation).toBe('FRIEND');
  });
});
