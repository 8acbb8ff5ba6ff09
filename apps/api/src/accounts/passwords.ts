import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { ServerBusyError } from './errors.ts';

/** argon2id with OWASP's first recommendation (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** What a hash of today begins with, in PHC form. */
const TODAY = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** Hashing takes a core for about 20 ms; more than this at once would starve everything else. */
const hashing = pLimit(2);
/** The last of these waits for about half a second. Who comes after them is told so, instead of waiting ever longer. */
const WAITING_MAX = 50;
const RETRY_MS = 2_000;

/** A hash of nothing anyone can type, so that a name without an account takes as long as a wrong password. */
const nobody = hash(`\0${Math.random()}`, PARAMETERS);

/**
 * One password, however it was typed: letters of full width and composed ones, as other keyboards and input methods make
 * them, are the same as the plain ones (NFKC, as NIST SP 800-63B-4 has it), and every space is a space (RFC 8265).
 */
export const preparePassword = (password: string): string =>
  password.normalize('NFKC').replace(/\p{Zs}/gu, ' ');

function whenThereIsRoom<Result>(work: () => Promise<Result>): Promise<Result> {
  if (hashing.pendingCount >= WAITING_MAX)
    throw new ServerBusyError(new Date(Date.now() + RETRY_MS));
  return hashing(work);
}

/** What is kept of a password. */
export const hashPassword = async (password: string): Promise<string> =>
  whenThereIsRoom(() => hash(preparePassword(password), PARAMETERS));

/** Takes as long where there is no password to compare with. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await nobody);
  const matches = await whenThereIsRoom(() => verify(against, preparePassword(password)));
  return matches && stored !== null;
}

/** Whether a hash was made with other parameters than today's, and should be made again while the password is at hand. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(TODAY);
