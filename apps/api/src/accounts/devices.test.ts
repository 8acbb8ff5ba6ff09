import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, dataOf } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { locationFile } from '../testing/location-file.ts';
import { type MailStage, startMailStage } from '../testing/mail-stage.ts';
import { type Stage, startStageOn } from '../testing/stage.ts';
import { PASSWORD, type Person } from '../testing/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'devices-'));
const file = join(folder, 'places.mmdb');
let stage: MailStage;
/** A second process on the same database; without Redis it hears of nothing but through the log. */
let beside: Stage;
beforeAll(async () => {
  writeFileSync(
    file,
    locationFile({
      '81.2.69.0/24': {
        country: { iso_code: 'GB' },
        city: { names: { en: 'London', 'zh-CN': '伦敦' } },
      },
    }),
  );
  const settings = { IP_LOCATION_FILE: file };
  stage = await startMailStage(settings);
  beside = await startStageOn(stage.databaseUrl, settings);
});
afterAll(async () => {
  await beside.close();
  await stage.close();
  rmSync(folder, { recursive: true });
});

const RevokeOthers = graphql(`
  mutation RevokeOthers { revokeOtherSessions { revokedCount } }
`);
const Devices = graphql(`
  query DevicesAndPlaces {
    viewer {
      sessions(first: 50) {
        edges { node { id current lastAddress lastPlace { country city local } } }
      }
    }
  }
`);
const Refresh = graphql(`
  mutation RefreshFrom($input: RefreshSessionInput!) {
    refreshSession(input: $input) { __typename }
  }
`);

const UNAUTHORIZED = 4401;

const revokeOthers = async (person: Person) =>
  (await person.ask(RevokeOthers, {})).revokeOtherSessions.revokedCount;

const devicesOf = async (person: Person) =>
  (await person.ask(Devices, {})).viewer.sessions.edges.map(({ node }) => node);

async function refresh(refreshToken: string) {
  const input = { refreshToken };
  const answer = await ask(stage.url, null, Refresh, { input });
  return dataOf(Refresh, input, answer).refreshSession.__typename;
}

async function refusal(token: string) {
  const { errors } = await ask(stage.url, token, Devices, {});
  return errors?.[0]?.extensions?.code;
}

/** Signs in as a browser behind the trusted proxy does, from an address on the internet. */
async function signInFrom(person: Person, address: string, language = 'en'): Promise<void> {
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': address,
      'accept-language': language,
    },
    body: JSON.stringify({
      query: 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      variables: { input: { login: person.account.username, password: PASSWORD } },
    }),
  });
  expect(await response.json()).toEqual({ data: { signIn: { __typename: 'SignedIn' } } });
}

