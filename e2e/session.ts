import type { BrowserContext } from '@playwright/test';

/** What the form does, without the form. */
export async function bringSession(
  { request }: BrowserContext,
  login: string,
  password: string,
): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const answer = await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, login, password, json: 'true' },
  });
  if (!answer.ok()) throw new Error(await answer.text());
}
