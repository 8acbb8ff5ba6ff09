import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  createInvite,
  dissolve,
  InviteOf,
  joinBy,
  leave,
  linkInto,
  lookAt,
  remove,
  revoke,
  setRole,
} from '../testing/joining.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, World } from '../testing/world.ts';

let stage: Stage;
/** The same people on a server whose groups are full with three. */
let small: Stage;
beforeAll(async () => {
  stage = await startStage();
  small = await startStage({
    GROUP_MAX_MEMBERS: '3',
    PUBLIC_URL: 'https://tea.example/chat/',
  });
});
afterAll(async () => {
  await stage.close();
  await small.close();
});

const Invites = graphql(`
  query Invites($id: ID!) {
    conversation(id: $id) { invites { edges { node { id state uses createdBy { id } } } } }
  }
`);
const InviteNode = graphql(`
  query InviteNode($id: ID!) { node(id: $id) { __typename ... on GroupInvite { state } } }
`);
const Last = graphql(`
  query Last($id: ID!) {
    conversation(id: $id) {
      messages(last: 5) {
        edges {
          node {
            seq
            sender { id }
            content {
              __typename
              ... on TextContent { text }
              ... on MemberJoinedNotice { via member { id } }
            }
          }
        }
      }
    }
  }
`);

const sql = async (text: string, ...values: unknown[]) =>
  (await stage.backend.pool.query(text, values)).rows;

const listed = async (person: Person, id: string) =>
  (await person.ask(Invites, { id })).conversation?.invites?.edges.map(({ node }) => node) ?? null;

const messagesOf = async (person: Person, id: string) =>
  ((await person.ask(Last, { id })).conversation?.messages.edges ?? []).map(({ node }) => node);

/** Mei's private group with Tom, and people who know nobody. */
async function teahouse(...strangers: string[]) {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const id = await mei.group('Tea', [tom], { description: '每周三喝茶' });
  const others: Person[] = [];
  for (const name of strangers) others.push(await stage.world.user(name));
  return { mei, tom, id, others };
}

const SOMEBODY = 'A'.repeat(22);

