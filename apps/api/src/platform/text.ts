import { z } from 'zod';

/** Without half a surrogate pair, which UTF-8 cannot carry and PostgreSQL refuses within JSON. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();

/**
 * A short text as the person meant it: composed (NFC), without white space around, and without NUL characters, which
 * PostgreSQL cannot hold.
 */
export const tidy = (text: string): string =>
  wellFormed(text).replaceAll('\0', '').normalize('NFC').trim();

/**
 * A name, or anything else that stands among other words: one line, without the control and direction characters that
 * would disturb the text around it.
 */
export const oneLine = (text: string): string =>
  tidy(text.replace(DISTURBING, '').replace(/[\s\p{Cc}]+/gu, ' '));
const DISTURBING = /[\0\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff\ufff9-\ufffb]/gu;

/** Whether there is nothing to be seen in a text: white space, and what Unicode shows nothing for (a Hangul filler, say). */
export const isBlank = (text: string): boolean => BLANK.test(text);
const BLANK = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]*$/u;

/** Words as LIKE takes them at their word. */
export const escapeLike = (words: string): string => words.replace(/[\\%_]/g, '\\$&');

/** Exactly one emoji, as Unicode recommends them for interchange (UTS #51): with its modifiers, but none beside it. */
export const isOneEmoji = (text: string): boolean => ONE_EMOJI.test(text);
const EMOJI = String.raw`\p{RGI_Emoji}`;
const ONE_EMOJI = new RegExp(`^${EMOJI}$`, 'v');

export const EMAIL_MAX = 254;
export const emailAddress = z.email().max(EMAIL_MAX);

/**
 * An e-mail address in the form in which addresses are compared, or null when it is none. Only ASCII is one, so that
 * small letters are the same everywhere and nothing looks like what it is not.
 */
export function parseEmail(written: string): string | null {
  const { data } = emailAddress.safeParse(written.trim());
  return data?.toLowerCase() ?? null;
}

const HTML_ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it is written within an HTML document or attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character);

/** Enough of an address for its owner to know it by, and for nobody else. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${[...address][0]}•••${address.slice(at)}`;
  return address.length > 4 ? `•••${address.slice(-4)}` : '•••';
}
