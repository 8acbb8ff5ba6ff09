import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { MissedEvents } from '../testing/events.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { freshCursor, type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const RequestFields = graphql(`
  fragment RequestFields on FriendRequest {
    id
    note
    status
    createdAt
    decidedAt
    from { id }
    to { id }
  }
`);
const RequestFriend = graphql(
  `mutation AskFriend($input: RequestFriendInput!) {
    requestFriend(input: $input) {
      __typename
      ... on RequestFriendPayload { request { ...RequestFields } }
      ... on FriendRequestPendingError { request { ...RequestFields } }
      ... on InvalidFieldError { field }
      ... on Error { message rule }
    }
  }`,
  [RequestFields],
);
const Accept = graphql(
  `mutation Accept($input: AcceptFriendRequestInput!) {
    decided: acceptFriendRequest(input: $input) {
      __typename
      ... on AcceptFriendRequestPayload { request { ...RequestFields } }
      ... on FriendRequestDecidedError { request { ...RequestFields } }
      ... on Error { message rule }
    }
  }`,
  [RequestFields],
);
const Decline = graphql(
  `mutation Decline($input: DeclineFriendRequestInput!) {
    decided: declineFriendRequest(input: $input) {
      __typename
      ... on DeclineFriendRequestPayload { request { ...RequestFields } }
      ... on FriendRequestDecidedError { request { ...RequestFields } }
      ... on Error { message rule }
    }
  }`,
  [RequestFields],
);
const Cancel = graphql(
  `mutation Cancel($input: CancelFriendRequestInput!) {
    decided: cancelFriendRequest(input: $input) {
      __typename
      ... on CancelFriendRequestPayload { request { ...RequestFields } }
      ... on FriendRequestDecidedError { request { ...RequestFields } }
      ... on Error { message rule }
    }
  }`,
  [RequestFields],
);
const Contacts = graphql(
  `query Contacts {
    viewer {
      friends { edges { node { id } } }
      receivedFriendRequests { edges { node { id } } }
      sentFriendRequests { edges { node { id } } }
    }
  }`,
);
const RequestById = graphql(
  `query RequestById($id: ID!) { node(id: $id) { ... on FriendRequest { ...RequestFields } } }`,
  [RequestFields],
);
const Between = graphql(
  `query Between($id: ID!) {
    node(id: $id) { ... on User { relation pendingFriendRequest { id } presence { state } } }
  }`,
);

async function requestFriend(
  from: Person,
  to: { id: string },
  note?: VariablesOf<typeof RequestFriend>['input']['note'],
) {
  return (await from.ask(RequestFriend, { input: { userId: to.id, note } })).requestFriend;
}

/** Asks, where nothing is in the way. */
async function requestMade(from: Person, to: Person, note?: string) {
  return expectType(await requestFriend(from, to, note), 'RequestFriendPayload').request;
}

const accept = async (person: Person, requestId: string) =>
  (await person.ask(Accept, { input: { requestId } })).decided;
const decline = async (person: Person, requestId: string) =>
  (await person.ask(Decline, { input: { requestId } })).decided;
const cancel = async (person: Person, requestId: string) =>
  (await person.ask(Cancel, { input: { requestId } })).decided;

async function contactsOf(person: Person) {
  const { viewer } = await person.ask(Contacts, {});
  return {
    friends: viewer.friends.edges.map((edge) => edge.node.id),
    received: viewer.receivedFriendRequests.edges.map((edge) => edge.node.id),
    sent: viewer.sentFriendRequests.edges.map((edge) => edge.node.id),
  };
}

/** What one person is to another, as a fresh fetch tells. */
async function between(one: Person, other: Person) {
  const { node } = await one.ask(Between, { id: other.id });
  if (!node || !('relation' in node)) throw new Error('A user’s id led to no user');
  return { relation: node.relation, pending: node.pendingFriendRequest?.id ?? null };
}

async function two() {
  return { mei: await stage.world.user('Mei'), tom: await stage.world.user('Tom') };
}

describe('asking', () => {
  test('both see the request at once, with its note, and what they are to each other', async () => {
    const { mei, tom } = await two();
    const following = [await mei.follow().live(), await tom.follow().live()];
    const request = await requestMade(mei, tom, '  We met at the teahouse 🍵 ');
    expect(request).toMatchObject({
      note: 'We met at the teahouse 🍵',
      status: 'PENDING',
      decidedAt: null,
      from: { id: mei.id },
      to: { id: tom.id },
    });
    for (const stream of following) {
      const made = await stream.first('FriendRequestMade');
      expect(made.request).toEqual({
        id: request.id,
        status: 'PENDING',
        from: { id: mei.id },
        to: { id: tom.id },
      });
      stream.close();
    }
    expect(await between(mei, tom)).toEqual({ relation: 'REQUEST_SENT', pending: request.id });
    expect(await between(tom, mei)).toEqual({ relation: 'REQUEST_RECEIVED', pending: request.id });
    expect(await contactsOf(mei)).toEqual({ friends: [], received: [], sent: [request.id] });
    expect(await contactsOf(tom)).toEqual({ friends: [], received: [request.id], sent: [] });
  });

  test('takes a note of 200 characters and none of 201', async () => {
    const { mei, tom } = await two();
    const refused = expectType(
      await requestFriend(mei, tom, '茶'.repeat(201)),
      'InvalidFieldError',
    );
    expect(refused).toMatchObject({ field: 'note', rule: 'INVALID_FIELD' });
    const { note } = await requestMade(mei, tom, `\0${'🍵'.repeat(200)}`);
    expect(note).toBe('🍵'.repeat(200));
  });

  test('without a note it has an empty one', async () => {
    for (const note of [undefined, null, '', ' \n ', '\0']) {
      const { mei, tom } = await two();
      const answer = expectType(await requestFriend(mei, tom, note), 'RequestFriendPayload');
      expect(answer.request.note).toBe('');
    }
  });

  test('twice is refused with the request that waits', async () => {
    const { mei, tom } = await two();
    const request = await requestMade(mei, tom, 'please');
    const refused = expectType(
      await requestFriend(mei, tom, 'please!'),
      'FriendRequestPendingError',
    );
    expect(refused.rule).toBe('FRIEND_REQUEST_PENDING');
    expect(refused.request).toEqual(request);
  });

  test('oneself, a friend, nobody and nonsense are refused with the rule', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    expect(expectType(await requestFriend(mei, mei), 'OwnAccountError').rule).toBe('OWN_ACCOUNT');
    for (const [one, other] of [
      [mei, tom],
      [tom, mei],
    ] as const) {
      const refused = expectType(await requestFriend(one, other), 'AlreadyFriendsError');
      expect(refused.rule).toBe('ALREADY_FRIENDS');
    }
    const nobody = Buffer.from('User:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');
    for (const id of [nobody, mei.sessionId, 'nonsense', '', '\0'])
      expect(expectType(await requestFriend(mei, { id }), 'NotFoundError').rule).toBe('NOT_FOUND');
    const { errors } = await ask(stage.url, null, RequestFriend, { input: { userId: tom.id } });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('back accepts', async () => {
    const { mei, tom } = await two();
    const request = await requestMade(mei, tom);
    const answer = expectType(await requestFriend(tom, mei, 'gladly'), 'RequestFriendPayload');
    expect(answer.request).toMatchObject({ id: request.id, status: 'ACCEPTED' });
    expect(await between(mei, tom)).toEqual({ relation: 'FRIEND', pending: null });
  });

  test('each other at the same instant makes exactly one friendship, and nobody stays stuck', async () => {
    for (let round = 0; round < 10; round++) {
      const { mei, tom } = await two();
      const answers = await Promise.all([requestFriend(mei, tom), requestFriend(tom, mei)]);
      const requests = answers.map((answer) => expectType(answer, 'RequestFriendPayload').request);
      expect(new Set(requests.map((request) => request.id)).size).toBe(1);
      for (const [one, other] of [
        [mei, tom],
        [tom, mei],
      ] as const) {
        expect(await between(one, other)).toEqual({ relation: 'FRIEND', pending: null });
        expect(await contactsOf(one)).toEqual({ friends: [other.id], received: [], sent: [] });
      }
    }
  });

  test('many times over at the same instant leaves friends without a request between them', async () => {
    for (let round = 0; round < 5; round++) {
      const { mei, tom } = await two();
      const after = await freshCursor(stage, mei);
      await Promise.all(
        [mei, tom, mei, tom, tom].map((one) => requestFriend(one, one === mei ? tom : mei)),
      );
      expect(await between(mei, tom)).toEqual({ relation: 'FRIEND', pending: null });
      const { events: told } = await mei.ask(MissedEvents, { after, first: null });
      expect(told.events.map((event) => event.__typename)).toEqual([
        'FriendRequestMade',
        'FriendRequestDecided',
        'FriendshipStarted',
      ]);
    }
  });
});

describe('deciding', () => {
  test('yes makes friends of both, and both are told live', async () => {
    const { mei, tom } = await two();
    const { id } = await requestMade(mei, tom, 'hello');
    const streams = { mei: await mei.follow().live(), tom: await tom.follow().live() };
    const { request } = expectType(await accept(tom, id), 'AcceptFriendRequestPayload');
    expect(request).toMatchObject({ id, status: 'ACCEPTED', note: 'hello' });
    expect(Date.parse(request.decidedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(request.createdAt),
    );
    for (const [stream, friend] of [
      [streams.mei, tom],
      [streams.tom, mei],
    ] as const) {
      expect((await stream.first('FriendRequestDecided')).request).toMatchObject({
        id,
        status: 'ACCEPTED',
      });
      expect((await stream.first('FriendshipStarted')).user).toEqual({
        id: friend.id,
        relation: 'FRIEND',
      });
      stream.close();
    }
    expect(await contactsOf(mei)).toEqual({ friends: [tom.id], received: [], sent: [] });
    expect(await contactsOf(tom)).toEqual({ friends: [mei.id], received: [], sent: [] });
  });

  for (const [name, decided, status, decider] of [
    ['no', decline, 'DECLINED', 'tom'],
    ['never mind', cancel, 'CANCELLED', 'mei'],
  ] as const)
    test(`${name} ends the request for both, makes no friends, and lets either ask anew`, async () => {
      const people = await two();
      const { mei, tom } = people;
      const { id } = await requestMade(mei, tom);
      const streams = [await mei.follow().live(), await tom.follow().live()];
      const answer = await decided(people[decider], id);
      if (!('request' in answer)) throw new Error(`Not decided: ${JSON.stringify(answer)}`);
      expect(answer.request).toMatchObject({ id, status });
      for (const stream of streams) {
        const told = await stream.first('FriendRequestDecided');
        expect(told.request).toMatchObject({ id, status });
      }
      for (const [one, other] of [
        [mei, tom],
        [tom, mei],
      ] as const) {
        expect(await between(one, other)).toEqual({ relation: 'STRANGER', pending: null });
        expect(await contactsOf(one)).toEqual({ friends: [], received: [], sent: [] });
      }
      await requestMade(tom, mei, 'on second thoughts');
      for (const stream of streams) {
        expect(stream.of('FriendshipStarted')).toEqual([]);
        stream.close();
      }
    });

  test('a second time is refused with the request as it stands', async () => {
    const { mei, tom } = await two();
    const { id } = await requestMade(mei, tom);
    expectType(await decline(tom, id), 'DeclineFriendRequestPayload');
    for (const answer of [await accept(tom, id), await decline(tom, id), await cancel(mei, id)]) {
      const refused = expectType(answer, 'FriendRequestDecidedError');
      expect(refused).toMatchObject({
        rule: 'FRIEND_REQUEST_DECIDED',
        request: { id, status: 'DECLINED' },
      });
      expect(refused.message).toContain('declined');
    }
  });

  test('is for the other person: who asked can only take back, and who was asked cannot', async () => {
    const { mei, tom } = await two();
    const { id } = await requestMade(mei, tom);
    for (const answer of [await accept(mei, id), await decline(mei, id), await cancel(tom, id)]) {
      const refused = expectType(answer, 'FriendRequestDecidedError');
      expect(refused.request.status).toBe('PENDING');
      expect(refused.message).not.toContain('already');
    }
    expectType(await accept(tom, id), 'AcceptFriendRequestPayload');
  });

  test('both ways at the same instant: what is answered is what stands', async () => {
    for (let round = 0; round < 10; round++) {
      const { mei, tom } = await two();
      const { id } = await requestMade(mei, tom);
      const [taken, answered] = await Promise.all([cancel(mei, id), requestFriend(tom, mei)]);
      const accepted = answered.__typename === 'RequestFriendPayload' && answered.request.id === id;
      expect(taken.__typename).toBe(
        accepted ? 'FriendRequestDecidedError' : 'CancelFriendRequestPayload',
      );
      expect((await between(mei, tom)).relation).toBe(accepted ? 'FRIEND' : 'REQUEST_RECEIVED');
    }
  });

  test('an outsider finds nothing: no node, no deciding, no event', async () => {
    const { mei, tom } = await two();
    const eve = await stage.world.user('Eve');
    const listening = await eve.follow().live();
    const { id } = await requestMade(mei, tom, 'private');
    for (const answer of [await accept(eve, id), await decline(eve, id), await cancel(eve, id)])
      expect(expectType(answer, 'NotFoundError').rule).toBe('NOT_FOUND');
    const { errors, data } = await eve.attempt(RequestById, { id });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect(data?.node).toBeNull();
    expect(await between(eve, mei)).toEqual({ relation: 'STRANGER', pending: null });
    expect(await contactsOf(eve)).toEqual({ friends: [], received: [], sent: [] });
    for (const insider of [mei, tom]) await insider.ask(RequestById, { id });
    expectType(await accept(tom, id), 'AcceptFriendRequestPayload');
    const own = await requestMade(eve, mei);
    await listening.first('FriendRequestMade', ({ request }) => request.id === own.id);
    expect(listening.of('FriendRequestMade')).toHaveLength(1);
    expect(listening.of('FriendRequestDecided')).toEqual([]);
    expect(listening.of('FriendshipStarted')).toEqual([]);
    listening.close();
  });

  test('an unknown request and nonsense are not found', async () => {
    const { mei } = await two();
    const unknown = Buffer.from('FriendRequest:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f');
    for (const id of [unknown.toString('base64'), mei.id, 'nonsense', '', '\0'])
      for (const answer of [await accept(mei, id), await decline(mei, id), await cancel(mei, id)])
        expect(answer.__typename).toBe('NotFoundError');
  });
});
