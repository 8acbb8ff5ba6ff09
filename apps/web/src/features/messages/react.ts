'use client';

import { useCallback } from 'react';
import { useReportRefusal } from './components/menu/use-report-refusal';
import { useHistoryStore } from './history';
import { useOpenConversation } from './open-conversation';
import { useMessageOperations } from './operations';
import { isMine, type Reaction, reacting } from './reactions';

type Reacted = { id: string; reactions: readonly Reaction[] };

/** Puts a reaction of mine on a message, or takes it back: at once, and back again if the API will not have it. */
export function useReact(): (message: Reacted, emoji: string) => void {
  const history = useHistoryStore();
  const operations = useMessageOperations();
  const report = useReportRefusal();
  const { viewerId } = useOpenConversation();
  return useCallback(
    (message, emoji) => {
      const known = message.reactions.find((reaction) => reaction.emoji === emoji);
      const added = !known || !isMine(known, viewerId);
      // Who I am is told by the answer; until then the count and the mark are enough.
      const viewer = { id: viewerId, nickname: '' };
      const apply = (on: boolean) =>
        history.change(message.id, (now) => reacting(now, viewer, emoji, on));
      apply(added);
      const doing = added
        ? operations.addReaction(message.id, emoji)
        : operations.removeReaction(message.id, emoji);
      void doing.then((outcome) => {
        if (!outcome.ok) apply(!added);
      });
      void report(doing, 'react');
    },
    [history, operations, report, viewerId],
  );
}
