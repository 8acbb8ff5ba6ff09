'use client';

import { useLocale, useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Tooltip } from '@/components/ui/tooltip';
import { useNameOf } from '@/features/contacts/names';
import { useOpenConversation } from '../open-conversation';
import { useReact } from '../react';
import { isMine, type Reaction } from '../reactions';

type ReactionChipsProps = {
  message: { id: string; reactions: readonly Reaction[] };
  className?: string;
};

/** Who felt what about a message. Pressing one joins in, or takes mine back. */
export function ReactionChips({ message, className }: ReactionChipsProps) {
  const { viewerId, maySpeak } = useOpenConversation();
  const react = useReact();
  const say = useWho();
  if (message.reactions.length === 0) return null;
  return (
    <div className={cn('mt-1 flex flex-wrap gap-1', className)}>
      {message.reactions.map((reaction) => {
        const mine = isMine(reaction, viewerId);
        const who = say(reaction);
        return (
          <Tooltip key={reaction.emoji} label={who}>
            <button
              type="button"
              aria-pressed={mine}
              aria-label={who}
              disabled={!maySpeak && !mine}
              onClick={() => react(message, reaction.emoji)}
              className={cn(
                'forced-outline tabular flex h-6.5 items-center gap-1 rounded-full border px-2 text-meta transition-colors touch:h-9 touch:px-3',
                mine
                  ? 'border-leaf bg-leaf-tint text-leaf-ink'
                  : 'border-line bg-raised text-ink-2 not-disabled:hover:border-line-strong',
              )}
            >
              <span aria-hidden="true" className="font-emoji text-[0.9375rem] leading-none">
                {reaction.emoji}
              </span>
              {reaction.count}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

/** "🍵: Mei, Tom and 3 others" */
function useWho(): (reaction: Reaction) => string {
  const t = useTranslations('menu');
  const nameOf = useNameOf();
  const locale = useLocale();
  const { viewerId } = useOpenConversation();
  return ({ emoji, count, recent }) => {
    const names = recent.map((person) => (person.id === viewerId ? t('you') : nameOf(person)));
    const rest = count - names.length;
    if (rest > 0) names.push(t('others', { count: rest }));
    const people = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
    return t('reacted', { emoji, people });
  };
}
