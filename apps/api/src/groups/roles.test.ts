import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  auditedIn,
  contentsIn,
  inGroup,
  makeHouse,
  rolesIn,
  streamOf,
  toldIn,
} from '../testing/groups.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const house = () => makeHouse(stage);
const NOBODY = Buffer.from('User:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('appointing', () => {
  test('makes an administrator and a member again; everybody is told, and a notice stays', async () => {
    const { mei, tom, lin, id } = await house();
    const watching = await lin.follow().live();
    const answer = await inGroup(mei, id).appoint(tom, 'ADMINISTRATOR');
    expect(expectType(answer, 'SetMemberRolePayload').member).toMatchObject({
      role: 'ADMINISTRATOR',
      user: { id: tom.id },
    });
    const { conversation, member } = await watching.first('RoleChanged');
    expect(conversation).toEqual({ id });
    expect(member).toMatchObject({ role: 'ADMINISTRATOR', user: { id: tom.id } });
    await watching.first('MessageSent');
    expect(toldIn(watching, streamOf(id))).toEqual(['RoleChanged', 'MessageSent']);
    expect((await contentsIn(lin, id)).at(-1)).toEqual({
      __typename: 'RoleChangedNotice',
      member: { id: tom.id },
      role: 'ADMINISTRATOR',
    });
    expectType(await inGroup(tom, id).remove([lin]), 'RemoveMembersPayload');
    expectType(await inGroup(mei, id).appoint(tom, 'MEMBER'), 'SetMemberRolePayload');
    expect((await contentsIn(tom, id)).at(-1)).toMatchObject({ role: 'MEMBER' });
    expectType(await inGroup(tom, id).muteAll(true), 'RoleRequiredError');
    expect((await auditedIn(stage, id)).map(([, action]) => action)).toEqual([
      'RoleChanged',
      'RoleChanged',
      'RoleChanged',
      'MemberRemoved',
      'RoleChanged',
    ]);
    watching.close();
  });

  test('is for the owner alone, and not for themselves', async () => {
    const { mei, ada, ann, tom, lin, id } = await house();
    for (const [actor, subject] of [
      [ada, tom],
      [ada, ann],
      [ada, mei],
      [ada, ada],
      [tom, lin],
    ] as [Person, Person][])
      for (const role of ['ADMINISTRATOR', 'MEMBER', 'OWNER'] as const) {
        const refused = await inGroup(actor, id).appoint(subject, role);
        expect(expectType(refused, 'RoleRequiredError').roles).toEqual(['OWNER']);
      }
    for (const role of ['ADMINISTRATOR', 'MEMBER'] as const) {
      const refused = await inGroup(mei, id).appoint(mei, role);
      expect(expectType(refused, 'InvalidFieldError').field).toBe('userId');
    }
    const crowned = await inGroup(mei, id).appoint(tom, 'OWNER');
    expect(expectType(crowned, 'InvalidFieldError').field).toBe('role');
    expect(await rolesIn(mei, id)).toMatchObject({ [mei.id]: 'OWNER', [tom.id]: 'MEMBER' });
  });

  test('twice is once, and is not told twice', async () => {
    const { mei, ada, id } = await house();
    const before = (await inGroup(mei, id).see()).lastSeq;
    const again = expectType(
      await inGroup(mei, id).appoint(ada, 'ADMINISTRATOR'),
      'SetMemberRolePayload',
    );
    expect(again.member.role).toBe('ADMINISTRATOR');
    expect((await inGroup(mei, id).see()).lastSeq).toBe(before);
    expect(await auditedIn(stage, id)).toHaveLength(2);
  });

  test('of somebody who is no member, or by an outsider, is not found', async () => {
    const { mei, tom, id } = await house();
    const eve = await stage.world.user('Eve');
    for (const nobody of [eve, { id: NOBODY }, { id: 'nonsense' }, { id: '' }]) {
      expectType(await inGroup(mei, id).appoint(nobody, 'ADMINISTRATOR'), 'NotFoundError');
      expectType(await inGroup(mei, id).transfer(nobody), 'NotFoundError');
    }
    const unknown = expectType(await inGroup(eve, NOBODY).transfer(tom), 'NotFoundError');
    const hidden = expectType(await inGroup(eve, id).transfer(tom), 'NotFoundError');
    expect(hidden).toEqual(unknown);
    expectType(await inGroup(eve, id).appoint(tom, 'ADMINISTRATOR'), 'NotFoundError');
    const chat = await mei.open(tom);
    expectType(await inGroup(mei, chat).transfer(tom), 'NotFoundError');
    expectType(await inGroup(mei, chat).appoint(tom, 'MEMBER'), 'NotFoundError');
  });

  test('gives the word to whoever was muted', async () => {
    const { mei, tom, id } = await house();
    await inGroup(mei, id).mute(tom, inAnHour());
    const answer = await inGroup(mei, id).appoint(tom, 'ADMINISTRATOR');
    expect(expectType(answer, 'SetMemberRolePayload').member.mutedUntil).toBeNull();
    await tom.send(id, 'thank you');
  });
});

