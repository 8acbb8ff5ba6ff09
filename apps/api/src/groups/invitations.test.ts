import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { idsOf } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  decline,
  dissolve,
  invitationOf,
  invite,
  joinBy,
  linkInto,
  lookAt,
  remove,
  revoke,
  setRole,
} from '../testing/joining.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Invitations = graphql(`
  query Invitations($first: Int, $after: String) {
    viewer {
      groupInvitations(first: $first, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { id token createdBy { id } group { id name memberCount } } }
      }
    }
  }
`);
const Via = graphql(`
  query Via($id: ID!) {
    conversation(id: $id) {
      messages(last: 1) { edges { node { sender { id } content {
        __typename ... on MemberJoinedNotice { via member { id } }
      } } } }
    }
  }
`);
const InviteNode = graphql(`query InvitationNode($id: ID!) { node(id: $id) { __typename } }`);

const sql = (text: string, ...values: unknown[]) => stage.backend.pool.query(text, values);

const waiting = async (person: Person) =>
  (await person.ask(Invitations, { first: null, after: null })).viewer.groupInvitations.edges.map(
    ({ node }) => node,
  );

/** Mei's private group with Tom, and friends of hers outside it. */
async function teahouse(...names: string[]) {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const id = await mei.group('Tea', [tom]);
  const friends: Person[] = [];
  for (const name of names) {
    const friend = await stage.world.user(name);
    await mei.befriend(friend);
    friends.push(friend);
  }
  return { mei, tom, id, friends };
}

describe('an invitation', () => {
  test('reaches the friend on every device, and brings them in when they accept', async () => {
    const { mei, tom, id, friends } = await teahouse('Lin', 'Ann');
    const lin = friends[0]!;
    const devices = [lin, await lin.onAnotherDevice(), mei, tom];
    const streams: Following[] = [];
    for (const device of devices) streams.push(await device.follow().live());
    const made = expectType(await invite(mei, id, friends), 'InviteToGroupPayload');
    expect(made.invites.map(({ invitee }) => invitee?.id)).toEqual(idsOf(friends));
    const own = made.invites[0]!;
    expect(own).toMatchObject({ state: 'OPEN', maxUses: 1, uses: 0, createdBy: { id: mei.id } });
    expect(own.token).not.toBe(made.invites[1]!.token);
    for (const stream of streams.slice(0, 2)) {
      const { invite: told } = await stream.first('GroupInviteChanged');
      expect(told).toMatchObject({ id: own.id, state: 'OPEN', group: { id, name: 'Tea' } });
    }
    expect(await waiting(lin)).toEqual([
      {
        id: own.id,
        token: own.token,
        createdBy: { id: mei.id },
        group: { id, name: 'Tea', memberCount: 2 },
      },
    ]);
    const joined = expectType(await joinBy(lin, own.token), 'JoinGroupByInvitePayload');
    expect(joined.conversation).toMatchObject({ id, memberCount: 3 });
    for (const stream of streams.slice(0, 3))
      await stream.first('GroupInviteChanged', (event) => event.invite?.state === 'ACCEPTED');
    for (const stream of streams.slice(0, 2))
      expect((await stream.first('ConversationJoined')).conversation?.id).toBe(id);
    await streams[3]!.first('MessageSent');
    expect(streams[3]!.of('GroupInviteChanged')).toEqual([]);
    const { conversation } = await tom.ask(Via, { id });
    expect(conversation?.messages.edges[0]?.node).toEqual({
      sender: { id: lin.id },
      content: { __typename: 'MemberJoinedNotice', via: 'INVITATION', member: { id: lin.id } },
    });
    expect(await waiting(lin)).toEqual([]);
    for (const stream of streams) stream.close();
  });

  test('is for nobody but the person it is addressed to', async () => {
    const { mei, tom, id, friends } = await teahouse('Lin', 'Ann');
    const [lin, ann] = [friends[0]!, friends[1]!];
    const own = await invitationOf(lin, id, mei);
    for (const person of [ann, tom]) {
      expect(await lookAt(person, own.token)).toBe('NOT_FOUND');
      expectType(await joinBy(person, own.token), 'NotFoundError');
      expectType(await decline(person, own.id), 'NotFoundError');
      const { errors } = await person.attempt(InviteNode, { id: own.id });
      expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    }
    expect(await waiting(ann)).toEqual([]);
    for (const person of [lin, mei])
      expect(await lookAt(person, own.token)).toMatchObject({ id: own.id, state: 'OPEN' });
    expect((await lin.ask(InviteNode, { id: own.id })).node?.__typename).toBe('GroupInvite');
    expectType(await decline(mei, own.id), 'NotFoundError');
    for (const bad of [id, 'nonsense', '', '\0'])
      expectType(await decline(lin, bad), 'NotFoundError');
  });

  test('is declined once; those who run the group see it, and may invite again', async () => {
    const { mei, id, friends } = await teahouse('Lin');
    const lin = friends[0]!;
    const own = await invitationOf(lin, id, mei);
    const streams = [
      await mei.follow().live(),
      await lin.follow().live(),
      await (await lin.onAnotherDevice()).follow().live(),
    ];
    for (let round = 0; round < 2; round++) {
      const answer = expectType(await decline(lin, own.id), 'DeclineGroupInvitePayload');
      expect(answer.invite).toMatchObject({ state: 'DECLINED', group: null });
    }
    expect(expectType(await joinBy(lin, own.token), 'InviteUnusableError').reason).toBe('DECLINED');
    const second = await invitationOf(lin, id, mei);
    expect(second.id).not.toBe(own.id);
    for (const stream of streams) {
      await stream.first('GroupInviteChanged', (event) => event.invite?.id === second.id);
      const states = stream.of('GroupInviteChanged').map((event) => event.invite?.state);
      expect(states).toEqual(['DECLINED', 'OPEN']);
      stream.close();
    }
    expectType(await joinBy(lin, second.token), 'JoinGroupByInvitePayload');
    const late = expectType(await decline(lin, second.id), 'DeclineGroupInvitePayload');
    expect(late.invite.state).toBe('ACCEPTED');
  });

  test('that is over says so to the friend: expired, revoked', async () => {
    const { mei, id, friends } = await teahouse('Lin', 'Ann');
    const [lin, ann] = [friends[0]!, friends[1]!];
    const [expired, revoked] = [await invitationOf(lin, id, mei), await invitationOf(ann, id, mei)];
    await sql(
      "UPDATE group_invite SET expires_at = now() - interval '1 second' WHERE token = $1",
      expired.token,
    );
    const watching = await ann.follow().live();
    expectType(await revoke(mei, revoked.id), 'RevokeGroupInvitePayload');
    expect((await watching.first('GroupInviteChanged')).invite).toMatchObject({
      id: revoked.id,
      state: 'REVOKED',
      group: null,
    });
    watching.close();
    for (const [person, own, reason] of [
      [lin, expired, 'EXPIRED'],
      [ann, revoked, 'REVOKED'],
    ] as const) {
      expect(expectType(await joinBy(person, own.token), 'InviteUnusableError').reason).toBe(
        reason,
      );
      expect(await waiting(person)).toEqual([]);
      const answer = expectType(await decline(person, own.id), 'DeclineGroupInvitePayload');
      expect(answer.invite.state).toBe(reason);
    }
  });

  test('is settled when the friend comes in by another way', async () => {
    const { mei, id, friends } = await teahouse('Lin');
    const lin = friends[0]!;
    const own = await invitationOf(lin, id, mei);
    const streams = [await mei.follow().live(), await lin.follow().live()];
    const link = await linkInto(id, mei);
    expectType(await joinBy(lin, link.token), 'JoinGroupByInvitePayload');
    for (const stream of streams) {
      await stream.first(
        'GroupInviteChanged',
        (event) => event.invite?.id === own.id && event.invite.state === 'ACCEPTED',
      );
      stream.close();
    }
    expect(await waiting(lin)).toEqual([]);
  });

  test('goes with the group, and with a ban', async () => {
    const { mei, tom, id, friends } = await teahouse('Lin');
    const lin = friends[0]!;
    const own = await invitationOf(lin, id, mei);
    const watching = await lin.follow().live();
    await remove(mei, id, [lin], { ban: true });
    expect((await watching.first('GroupInviteChanged')).invite?.state).toBe('REVOKED');
    expect(await waiting(lin)).toEqual([]);
    expect(expectType(await invite(mei, id, [lin]), 'InvalidFieldError')).toMatchObject({
      field: 'userIds',
    });
    expectType(await joinBy(lin, own.token), 'InviteUnusableError');
    const other = await mei.group('Chess', [tom]);
    const second = await invitationOf(lin, other, mei);
    await watching.first('GroupInviteChanged', (event) => event.invite?.id === second.id);
    await dissolve(mei, other);
    await watching.first('GroupInviteChanged', (event) => event.invite === null);
    expect(await waiting(lin)).toEqual([]);
    expectType(await joinBy(lin, second.token), 'NotFoundError');
    expectType(await decline(lin, second.id), 'NotFoundError');
    watching.close();
  });
});

describe('inviting', () => {
  test('is for the owner and administrators, and only of friends, who are all named when they are not', async () => {
    const { mei, tom, id, friends } = await teahouse('Lin');
    const [lin, eve, ann] = [
      friends[0]!,
      await stage.world.user('Eve'),
      await stage.world.user('Ann'),
    ];
    await tom.befriend(ann);
    expect(expectType(await invite(tom, id, [ann]), 'RoleRequiredError').roles).toEqual([
      'OWNER',
      'ADMINISTRATOR',
    ]);
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    expectType(await invite(tom, id, [ann]), 'InviteToGroupPayload');
    const refused = expectType(await invite(tom, id, [eve, lin]), 'NotFriendsError');
    expect(idsOf(refused.users).sort()).toEqual(idsOf([eve, lin]).sort());
    expectType(await invite(eve, id, [ann]), 'NotFoundError');
    for (const bad of [id, Buffer.from(`User:${uuidOf(id)}`).toString('base64'), 'x', '', '\0'])
      expectType(await invite(mei, id, [{ id: bad }]), 'NotFoundError');
    for (const bad of [await mei.open(tom), mei.id, 'nonsense'])
      expectType(await invite(mei, bad, [lin]), 'NotFoundError');
    expect(await waiting(lin)).toEqual([]);
  });

  test('passes over members, and answers a retry with the invitation that waits', async () => {
    const { mei, tom, id, friends } = await teahouse('Lin');
    const lin = friends[0]!;
    const first = expectType(await invite(mei, id, [lin, tom, mei, lin]), 'InviteToGroupPayload');
    expect(first.invites).toHaveLength(1);
    const again = expectType(await invite(mei, id, [tom, lin]), 'InviteToGroupPayload');
    expect(again.invites).toEqual(first.invites);
    expect(expectType(await invite(mei, id, [tom]), 'InviteToGroupPayload').invites).toEqual([]);
    const answers = await Promise.all([1, 2, 3].map(() => invite(mei, id, [lin])));
    for (const answer of answers)
      expect(expectType(answer, 'InviteToGroupPayload').invites).toEqual(first.invites);
  });

  test('takes 1 to 100 people at once, and stops when 1,000 invitations wait', async () => {
    const { mei, id, friends } = await teahouse('Lin', 'Ann');
    const [lin, ann] = [friends[0]!, friends[1]!];
    const nobody = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        id: Buffer.from(`User:018f3b1e-7c2a-7d11-9a6e-${String(index).padStart(12, '0')}`).toString(
          'base64',
        ),
      }));
    for (const people of [[], nobody(101)])
      expect(expectType(await invite(mei, id, people), 'InvalidFieldError').field).toBe('userIds');
    expectType(await invite(mei, id, nobody(100)), 'NotFoundError');
    const own = await invitationOf(lin, id, mei);
    await sql(
      `INSERT INTO group_invite (id, conversation_id, token, created_by_id, invitee_id, max_uses, expires_at)
       SELECT gen_random_uuid(), conversation_id, token || n, created_by_id, invitee_id, 1, expires_at
       FROM group_invite, generate_series(1, 999) n WHERE token = $1`,
      own.token,
    );
    expect(expectType(await invite(mei, id, [ann]), 'LimitReachedError').limit).toBe(1_000);
    expectType(await decline(lin, own.id), 'DeclineGroupInvitePayload');
    expectType(await invite(mei, id, [ann]), 'InviteToGroupPayload');
  });

  test('into many groups is listed newest first, in pages', async () => {
    const { mei, tom, friends } = await teahouse('Lin');
    const lin = friends[0]!;
    const names = ['One', 'Two', 'Three'];
    for (const name of names) await invitationOf(lin, await mei.group(name, [tom]), mei);
    const seen: (string | undefined)[] = [];
    let after: string | null = null;
    do {
      const page: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        edges: { node: { group: { name: string } | null } }[];
      } = (await lin.ask(Invitations, { first: 2, after })).viewer.groupInvitations;
      seen.push(...page.edges.map(({ node }) => node.group?.name));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(names.reverse());
  });
});
