import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/scrypt';
import { ask, dataOf } from './client.ts';
import { graphql } from './graphql.ts';

const CaptchaQuery = graphql(`query Captcha { captcha { challenge expiresAt } }`);

/** What a client sends once it has solved a challenge. */
export async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

export async function freshChallenge(url: string): Promise<Challenge> {
  const { captcha } = dataOf(CaptchaQuery, {}, await ask(url, null, CaptchaQuery, {}));
  if (!captcha) throw new Error('This server asks for no captcha');
  return JSON.parse(captcha.challenge) as Challenge;
}

/** A captcha of this server, solved: good once. */
export const solvedCaptcha = async (url: string): Promise<string> =>
  solve(await freshChallenge(url));
