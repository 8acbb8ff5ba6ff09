import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import {
  auditedIn,
  contentsIn,
  createGroup,
  idsOf,
  inGroup,
  makeHouse,
  streamOf,
  toldIn,
} from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, SendMessage } from '../testing/world.ts';

const Speakers = graphql(`
  query Speakers($id: ID!) {
    conversation(id: $id) {
      messages(last: 20) { edges { node { sender { id } senderMember { groupNickname } } } }
    }
  }
`);
const Quoted = graphql(`
  query QuotedSpeaker($id: ID!) {
    node(id: $id) { __typename ... on Message { replyTo { senderMember { groupNickname } } } }
  }
`);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const house = () => makeHouse(stage);

describe('a new group', () => {
  test('is private unless told otherwise, and is as it was told to be', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const userIds = idsOf([tom]);
    const plain = await createGroup(mei, { name: 'Tea', userIds });
    expect(expectType(plain, 'CreateGroupPayload').conversation).toMatchObject({
      description: '',
      avatarEmoji: null,
      visibility: 'PRIVATE',
      joinPolicy: 'REQUEST',
      allMuted: false,
      mentionAllRestricted: false,
      forwardingForbidden: false,
    });
    const given = {
      description: '  绿茶\n与红茶  ',
      avatarEmoji: '🍵',
      visibility: 'PUBLIC',
      joinPolicy: 'OPEN',
    } as const;
    const full = await createGroup(mei, { name: 'Tea', userIds, ...given });
    expect(expectType(full, 'CreateGroupPayload').conversation).toMatchObject({
      ...given,
      description: '绿茶\n与红茶',
    });
  });

  test('takes descriptions of 500 characters, and exactly one emoji', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const base = { name: 'Tea', userIds: idsOf([tom]) };
    const bad = {
      description: ['🍵'.repeat(501)],
      avatarEmoji: ['', ' ', 'a', '茶', '1', '🍵🍵', '🍵 ', '\0', '\ud800'],
    };
    for (const [field, values] of Object.entries(bad))
      for (const value of values) {
        const refused = await createGroup(mei, { ...base, [field]: value });
        expect(expectType(refused, 'InvalidFieldError').field, value).toBe(field);
      }
    for (const avatarEmoji of ['🍵', '👨‍👩‍👧', '🇨🇳', '👍🏽', '#️⃣'])
      expectType(await createGroup(mei, { ...base, avatarEmoji }), 'CreateGroupPayload');
    const description = '🍵'.repeat(500);
    expectType(await createGroup(mei, { ...base, description }), 'CreateGroupPayload');
  });

  test('what only groups have is empty for two people, and for oneself', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    for (const [person, id] of [
      [mei, chat],
      [tom, chat],
      [mei, await mei.open(mei)],
    ] as const)
      expect(await inGroup(person, id).see()).toMatchObject({
        description: '',
        avatarEmoji: null,
        visibility: null,
        joinPolicy: null,
        allMuted: false,
        bans: null,
      });
  });
});

