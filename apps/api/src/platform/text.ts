import { z } from 'zod';

/** Without half a surrogate pair, which UTF-8 cannot carry and PostgreSQL refuses within JSON. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/**
 * A short text as the person meant it: composed (NFC), without white space around, and without NUL characters, which
 * PostgreSQL cannot hold.
 */
export const tidy = (text: string): string =>
  wellFormed(text).replaceAll('\0', '').normalize('NFC').trim();

/** Words as LIKE takes them at their word. */
export const escapeLike = (words: string): string => words.replace(/[\\%_]/g, '\\$&');

/** Exactly one emoji, as Unicode recommends them for interchange (UTS #51): with its modifiers, but none beside it. */
export const isOneEmoji = (text: string): boolean => ONE_EMOJI.test(text);
const EMOJI = String.raw`\p{RGI_Emoji}`;
const ONE_EMOJI = new RegExp(`^${EMOJI}$`, 'v');

export const EMAIL_MAX = 254;
export const emailAddress = z.email().max(EMAIL_MAX);
