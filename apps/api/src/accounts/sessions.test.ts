import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, dataOf, openSocket } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { SECRETS } from '../testing/secrets.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
/** A second process on the same database; without Redis it hears of nothing but through the log. */
let beside: Stage;
beforeAll(async () => {
  stage = await startStage();
  beside = await startStageOn(stage.databaseUrl);
});
afterAll(async () => {
  await beside.close();
  await stage.close();
});

const Refresh = graphql(`
  mutation Refresh($input: RefreshSessionInput!) {
    refreshSession(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id current } user { id } }
      ... on Error { message rule }
    }
  }
`);
const RevokeSession = graphql(`
  mutation RevokeSession($input: RevokeSessionInput!) {
    revokeSession(input: $input) {
      __typename
      ... on RevokeSessionPayload { sessionId }
      ... on Error { message rule }
    }
  }
`);
const SignOut = graphql(`mutation SignOut { signOut { sessionId } }`);
const Devices = graphql(`
  query Devices($first: Int, $after: String) {
    viewer {
      session { id }
      sessions(first: $first, after: $after) {
        edges { node { id deviceName createdAt lastUsedAt lastAddress current } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
const SessionById = graphql(
  `query SessionById($id: ID!) { node(id: $id) { ... on Session { deviceName } } }`,
);

const UNAUTHORIZED = 4401;
const FORBIDDEN = 4403;

async function refresh(refreshToken: string) {
  const input = { refreshToken };
  return dataOf(Refresh, input, await ask(stage.url, null, Refresh, { input })).refreshSession;
}

async function renewed(refreshToken: string) {
  return expectType(await refresh(refreshToken), 'SignedIn');
}

async function revoke(person: Person, sessionId: string) {
  return (await person.ask(RevokeSession, { input: { sessionId } })).revokeSession;
}

async function devicesOf(person: Person) {
  const { viewer } = await person.ask(Devices, { first: 100, after: null });
  return viewer.sessions.edges.map((edge) => edge.node);
}

/** The code that a request with this token is refused with. */
async function refusal(token: string) {
  const { errors } = await ask(stage.url, token, Devices, { first: 1, after: null });
  return errors?.[0]?.extensions?.code;
}

/** The same claims as in a token, but for some, signed again. */
function resign(token: string, change: object, secret: string = SECRETS.SESSION_SECRET) {
  return new SignJWT({ ...decodeJwt(token), ...change })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** Milliseconds until what has been waited for has come. */
async function timed(awaited: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await awaited;
  return performance.now() - from;
}

describe('refreshing', () => {
  test('gives new tokens for the same device, and each refresh token is good once', async () => {
    const mei = await stage.world.user('Mei');
    const first = await renewed(mei.refreshToken);
    expect(first.session).toEqual({ id: mei.sessionId, current: true });
    expect(first.user.id).toBe(mei.id);
    expect(first.refreshToken).not.toBe(mei.refreshToken);
    const second = await renewed(first.refreshToken);
    expect(new Set([mei.refreshToken, first.refreshToken, second.refreshToken]).size).toBe(3);
    expect(await refusal(second.accessToken)).toBeUndefined();
    expect(await devicesOf(mei)).toHaveLength(1);
  });

  test('forgives two tabs and an answer lost on the way: within the leeway it may come again', async () => {
    const mei = await stage.world.user('Mei');
    const answers = await Promise.all([refresh(mei.refreshToken), refresh(mei.refreshToken)]);
    for (const answer of answers) {
      const { accessToken, refreshToken } = expectType(answer, 'SignedIn');
      expect(await refusal(accessToken)).toBeUndefined();
      await renewed(refreshToken);
    }
  });

  test('a token that comes again after the leeway was copied: the whole session ends', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const listening = await phone.follow().live();
    const own = await mei.follow().live();
    const first = await renewed(mei.refreshToken);
    const newest = await renewed(first.refreshToken);
    await stage.backend.pool.query(
      `UPDATE refresh_token SET used_at = used_at - $2 * interval '1 second' WHERE session_id = $1`,
      [uuidOf(mei.sessionId), stage.backend.env.REFRESH_LEEWAY_SECONDS + 1],
    );
    expectType(await refresh(mei.refreshToken), 'SessionEndedError');

    expect(expectType(await refresh(newest.refreshToken), 'SessionEndedError').rule).toBe(
      'SESSION_ENDED',
    );
    for (const token of [mei.token, first.accessToken, newest.accessToken])
      expect(await refusal(token)).toBe('UNAUTHENTICATED');
    expect((await listening.first('SessionRevoked')).sessionId).toBe(mei.sessionId);
    expect((await own.closed).code).toBe(UNAUTHORIZED);
    expect(await refusal(phone.token)).toBeUndefined();
    listening.close();
  });

  test('answers the same for garbage, somebody’s access token and a token nobody was given', async () => {
    const mei = await stage.world.user('Mei');
    const answers: unknown[] = [];
    for (const token of ['', 'x', '\0', mei.token, randomBytes(32).toString('base64url')])
      answers.push(await refresh(token));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ __typename: 'SessionEndedError' });
  });

  test('a device that stayed away longer than SESSION_DAYS has to sign in again', async () => {
    const mei = await stage.world.user('Mei');
    const { sid } = decodeJwt<{ sid: string }>(mei.token);
    const { db } = stage.backend;
    await db.session.update({ where: { id: sid }, data: { expiresAt: new Date() } });
    expectType(await refresh(mei.refreshToken), 'SessionEndedError');
    expect(await refusal(mei.token)).toBe('UNAUTHENTICATED');
  });
});

describe('access tokens', () => {
  test('that are garbage, foreign, expired, for others or unsigned are as none at all', async () => {
    const mei = await stage.world.user('Mei');
    const tom = await stage.world.user('Tom');
    const claims = Buffer.from(JSON.stringify(decodeJwt(mei.token))).toString('base64url');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    const bad = {
      garbage: 'garbage',
      unsigned,
      'with another’s payload': mei.token.replace(/\.[^.]+\./, `.${tom.token.split('.')[1]}.`),
      'foreign-signed': await resign(mei.token, {}, 'somebody else’s secret of some length'),
      'signed with the web server’s secret': await resign(mei.token, {}, SECRETS.WEB_API_SECRET),
      expired: await resign(mei.token, { exp: inSeconds(-1) }),
      'for another audience': await resign(mei.token, { aud: 'teahouse-web' }),
      'of another issuer': await resign(mei.token, { iss: 'teahouse-web' }),
      'without an end': await resign(mei.token, { exp: undefined }),
      'naming somebody else': await resign(mei.token, { sub: decodeJwt(tom.token).sub }),
      'the refresh token': mei.refreshToken,
    };
    for (const [name, token] of Object.entries(bad))
      expect(await refusal(token), name).toBe('UNAUTHENTICATED');
    expect(await refusal(await resign(mei.token, {}))).toBeUndefined();
  });

  test('that have been taken before are looked at again: they end, and so do their sessions', async () => {
    const mei = await stage.world.user('Mei');
    const exp = inSeconds(1);
    const short = await resign(mei.token, { exp });
    expect(await refusal(short)).toBeUndefined();
    await sleep(exp * 1_000 - Date.now() + 50);
    expect(await refusal(short)).toBe('UNAUTHENTICATED');
    expect(await refusal(mei.token)).toBeUndefined();
    const { sid } = decodeJwt<{ sid: string }>(mei.token);
    await stage.backend.db.session.update({ where: { id: sid }, data: { revokedAt: new Date() } });
    expect(await refusal(mei.token)).toBe('UNAUTHENTICATED');
  });

  test('good ones open sockets; none and bad ones close with 4401, expired ones with 4403', async () => {
    const mei = await stage.world.user('Mei');
    const expected: [token: string | null, code: number][] = [
      [null, UNAUTHORIZED],
      ['garbage', UNAUTHORIZED],
      [await resign(mei.token, {}, 'somebody else’s secret of some length'), UNAUTHORIZED],
      [await resign(mei.token, { exp: inSeconds(-1) }), FORBIDDEN],
    ];
    for (const [token, code] of expected)
      expect((await openSocket(stage.url, token).closed).code, String(token)).toBe(code);
    (await mei.follow().live()).close();
  });

  test('a socket ends with its token, with 4403', async () => {
    const mei = await stage.world.user('Mei');
    const exp = inSeconds(2);
    const socket = openSocket(stage.url, await resign(mei.token, { exp }));
    const following = await mei.follow().live();
    expect((await socket.closed).code).toBe(FORBIDDEN);
    const afterItsEnd = Date.now() - exp * 1000;
    expect(afterItsEnd).toBeGreaterThan(-100);
    expect(afterItsEnd).toBeLessThan(2_000);
    const stillOpen = sleep(200, 'open');
    expect(await Promise.race([following.closed, stillOpen])).toBe('open');
    following.close();
  });
});

describe('devices', () => {
  test('are listed newest first, each to its owner alone, and tell which one is asking', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const tablet = await mei.onAnotherDevice();
    const devices = await devicesOf(phone);
    expect(devices.map((device) => device.id)).toEqual(
      [tablet, phone, mei].map((device) => device.sessionId),
    );
    expect(devices.map((device) => device.current)).toEqual([false, true, false]);
    expect(devices[0]?.lastAddress).toMatch(/127\.0\.0\.1$/);
    const { viewer } = await mei.ask(Devices, { first: 2, after: null });
    expect(viewer.session.id).toBe(mei.sessionId);
    expect(viewer.sessions.pageInfo.hasNextPage).toBe(true);
    const rest = await mei.ask(Devices, { first: 2, after: viewer.sessions.pageInfo.endCursor });
    expect(rest.viewer.sessions.edges.map((edge) => edge.node.id)).toEqual([mei.sessionId]);
  });

  test('signing in is told to the person’s other devices, and to nobody else', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const hers = await mei.follow().live();
    const his = await tom.follow().live();
    const phone = await mei.onAnotherDevice();
    const started = await hers.first('SessionStarted');
    expect(started.session).toEqual({ id: phone.sessionId, current: false });
    await revoke(mei, phone.sessionId);
    expect((await hers.first('SessionRevoked')).sessionId).toBe(phone.sessionId);
    await tom.onAnotherDevice();
    await his.first('SessionStarted', ({ session }) => session.id !== tom.sessionId);
    expect(his.of('SessionStarted')).toHaveLength(1);
    expect(his.of('SessionRevoked')).toEqual([]);
    for (const following of [hers, his]) following.close();
  });

  test('one can be revoked from another: tokens, list and sockets end at once, on every process', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const here = await phone.follow().live();
    const idle = phone.socket();
    const there = await phone.through(beside.url).follow().live();
    const own = await mei.follow().live();
    const answer = expectType(await revoke(mei, phone.sessionId), 'RevokeSessionPayload');
    expect(answer.sessionId).toBe(phone.sessionId);

    const elapsed = await timed(Promise.all([here.closed, idle.closed, there.closed]));
    expect(elapsed).toBeLessThan(2_000);
    for (const socket of [here, idle, there]) expect((await socket.closed).code).toBe(UNAUTHORIZED);
    expect(await refusal(phone.token)).toBe('UNAUTHENTICATED');
    expectType(await refresh(phone.refreshToken), 'SessionEndedError');
    expect((await openSocket(beside.url, phone.token).closed).code).toBe(UNAUTHORIZED);
    expect((await devicesOf(mei)).map((device) => device.id)).toEqual([mei.sessionId]);
    await own.first('SessionRevoked');
    own.close();
  });

  test('revoking twice is no error, and is told once', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const listening = await mei.follow().live();
    for (let time = 0; time < 2; time++)
      expectType(await revoke(mei, phone.sessionId), 'RevokeSessionPayload');
    await mei.onAnotherDevice();
    await listening.first('SessionStarted', ({ session }) => session.id !== phone.sessionId);
    expect(listening.of('SessionRevoked')).toHaveLength(1);
    listening.close();
  });

  test('somebody else’s, an unknown one and nonsense are all not found, and go on unharmed', async () => {
    const mei = await stage.world.user('Mei');
    const eve = await stage.world.user('Eve');
    const unknown = Buffer.from('Session:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');
    for (const id of [mei.sessionId, unknown, mei.id, 'nonsense', '', '\0'])
      expect(expectType(await revoke(eve, id), 'NotFoundError').rule).toBe('NOT_FOUND');
    const { errors } = await eve.attempt(SessionById, { id: mei.sessionId });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect(await refusal(mei.token)).toBeUndefined();
    await mei.ask(SessionById, { id: mei.sessionId });
    const anonymous = await ask(stage.url, null, RevokeSession, {
      input: { sessionId: mei.sessionId },
    });
    expect(anonymous.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('signing out ends the asking device and no other', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const following = await phone.follow().live();
    const own = await mei.follow().live();
    expect((await phone.ask(SignOut, {})).signOut.sessionId).toBe(phone.sessionId);
    expect(await timed(following.closed)).toBeLessThan(2_000);
    expect((await following.closed).code).toBe(UNAUTHORIZED);
    expect(await refusal(phone.token)).toBe('UNAUTHENTICATED');
    expectType(await refresh(phone.refreshToken), 'SessionEndedError');
    expect((await own.first('SessionRevoked')).sessionId).toBe(phone.sessionId);
    expect(await refusal(mei.token)).toBeUndefined();
    own.close();
  });
});
