import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  askToJoin,
  cancel,
  decide,
  dissolve,
  join,
  joinBy,
  leave,
  linkInto,
  PreviewFields,
  remove,
  setRole,
  update,
} from '../testing/joining.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, World } from '../testing/world.ts';

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

const OwnRequests = graphql(
  `query OwnRequests {
    viewer {
      joinRequests { edges { node { id joinRequestStatus decidedBy { id } group { ...PreviewFields } } } }
    }
  }`,
  [PreviewFields],
);
const Asked = graphql(`
  query Asked($id: ID!) {
    conversation(id: $id) { joinRequests { edges { node { id note user { id } } } } }
  }
`);
const RequestNode = graphql(`query RequestNode($id: ID!) { node(id: $id) { __typename } }`);
const Last = graphql(`
  query LastOne($id: ID!) {
    conversation(id: $id) {
      memberCount
      messages(last: 1) { edges { node { sender { id } content {
        __typename ... on MemberJoinedNotice { via member { id } }
      } } } }
    }
  }
`);

const Received = graphql(`
  query Received { viewer { receivedJoinRequests { edges { node { id } } } } }
`);
const received = async (person: Person) =>
  (await person.ask(Received, {})).viewer.receivedJoinRequests.edges.map(({ node }) => node.id);

const DAY_MS = 24 * 3_600_000;
/** Lets time pass since a request was declined. */
const declinedBefore = (id: string, ms: number) =>
  stage.backend.db.joinRequest.update({
    where: { id: uuidOf(id) },
    data: { decidedAt: new Date(Date.now() - ms) },
  });

const own = async (person: Person) =>
  (await person.ask(OwnRequests, {})).viewer.joinRequests.edges.map(({ node }) => node);

const asked = async (person: Person, id: string) =>
  (await person.ask(Asked, { id })).conversation?.joinRequests?.edges.map(({ node }) => node) ??
  null;

const lastOf = async (person: Person, id: string) => {
  const { conversation } = await person.ask(Last, { id });
  return conversation?.messages.edges[0]?.node;
};

/** Mei's public group with Tom, who only is a member, and people outside it. */
async function teahouse(...strangers: string[]) {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const id = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
  const others: Person[] = [];
  for (const name of strangers) others.push(await stage.world.user(name));
  return { mei, tom, id, others };
}

async function pending(person: Person, id: string, note?: string) {
  const answer = await askToJoin(person, id, note);
  return expectType(answer, 'RequestToJoinGroupPayload').request;
}