describe('handing a group over', () => {
  test('makes the new owner and leaves the old one an administrator', async () => {
    const { mei, ada, tom, lin, id } = await house();
    const watching = await lin.follow().live();
    const answer = await inGroup(mei, id).transfer(tom);
    expect(expectType(answer, 'TransferGroupPayload').conversation.id).toBe(id);
    await watching.first('MessageSent');
    expect(toldIn(watching, streamOf(id))).toEqual(['RoleChanged', 'RoleChanged', 'MessageSent']);
    expect(watching.of('RoleChanged').map(({ member }) => [member?.user.id, member?.role])).toEqual(
      [
        [mei.id, 'ADMINISTRATOR'],
        [tom.id, 'OWNER'],
      ],
    );
    expect((await contentsIn(lin, id)).at(-1)).toEqual({
      __typename: 'OwnerChangedNotice',
      member: { id: tom.id },
    });
    expect((await auditedIn(stage, id)).at(-1)).toEqual([mei.id, 'OwnerChanged', tom.id]);
    expectType(await inGroup(mei, id).dissolve(), 'RoleRequiredError');
    expectType(await inGroup(tom, id).appoint(ada, 'MEMBER'), 'SetMemberRolePayload');
    watching.close();
  });

  test('is for the owner alone, to somebody else; asking again answers what came of it', async () => {
    const { mei, ada, tom, lin, id } = await house();
    for (const [actor, heir] of [
      [ada, tom],
      [ada, ada],
      [tom, tom],
      [tom, lin],
      [tom, mei],
    ] as [Person, Person][])
      expect(
        expectType(await inGroup(actor, id).transfer(heir), 'RoleRequiredError').roles,
      ).toEqual(['OWNER']);
    expect(expectType(await inGroup(mei, id).transfer(mei), 'InvalidFieldError').field).toBe(
      'userId',
    );
    expectType(await inGroup(mei, id).transfer(tom), 'TransferGroupPayload');
    const { lastSeq } = await inGroup(mei, id).see();
    const again = expectType(await inGroup(mei, id).transfer(tom), 'TransferGroupPayload');
    expect(again.conversation.lastSeq).toBe(lastSeq);
    expect(expectType(await inGroup(mei, id).transfer(lin), 'RoleRequiredError').roles).toEqual([
      'OWNER',
    ]);
  });

  test('to two people at the same instant leaves one owner', async () => {
    for (let round = 0; round < 5; round++) {
      const { mei, tom, lin, id } = await house();
      await Promise.all([inGroup(mei, id).transfer(tom), inGroup(mei, id).transfer(lin)]);
      const owners = Object.values(await rolesIn(mei, id)).filter((role) => role === 'OWNER');
      expect(owners).toHaveLength(1);
    }
  });

  test('and leaving at the same instant: the group has one owner, who is a member', async () => {
    for (let round = 0; round < 5; round++) {
      const { mei, ada, tom, id } = await house();
      await Promise.all([inGroup(mei, id).transfer(tom), inGroup(tom, id).leave()]);
      const owners = Object.entries(await rolesIn(ada, id)).filter(([, role]) => role === 'OWNER');
      expect(owners).toHaveLength(1);
    }
  });
});
