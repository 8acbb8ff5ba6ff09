import { vi } from 'vitest';
import { expectSessionOf } from '../auth/token';

type Answer = (path: string, init: RequestInit) => Promise<Response>;

/** Counts on from test to test: a token that was refused once is never handed out again. */
let issued = 0;

/** A page of somebody who is signed in. The API answers as given; each token the web server hands out is a new one. */
export function signedIn(api: Answer) {
  const told: { refused: (string | undefined)[]; reachable: boolean } = {
    refused: [],
    reachable: true,
  };
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (path === '/graphql') return api(path, init);
    if (!told.reachable) throw new TypeError('Failed to fetch');
    if (path === '/api/auth/csrf') return Response.json({ csrfToken: 'csrf' });
    issued += 1;
    told.refused.push(init.body ? JSON.parse(String(init.body)).data.refused : undefined);
    return Response.json({
      userId: 'ada',
      sessionId: 'session',
      accessToken: `token ${issued}`,
      accessTokenExpiresAt: new Date(Date.now() + 900_000).toISOString(),
      serverTime: new Date().toISOString(),
    });
  });
  // Forgets whatever token a page before had.
  expectSessionOf(null);
  expectSessionOf('ada');
  return told;
}
