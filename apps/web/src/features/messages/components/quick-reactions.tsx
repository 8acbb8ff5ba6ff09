'use client';

import { ReactionBar } from '@/components/emoji/reaction-bar';
import { isLine } from '../notices';
import { useOpenConversation } from '../open-conversation';
import { useReact } from '../react';
import { isMine } from '../reactions';
import type { RowMessage } from '../row';

/** Reacting to a message, where that is possible. */
export function QuickReactions({ message, onDone }: { message: RowMessage; onDone: () => void }) {
  const react = useReact();
  const { viewerId, maySpeak } = useOpenConversation();
  if (isLine(message) || !maySpeak) return null;
  const mine = message.reactions.filter((reaction) => isMine(reaction, viewerId));
  return (
    <div className="mb-1 border-line border-b">
      <ReactionBar
        chosen={mine.map(({ emoji }) => emoji)}
        onPick={(emoji) => {
          react(message, emoji);
          onDone();
        }}
      />
    </div>
  );
}
