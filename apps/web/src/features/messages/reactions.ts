import type { HistoryMessage } from './history-store';

export interface Reaction {
  emoji: string;
  count: number;
  recent: readonly { id: string; nickname: string }[];
  /** Known from answers, which are for me; events are for everyone and do not say. */
  viewerReacted?: boolean;
}

/** Who reacted with what, where an event tells of it. */
export interface ReactionHeard {
  emoji: string;
  userId: string;
  added: boolean;
}

export function isMine(reaction: Reaction, viewerId: string | null): boolean {
  return reaction.viewerReacted ?? reaction.recent.some(({ id }) => id === viewerId);
}

/**
 * A message as it is now, with what was known of my own reactions: an event that everyone receives does not carry them,
 * but says who has just reacted.
 */
export function withOwnReactions<Message extends { reactions: readonly Reaction[] }>(
  now: Message,
  known: { reactions: readonly Reaction[] },
  viewerId: string | null,
  heard?: ReactionHeard,
): Message {
  const mine = (reaction: Reaction): boolean => {
    if (heard?.userId === viewerId && heard?.emoji === reaction.emoji) return heard.added;
    const before = known.reactions.find(({ emoji }) => emoji === reaction.emoji);
    return (
      reaction.viewerReacted ?? (before ? isMine(before, viewerId) : isMine(reaction, viewerId))
    );
  };
  return {
    ...now,
    reactions: now.reactions.map((reaction) => ({ ...reaction, viewerReacted: mine(reaction) })),
  };
}

/** The message as it will be once my reaction has been taken: shown before the answer has come. */
export function reacting(
  message: HistoryMessage,
  viewer: { id: string; nickname: string },
  emoji: string,
  added: boolean,
): HistoryMessage {
  const known = message.reactions.find((reaction) => reaction.emoji === emoji);
  if (known && isMine(known, viewer.id) === added) return message;
  const others = (known?.recent ?? []).filter(({ id }) => id !== viewer.id);
  const count = (known?.count ?? 0) + (added ? 1 : -1);
  const changed: Reaction = {
    emoji,
    count,
    recent: added ? [...others, viewer].slice(-5) : others,
    viewerReacted: added,
  };
  const reactions = known
    ? message.reactions.map((reaction) => (reaction.emoji === emoji ? changed : reaction))
    : [...message.reactions, changed];
  return { ...message, reactions: reactions.filter((reaction) => reaction.count > 0) as never };
}
