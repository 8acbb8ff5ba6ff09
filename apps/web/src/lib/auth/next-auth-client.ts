/**
 * The browser's side of next-auth's endpoints. The library's own client would bring a provider, polling and
 * localStorage messages; these three requests are all that is needed.
 */
const PATIENCE_MS = 15_000;

/** The web server did not answer, or not as agreed. */
export class WebUnreachableError extends Error {}

export async function authRequest<T>(path: string, body?: Record<string, unknown>): Promise<T> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, csrfToken: await csrfToken() }),
      }),
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // 401 is an answer too: the credentials were refused.
    if (!response.ok && response.status !== 401) throw new Error(`It answered ${response.status}.`);
    return (await response.json()) as T;
  } catch (cause) {
    if (cause instanceof WebUnreachableError) throw cause;
    throw new WebUnreachableError(`/api/auth/${path} could not be reached.`, { cause });
  }
}

async function csrfToken(): Promise<string> {
  return (await authRequest<{ csrfToken: string }>('csrf')).csrfToken;
}

/** Signs in with one of our credentials providers. Null when it went well, else the code that the provider threw. */
export async function signInWithCredentials(
  provider: 'credentials' | 'tokens',
  credentials: Record<string, string>,
): Promise<string | null> {
  const body = { ...credentials, json: 'true', callbackUrl: '/' };
  const { url } = await authRequest<{ url: string }>(`callback/${provider}`, body);
  return new URL(url, window.location.href).searchParams.get('error');
}

/** The provider's page to go to. */
export async function externalSignInUrl(provider: string, callbackUrl: string): Promise<string> {
  const body = { json: 'true', callbackUrl };
  const { url } = await authRequest<{ url: string }>(`signin/${provider}`, body);
  return url;
}

/** Ends the session at the API and clears the cookie. */
export async function signOut(): Promise<void> {
  await authRequest('signout', { json: 'true', callbackUrl: '/sign-in' });
}

export function listProviders(): Promise<
  Record<string, { id: string; name: string; type: string }>
> {
  return authRequest('providers');
}
