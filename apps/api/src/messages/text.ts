import { InvalidFieldError } from '../platform/errors.ts';
import { isBlank, wellFormed } from '../platform/text.ts';
import type { Backend } from '../realtime/backend.ts';
import { TextEmptyError, TextTooLongError } from './errors.ts';

export type Format = 'TEXT' | 'MARKDOWN';

/** A stretch of a text that names somebody, or everyone. In Unicode code points. */
export interface Mention {
  accountId: string | null;
  start: number;
  length: number;
}

export interface Written {
  text: string;
  mentions: Mention[];
}

const MENTIONS_MAX = 50;

/**
 * A text as it is kept, so that the same text sent again is known for the same: one kind of line break, no NUL (PostgreSQL
 * has none), no half of a surrogate pair, no white space around.
 */
export function checkText(
  { env }: Pick<Backend, 'env'>,
  format: Format,
  given: string,
  mentions: readonly Mention[] = [],
): Written {
  const whole = wellFormed(given).replaceAll('\r\n', '\n').replaceAll('\0', '');
  const text = whole.trim();
  const length = [...text].length;
  const limit = format === 'TEXT' ? env.MESSAGE_MAX_CHARACTERS : env.MARKDOWN_MAX_CHARACTERS;
  if (isBlank(text)) throw new TextEmptyError();
  if (length > limit) throw new TextTooLongError(limit, length);
  const trimmed = [...whole.slice(0, whole.indexOf(text))].length;
  return { text, mentions: placeMentions(mentions, trimmed, length) };
}

/** Mentions where they are once the text has lost its first `trimmed` characters; each a stretch of its own. */
function placeMentions(mentions: readonly Mention[], trimmed: number, length: number): Mention[] {
  if (mentions.length > MENTIONS_MAX)
    throw new InvalidFieldError('mentions', `At most ${MENTIONS_MAX}, not ${mentions.length}.`);
  const placed = mentions
    .map((mention) => ({ ...mention, start: mention.start - trimmed }))
    .sort((a, b) => a.start - b.start);
  let free = 0;
  for (const { start, length: own } of placed) {
    if (start < free || own < 1 || start + own > length)
      throw new InvalidFieldError(
        'mentions',
        'Each mention is a stretch of the text, counted in code points, and no two overlap.',
      );
    free = start + own;
  }
  return placed;
}
