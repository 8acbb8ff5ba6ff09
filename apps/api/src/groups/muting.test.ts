import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { auditedIn, contentsIn, inGroup, makeHouse, streamOf, toldIn } from '../testing/groups.ts';
import { join, joinBy, linkInto } from '../testing/joining.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const house = () => makeHouse(stage);
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

const Say = graphql(`
  mutation Say($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on MemberMutedError { rule retryAt }
      ... on AllMutedError { rule }
      ... on Error { message }
    }
  }
`);
async function say(person: Person, conversationId: string) {
  const input = { conversationId, clientId: randomUUID(), text: 'may I?' };
  return (await person.ask(Say, { input })).sendMessage;
}

const Publish = graphql(`
  mutation Publish($input: PublishAnnouncementInput!) {
    publishAnnouncement(input: $input) {
      __typename
      ... on MemberMutedError { rule retryAt }
      ... on Error { message }
    }
  }
`);
async function publish(person: Person, conversationId: string) {
  const input = { conversationId, text: 'hear, hear', clientId: randomUUID() };
  return (await person.ask(Publish, { input })).publishAnnouncement;
}

describe('muting a member', () => {
  test('keeps them from speaking until the instant; everybody sees until when', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const watching = await lin.follow().live();
    const until = inHours(1);
    const answer = await inGroup(ada, id).mute(tom, until);
    expect(expectType(answer, 'MuteMemberPayload').member).toMatchObject({
      mutedUntil: until,
      user: { id: tom.id },
    });
    expect((await watching.first('MemberChanged')).conversation).toEqual({ id });
    expect((await watching.first('MemberChanged')).member).toMatchObject({
      mutedUntil: until,
      user: { id: tom.id },
    });
    await watching.first('MessageSent');
    expect(toldIn(watching, streamOf(id))).toEqual(['MemberChanged', 'MessageSent']);
    expect((await contentsIn(lin, id)).at(-1)).toEqual({
      __typename: 'MemberMutedNotice',
      member: { id: tom.id },
      until,
    });
    const refused = expectType(await say(tom, id), 'MemberMutedError');
    expect(refused).toMatchObject({ rule: 'MEMBER_MUTED', retryAt: until });
    for (const person of [mei, lin]) expectType(await say(person, id), 'SendMessagePayload');
    expectType(await inGroup(mei, id).mute(tom, null), 'MuteMemberPayload');
    expectType(await say(tom, id), 'SendMessagePayload');
    expect((await contentsIn(lin, id)).at(-2)).toMatchObject({ until: null });
    expect((await auditedIn(stage, id)).slice(2)).toEqual([
      [ada.id, 'MemberMuted', tom.id],
      [mei.id, 'MemberUnmuted', tom.id],
    ]);
    watching.close();
  });

  test('runs out by itself', async () => {
    const { mei, tom, id } = await house();
    await inGroup(mei, id).mute(tom, inHours(1));
    expectType(await say(tom, id), 'MemberMutedError');
    await stage.backend.pool.query(
      "UPDATE member SET muted_until = clock_timestamp() - interval '1 ms' WHERE muted_until IS NOT NULL",
    );
    expectType(await say(tom, id), 'SendMessagePayload');
    const { members } = await inGroup(mei, id).see();
    expect(members.edges.every(({ node }) => node.mutedUntil === null)).toBe(true);
    const { lastSeq } = await inGroup(mei, id).see();
    expectType(await inGroup(mei, id).mute(tom, null), 'MuteMemberPayload');
    expect((await inGroup(mei, id).see()).lastSeq).toBe(lastSeq);
  });

  test('is not escaped by leaving and coming back, nor by being let in again', async () => {
    const { mei, tom, lin, id } = await makeHouse(stage, {
      visibility: 'PUBLIC',
      joinPolicy: 'OPEN',
    });
    const until = inHours(1);
    await inGroup(mei, id).mute(tom, until);
    expectType(await inGroup(tom, id).leave(), 'LeaveGroupPayload');
    expectType(await join(tom, id), 'JoinGroupPayload');
    expect(expectType(await say(tom, id), 'MemberMutedError').retryAt).toBe(until);
    const { members } = await inGroup(lin, id).see();
    expect(members.edges.find(({ node }) => node.user.id === tom.id)?.node.mutedUntil).toBe(until);
    await inGroup(mei, id).remove([tom]);
    expectType(await inGroup(mei, id).add([tom]), 'AddMembersPayload');
    expect(expectType(await say(tom, id), 'MemberMutedError').retryAt).toBe(until);
    expectType(await inGroup(mei, id).mute(tom, null), 'MuteMemberPayload');
    for (let time = 0; time < 2; time++) {
      expectType(await say(tom, id), 'SendMessagePayload');
      expectType(await inGroup(tom, id).leave(), 'LeaveGroupPayload');
      expectType(await joinBy(tom, (await linkInto(id, mei)).token), 'JoinGroupByInvitePayload');
    }
  });

  test('keeps an administrator from announcing as well', async () => {
    const { mei, ada, id } = await house();
    const until = inHours(1);
    await inGroup(mei, id).mute(ada, until);
    const refused = expectType(await publish(ada, id), 'MemberMutedError');
    expect(refused).toMatchObject({ rule: 'MEMBER_MUTED', retryAt: until });
    await inGroup(mei, id).mute(ada, null);
    expectType(await publish(ada, id), 'PublishAnnouncementPayload');
  });

  test('to the same instant, or lifting what is not there, is not told again', async () => {
    const { mei, tom, id } = await house();
    const until = inHours(1);
    await inGroup(mei, id).mute(tom, until);
    const { lastSeq } = await inGroup(mei, id).see();
    expectType(await inGroup(mei, id).mute(tom, until), 'MuteMemberPayload');
    expect((await inGroup(mei, id).see()).lastSeq).toBe(lastSeq);
    expectType(await inGroup(mei, id).mute(tom, inHours(2)), 'MuteMemberPayload');
    expect((await inGroup(mei, id).see()).lastSeq).toBe(lastSeq + 1);
    for (let time = 0; time < 2; time++)
      expectType(await inGroup(mei, id).mute(tom, null), 'MuteMemberPayload');
    expect((await inGroup(mei, id).see()).lastSeq).toBe(lastSeq + 2);
  });

  test('is for an instant within the coming year', async () => {
    const { mei, tom, id } = await house();
    for (const until of [inHours(-1), new Date(0).toISOString(), inHours(24 * 367)])
      expect(expectType(await inGroup(mei, id).mute(tom, until), 'InvalidFieldError').field).toBe(
        'until',
      );
    expectType(await inGroup(mei, id).mute(tom, inHours(24 * 365)), 'MuteMemberPayload');
  });

  test('goes by rank, and not for oneself; outsiders find nothing', async () => {
    const { mei, ada, ann, tom, lin, id } = await house();
    const eve = await stage.world.user('Eve');
    const until = inHours(1);
    const refusals: [Person, Person, string[]][] = [
      [tom, lin, ['OWNER', 'ADMINISTRATOR']],
      [tom, tom, ['OWNER', 'ADMINISTRATOR']],
      [ada, ann, ['OWNER']],
      [ada, mei, []],
    ];
    for (const [actor, subject, roles] of refusals)
      expect(
        expectType(await inGroup(actor, id).mute(subject, until), 'RoleRequiredError').roles,
      ).toEqual(roles);
    for (const actor of [mei, ada])
      expect(
        expectType(await inGroup(actor, id).mute(actor, until), 'InvalidFieldError').field,
      ).toBe('userId');
    expectType(await inGroup(eve, id).mute(tom, until), 'NotFoundError');
    expectType(await inGroup(mei, id).mute(eve, until), 'NotFoundError');
    expectType(await inGroup(mei, await mei.open(tom)).mute(tom, until), 'NotFoundError');
    expectType(await inGroup(mei, id).mute(ada, until), 'MuteMemberPayload');
    expectType(await say(ada, id), 'MemberMutedError');
  });
});