describe('changing a group', () => {
  test('tells everybody once, and puts a notice for each thing that people see', async () => {
    const { mei, ada, lin, id } = await house();
    const watching = await lin.follow().live();
    const change = {
      name: ' 品茶 ',
      description: 'On Saturdays',
      avatarEmoji: '🍵',
      mentionAllRestricted: true,
      forwardingForbidden: true,
    };
    const answer = await inGroup(ada, id).update(change);
    expect(expectType(answer, 'UpdateGroupPayload').conversation).toMatchObject({
      ...change,
      name: '品茶',
    });
    const { conversation } = await watching.first('GroupChanged');
    expect(conversation).toMatchObject({ id, name: '品茶', description: 'On Saturdays' });
    await watching.until(() => watching.of('MessageSent').length === 4);
    expect(toldIn(watching, streamOf(id))).toEqual([
      'GroupChanged',
      ...Array.from({ length: 4 }, () => 'MessageSent'),
    ]);
    expect((await contentsIn(mei, id)).slice(-4)).toEqual([
      { __typename: 'GroupRenamedNotice', name: '品茶' },
      { __typename: 'GroupChangedNotice', change: 'DESCRIPTION' },
      { __typename: 'GroupChangedNotice', change: 'AVATAR' },
      { __typename: 'GroupChangedNotice', change: 'FORWARDING_FORBIDDEN' },
    ]);
    const back = { avatarEmoji: null, forwardingForbidden: false };
    const undone = expectType(await inGroup(ada, id).update(back), 'UpdateGroupPayload');
    expect(undone.conversation).toMatchObject({ ...back, name: '品茶' });
    expect((await contentsIn(mei, id)).slice(-2)).toMatchObject([
      { change: 'AVATAR' },
      { change: 'FORWARDING_ALLOWED' },
    ]);
    watching.close();
  });

  test('to what it is, or to nothing, is not told', async () => {
    const { mei, id } = await house();
    await inGroup(mei, id).update({ description: 'x', visibility: 'PUBLIC' });
    const { lastSeq } = await inGroup(mei, id).see();
    for (const change of [
      {},
      { name: 'Tea', description: ' x ', visibility: 'PUBLIC', joinPolicy: 'REQUEST' } as const,
      { name: null, description: null, visibility: null, forwardingForbidden: null },
      { avatarEmoji: null, mentionAllRestricted: false },
    ])
      expect(
        expectType(await inGroup(mei, id).update(change), 'UpdateGroupPayload').conversation,
      ).toMatchObject({ lastSeq, name: 'Tea', description: 'x', visibility: 'PUBLIC' });
    expect(await auditedIn(stage, id)).toHaveLength(3);
  });

  test('who can find it and come in is for the owner to say, and recorded', async () => {
    const { mei, ada, tom, id } = await house();
    for (const change of [
      { visibility: 'PUBLIC' },
      { joinPolicy: 'OPEN' },
      { name: 'Mine', visibility: 'PUBLIC' },
    ] as const) {
      const refused = expectType(await inGroup(ada, id).update(change), 'RoleRequiredError');
      expect(refused.roles).toEqual(['OWNER']);
    }
    const same = { visibility: 'PRIVATE', joinPolicy: 'REQUEST' } as const;
    expectType(await inGroup(ada, id).update(same), 'UpdateGroupPayload');
    const refused = expectType(await inGroup(tom, id).update({ name: 'x' }), 'RoleRequiredError');
    expect(refused.roles).toEqual(['OWNER', 'ADMINISTRATOR']);
    const opened = { visibility: 'PUBLIC', joinPolicy: 'OPEN' } as const;
    const answer = expectType(await inGroup(mei, id).update(opened), 'UpdateGroupPayload');
    expect(answer.conversation).toMatchObject({ ...opened, name: 'Tea' });
    expect((await contentsIn(tom, id)).at(-1)).toMatchObject({ change: 'VISIBILITY' });
    expect((await auditedIn(stage, id)).at(-1)).toEqual([mei.id, 'GroupRulesChanged', id]);
    expectType(await inGroup(ada, id).update({ mentionAllRestricted: true }), 'UpdateGroupPayload');
    const { rows } = await stage.backend.pool.query(
      `SELECT detail FROM audit_entry WHERE conversation_id = $1 AND action = 'GroupRulesChanged' ORDER BY id`,
      [uuidOf(id)],
    );
    expect(rows.map(({ detail }) => detail)).toEqual([
      {
        visibility: { from: 'PRIVATE', to: 'PUBLIC' },
        joinPolicy: { from: 'REQUEST', to: 'OPEN' },
      },
      { mentionAllRestricted: { from: false, to: true } },
    ]);
  });

  test('names the field that breaks a rule, and changes nothing of the rest', async () => {
    const { mei, id } = await house();
    const bad = { name: '茶'.repeat(51), description: 'x'.repeat(501), avatarEmoji: 'tea' };
    for (const [field, value] of Object.entries(bad)) {
      const change = { forwardingForbidden: true, [field]: value };
      const refused = expectType(await inGroup(mei, id).update(change), 'InvalidFieldError');
      expect(refused).toMatchObject({ field, rule: 'INVALID_FIELD' });
    }
    for (const name of ['', '  ', '\0', '\u200b', '\u3164', '\u202e \u2066'])
      expectType(await inGroup(mei, id).update({ name }), 'InvalidFieldError');
    expect(await inGroup(mei, id).see()).toMatchObject({
      name: 'Tea',
      forwardingForbidden: false,
    });
  });

  test('keeps a name on one line, and from disturbing the words around it', async () => {
    const { mei, tom, id } = await house();
    await inGroup(mei, id).update({ name: ' Tea\n\nTom: \u202eyes\u0007 ' });
    expect((await inGroup(mei, id).see()).name).toBe('Tea Tom: yes');
    await inGroup(mei, id).update({ name: 'می‌خواهم 👨‍👩‍👧' });
    expect((await inGroup(mei, id).see()).name).toBe('می‌خواهم 👨‍👩‍👧');
    const called = await inGroup(tom, id).callMyself('To\u2067m\r\n(owner)');
    expect(expectType(called, 'SetGroupNicknamePayload').member.groupNickname).toBe('Tom (owner)');
    const unseen = expectType(
      await inGroup(tom, id).callMyself('\u3164'),
      'SetGroupNicknamePayload',
    );
    expect(unseen.member.groupNickname).toBeNull();
  });

  test('is for members: outsiders and those who were removed find nothing', async () => {
    const { mei, tom, id } = await house();
    const eve = await stage.world.user('Eve');
    await inGroup(mei, id).remove([tom]);
    for (const outsider of [eve, tom]) {
      expectType(await inGroup(outsider, id).update({ name: 'x' }), 'NotFoundError');
      expectType(await inGroup(outsider, id).callMyself('x'), 'NotFoundError');
    }
    const chat = await mei.open(tom);
    expectType(await inGroup(mei, chat).update({ name: 'x' }), 'NotFoundError');
    expectType(await inGroup(mei, chat).callMyself('x'), 'NotFoundError');
  });
});

