import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';

/** argon2id with OWASP's first recommendation (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashing takes a core for about 20 ms; more than this at once would starve everything else. */
const hashing = pLimit(2);

/** A hash of nothing anyone can type, so that a name without an account takes as long as a wrong password. */
const nobody = hashing(() => hash(`\0${Math.random()}`, PARAMETERS));

export const hashPassword = (password: string) => hashing(() => hash(password, PARAMETERS));

export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await nobody);
  const matches = await hashing(() => verify(against, password));
  return matches && stored !== null;
}
