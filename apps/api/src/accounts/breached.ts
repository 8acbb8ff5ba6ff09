import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { Env } from '../platform/env.ts';
import { PasswordBreachedError, PasswordGuessableError } from './errors.ts';
import { characters, checkPassword, PASSWORD_MIN } from './fields.ts';
import { preparePassword } from './passwords.ts';

/**
 * What a new password must not be (NIST SP 800-63B-4, 3.1.1.2): known from a breach, or guessed within a few thousand
 * tries by somebody who knows how people choose. There are no rules about kinds of characters.
 */

/** Names that a guesser tries first with this account. */
export interface Names {
  username: string;
  email?: string | null;
}

export async function requireGoodPassword(
  { BREACHED_PASSWORDS_FILE }: Pick<Env, 'BREACHED_PASSWORDS_FILE'>,
  field: string,
  password: string,
  names: Names,
): Promise<void> {
  checkPassword(password, field);
  const prepared = preparePassword(password);
  if (isCommon(prepared)) throw new PasswordBreachedError();
  // Lists hold what people typed, as it was.
  for (const one of BREACHED_PASSWORDS_FILE ? new Set([prepared, password]) : [])
    if (await isListed(BREACHED_PASSWORDS_FILE ?? '', one)) throw new PasswordBreachedError();
  if (isGuessable(prepared, namesOf(names))) throw new PasswordGuessableError();
}

const namesOf = ({ username, email }: Names): string[] =>
  [username, email?.split('@')[0] ?? ''].filter((name) => characters(name) >= NAME_MIN);
/** Shorter ones are in many words by chance. */
const NAME_MIN = 3;

/** The breached passwords that are tried first, from the lists of zxcvbn. */
const common = new Set(dictionary['passwords-common']);
const isCommon = (password: string) => common.has(password.toLowerCase());

/** What Chinese passwords are often made of, which lists from elsewhere hardly know: words in pinyin and numbers that sound like them. */
const CHINESE =
  `woaini aini wo ai ni nihao zhongguo woaiwojia laopo laogong baobao baobei mima wodemima tianshi xiaoxiao
  qinqin meimei gege didi jiejie mama baba pengyou shengri kuaile wang li zhang liu chen yang zhao huang zhou wu xu sun
  hu zhu gao lin he guo ma luo 520 521 1314 5201314 1314520 5211314 7758521 147258369 qq weixin`.split(
    /\s+/,
  );
const OWN = ['teahouse', 'chaguan', '茶馆'];

/** Enough of a password to judge it by; looking at more would take the estimate too long. */
const JUDGED_CHARACTERS = 64;
/** On a scale from 0 to 4: 2 is from a million guesses on, far more than may be made at any door. */
const SCORE_MIN = 2;

let estimator: ZxcvbnFactory | undefined;
function isGuessable(password: string, names: readonly string[]): boolean {
  const rest = names.reduce((text, name) => text.replace(anyCase(name), ''), password);
  if (characters(rest) < PASSWORD_MIN) return true;
  // Takes about 20 ms to set up, and most processes of a test never need it.
  estimator ??= new ZxcvbnFactory({
    dictionary: { ...dictionary, chinese: CHINESE, own: OWN },
    graphs: adjacencyGraphs,
    maxLength: JUDGED_CHARACTERS,
  });
  return estimator.check(password, [...names]).score < SCORE_MIN;
}

const anyCase = (name: string) => new RegExp(name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');

/** Whether a file of SHA-1 hashes in order, such as “Pwned Passwords” can be downloaded as, has this password. */
async function isListed(path: string, password: string): Promise<boolean> {
  const wanted = createHash('sha1').update(password).digest('hex').toUpperCase();
  const file = await open(path);
  try {
    let [low, high] = [0, (await file.stat()).size];
    // The line that is looked for, if it is there, begins in this stretch.
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const line = await firstLineFrom(file, middle);
      if (line?.hash === wanted) return true;
      if (line && line.start < high && line.hash < wanted) low = line.start + 1;
      else high = middle;
    }
    return false;
  } finally {
    await file.close();
  }
}

const SHA1_HEX = 40;
/** A hash, a count and the end of the line, twice over. */
const STRETCH_BYTES = 160;

async function firstLineFrom(
  file: FileHandle,
  position: number,
): Promise<{ start: number; hash: string } | null> {
  const from = Math.max(0, position - 1);
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(STRETCH_BYTES),
    0,
    STRETCH_BYTES,
    from,
  );
  const text = buffer.toString('latin1', 0, bytesRead);
  const begin = position === 0 ? 0 : text.indexOf('\n') + 1;
  if (position > 0 && begin === 0) return null;
  const hash = text.slice(begin, begin + SHA1_HEX).toUpperCase();
  return hash.length === SHA1_HEX ? { start: from + begin, hash } : null;
}

/** A setting that names no such list is found out at the start, and not by whoever registers first. */
export async function checkBreachedPasswordsFile({
  BREACHED_PASSWORDS_FILE: path,
}: Pick<Env, 'BREACHED_PASSWORDS_FILE'>): Promise<void> {
  if (!path) return;
  const line = await firstLine(path).catch((error: Error) => {
    throw new Error(`BREACHED_PASSWORDS_FILE: ${error.message}.`);
  });
  if (!line || !/^[0-9A-F]{40}$/.test(line.hash))
    throw new Error(
      'BREACHED_PASSWORDS_FILE: needs lines that begin with a SHA-1 hash, in the order of the hashes.',
    );
}

async function firstLine(path: string) {
  const file = await open(path);
  try {
    return await firstLineFrom(file, 0);
  } finally {
    await file.close();
  }
}