describe('a public group that decides who comes in', () => {
  test('hears a request on every device of those who run it, and lets the person in', async () => {
    const { mei, tom, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    expect(expectType(await join(eve, id), 'JoinRequestRequiredError').rule).toBe(
      'JOIN_REQUEST_REQUIRED',
    );
    const streams: Following[] = [];
    for (const device of [mei, await mei.onAnotherDevice(), eve, await eve.onAnotherDevice(), tom])
      streams.push(await device.follow().live());
    const request = await pending(eve, id, '  我爱喝茶 🍵 ');
    expect(request).toMatchObject({
      note: '我爱喝茶 🍵',
      joinRequestStatus: 'PENDING',
      decidedAt: null,
      user: { id: eve.id },
      group: { id, name: 'Tea', viewerIsMember: false, viewerRequest: { id: request.id } },
    });
    expect(await asked(mei, id)).toEqual([
      { id: request.id, note: '我爱喝茶 🍵', user: { id: eve.id } },
    ]);
    expect(await asked(tom, id)).toBeNull();
    for (const stream of streams.slice(0, 4))
      expect((await stream.first('JoinRequestChanged')).joinRequest).toMatchObject({
        id: request.id,
        joinRequestStatus: 'PENDING',
        user: { id: eve.id },
      });
    const accepted = expectType(await decide(mei, request.id, true), 'DecideJoinRequestPayload');
    expect(accepted.request).toMatchObject({
      joinRequestStatus: 'ACCEPTED',
      decidedBy: { id: mei.id },
    });
    expect(accepted.request.decidedAt).not.toBeNull();
    for (const stream of streams.slice(0, 4))
      await stream.first(
        'JoinRequestChanged',
        (event) => event.joinRequest?.joinRequestStatus === 'ACCEPTED',
      );
    for (const stream of streams.slice(2, 4)) await stream.first('ConversationJoined');
    await streams[4]!.first('MessageSent');
    expect(streams[4]!.of('JoinRequestChanged')).toEqual([]);
    expect(await lastOf(eve, id)).toEqual({
      sender: { id: mei.id },
      content: { __typename: 'MemberJoinedNotice', via: 'REQUEST', member: { id: eve.id } },
    });
    expect(await asked(mei, id)).toEqual([]);
    for (const stream of streams) stream.close();
  });

  test('is asked once: asking again answers with the request that waits', async () => {
    const { mei, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    const answers = await Promise.all(['a', 'b', 'c'].map((note) => pending(eve, id, note)));
    expect(new Set(answers.map((request) => request.id)).size).toBe(1);
    expect(await asked(mei, id)).toHaveLength(1);
    const [row] = await own(eve);
    expect(row?.group?.viewerRequest?.id).toBe(answers[0]!.id);
  });

  test('takes notes of up to 200 characters', async () => {
    const { id, others } = await teahouse('Eve');
    const refused = expectType(
      await askToJoin(others[0]!, id, '茶'.repeat(201)),
      'InvalidFieldError',
    );
    expect(refused).toMatchObject({ field: 'note', rule: 'INVALID_FIELD' });
    expect((await pending(others[0]!, id, `\0${'🍵'.repeat(200)} `)).note).toBe('🍵'.repeat(200));
  });

  test('is decided by the owner or an administrator, once', async () => {
    const { mei, tom, id, others } = await teahouse('Eve', 'Lin');
    const [eve, lin] = [others[0]!, others[1]!];
    const request = await pending(eve, id);
    // For a member it is as if there were none, as it is for anybody else.
    const none = btoa(`JoinRequest:${randomUUID()}`);
    for (const person of [tom, eve, lin])
      expect(await decide(person, request.id, true)).toEqual(
        expectType(await decide(person, none, true), 'NotFoundError'),
      );
    for (const bad of [id, 'nonsense', '', '\0'])
      expectType(await decide(mei, bad, true), 'NotFoundError');
    for (const person of [tom, lin]) {
      const { errors } = await person.attempt(RequestNode, { id: request.id });
      expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    }
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    for (const person of [tom, eve])
      expect((await person.ask(RequestNode, { id: request.id })).node?.__typename).toBe(
        'JoinRequest',
      );
    const answers = await Promise.all([
      decide(tom, request.id, false),
      decide(mei, request.id, true),
    ]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'DecideJoinRequestPayload',
      'JoinRequestDecidedError',
    ]);
    const late = answers.find((answer) => answer.__typename === 'JoinRequestDecidedError')!;
    const [row] = await own(eve);
    expect(expectType(late, 'JoinRequestDecidedError')).toMatchObject({
      rule: 'JOIN_REQUEST_DECIDED',
      joinRequest: { id: request.id, joinRequestStatus: row?.joinRequestStatus },
    });
    const { rows } = await stage.backend.pool.query(
      'SELECT action FROM audit_entry WHERE subject_id = $1',
      [uuidOf(request.id)],
    );
    expect(rows).toEqual([
      {
        action:
          row?.joinRequestStatus === 'ACCEPTED' ? 'JoinRequestAccepted' : 'JoinRequestDeclined',
      },
    ]);
  });

  test('says no, and may be asked again a day later', async () => {
    const { mei, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    const request = await pending(eve, id);
    const declined = expectType(await decide(mei, request.id, false), 'DecideJoinRequestPayload');
    expect(declined.request.joinRequestStatus).toBe('DECLINED');
    expect((await mei.ask(Last, { id })).conversation?.memberCount).toBe(2);
    const paused = expectType(await askToJoin(eve, id), 'JoinRequestPausedError');
    expect(paused.rule).toBe('JOIN_REQUEST_PAUSED');
    expect(Date.parse(paused.retryAt) - Date.parse(declined.request.decidedAt ?? '')).toBe(DAY_MS);
    await declinedBefore(request.id, DAY_MS - 60_000);
    expectType(await askToJoin(eve, id), 'JoinRequestPausedError');
    await declinedBefore(request.id, DAY_MS);
    const second = await pending(eve, id);
    expect(second.id).not.toBe(request.id);
    expect((await own(eve)).map((row) => row.joinRequestStatus)).toEqual(['PENDING', 'DECLINED']);
  });

  test('whoever was declined comes in by an invitation at any time, or when the door opens', async () => {
    const { mei, id, others } = await teahouse('Eve', 'Lin');
    const [eve, lin] = [others[0]!, others[1]!];
    for (const person of [eve, lin]) await decide(mei, (await pending(person, id)).id, false);
    expectType(await joinBy(eve, (await linkInto(id, mei)).token), 'JoinGroupByInvitePayload');
    await update(mei, id, { joinPolicy: 'OPEN' });
    expect((await pending(lin, id)).joinRequestStatus).toBe('ACCEPTED');
  });

  test('what waits in all the groups one runs is one list, for those who run them alone', async () => {
    const { mei, tom, id, others } = await teahouse('Eve', 'Lin');
    const other = await mei.group('Water', [tom], { visibility: 'PUBLIC' });
    await setRole(mei, other, tom, 'ADMINISTRATOR');
    const requests = [await pending(others[0]!, id), await pending(others[1]!, other)];
    expect(await received(mei)).toEqual([requests[1]!.id, requests[0]!.id]);
    expect(await received(tom)).toEqual([requests[1]!.id]);
    expect(await received(others[0]!)).toEqual([]);
    await decide(tom, requests[1]!.id, false);
    expect(await received(mei)).toEqual([requests[0]!.id]);
    await dissolve(mei, id);
    expect(await received(mei)).toEqual([]);
  });

  test('a request is taken back by nobody but the person who asked, while it waits', async () => {
    const { mei, id, others } = await teahouse('Eve', 'Lin');
    const [eve, lin] = [others[0]!, others[1]!];
    const request = await pending(eve, id);
    for (const person of [mei, lin]) expectType(await cancel(person, request.id), 'NotFoundError');
    const watching = await mei.follow().live();
    const taken = expectType(await cancel(eve, request.id), 'CancelJoinRequestPayload');
    expect(taken.request).toMatchObject({ joinRequestStatus: 'CANCELLED', decidedBy: null });
    const { joinRequest } = await watching.first('JoinRequestChanged');
    expect(joinRequest?.joinRequestStatus).toBe('CANCELLED');
    watching.close();
    for (const answer of [await cancel(eve, request.id), await decide(mei, request.id, true)])
      expect(expectType(answer, 'JoinRequestDecidedError').joinRequest.joinRequestStatus).toBe(
        'CANCELLED',
      );
  });

  test('a request is settled when the person comes in by another way', async () => {
    const { mei, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    const request = await pending(eve, id);
    const watching = await mei.follow().live();
    expectType(await joinBy(eve, (await linkInto(id, mei)).token), 'JoinGroupByInvitePayload');
    const { joinRequest } = await watching.first('JoinRequestChanged');
    expect(joinRequest).toMatchObject({ joinRequestStatus: 'ACCEPTED', decidedBy: null });
    expectType(await decide(mei, request.id, false), 'JoinRequestDecidedError');
    expect((await mei.ask(Last, { id })).conversation?.memberCount).toBe(3);
    watching.close();
  });

  test('a request of somebody who is banned meanwhile is declined, and cannot be made again', async () => {
    const { mei, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    const request = await pending(eve, id);
    await remove(mei, id, [eve], { ban: true });
    expect(await own(eve)).toMatchObject([
      // Who runs the group is not for those outside to know.
      { joinRequestStatus: 'DECLINED', decidedBy: null },
    ]);
    expectType(await decide(mei, request.id, true), 'JoinRequestDecidedError');
    expectType(await askToJoin(eve, id), 'BannedFromGroupError');
  });

  test('a full group lets nobody in, and the request waits on', async () => {
    const { one: mei, other: tom } = await small.world.friends('Mei', 'Tom');
    const id = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
    const world = new World(small.url);
    const [eve, lin] = [await world.user('Eve'), await world.user('Lin')];
    const requests = [await pending(eve, id), await pending(lin, id)];
    expectType(await decide(mei, requests[0]!.id, true), 'DecideJoinRequestPayload');
    expect(expectType(await decide(mei, requests[1]!.id, true), 'LimitReachedError').limit).toBe(3);
    expect(await asked(mei, id)).toMatchObject([{ id: requests[1]!.id }]);
    await leave(tom, id);
    expectType(await decide(mei, requests[1]!.id, true), 'DecideJoinRequestPayload');
  });

  test('a thousand requests wait at most', async () => {
    const { mei, id, others } = await teahouse('Eve', 'Lin');
    const request = await pending(others[0]!, id);
    await stage.backend.pool.query(
      `WITH people AS (
         INSERT INTO account (id, username, nickname)
         SELECT gen_random_uuid(), 'asks_' || n, 'Asks' FROM generate_series(1, 999) n RETURNING id
       )
       INSERT INTO join_request (id, conversation_id, account_id) SELECT gen_random_uuid(), $1, id FROM people`,
      [uuidOf(id)],
    );
    expect(expectType(await askToJoin(others[1]!, id), 'LimitReachedError').limit).toBe(1_000);
    expectType(await decide(mei, request.id, false), 'DecideJoinRequestPayload');
    expectType(await askToJoin(others[1]!, id), 'RequestToJoinGroupPayload');
  });
});

describe('a group that nobody may find', () => {
  test('is not found by whoever wants to come in, private, dissolved or no group at all', async () => {
    const { mei, tom, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    const hidden = await mei.group('Hidden', [tom]);
    const gone = await mei.group('Gone', [tom], { visibility: 'PUBLIC', joinPolicy: 'OPEN' });
    await dissolve(mei, gone);
    for (const bad of [hidden, gone, await mei.open(tom), eve.id, 'nonsense', '', '\0']) {
      expectType(await join(eve, bad), 'NotFoundError');
      expectType(await askToJoin(eve, bad), 'NotFoundError');
    }
    expectType(await join(tom, hidden), 'JoinGroupPayload');
    const { errors } = await ask(stage.url, null, OwnRequests, {});
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect(await asked(mei, id)).toEqual([]);
  });

  test('declines all requests when it is made private; those who asked are told, and see it no longer', async () => {
    const { mei, id, others } = await teahouse('Eve', 'Lin');
    const requests = [await pending(others[0]!, id), await pending(others[1]!, id)];
    const streams = [await others[0]!.follow().live(), await others[1]!.follow().live()];
    await update(mei, id, { visibility: 'PRIVATE' });
    for (const [index, stream] of streams.entries()) {
      expect((await stream.first('JoinRequestChanged')).joinRequest).toEqual({
        id: requests[index]!.id,
        joinRequestStatus: 'DECLINED',
        user: { id: others[index]!.id },
        decidedBy: null,
        group: null,
      });
      stream.close();
    }
    expect(await asked(mei, id)).toEqual([]);
    await update(mei, id, { visibility: 'PUBLIC', name: 'Tea again' });
    expect(await own(others[0]!)).toMatchObject([
      { joinRequestStatus: 'DECLINED', group: { name: 'Tea again', viewerRequest: null } },
    ]);
  });

  test('declines all requests when it is dissolved', async () => {
    const { mei, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    const request = await pending(eve, id);
    const watching = await eve.follow().live();
    await dissolve(mei, id);
    const { joinRequest } = await watching.first('JoinRequestChanged');
    expect(joinRequest).toMatchObject({ joinRequestStatus: 'DECLINED', group: null });
    expectType(await decide(mei, request.id, true), 'NotFoundError');
    expectType(await cancel(eve, request.id), 'JoinRequestDecidedError');
    watching.close();
  });
});
