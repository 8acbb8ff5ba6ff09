/** What a reply answers, as far as the composer shows it. */
export interface ReplyTarget {
  messageId: string;
  seq: number;
  /** Drafts from before are without it. */
  senderId?: string;
  /** What everybody calls them. */
  senderName: string;
  /** One line of what it says. */
  excerpt: string;
}

/** What has been begun to write in a conversation, on whichever device. */
export interface Written {
  /** As typed; empty when it was sent or given up. */
  text: string;
  replyTo: ReplyTarget | null;
  /** When, in milliseconds by the server's clock as far as it was known: of two, the later one stands. */
  updatedAt: number;
}

export interface Draft extends Written {
  /** The server has it, or need not: nothing has to be told. */
  saved: boolean;
  /** `updatedAt` is by the device's own clock, because the server's was not known yet. */
  byOwnClock?: true;
}

export interface DraftClock {
  now(): number;
  /** Milliseconds that `now` is ahead of the device's own clock; null while it is that clock. */
  ahead(): number | null;
}

/** For the server there is nothing to keep. */
export const isBlank = ({ text }: Pick<Written, 'text'>): boolean => text.trim() === '';

export const isEmpty = ({ text, replyTo }: Written): boolean => text === '' && replyTo === null;

/** What is left of a draft that is later than this one and gone. */
export const removedAfter = ({ updatedAt }: Written): Draft => ({
  text: '',
  replyTo: null,
  updatedAt: updatedAt + 1,
  saved: true,
});

/** Written here. The same object when that changes nothing. */
export function rewrite(
  known: Draft | undefined,
  change: Partial<Pick<Written, 'text' | 'replyTo'>>,
  clock: DraftClock,
): Draft {
  const before: Draft = known ?? { text: '', replyTo: null, updatedAt: 0, saved: true };
  const { text = before.text, replyTo = before.replyTo } = change;
  if (text === before.text && replyTo === before.replyTo) return before;
  if (isBlank({ text }) && isBlank(before)) return { ...before, text, replyTo };
  return {
    ...{ text, replyTo, saved: false },
    // Whoever writes on saw what was there, whatever the clocks of the two devices say.
    updatedAt: Math.max(clock.now(), before.updatedAt + 1),
    ...(clock.ahead() === null && { byOwnClock: true }),
  };
}

/**
 * What the server has, as somebody heard who may have heard late; null for nothing. The server keeps the latest, so what
 * is earlier than the draft here is news of the past. That one was removed bears no time: whether it was this one or one
 * before it, saving this one again finds out, because the server remembers.
 */
export function hear(known: Draft | undefined, state: Written | null): Draft | undefined {
  if (!state) return !known || isBlank(known) ? known : { ...known, saved: false };
  if (!known || state.updatedAt > known.updatedAt) return { ...state, saved: true };
  if (state.updatedAt === known.updatedAt) {
    if (state.text !== known.text) return { ...state, saved: true };
    return known.saved ? known : { ...known, saved: true };
  }
  // Emptied here before anybody knew that there was something to remove.
  return known.saved && isBlank(known) ? { ...known, saved: false } : known;
}

/** The server's answer to saving, when nothing has changed here meanwhile. */
export function settle(sent: Draft, answer: Written | null): Draft {
  if (!answer) return isBlank(sent) ? { ...sent, saved: true } : removedAfter(sent);
  const stands = answer.updatedAt === sent.updatedAt && answer.text === sent.text;
  return { ...(stands ? sent : answer), saved: true };
}

/** By the server's clock, once that is known. The same object when there is nothing to put right. */
export function dated(draft: Draft, clock: DraftClock): Draft {
  const ahead = clock.ahead();
  if (!draft.byOwnClock || ahead === null) return draft;
  const { byOwnClock: _right, ...rest } = draft;
  return { ...rest, updatedAt: draft.updatedAt + ahead };
}
