import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import {
  auditedIn,
  contentsIn,
  groupDocuments,
  idsOf,
  inGroup,
  makeHouse,
  rolesIn,
  streamOf,
  toldIn,
} from '../testing/groups.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, SendMessage } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const NOBODY = Buffer.from('User:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');
const Bans = graphql(`
  query Bans($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    conversation(id: $id) {
      bans(first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { user { id } by { id } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

const house = (settings?: Parameters<typeof makeHouse>[1]) => makeHouse(stage, settings);
const audited = (id: string) => auditedIn(stage, id);

const live = (people: readonly Person[]) =>
  Promise.all(people.map((person) => person.follow().live()));
const close = (streams: readonly Following[]) => {
  for (const stream of streams) stream.close();
};

describe('removing members', () => {
  test('takes effect at once, on every device; the others are told, in one order', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const phone = await (await tom.onAnotherDevice()).follow().live();
    const [hers, his] = (await live([lin, tom])) as [Following, Following];
    const answer = await inGroup(ada, id).remove([tom, lin, tom]);
    expect(expectType(answer, 'RemoveMembersPayload').conversation.memberCount).toBe(3);
    for (const stream of [his, phone, hers]) {
      const left = await stream.first('ConversationLeft');
      expect(left).toMatchObject({ conversationId: id, leavingReason: 'REMOVED' });
    }
    for (const person of [tom, lin]) expect(await inGroup(person, id).refused()).toBe('NOT_FOUND');
    expect((await contentsIn(mei, id)).at(-1)).toMatchObject({
      __typename: 'MembersRemovedNotice',
      members: expect.arrayContaining([{ id: tom.id }, { id: lin.id }]),
    });
    expect((await audited(id)).slice(-2).sort()).toEqual(
      [
        [ada.id, 'MemberRemoved', tom.id],
        [ada.id, 'MemberRemoved', lin.id],
      ].sort(),
    );
    close([hers, his, phone]);
  });

  test('is told to those who stay: who left, and the notice; each device of each hears the same', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const streams = await live([mei, ada, await lin.onAnotherDevice(), lin]);
    await inGroup(mei, id).remove([tom]);
    for (const stream of streams) {
      const left = await stream.first('MemberLeft');
      expect(left).toMatchObject({ user: { id: tom.id }, conversation: { id, memberCount: 4 } });
      await stream.first('MessageSent');
      expect(toldIn(stream, streamOf(id))).toEqual(['MemberLeft', 'MessageSent']);
      expect(stream.of('ConversationLeft')).toEqual([]);
    }
    close(streams);
  });

  test('twice is once: the second time nothing happens, and the group is answered', async () => {
    const { mei, tom, lin, id } = await house();
    await inGroup(mei, id).remove([tom]);
    const [hers] = (await live([lin])) as [Following];
    const before = (await inGroup(mei, id).see()).lastSeq;
    const again = expectType(await inGroup(mei, id).remove([tom]), 'RemoveMembersPayload');
    expect(again.conversation).toMatchObject({ memberCount: 4, lastSeq: before });
    await mei.send(id, 'next');
    await hers.first('MessageSent');
    expect(toldIn(hers, streamOf(id))).toEqual(['MessageSent']);
    expect(await audited(id)).toHaveLength(3);
    close([hers]);
  });

  test('goes by rank: nobody removes their equals, or those above; whoever may is named', async () => {
    const { mei, ada, ann, tom, lin, id } = await house();
    const refusals: [Person, Person[], string[]][] = [
      [tom, [lin], ['OWNER', 'ADMINISTRATOR']],
      [tom, [mei], ['OWNER', 'ADMINISTRATOR']],
      [ada, [ann], ['OWNER']],
      [ada, [tom, ann], ['OWNER']],
      [ada, [mei], []],
      [ada, [ann, mei], []],
    ];
    for (const [actor, people, roles] of refusals) {
      const refused = expectType(await inGroup(actor, id).remove(people), 'RoleRequiredError');
      expect(refused).toMatchObject({ rule: 'ROLE_REQUIRED', roles });
    }
    expect((await inGroup(mei, id).see()).memberCount).toBe(5);
    expectType(await inGroup(mei, id).remove([ada]), 'RemoveMembersPayload');
    expect(await rolesIn(mei, id)).toEqual({
      [mei.id]: 'OWNER',
      [ann.id]: 'ADMINISTRATOR',
      [tom.id]: 'MEMBER',
      [lin.id]: 'MEMBER',
    });
  });

  test('oneself is leaving, and more than 100 at once are too many', async () => {
    const { mei, tom, id } = await house();
    const crowd = Array.from({ length: 101 }, (_, index) => ({ id: userId(index) }));
    for (const people of [[mei], [tom, mei], crowd]) {
      const refused = expectType(await inGroup(mei, id).remove(people), 'InvalidFieldError');
      expect(refused).toMatchObject({ rule: 'INVALID_FIELD', field: 'userIds' });
    }
    expectType(await inGroup(mei, id).remove(crowd.slice(1)), 'RemoveMembersPayload');
    expect((await inGroup(mei, id).see()).memberCount).toBe(5);
  });

  test('by somebody who is not in it, or was removed, is not found; nor is nonsense', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const eve = await stage.world.user('Eve');
    await inGroup(mei, id).remove([ada]);
    for (const outsider of [eve, ada]) {
      expectType(await inGroup(outsider, id).remove([tom]), 'NotFoundError');
      expectType(await inGroup(outsider, id).unban(tom), 'NotFoundError');
      expectType(await inGroup(outsider, id).dissolve(), 'NotFoundError');
    }
    const chat = await mei.open(tom);
    for (const bad of [chat, NOBODY, 'nonsense', '', '\0']) {
      expectType(await inGroup(mei, bad).remove([tom]), 'NotFoundError');
      expectType(await inGroup(mei, bad).dissolve(), 'NotFoundError');
    }
    expectType(await inGroup(mei, id).remove([{ id: 'nonsense' }]), 'NotFoundError');
    expectType(await inGroup(mei, id).remove([{ id: NOBODY }]), 'RemoveMembersPayload');
    expect((await inGroup(lin, id).see()).memberCount).toBe(4);
    const input = { conversationId: id, userIds: idsOf([tom]), ban: false };
    const { errors } = await ask(stage.url, null, groupDocuments.RemoveMembers, { input });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

const userId = (index: number) =>
  Buffer.from(`User:018f3b1e-7c2a-7d11-9a6e-${String(index).padStart(12, '0')}`).toString('base64');

describe('banning', () => {
  const OPEN = { visibility: 'PUBLIC', joinPolicy: 'OPEN' } as const;

  test('keeps somebody from coming back by any way, until it is lifted', async () => {
    const { mei, ada, tom, id } = await house(OPEN);
    expectType(await inGroup(ada, id).remove([tom], true), 'RemoveMembersPayload');
    const refused = expectType(await inGroup(mei, id).add([tom]), 'BannedFromGroupError');
    expect(refused).toMatchObject({ rule: 'BANNED_FROM_GROUP', users: [{ id: tom.id }] });
    const joining = { input: { conversationId: id } };
    expect((await tom.ask(JoinGroup, joining)).joinGroup.__typename).toBe('BannedFromGroupError');
    expectType(await inGroup(ada, id).unban(tom), 'UnbanFromGroupPayload');
    expect((await tom.ask(JoinGroup, joining)).joinGroup.__typename).toBe('JoinGroupPayload');
    expect((await inGroup(tom, id).see()).memberCount).toBe(5);
    expect((await audited(id)).slice(2)).toEqual([
      [ada.id, 'MemberRemoved', tom.id],
      [ada.id, 'MemberBanned', tom.id],
      [ada.id, 'MemberUnbanned', tom.id],
    ]);
  });

  test('is told to those who run the group, and to nobody else', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const streams = await live([mei, ada, lin, tom]);
    const [owner, administrator, member, removed] = streams as [
      Following,
      Following,
      Following,
      Following,
    ];
    await inGroup(mei, id).remove([tom], true);
    for (const stream of [owner, administrator]) {
      const told = await stream.first('GroupBanChanged');
      expect(told).toMatchObject({ conversation: { id }, user: { id: tom.id }, banned: true });
    }
    await inGroup(ada, id).unban(tom);
    await owner.until(() => owner.of('GroupBanChanged').length === 2);
    expect(owner.of('GroupBanChanged')[1]).toMatchObject({ user: { id: tom.id }, banned: false });
    await mei.send(id, 'next');
    await member.until(() => member.texts(id).includes('next'));
    await removed.first('ConversationLeft');
    for (const stream of [member, removed]) expect(stream.of('GroupBanChanged')).toEqual([]);
    close(streams);
  });

  test('takes in those who have left already, and doing it twice is once', async () => {
    const { mei, ada, tom, lin, id } = await house(OPEN);
    expectType(await inGroup(tom, id).leave(), 'LeaveGroupPayload');
    for (let time = 0; time < 2; time++)
      expectType(await inGroup(mei, id).remove([tom, lin], true), 'RemoveMembersPayload');
    const { bans } = await inGroup(ada, id).see();
    expect(bans?.edges.map((edge) => edge.node.user.id).sort()).toEqual([tom.id, lin.id].sort());
    const actions = (await audited(id)).map(([, action]) => action);
    expect(actions.filter((action) => action === 'MemberBanned')).toHaveLength(2);
    for (let time = 0; time < 2; time++)
      expectType(await inGroup(mei, id).unban(tom), 'UnbanFromGroupPayload');
    expect((await audited(id)).filter(([, action]) => action === 'MemberUnbanned')).toHaveLength(1);
    expectType(await inGroup(mei, id).remove([{ id: NOBODY }], true), 'NotFoundError');
  });

  test('is listed for those who run the group, latest first, page by page; others see no list', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const eve = await stage.world.user('Eve');
    for (const person of [tom, eve]) await inGroup(ada, id).remove([person], true);
    const page = { id, first: null, after: null, last: null, before: null };
    const { conversation } = await mei.ask(Bans, { ...page, first: 1 });
    expect(conversation?.bans?.edges.map((edge) => edge.node)).toEqual([
      { user: { id: eve.id }, by: { id: ada.id } },
    ]);
    expect(conversation?.bans?.pageInfo.hasNextPage).toBe(true);
    const after = conversation?.bans?.pageInfo.endCursor ?? null;
    const next = await mei.ask(Bans, { ...page, first: 1, after });
    expect(next.conversation?.bans?.edges.map((edge) => edge.node.user.id)).toEqual([tom.id]);
    expect(next.conversation?.bans?.pageInfo.hasNextPage).toBe(false);
    const before = next.conversation?.bans?.edges[0]?.cursor ?? null;
    const back = await mei.ask(Bans, { ...page, last: 5, before });
    expect(back.conversation?.bans?.edges.map((edge) => edge.node.user.id)).toEqual([eve.id]);
    expect((await lin.ask(Bans, page)).conversation?.bans).toBeNull();
    const chat = await mei.open(lin);
    expect((await mei.ask(Bans, { ...page, id: chat })).conversation?.bans).toBeNull();
  });

  test('goes by rank like removing, and lifting it is for those who run the group', async () => {
    const { mei, ada, ann, tom, lin, id } = await house();
    expectType(await inGroup(ada, id).remove([ann], true), 'RoleRequiredError');
    expectType(await inGroup(lin, id).unban(tom), 'RoleRequiredError');
    expect((await inGroup(mei, id).see()).bans?.edges).toEqual([]);
  });
});

const JoinGroup = graphql(`
  mutation ComeIn($input: JoinGroupInput!) { joinGroup(input: $input) { __typename } }
`);

describe('dissolving', () => {
  test('ends the group for everybody at once, and is the last event of its stream', async () => {
    const { mei, ada, ann, tom, lin, id } = await house();
    const people = [mei, ada, ann, tom, lin, await tom.onAnotherDevice()];
    const streams = await live(people);
    const answer = expectType(await inGroup(mei, id).dissolve(), 'DissolveGroupPayload');
    expect(answer.conversationId).toBe(id);
    for (const stream of streams) {
      const left = await stream.first('ConversationLeft');
      expect(left).toMatchObject({ conversationId: id, leavingReason: 'DISSOLVED' });
      expect((await stream.first('GroupDissolved')).conversationId).toBe(id);
      expect(toldIn(stream, streamOf(id))).toEqual(['GroupDissolved']);
    }
    for (const person of people) {
      expect(await inGroup(person, id).refused()).toBe('NOT_FOUND');
      const input = { conversationId: id, clientId: randomUUID(), text: 'anyone?' };
      expectType((await person.ask(SendMessage, { input })).sendMessage, 'NotFoundError');
    }
    expectType(await inGroup(mei, id).dissolve(), 'NotFoundError');
    expect((await audited(id)).at(-1)?.slice(0, 2)).toEqual([mei.id, 'GroupDissolved']);
    close(streams);
  });

  test('is learnt by whoever was away, from their own stream', async () => {
    const { mei, tom, id } = await house();
    const away = await tom.follow().live();
    away.cut();
    await mei.send(id, 'a last word');
    await inGroup(mei, id).dissolve();
    const back = await tom.follow(away.cursor).live();
    expect(back.of('ConversationLeft')).toMatchObject([
      { conversationId: id, leavingReason: 'DISSOLVED' },
    ]);
    expect(toldIn(back, streamOf(id))).toEqual([]);
    back.close();
  });

  test('is for the owner alone', async () => {
    const { mei, ada, tom, id } = await house();
    for (const person of [ada, tom])
      expect(expectType(await inGroup(person, id).dissolve(), 'RoleRequiredError').roles).toEqual([
        'OWNER',
      ]);
    expect((await inGroup(mei, id).see()).memberCount).toBe(5);
  });
});