describe('muting all', () => {
  test('leaves the word to those who run the group, until it is lifted', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const watching = await lin.follow().live();
    const answer = await inGroup(ada, id).muteAll(true);
    expect(expectType(answer, 'MuteAllPayload').conversation.allMuted).toBe(true);
    expect((await watching.first('GroupChanged')).conversation).toMatchObject({
      id,
      allMuted: true,
    });
    await watching.first('MessageSent');
    expect(toldIn(watching, streamOf(id))).toEqual(['GroupChanged', 'MessageSent']);
    for (const person of [tom, lin])
      expect(expectType(await say(person, id), 'AllMutedError').rule).toBe('ALL_MUTED');
    for (const person of [mei, ada]) expectType(await say(person, id), 'SendMessagePayload');
    expectType(await inGroup(mei, id).muteAll(false), 'MuteAllPayload');
    expectType(await say(tom, id), 'SendMessagePayload');
    const changes = (await contentsIn(lin, id)).filter(
      (content) => content.__typename === 'GroupChangedNotice',
    );
    expect(changes).toMatchObject([{ change: 'ALL_MUTED' }, { change: 'ALL_UNMUTED' }]);
    expect((await auditedIn(stage, id)).slice(2)).toEqual([
      [ada.id, 'AllMuted', id],
      [mei.id, 'AllUnmuted', id],
    ]);
    watching.close();
  });

  test('twice is once; it is for those who run the group, and outsiders find nothing', async () => {
    const { mei, tom, id } = await house();
    const eve = await stage.world.user('Eve');
    expect(expectType(await inGroup(tom, id).muteAll(true), 'RoleRequiredError').roles).toEqual([
      'OWNER',
      'ADMINISTRATOR',
    ]);
    expectType(await inGroup(eve, id).muteAll(true), 'NotFoundError');
    const { lastSeq } = await inGroup(mei, id).see();
    expectType(await inGroup(mei, id).muteAll(false), 'MuteAllPayload');
    expect((await inGroup(mei, id).see()).lastSeq).toBe(lastSeq);
    for (let time = 0; time < 2; time++)
      expectType(await inGroup(mei, id).muteAll(true), 'MuteAllPayload');
    expect((await inGroup(mei, id).see()).lastSeq).toBe(lastSeq + 1);
  });
});
