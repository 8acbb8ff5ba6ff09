import { scryptAsync } from '@noble/hashes/scrypt.js';
import { type Challenge, solveChallenge } from 'altcha-lib';

/**
 * Works an ALTCHA challenge out and answers what the API takes for its solution. Written in JavaScript all through:
 * browsers keep their own cryptography from pages that come without TLS, as they do from a machine in the house.
 */
export async function solvePuzzle(text: string): Promise<string> {
  const challenge = JSON.parse(text) as Challenge;
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error('The puzzle took too long.');
  return btoa(JSON.stringify({ challenge, solution }));
}

type DeriveKey = Parameters<typeof solveChallenge>[0]['deriveKey'];

const deriveKey: DeriveKey = async (parameters, salt, password) => {
  const { algorithm, cost, memoryCost = 8, parallelism = 1, keyLength } = parameters;
  if (algorithm !== 'SCRYPT') throw new Error(`This app cannot work out ${algorithm}.`);
  const options = { N: cost, r: memoryCost, p: parallelism, dkLen: keyLength };
  return { derivedKey: await scryptAsync(password, salt, options) };
};
