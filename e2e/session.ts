import type { APIResponse, BrowserContext } from '@playwright/test';
import { solvedCaptcha } from '@teahouse/api/testing/captcha';

/** What the form does, without the form. */
export async function bringSession(
  { request }: BrowserContext,
  login: string,
  password: string,
): Promise<void> {
  const token = await request.get('/api/auth/csrf');
  const { csrfToken } = await token.json();
  const enter = (captcha = '') =>
    request.post('/api/auth/callback/credentials', {
      form: { csrfToken, login, password, captcha, json: 'true' },
    });
  let answer = await enter();
  // Stories that mistype passwords come from the same machine as all others.
  if (await asksForCaptcha(answer))
    answer = await enter(await solvedCaptcha(new URL(token.url()).origin));
  if (!answer.ok()) throw new Error(await answer.text());
}

const asksForCaptcha = async (answer: APIResponse) =>
  !answer.ok() && (await answer.text()).includes('CAPTCHA_REQUIRED');
