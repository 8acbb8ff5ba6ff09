import { beforeEach, expect, test, vi } from 'vitest';

type Answer = object | 'unreachable';

/** The web server's session endpoint as the browser meets it. */
function webServer(answers: Answer[]) {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    asked.push({ path, body: init?.body ? JSON.parse(String(init.body)) : undefined });
    if (path === '/api/auth/csrf') return Response.json({ csrfToken: 'csrf' });
    await new Promise((resolve) => setTimeout(resolve));
    const answer = answers.shift();
    if (!answer || answer === 'unreachable') throw new TypeError('Failed to fetch');
    return Response.json(answer);
  });
  return asked;
}

const session = (accessToken: string, lifeMs = 900_000, userId = 'mei') => ({
  userId,
  sessionId: 'session',
  accessToken,
  accessTokenExpiresAt: new Date(Date.now() + lifeMs).toISOString(),
  serverTime: new Date().toISOString(),
});

async function signedInAs(userId: string | null) {
  vi.resetModules();
  const token = await import('./token');
  token.expectSessionOf(userId);
  const losses: string[] = [];
  token.onSessionLoss((loss) => losses.push(loss));
  return { ...token, losses };
}

beforeEach(() => {
  vi.unstubAllGlobals();
  vi.stubGlobal('navigator', {});
  vi.useRealTimers();
});

test('many who ask at once share one request', async () => {
  const asked = webServer([session('one')]);
  const { accessToken } = await signedInAs('mei');
  expect(await Promise.all([accessToken(), accessToken(), accessToken()])).toEqual([
    'one',
    'one',
    'one',
  ]);
  expect(await accessToken()).toBe('one');
  expect(asked).toHaveLength(1);
});

test('a token is renewed before its time is over', async () => {
  webServer([session('short', 30_000), session('long')]);
  const { accessToken, isTokenFresh } = await signedInAs('mei');
  await accessToken();
  expect(isTokenFresh()).toBe(false);
  expect(await accessToken()).toBe('long');
});

test('a browser whose clock is wrong reckons by the server’s', async () => {
  const threeHoursAgo = Date.now() - 3 * 60 * 60 * 1000;
  webServer([
    {
      ...session('one'),
      serverTime: new Date(threeHoursAgo).toISOString(),
      accessTokenExpiresAt: new Date(threeHoursAgo + 900_000).toISOString(),
    },
  ]);
  const { accessToken, isTokenFresh } = await signedInAs('mei');
  expect(await accessToken()).toBe('one');
  expect(isTokenFresh()).toBe(true);
});

test('a token that the API refuses is replaced, and the web server is told which one it was', async () => {
  const asked = webServer([session('one'), session('two')]);
  const { accessToken, refuseToken } = await signedInAs('mei');
  refuseToken(await accessToken());
  expect(await accessToken()).toBe('two');
  expect(asked.at(-1)?.body).toEqual({ csrfToken: 'csrf', data: { refused: 'one' } });
});

test('a web server that cannot reach the API is not mistaken for the end of the session', async () => {
  webServer([session('one'), session('one'), 'unreachable', session('two')]);
  const { accessToken, refuseToken, losses, TokenUnavailableError } = await signedInAs('mei');
  refuseToken(await accessToken());
  await expect(accessToken()).rejects.toThrow(TokenUnavailableError);
  await expect(accessToken()).rejects.toThrow(TokenUnavailableError);
  expect(await accessToken()).toBe('two');
  expect(losses).toEqual([]);
});

test('an ended session is reported', async () => {
  webServer([session('one'), {}]);
  const { accessToken, refuseToken, losses } = await signedInAs('mei');
  refuseToken(await accessToken());
  expect(await accessToken()).toBeNull();
  expect(losses).toEqual(['ended']);
});

test('the token of somebody who signed in with this browser meanwhile is never used', async () => {
  webServer([session('hers', 900_000, 'lan')]);
  const { accessToken, losses } = await signedInAs('mei');
  expect(await accessToken()).toBeNull();
  expect(losses).toEqual(['replaced']);
});

test('where nobody is signed in, nothing is asked', async () => {
  const asked = webServer([]);
  const { accessToken } = await signedInAs(null);
  expect(await accessToken()).toBeNull();
  expect(asked).toEqual([]);
});
