'use client';

import { ChevronDown, ChevronUp, List, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { SearchField } from '@/components/ui/search-field';
import { useNow } from '@/components/use-now';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { requestJump } from '@/features/messages/jumps';
import { useSenderName } from '@/features/messages/sender-name';
import { fullTime, listTime } from '@/lib/time-format';
import type { Pages } from '@/lib/urql/use-pages';
import type { FoundMessage } from '../documents';
import { type Filters, noFilters } from '../filters';
import { resultKeys } from '../result-keys';
import { unaskedBecause, useMessageSearch, useSettled } from '../use-message-search';
import { DateJump } from './date-jump';
import { Excerpt } from './excerpt';
import { FoundList, Unasked } from './found-list';
import { SearchFilters } from './search-filters';

type ConversationSearchProps = { conversationId: string; viewerId: string; onClose: () => void };

/** Under the header of a conversation: what is looked for in it, what has been found, and the way to a date. */
export function ConversationSearch(props: ConversationSearchProps) {
  const { conversationId, viewerId, onClose } = props;
  const t = useTranslations('search');
  const [text, setText] = useState('');
  const [filters, setFilters] = useState<Filters>(noFilters);
  const query = useSettled(text);
  const asked = query !== '' && unaskedBecause(query) === null;
  return (
    <search
      aria-label={t('inConversation')}
      className="relative block border-line border-t"
      onKeyDown={resultKeys(onClose)}
    >
      <div className="flex items-center gap-1 py-2 ps-5 pe-2 phone:ps-3">
        <SearchField
          autoFocus
          id="conversation-search"
          label={t('inConversation')}
          clearLabel={t('clear')}
          value={text}
          onValueChange={setText}
          className="min-w-0 flex-1"
        />
        <SearchFilters viewerId={viewerId} filters={filters} onChange={setFilters} />
        <DateJump conversationId={conversationId} />
        <IconButton label={t('close')} side="bottom" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {asked && (
        <Results
          key={`${query} ${JSON.stringify(filters)}`}
          {...{ conversationId, query, filters }}
        />
      )}
      {query && !asked && <Unasked query={query} />}
    </search>
  );
}

type ResultsProps = { conversationId: string; query: string; filters: Filters };

function Results({ conversationId, query, filters }: ResultsProps) {
  const found = useMessageSearch({ query, conversationId, filters });
  const [current, setCurrent] = useState<number | null>(null);
  const [listed, setListed] = useState(true);
  const now = useNow();
  const go = (index: number) => {
    const hit = found.items[index];
    if (!hit) return;
    setCurrent(index);
    setListed(false);
    if (index >= found.items.length - 2) found.loadMore();
    requestJump(conversationId, hit.message.seq);
  };
  return (
    <>
      {found.items.length > 0 && (
        <Steps {...{ found, current, listed, go }} onList={() => setListed(!listed)} />
      )}
      {(listed || found.items.length === 0) && (
        <div className="absolute inset-x-0 top-full z-20 max-h-[50vh] overflow-y-auto overscroll-contain border-line border-y bg-paper py-1 shadow-float">
          <FoundList found={found} query={query}>
            {(hit, index) => (
              <HitRow hit={hit} now={now} current={index === current} onPress={() => go(index)} />
            )}
          </FoundList>
        </div>
      )}
    </>
  );
}

type StepsProps = {
  found: Pages<FoundMessage>;
  current: number | null;
  listed: boolean;
  go: (index: number) => void;
  onList: () => void;
};

/** From one result to the next, older ones being further down the list. */
function Steps({ found, current, listed, go, onList }: StepsProps) {
  const t = useTranslations('search');
  const count = found.items.length;
  const next = current === null ? 0 : current + 1;
  return (
    <div className="flex items-center gap-1 pe-2 pb-1 ps-5 phone:ps-3">
      <span className="tabular min-w-0 flex-1 truncate text-ink-2 text-meta">
        {t('place', { place: (current ?? -1) + 1, count, more: found.hasMore ? 'yes' : 'no' })}
      </span>
      <IconButton label={t('results')} side="bottom" aria-expanded={listed} onClick={onList}>
        <List className="size-4.5" aria-hidden="true" />
      </IconButton>
      <IconButton label={t('next')} side="bottom" disabled={next >= count} onClick={() => go(next)}>
        <ChevronUp aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t('previous')}
        side="bottom"
        disabled={!current}
        onClick={() => go((current ?? 0) - 1)}
      >
        <ChevronDown aria-hidden="true" />
      </IconButton>
    </div>
  );
}

type HitRowProps = { hit: FoundMessage; now: Date; current: boolean; onPress: () => void };

function HitRow({ hit: { message, excerpt }, now, current, onPress }: HitRowProps) {
  const senderName = useSenderName();
  const locale = useLocale();
  const at = new Date(message.sentAt);
  return (
    <button
      type="button"
      data-roving
      aria-current={current || undefined}
      onClick={onPress}
      className={cn(
        '-outline-offset-2 flex min-h-14 w-full items-center gap-3 rounded-[8px] px-3 py-1.5 text-start',
        current ? 'forced-outline bg-selected' : 'hover:bg-hover',
      )}
    >
      <UserAvatar user={message.sender} size="small" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate text-ink-2 text-meta">
            <bdi>{senderName(message)}</bdi>
          </span>
          <time
            dateTime={at.toISOString()}
            title={fullTime(at, locale)}
            className="tabular shrink-0 text-ink-2 text-meta"
          >
            {listTime(at, now, locale)}
          </time>
        </span>
        <span className="line-clamp-2 text-label">
          <Excerpt parts={excerpt} />
        </span>
      </span>
    </button>
  );
}
