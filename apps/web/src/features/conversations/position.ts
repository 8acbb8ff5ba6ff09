/**
 * Where a person stands in a conversation. Unread is not a counter of ours: it is what the server counted at one place,
 * plus the messages heard of since, and each message counts by its sequence. So it does not matter in which order, or how
 * often, answers and events arrive.
 */
export interface Position {
  /** Sequence of the newest message known. */
  lastSeq: number;
  /** Everything up to here has been read by me. */
  readSeq: number;
  unread: number;
  /** When the conversation last moved in the list. */
  activeAt: string;
  /** Cache key of the newest message, null before the first. */
  lastMessage: string | null;
}

/**
 * What the server answered, taken whole, unless something newer is known: an answer can be overtaken by events while it
 * is on its way. Where each knows something that the other does not, the events still to come will complete ours.
 */
export function foldAnswer(known: Position | undefined, answer: Position): Position {
  if (!known) return answer;
  const newer = answer.lastSeq >= known.lastSeq && answer.readSeq >= known.readSeq;
  return newer ? answer : known;
}

export interface NewMessage {
  seq: number;
  /** Sent by me, on whichever device: never unread. */
  mine: boolean;
  sentAt: string;
  key: string;
}

/** A message that may have been heard of already. */
export function foldMessage(known: Position, message: NewMessage): Position {
  if (message.seq <= known.lastSeq) return known;
  const counts = !message.mine && message.seq > known.readSeq;
  return {
    lastSeq: message.seq,
    readSeq: known.readSeq,
    unread: known.unread + (counts ? 1 : 0),
    activeAt: message.sentAt,
    lastMessage: message.key,
  };
}

/**
 * I have read up to `seq` on this device. Reading to the end leaves nothing unread, which is certain; how many are left
 * when reading stops in the middle is for the server to say, so until then the number stands.
 */
export function foldReading(known: Position, seq: number): Position {
  if (seq < known.lastSeq) return known;
  return { ...known, readSeq: Math.max(known.readSeq, seq), unread: 0 };
}
