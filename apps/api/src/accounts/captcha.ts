import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey as deriveScrypt } from 'altcha-lib/algorithms/scrypt';
import { z } from 'zod';
import type { Env } from '../platform/env.ts';
import { networkOf } from '../platform/proxies.ts';
import { requireAttempt } from '../platform/rates.ts';
import { deriveKey } from '../platform/sealing.ts';
import type { Backend } from '../realtime/backend.ts';
import { CaptchaInvalidError, CaptchaRequiredError } from './errors.ts';

/**
 * Proof of work in ALTCHA's form (version 2): whoever asks for something that machines like to try first spends a moment
 * of computing. Nobody has to look at pictures, and nobody else is asked. A challenge is signed and not kept; only its
 * solution is, until the challenge has ended, so that it is good once.
 */

/**
 * scrypt with 2 MiB: the memory makes rows of cheap cores and graphics cards of little use, and a browser's JavaScript
 * needs only about twice as long as native code. See docs/decisions/0015.
 */
const PUZZLE = { algorithm: 'SCRYPT', cost: 2_048, memoryCost: 8, parallelism: 1, keyLength: 32 };

/** Long enough to fill in a form at leisure. */
const LIFE_SECONDS = 20 * 60;
const QUARTER_HOUR = 15 * 60;
/** A challenge and its solution take about 700 characters. */
const SOLUTION_MAX = 4_000;

export interface Captcha {
  challenge: string;
  expiresAt: Date;
}

type Guarded = Pick<Backend, 'env' | 'db'>;

/** One key signs challenges and another what solves them, each good for nothing else. */
function secretsOf({ SESSION_SECRET }: Pick<Env, 'SESSION_SECRET'>) {
  const secret = (purpose: string) => deriveKey(SESSION_SECRET, purpose).toString('hex');
  return {
    hmacSignatureSecret: secret('captcha challenge'),
    hmacKeySignatureSecret: secret('captcha solution'),
  };
}

/** A puzzle, or null where none is asked for. */
export async function issueCaptcha(
  { env, rates }: Pick<Backend, 'env' | 'rates'>,
  address: string | null,
): Promise<Captcha | null> {
  if (!env.CAPTCHA) return null;
  const times = env.CAPTCHAS_PER_ADDRESS;
  const rate = { rule: 'CAPTCHAS_PER_ADDRESS', times, seconds: QUARTER_HOUR };
  await requireAttempt(rates, rate, networkOf(address));
  const seconds = Math.floor(Date.now() / 1_000) + LIFE_SECONDS;
  const challenge = await createChallenge({
    ...PUZZLE,
    ...secretsOf(env),
    deriveKey: deriveScrypt,
    counter: randomInt(2 * env.CAPTCHA_DIFFICULTY - 1),
    expiresAt: seconds,
  });
  return { challenge: JSON.stringify(challenge), expiresAt: new Date(seconds * 1_000) };
}

/** Lets those through who bring a solution that nobody has used, and takes it from them. */
export async function requireCaptcha(
  backend: Guarded,
  solution: string | null | undefined,
): Promise<void> {
  if (!backend.env.CAPTCHA) return;
  if (!solution) throw new CaptchaRequiredError();
  if (!(await spend(backend, solution))) throw new CaptchaInvalidError();
}

const payload = z.object({
  challenge: z.object({
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

async function spend({ env, db }: Guarded, solution: string): Promise<boolean> {
  const given = readPayload(solution);
  if (!given) return false;
  const { parameters, signature } = given.challenge;
  const challenge = { parameters: parameters as never, signature };
  const options = { challenge, solution: given.solution, deriveKey: deriveScrypt };
  const { verified } = await verifySolution({ ...options, ...secretsOf(env) });
  if (!verified) return false;
  const spent = await db.spentCaptcha.createMany({
    data: {
      signature: new Uint8Array(Buffer.from(signature, 'hex')),
      expiresAt: new Date(Number(parameters.expiresAt) * 1_000),
    },
    skipDuplicates: true,
  });
  return spent.count === 1;
}

/** As ALTCHA's widgets send it: JSON in base64. */
function readPayload(solution: string): z.infer<typeof payload> | null {
  if (solution.length > SOLUTION_MAX) return null;
  try {
    return payload.parse(JSON.parse(Buffer.from(solution, 'base64').toString()));
  } catch {
    return null;
  }
}

/** Forgets solutions whose challenges have ended; answers how many. */
export async function pruneCaptchas(db: Backend['db']): Promise<number> {
  const { count } = await db.spentCaptcha.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