describe('a link', () => {
  test('shows the group to whoever has it and lets them in; those who run the group are told', async () => {
    const { mei, tom, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    await mei.send(id, 'before');
    const link = await linkInto(id, mei);
    expect(link).toMatchObject({ state: 'OPEN', uses: 0, maxUses: null, invitee: null });
    expect(link.createdBy).toEqual({ id: mei.id });
    expect(link.token).toMatch(/^[\w-]{22}$/);
    expect(link.url).toBe(`http://localhost:3000/join/${link.token}`);
    const week = Date.parse(link.expiresAt) - Date.parse(link.createdAt);
    expect(Math.abs(week - 7 * 24 * 3_600_000)).toBeLessThan(60_000);
    expect(await lookAt(eve, link.token)).toMatchObject({
      id: link.id,
      group: {
        id,
        name: 'Tea',
        description: '每周三喝茶',
        memberCount: 2,
        visibility: 'PRIVATE',
        viewerIsMember: false,
        viewerRequest: null,
      },
    });
    const devices = [mei, await mei.onAnotherDevice(), eve, await eve.onAnotherDevice(), tom];
    const streams: Following[] = [];
    for (const device of devices) streams.push(await device.follow().live());
    const joined = expectType(await joinBy(eve, link.token), 'JoinGroupByInvitePayload');
    expect(joined.conversation).toMatchObject({ id, memberCount: 3, lastSeq: 3 });
    for (const stream of streams.slice(0, 2)) {
      const { invite } = await stream.first('GroupInviteChanged');
      expect(invite).toMatchObject({ id: link.id, state: 'OPEN', uses: 1, invitee: null });
    }
    for (const stream of streams.slice(2, 4))
      expect((await stream.first('ConversationJoined')).conversation?.id).toBe(id);
    await streams[4]!.first('MembersJoined');
    for (const stream of streams.slice(2)) {
      await stream.first('MessageSent');
      expect(stream.of('GroupInviteChanged')).toEqual([]);
      stream.close();
    }
    expect(await messagesOf(eve, id)).toEqual([
      {
        seq: 3,
        sender: { id: eve.id },
        content: { __typename: 'MemberJoinedNotice', via: 'LINK', member: { id: eve.id } },
      },
    ]);
    for (const stream of streams.slice(0, 2)) stream.close();
  });

  test('is made by the owner and administrators; members are told who may, outsiders find nothing', async () => {
    const { mei, tom, id, others } = await teahouse('Eve');
    const eve = others[0]!;
    const refused = expectType(await createInvite(tom, id), 'RoleRequiredError');
    expect(refused).toMatchObject({ rule: 'ROLE_REQUIRED', roles: ['OWNER', 'ADMINISTRATOR'] });
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    expectType(await createInvite(tom, id), 'CreateGroupInvitePayload');
    expectType(await createInvite(eve, id), 'NotFoundError');
    for (const bad of [await mei.open(tom), mei.id, 'nonsense', '', '\0'])
      expectType(await createInvite(mei, bad), 'NotFoundError');
    const { errors } = await ask(stage.url, null, InviteOf, { token: SOMEBODY });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('is good for 1 hour to a year and for 1 to 10,000 people', async () => {
    const { mei, id } = await teahouse();
    for (const expiresInHours of [0, -1, 8761]) {
      const refused = expectType(
        await createInvite(mei, id, { expiresInHours }),
        'InvalidFieldError',
      );
      expect(refused).toMatchObject({ field: 'expiresInHours', rule: 'INVALID_FIELD' });
    }
    for (const maxUses of [0, -1, 10_001])
      expect(expectType(await createInvite(mei, id, { maxUses }), 'InvalidFieldError').field).toBe(
        'maxUses',
      );
    const link = await linkInto(id, mei, { expiresInHours: 8760, maxUses: 10_000 });
    expect(link.maxUses).toBe(10_000);
    expect(Date.parse(link.expiresAt) - Date.now()).toBeGreaterThan(364 * 24 * 3_600_000);
  });

  test('lets in exactly as many as it may, also when all of them come at the same instant', async () => {
    const { mei, id, others } = await teahouse('A', 'B', 'C', 'D', 'E', 'F', 'G');
    const link = await linkInto(id, mei, { maxUses: 3 });
    const watching = await mei.follow().live();
    const answers = await Promise.all(others.map((person) => joinBy(person, link.token)));
    const refused = answers.filter((answer) => answer.__typename === 'InviteUnusableError');
    expect(answers.length - refused.length).toBe(3);
    for (const answer of refused)
      expect(expectType(answer, 'InviteUnusableError').reason).toBe('USED_UP');
    await watching.first('GroupInviteChanged', ({ invite }) => invite?.state === 'USED_UP');
    expect(await listed(mei, id)).toMatchObject([{ id: link.id, state: 'USED_UP', uses: 3 }]);
    expect(
      (
        await sql('SELECT count(*)::int AS n FROM member WHERE conversation_id = $1', uuidOf(id))
      )[0],
    ).toEqual({ n: 5 });
    watching.close();
  });

  test('says what has become of it to whoever has it, and shows the group no longer', async () => {
    const { mei, id, others } = await teahouse('Eve', 'Lin');
    const [eve, lin] = [others[0]!, others[1]!];
    const [used, expired, revoked] = [
      await linkInto(id, mei, { maxUses: 1 }),
      await linkInto(id, mei),
      await linkInto(id, mei),
    ];
    expectType(await joinBy(lin, used.token), 'JoinGroupByInvitePayload');
    await sql(
      "UPDATE group_invite SET expires_at = now() - interval '1 second' WHERE token = $1",
      expired.token,
    );
    expectType(await revoke(mei, revoked.id), 'RevokeGroupInvitePayload');
    for (const [link, reason] of [
      [used, 'USED_UP'],
      [expired, 'EXPIRED'],
      [revoked, 'REVOKED'],
    ] as const) {
      const refused = expectType(await joinBy(eve, link.token), 'InviteUnusableError');
      expect(refused).toMatchObject({ reason, rule: 'INVITE_UNUSABLE' });
      expect(await lookAt(eve, link.token)).toMatchObject({ state: reason, group: null });
      expect(await lookAt(mei, link.token)).toMatchObject({
        state: reason,
        group: { name: 'Tea' },
      });
    }
    for (const token of [SOMEBODY, `${used.token}A`, used.token.slice(1), '', '\0', '%']) {
      expectType(await joinBy(eve, token), 'NotFoundError');
      expect(await lookAt(eve, token)).toBe('NOT_FOUND');
    }
  });

  test('leaves a member who uses it as they are, whatever has become of it', async () => {
    const { mei, tom, id } = await teahouse();
    const link = await linkInto(id, mei, { maxUses: 1 });
    const again = expectType(await joinBy(tom, link.token), 'JoinGroupByInvitePayload');
    expect(again.conversation).toMatchObject({ id, memberCount: 2, lastSeq: 1 });
    expect(await lookAt(tom, link.token)).toMatchObject({
      uses: 0,
      group: { viewerIsMember: true },
    });
    await revoke(mei, link.id);
    expectType(await joinBy(tom, link.token), 'JoinGroupByInvitePayload');
  });

  test('lets somebody who left or was removed come back, but nobody who was banned', async () => {
    const { mei, tom, id, others } = await teahouse('Eve', 'Lin');
    const [eve, lin] = [others[0]!, others[1]!];
    const link = await linkInto(id, mei);
    for (const person of [eve, lin]) await joinBy(person, link.token);
    await leave(eve, id);
    await remove(mei, id, [tom]);
    await remove(mei, id, [lin], { ban: true });
    await mei.send(id, 'while they were away');
    for (const person of [eve, tom])
      expectType(await joinBy(person, link.token), 'JoinGroupByInvitePayload');
    expect((await messagesOf(tom, id)).map(({ content }) => content.__typename)).toEqual([
      'MemberJoinedNotice',
    ]);
    expect(expectType(await joinBy(lin, link.token), 'BannedFromGroupError').rule).toBe(
      'BANNED_FROM_GROUP',
    );
    expect(await lookAt(mei, link.token)).toMatchObject({ uses: 4 });
  });

  test('lets nobody into a full group, and counts nobody who was not let in', async () => {
    const { one: mei, other: tom } = await small.world.friends('Mei', 'Tom');
    const id = await mei.group('Tea', [tom]);
    const link = await linkInto(id, mei);
    expect(link.url).toBe(`https://tea.example/chat/join/${link.token}`);
    const [eve, lin] = [
      await new World(small.url).user('Eve'),
      await new World(small.url).user('Lin'),
    ];
    const answers = await Promise.all([joinBy(eve, link.token), joinBy(lin, link.token)]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'JoinGroupByInvitePayload',
      'LimitReachedError',
    ]);
    const full = answers.find((answer) => answer.__typename === 'LimitReachedError')!;
    expect(full).toMatchObject({ limit: 3, rule: 'LIMIT_REACHED' });
    expect(await lookAt(mei, link.token)).toMatchObject({ uses: 1, state: 'OPEN' });
  });

  test('is nothing any more once the group is dissolved', async () => {
    const { mei, tom, id, others } = await teahouse('Eve');
    const link = await linkInto(id, mei);
    await dissolve(mei, id);
    for (const person of [mei, tom, others[0]!]) {
      expectType(await joinBy(person, link.token), 'NotFoundError');
      expect(await lookAt(person, link.token)).toBe('NOT_FOUND');
      expectType(await revoke(person, link.id), 'NotFoundError');
      const { errors } = await person.attempt(InviteNode, { id: link.id });
      expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    }
    const [row] = await sql('SELECT revoked_at FROM group_invite WHERE token = $1', link.token);
    expect(row.revoked_at).toBeInstanceOf(Date);
  });
});

describe('the invites of a group', () => {
  test('are for those who run it, whoever made them', async () => {
    const { mei, tom, id, others } = await teahouse('Lin');
    const lin = others[0]!;
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    const link = await linkInto(id, tom);
    await joinBy(lin, link.token);
    expect(await listed(mei, id)).toMatchObject([
      { id: link.id, uses: 1, createdBy: { id: tom.id } },
    ]);
    expect(await listed(lin, id)).toBeNull();
    expect((await mei.ask(InviteNode, { id: link.id })).node).toMatchObject({ state: 'OPEN' });
    for (const person of [lin, await stage.world.user('Eve')]) {
      const { errors } = await person.attempt(InviteNode, { id: link.id });
      expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    }
  });

  test('stay good when whoever made them no longer runs the group, and the others can revoke them', async () => {
    const { mei, tom, id, others } = await teahouse('Eve', 'Lin', 'Ann');
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    const link = await linkInto(id, tom);
    await setRole(mei, id, tom, 'MEMBER');
    expect(await listed(tom, id)).toBeNull();
    expectType(await joinBy(others[0]!, link.token), 'JoinGroupByInvitePayload');
    await remove(mei, id, [tom]);
    expectType(await joinBy(others[1]!, link.token), 'JoinGroupByInvitePayload');
    const revoked = expectType(await revoke(mei, link.id), 'RevokeGroupInvitePayload');
    expect(revoked.invite).toMatchObject({ state: 'REVOKED', uses: 2 });
    expectType(await joinBy(others[2]!, link.token), 'InviteUnusableError');
  });

  test('are revoked by the owner and administrators, once; on all of their devices they see it', async () => {
    const { mei, tom, id, others } = await teahouse('Eve');
    const link = await linkInto(id, mei);
    // For a member it is as if there were none, as it is for anybody else.
    const none = btoa(`GroupInvite:${randomUUID()}`);
    for (const person of [tom, others[0]!])
      expect(await revoke(person, link.id)).toEqual(
        expectType(await revoke(person, none), 'NotFoundError'),
      );
    for (const bad of [id, 'nonsense', '', '\0'])
      expectType(await revoke(mei, bad), 'NotFoundError');
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    const streams = [
      await mei.follow().live(),
      await (await mei.onAnotherDevice()).follow().live(),
    ];
    for (let round = 0; round < 2; round++)
      expect(expectType(await revoke(tom, link.id), 'RevokeGroupInvitePayload').invite.state).toBe(
        'REVOKED',
      );
    await mei.send(id, 'afterwards');
    for (const stream of streams) {
      await stream.first('MessageSent');
      expect(stream.of('GroupInviteChanged').map(({ invite }) => invite?.state)).toEqual([
        'REVOKED',
      ]);
      stream.close();
    }
  });

  test('are at most 100 links that are good', async () => {
    const { mei, id } = await teahouse();
    const link = await linkInto(id, mei, { maxUses: 1 });
    await sql(
      `INSERT INTO group_invite (id, conversation_id, token, created_by_id, expires_at)
       SELECT gen_random_uuid(), conversation_id, token || n, created_by_id, expires_at
       FROM group_invite, generate_series(1, 99) n WHERE token = $1`,
      link.token,
    );
    const refused = expectType(await createInvite(mei, id), 'LimitReachedError');
    expect(refused).toMatchObject({ limit: 100, rule: 'LIMIT_REACHED' });
    expectType(await joinBy(await stage.world.user('Eve'), link.token), 'JoinGroupByInvitePayload');
    expectType(await createInvite(mei, id), 'CreateGroupInvitePayload');
    expectType(await createInvite(mei, id), 'LimitReachedError');
  });

  test('leave records of who made, used and revoked them, and their tokens nowhere', async () => {
    const { mei, id, others } = await teahouse('Eve');
    const link = await linkInto(id, mei, { maxUses: 5 });
    await joinBy(others[0]!, link.token);
    await revoke(mei, link.id);
    const records = await sql(
      `SELECT action, actor_id, detail->>'maxUses' AS uses FROM audit_entry
       WHERE conversation_id = $1 AND subject_id = $2 ORDER BY id`,
      uuidOf(id),
      uuidOf(link.id),
    );
    expect(records).toEqual([
      { action: 'GroupInviteCreated', actor_id: uuidOf(mei.id), uses: '5' },
      { action: 'GroupInviteUsed', actor_id: uuidOf(others[0]!.id), uses: '5' },
      { action: 'GroupInviteRevoked', actor_id: uuidOf(mei.id), uses: '5' },
    ]);
    const [found] = await sql(
      `SELECT (SELECT count(*) FROM audit_entry a WHERE a::text LIKE $1)
         + (SELECT count(*) FROM event e WHERE e::text LIKE $1)
         + (SELECT count(*) FROM message m WHERE m::text LIKE $1) AS places`,
      `%${link.token}%`,
    );
    expect(Number(found.places)).toBe(0);
  });
});
