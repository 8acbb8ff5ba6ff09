import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { askFriend, block, changePrivacy, contact, contactLists } from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const MyPrivacy = graphql(`
  query MyPrivacy {
    viewer { id privacy {
      foundByName foundByEmail foundByPhone presenceShownTo reachableBy
    } }
  }
`);
const privacyOf = async (person: Person) => (await person.ask(MyPrivacy, {})).viewer.privacy;
const AT_FIRST = {
  foundByName: true,
  foundByEmail: false,
  foundByPhone: false,
  presenceShownTo: 'FRIENDS',
  reachableBy: 'EVERYONE',
};

describe('privacy', () => {
  test('is as the defaults say until it is changed, and then as asked for', async () => {
    const mei = await stage.world.user('Mei');
    expect(await privacyOf(mei)).toEqual(AT_FIRST);
    const changed = { ...AT_FIRST, foundByEmail: true, reachableBy: 'NOBODY' };
    expect(await changePrivacy(mei, { foundByEmail: true, reachableBy: 'NOBODY' })).toEqual(
      changed,
    );
    expect(await changePrivacy(mei, { foundByEmail: null })).toEqual(changed);
    expect(await privacyOf(mei)).toEqual(changed);
    expect(await privacyOf(await stage.world.user('Tom'))).toEqual(AT_FIRST);
  });

  test('is told to the own devices alone, and only when it is different', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const phone = await (await mei.onAnotherDevice()).follow().live();
    const his = await tom.follow().live();
    await changePrivacy(mei, { foundByName: false });
    await changePrivacy(mei, { foundByName: false });
    await changePrivacy(mei, { foundByName: true });
    await phone.until(() => phone.of('PrivacyChanged').length === 2);
    expect(phone.of('PrivacyChanged')[0]?.viewer.privacy).toMatchObject({
      reachableBy: 'EVERYONE',
    });
    await mei.send(await mei.open(tom), 'tea?');
    await his.first('MessageSent');
    await phone.first('MessageSent');
    expect(phone.of('PrivacyChanged')).toHaveLength(2);
    expect(his.of('PrivacyChanged')).toEqual([]);
    for (const stream of [phone, his]) stream.close();
  });

  test('changed on two devices at the same time keeps both changes', async () => {
    const mei = await stage.world.user('Mei');
    await Promise.all([
      changePrivacy(mei, { foundByName: false }),
      changePrivacy(mei, { foundByEmail: true }),
      changePrivacy(mei, { reachableBy: 'NOBODY' }),
      changePrivacy(mei, { presenceShownTo: 'NOBODY' }),
    ]);
    expect(await privacyOf(mei)).toEqual({
      foundByName: false,
      foundByEmail: true,
      foundByPhone: false,
      presenceShownTo: 'NOBODY',
      reachableBy: 'NOBODY',
    });
  });

  test('changed to and fro in the same instant is told as it is in the end', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await (await mei.onAnotherDevice()).follow().live();
    const told = () => phone.of('PrivacyChanged').at(-1)?.viewer.privacy.presenceShownTo;
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        changePrivacy(mei, { presenceShownTo: 'NOBODY' }),
        changePrivacy(mei, { presenceShownTo: 'FRIENDS' }),
      ]);
      const { presenceShownTo } = await privacyOf(mei);
      await phone.until(() => (told() ?? 'FRIENDS') === presenceShownTo);
    }
    phone.close();
  });

  test('is for people who are signed in', async () => {
    const { errors } = await ask(stage.url, null, MyPrivacy, {});
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('who may reach somebody', () => {
  async function among() {
    const [mei, tom, lin, eve] = await Promise.all(
      ['Mei', 'Tom', 'Lin', 'Eve'].map((name) => stage.world.user(name)),
    );
    if (!mei || !tom || !lin || !eve) throw new Error('Four people were made');
    await mei.befriend(lin);
    await tom.befriend(lin);
    return { mei, tom, lin, eve };
  }

  test('is everybody, whoever has a friend in common, or nobody', async () => {
    const { mei, tom, eve } = await among();
    await changePrivacy(mei, { reachableBy: 'FRIENDS_OF_FRIENDS' });
    const refused = expectType(await askFriend(eve, mei), 'RecipientRefusesError');
    expect(refused).toMatchObject({ rule: 'RECIPIENT_REFUSES', users: [{ id: mei.id }] });
    expectType(await askFriend(tom, mei), 'RequestFriendPayload');
    await changePrivacy(mei, { reachableBy: 'NOBODY' });
    const { tom: other } = await among();
    expectType(await askFriend(other, mei), 'RecipientRefusesError');
    await changePrivacy(mei, { reachableBy: 'EVERYONE' });
    expectType(await askFriend(eve, mei), 'RequestFriendPayload');
    expect((await contactLists(mei)).received).toEqual(
      [eve.id, tom.id].map(() => expect.anything()),
    );
  });

  test('never keeps anybody from answering whoever has asked', async () => {
    const { mei, eve } = await among();
    await changePrivacy(mei, { reachableBy: 'NOBODY' });
    expectType(await askFriend(mei, eve), 'RequestFriendPayload');
    const { request } = expectType(await askFriend(eve, mei), 'RequestFriendPayload');
    expect(request.status).toBe('ACCEPTED');
  });

  test('does not tell apart whoever refuses everybody from whoever has blocked one', async () => {
    const { mei, lin, eve } = await among();
    await changePrivacy(mei, { reachableBy: 'NOBODY' });
    await block(lin, eve);
    const [closed, blocked] = [await askFriend(eve, mei), await askFriend(eve, lin)];
    const told = (answer: typeof closed) => JSON.stringify({ ...answer, users: [] });
    expect(told(closed)).toBe(told(blocked));
    expectType(closed, 'RecipientRefusesError');
  });
});

describe('presence kept to oneself', () => {
  test('is not shown to friends, nor is theirs to whoever keeps it', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const [hers, his] = [await mei.follow().live(), await tom.follow().live()];
    await changePrivacy(mei, { presenceShownTo: 'NOBODY' });
    expect((await contact(tom, mei)).presence).toBeNull();
    expect((await contact(mei, tom)).presence).toBeNull();
    expect((await contact(mei, mei)).presence).toEqual({ state: 'ONLINE' });
    await changePrivacy(mei, { presenceShownTo: 'FRIENDS' });
    expect((await contact(tom, mei)).presence).toEqual({ state: 'ONLINE' });
    expect((await contact(mei, tom)).presence).toEqual({ state: 'ONLINE' });
    for (const stream of [hers, his]) stream.close();
  });

  test('a friend who watches forgets it at once, and hears of no coming and going after', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await lin.befriend(tom);
    const hers = await mei.follow().live();
    const his = await tom.follow().live();
    const ofMei = () => his.of('PresenceChanged').filter(({ user }) => user.id === mei.id);
    await changePrivacy(mei, { presenceShownTo: 'NOBODY' });
    await his.until(() => ofMei().some(({ user }) => user.presence === null));
    const before = ofMei().length;
    const phone = await (await mei.onAnotherDevice()).follow().live();
    for (const device of [phone, hers]) {
      device.close();
      await device.closed;
    }
    const left = await stage.world.friends('Ada', 'Bo');
    await left.one.befriend(tom);
    const ada = await left.one.follow().live();
    await his.first('PresenceChanged', ({ user }) => user.id === left.one.id);
    // Whoever leaves is gone after a grace; Ada, who leaves later than Mei, is seen to go.
    ada.close();
    const gone = ({ user }: { user: { id: string; presence: { state: string } | null } }) =>
      user.id === left.one.id && user.presence?.state === 'OFFLINE';
    await his.until(() => his.of('PresenceChanged').some(gone), 12_000);
    expect(ofMei()).toHaveLength(before);
    his.close();
  });
});
