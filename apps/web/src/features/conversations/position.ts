/** What the server answered about a conversation, at one moment. */
export interface Answered {
  /** Sequence of the newest message then. */
  lastSeq: number;
  /** Everything up to here had been read by me. */
  readSeq: number;
  unread: number;
  /** Those of the unread that name me, or everyone. */
  unreadMentions: number;
  /** When the conversation last moved in the list. */
  activeAt: string;
  /** The newest message that I can see, null without any. */
  lastMessage: { key: string; seq: number } | null;
}

export interface NewMessage {
  seq: number;
  /** Sent by me, on whichever device: never unread. */
  mine: boolean;
  /** It names me, or everyone. */
  names: boolean;
  sentAt: string;
  key: string;
}

/**
 * Where a person stands in a conversation. Unread is not a counter of ours: it is what the server counted at one moment,
 * and the messages heard of beyond it, each known by its sequence. So it does not matter in which order, or how often,
 * answers and events arrive.
 */
export interface Position {
  answered: Answered;
  /** Heard of beyond what was answered, in order of sequence. */
  heard: readonly NewMessage[];
  /** How far I have read on this device, to the end as it was then; the server may not know yet. */
  readHere: number;
}

/** What is shown of it. */
export interface Standing {
  lastSeq: number;
  readSeq: number;
  unread: number;
  unreadMentions: number;
  activeAt: string;
  lastMessage: string | null;
}

/** More than are ever heard of while an answer is on its way; of older ones only the sum is kept. */
const HEARD_AT_MOST = 50;

export function standingOf({ answered, heard, readHere }: Position): Standing {
  const readSeq = Math.max(answered.readSeq, readHere);
  const unread = heard.filter(({ mine, seq }) => !mine && seq > readSeq);
  const before = readHere > answered.readSeq ? { unread: 0, unreadMentions: 0 } : answered;
  const newest = heard.at(-1);
  return {
    lastSeq: newest?.seq ?? answered.lastSeq,
    readSeq,
    unread: before.unread + unread.length,
    unreadMentions: before.unreadMentions + unread.filter(({ names }) => names).length,
    activeAt: newest?.sentAt ?? answered.activeAt,
    lastMessage: newest?.key ?? answered.lastMessage?.key ?? null,
  };
}

/**
 * An answer can be overtaken by another while it is on its way; then it is passed over. By messages it cannot be: those
 * that it does not know come on top of it. So what it alone tells, that messages were deleted for me or the history was
 * cleared, is never lost for a message that came in the same moment.
 */
export function foldAnswer(known: Position | undefined, answer: Answered): Position {
  if (!known) return { answered: answer, heard: [], readHere: 0 };
  const { answered, heard, readHere } = known;
  const isOlder =
    answer.lastSeq < answered.lastSeq || answer.readSeq < Math.max(answered.readSeq, readHere);
  if (isOlder) return known;
  const isSame = answer.lastSeq === answered.lastSeq && answer.readSeq === answered.readSeq;
  return {
    answered: isSame ? laterOf(answered, answer) : answer,
    heard: heard.filter(({ seq }) => seq > answer.lastSeq),
    readHere,
  };
}

/** Of two answers about the same stretch the later one knows of more messages that were deleted for me, never of fewer. */
function laterOf(one: Answered, other: Answered): Answered {
  const lastOf = ({ lastMessage }: Answered) => lastMessage?.seq ?? 0;
  return {
    ...other,
    unread: Math.min(one.unread, other.unread),
    lastMessage: lastOf(one) < lastOf(other) ? one.lastMessage : other.lastMessage,
  };
}

/** A message that may have been heard of already. */
export function foldMessage(known: Position, message: NewMessage): Position {
  const { answered, heard } = known;
  if (message.seq <= answered.lastSeq || heard.some(({ seq }) => seq === message.seq)) return known;
  // One's own may be known a moment before another's with a smaller sequence.
  const ordered = [...heard, message].sort((a, b) => a.seq - b.seq);
  const oldest = ordered.length > HEARD_AT_MOST ? ordered.shift() : undefined;
  return { ...known, answered: oldest ? settled(known, oldest) : answered, heard: ordered };
}

/** What will have been answered once the server is asked again, as far as that message goes. */
function settled({ answered, readHere }: Position, oldest: NewMessage): Answered {
  const { seq, sentAt, key } = oldest;
  const { unread, unreadMentions } = standingOf({ answered, heard: [oldest], readHere });
  return {
    lastSeq: seq,
    readSeq: Math.max(answered.readSeq, readHere),
    unread,
    unreadMentions,
    activeAt: sentAt,
    lastMessage: { key, seq },
  };
}

/**
 * I have read up to `seq` on this device. Reading to the end leaves nothing unread, which is certain; how many are left
 * when reading stops in the middle is for the server to say, so until then the number stands.
 */
export function foldReading(known: Position, seq: number): Position {
  if (seq < standingOf(known).lastSeq) return known;
  return { ...known, readHere: Math.max(known.readHere, seq) };
}
