'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { NavLink } from '@/components/navigation';
import { useNow } from '@/components/use-now';
import {
  ConversationAvatar,
  useConversationName,
} from '@/features/conversations/components/conversation-title';
import { chatPath } from '@/features/conversations/paths';
import { requestJump } from '@/features/messages/jumps';
import { useSenderName } from '@/features/messages/sender-name';
import { fullTime, listTime } from '@/lib/time-format';
import type { FoundMessage } from '../documents';
import type { Filters } from '../filters';
import { unaskedBecause, useMessageSearch, useSettled } from '../use-message-search';
import { Excerpt } from './excerpt';
import { FoundList, Unasked } from './found-list';

type FoundMessagesProps = { text: string; filters: Filters };

/** Below the chats that bear the name: messages from all of them in which the words occur. */
export function FoundMessages({ text, filters }: FoundMessagesProps) {
  const t = useTranslations('search');
  const query = useSettled(text);
  if (!query) return null;
  return (
    <section aria-label={t('messages')}>
      <h2 className="px-4 pt-3 pb-1 font-medium text-ink-2 text-meta">{t('messages')}</h2>
      {unaskedBecause(query) === null ? (
        <Found query={query} filters={filters} />
      ) : (
        <Unasked query={query} />
      )}
    </section>
  );
}

function Found({ query, filters }: { query: string; filters: Filters }) {
  const found = useMessageSearch({ query, filters });
  const now = useNow();
  return (
    <FoundList found={found} query={query}>
      {(hit) => <FoundRow hit={hit} now={now} />}
    </FoundList>
  );
}

function FoundRow({ hit: { message, excerpt }, now }: { hit: FoundMessage; now: Date }) {
  const t = useTranslations('search');
  const senderName = useSenderName();
  const locale = useLocale();
  const nameOf = useConversationName();
  const { conversation } = message;
  const at = new Date(message.sentAt);
  return (
    <NavLink
      href={chatPath(conversation.id)}
      onClick={() => requestJump(conversation.id, message.seq)}
      data-roving
      style={{ '--presence-ring': 'var(--surface)' } as CSSProperties}
      className="-outline-offset-2 flex min-h-16 items-center gap-3 rounded-[8px] px-2 py-1.5 hover:bg-hover hover:[--presence-ring:var(--hover)]!"
    >
      <ConversationAvatar conversation={conversation} />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-medium text-body">
            <bdi>{nameOf(conversation)}</bdi>
          </span>
          <time
            dateTime={at.toISOString()}
            title={fullTime(at, locale)}
            className="tabular shrink-0 text-ink-2 text-meta"
          >
            {listTime(at, now, locale)}
          </time>
        </span>
        <span className="line-clamp-2 text-ink-2 text-label">
          {conversation.kind === 'GROUP' && (
            <span className="text-ink">{t('by', { name: senderName(message) })}</span>
          )}
          <Excerpt parts={excerpt} />
        </span>
      </span>
    </NavLink>
  );
}