describe('signing all other devices out', () => {
  test('ends them all at once, on every process, and leaves the asking one and other people alone', async () => {
    const mei = await stage.world.user('Mei');
    const tom = await stage.world.user('Tom');
    const others = [];
    for (let index = 0; index < 3; index++) others.push(await mei.onAnotherDevice());
    const [phone, tablet, laptop] = others as [Person, Person, Person];
    const sockets = [
      await phone.follow().live(),
      tablet.socket(),
      await laptop.through(beside.url).follow().live(),
    ];
    const own = await mei.follow().live();
    const his = await tom.follow().live();
    expect(await revokeOthers(mei)).toBe(3);
    const since = Date.now();
    for (const { closed } of sockets) expect((await closed).code).toBe(UNAUTHORIZED);
    expect(Date.now() - since).toBeLessThan(2_000);
    for (const other of others) {
      expect(await refusal(other.token)).toBe('UNAUTHENTICATED');
      expect(await refresh(other.refreshToken)).toBe('SessionEndedError');
    }
    expect((await devicesOf(mei)).map(({ id }) => id)).toEqual([mei.sessionId]);
    await own.until(() => own.of('SessionRevoked').length === 3);
    expect(new Set(own.of('SessionRevoked').map(({ sessionId }) => sessionId))).toEqual(
      new Set(others.map(({ sessionId }) => sessionId)),
    );
    expect(await refresh(mei.refreshToken)).toBe('SignedIn');
    expect(await refusal(tom.token)).toBeUndefined();
    for (const following of [own, his]) following.close();
  });

  test('where there is no other does nothing, and is told to nobody', async () => {
    const mei = await stage.world.user('Mei');
    const following = await mei.follow().live();
    expect(await revokeOthers(mei)).toBe(0);
    const phone = await mei.onAnotherDevice();
    expect(await revokeOthers(mei)).toBe(1);
    expect(await revokeOthers(mei)).toBe(0);
    const revoked = await following.first('SessionRevoked');
    expect(revoked.sessionId).toBe(phone.sessionId);
    expect(following.of('SessionRevoked')).toHaveLength(1);
    following.close();
  });

  test('two devices that do it in the same instant leave one at most, and never a third', async () => {
    for (let round = 0; round < 5; round++) {
      const mei = await stage.world.user('Mei');
      const phone = await mei.onAnotherDevice();
      const third = await mei.onAnotherDevice();
      await Promise.allSettled([revokeOthers(mei), revokeOthers(phone)]);
      const left = [];
      for (const one of [mei, phone, third])
        if ((await refusal(one.token)) === undefined) left.push(one);
      expect(left.length).toBeLessThanOrEqual(1);
      expect(left).not.toContain(third);
    }
  });

  test('catches a device that renews its tokens in the same instant', async () => {
    for (let round = 0; round < 5; round++) {
      const mei = await stage.world.user('Mei');
      const phone = await mei.onAnotherDevice();
      await Promise.all([refresh(phone.refreshToken), revokeOthers(mei)]);
      expect(await refusal(phone.token)).toBe('UNAUTHENTICATED');
      expect(await refresh(phone.refreshToken)).toBe('SessionEndedError');
    }
  });

  test('is for signed-in people, and a device that was signed out cannot sign the others out', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    await revokeOthers(mei);
    for (const token of [null, phone.token]) {
      const { errors } = await ask(stage.url, token, RevokeOthers, {});
      expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
    expect(await refusal(mei.token)).toBeUndefined();
  });
});

describe('where a device was used last', () => {
  test('is told by country and city in the language of whoever looks, or as a local network', async () => {
    const mei = await stage.world.user('Mei');
    await signInFrom(mei, '81.2.69.142');
    await signInFrom(mei, '9.9.9.9');
    const places = new Map((await devicesOf(mei)).map((one) => [one.lastAddress, one.lastPlace]));
    expect(places.get('81.2.69.142')).toEqual({ country: 'GB', city: 'London', local: false });
    expect(places.get('9.9.9.9')).toBeNull();
    const own = (await devicesOf(mei)).find(({ current }) => current);
    expect(own?.lastPlace).toEqual({ country: null, city: null, local: true });
    const chinese = await fetch(`${stage.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${mei.token}`,
        'accept-language': 'zh-CN',
      },
      body: JSON.stringify({
        query: '{ viewer { sessions(first: 3) { edges { node { lastPlace { city } } } } } }',
      }),
    });
    expect(await chinese.text()).toContain('伦敦');
  });

  test('for the first time is written to the owner; from where they are known nothing is', async () => {
    const { person: mei, address } = await stage.reader('Mei');
    await signInFrom(mei, '81.2.69.142', 'zh-CN');
    const letter = await stage.mail.letterTo(address, 1);
    expect(letter.subject).toBe('你的茶馆账号在新的地点登录');
    await signInFrom(mei, '81.2.69.142');
    await mei.onAnotherDevice();
    await stage.backend.pool.query(
      'UPDATE session SET revoked_at = now() WHERE account_id = $1 AND last_address = $2',
      [uuidOf(mei.id), '81.2.69.142'],
    );
    await signInFrom(mei, '81.2.69.142');
    await signInFrom(mei, '8.8.4.4');
    await stage.everythingSent();
    expect(stage.mail.to(address)).toHaveLength(3);
  });

  test('is not written to an address that nobody has proven', async () => {
    const mei = await stage.world.user('Mei');
    const { rows } = await stage.backend.pool.query<{ pending_email: string }>(
      'SELECT pending_email FROM account WHERE id = $1',
      [uuidOf(mei.id)],
    );
    await signInFrom(mei, '81.2.69.142');
    await stage.everythingSent();
    const letters = stage.mail.to(rows[0]?.pending_email ?? '');
    expect(letters.map(({ subject }) => subject)).toEqual(['Confirm your address for Teahouse']);
  });
});