describe('a nickname in the group', () => {
  test('is seen by its members, there and nowhere else', async () => {
    const { mei, tom, lin, id } = await house();
    const other = await mei.group('Other', [tom]);
    const watching = await lin.follow().live();
    const answer = await inGroup(tom, id).callMyself(' 茶博士 ');
    expect(expectType(answer, 'SetGroupNicknamePayload').member.groupNickname).toBe('茶博士');
    expect((await watching.first('MemberChanged')).member).toMatchObject({
      groupNickname: '茶博士',
      user: { id: tom.id },
    });
    const namesIn = async (group: string) =>
      (await inGroup(mei, group).see()).members.edges.flatMap(
        ({ node }) => node.groupNickname ?? [],
      );
    expect(await namesIn(id)).toEqual(['茶博士']);
    expect(await namesIn(other)).toEqual([]);
    expectType(await inGroup(tom, id).callMyself('茶博士'), 'SetGroupNicknamePayload');
    expectType(await inGroup(tom, id).callMyself(null), 'SetGroupNicknamePayload');
    expectType(await inGroup(tom, id).callMyself('  '), 'SetGroupNicknamePayload');
    expect(await namesIn(id)).toEqual([]);
    await mei.send(id, 'next');
    await watching.first('MessageSent');
    expect(toldIn(watching, streamOf(id))).toEqual([
      'MemberChanged',
      'MemberChanged',
      'MessageSent',
    ]);
    watching.close();
  });

  test('is told with what they say and have said, for as long as they are there', async () => {
    const { mei, tom, id } = await house();
    const other = await mei.group('Other', [tom], { visibility: 'PUBLIC' });
    const said = await tom.send(id, 'before');
    await inGroup(tom, id).callMyself('茶博士');
    await tom.send(other, 'elsewhere');
    const input = { conversationId: id, clientId: randomUUID(), text: 'after', replyToId: said.id };
    const { sendMessage } = await tom.ask(SendMessage, { input });
    const answered = expectType(sendMessage, 'SendMessagePayload').sent;
    const speakers = async (group: string) =>
      (await mei.ask(Speakers, { id: group })).conversation?.messages.edges.flatMap(({ node }) =>
        node.sender.id === tom.id ? [node.senderMember?.groupNickname] : [],
      );
    expect(await speakers(id)).toEqual(['茶博士', '茶博士']);
    expect(await speakers(other)).toEqual([null]);
    const { node } = await mei.ask(Quoted, { id: answered.id });
    if (node?.__typename !== 'Message') throw new Error('The answer is gone');
    expect(node.replyTo?.senderMember?.groupNickname).toBe('茶博士');
    await inGroup(mei, id).remove([tom]);
    expect(await speakers(id)).toEqual([undefined, undefined]);
  });

  test('has at most 30 characters', async () => {
    const { tom, id } = await house();
    const refused = await inGroup(tom, id).callMyself('🍵'.repeat(31));
    expect(expectType(refused, 'InvalidFieldError').field).toBe('nickname');
    expectType(await inGroup(tom, id).callMyself('🍵'.repeat(30)), 'SetGroupNicknamePayload');
  });
});
