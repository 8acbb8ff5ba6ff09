'use client';

import { Forward, MessageSquareText, SearchX, Star, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { navigate } from '@/components/navigation';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { SearchField } from '@/components/ui/search-field';
import { Segmented } from '@/components/ui/segmented';
import { Spinner } from '@/components/ui/spinner';
import { useToast } from '@/components/ui/toast';
import { useReached } from '@/components/use-reached';
import { useNameOf } from '@/features/contacts/names';
import { ConversationPicker } from '@/features/conversations/components/conversation-picker';
import { chatPath } from '@/features/conversations/paths';
import { SaidBody } from '@/features/messages/components/content/said-body';
import { useMessageRefusal } from '@/features/messages/components/menu/use-report-refusal';
import { requestJump } from '@/features/messages/jumps';
import type { ResultOf } from '@/lib/graphql';
import { fullTime, momentTime } from '@/lib/time-format';
import { usePages } from '@/lib/urql/use-pages';
import { type Favourite, FavouritesQuery, useFavouriteActions } from '../favourites';

const PAGE = 20;
const KINDS = ['ALL', 'TEXT', 'MEDIA', 'FILE', 'LINK', 'CARD', 'BUNDLE'] as const;
type Kind = (typeof KINDS)[number];
const unmentioned: never[] = [];
const nobody: ReadonlySet<string> = new Set();

const favouritesOf = ({ viewer }: ResultOf<typeof FavouritesQuery>) => viewer.favourites;

/** What somebody has saved, the latest first. */
export function FavouriteList() {
  const t = useTranslations('favourites');
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<Kind>('ALL');
  const [forwarding, setForwarding] = useState<Favourite | null>(null);
  const query = useDeferredValue(words.trim());
  const { items, fetching, hasMore, loadMore } = usePages({
    document: FavouritesQuery,
    variables: { first: PAGE, query: query || null, kinds: kind === 'ALL' ? null : [kind] },
    pageOf: favouritesOf,
  });
  const end = useReached(loadMore);
  const narrowed = query !== '' || kind !== 'ALL';
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchField
          label={t('search')}
          clearLabel={t('clearSearch')}
          value={words}
          onValueChange={setWords}
          className="min-w-48 flex-1"
        />
        <Segmented
          className="phone:w-full"
          label={t('kind')}
          value={kind}
          onValueChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      </div>
      {items.length === 0 && fetching && (
        <div className="flex justify-center py-16">
          <Spinner />
        </div>
      )}
      {items.length === 0 && !fetching && (
        <EmptyState
          picture={narrowed ? <SearchX className="size-7" /> : <Star className="size-7" />}
          title={narrowed ? t('nothingFound') : t('nothingYet')}
        >
          {!narrowed && t('nothingYetHint')}
        </EmptyState>
      )}
      <ul className="flex flex-col divide-y divide-line">
        {items.map((favourite) => (
          <FavouriteRow key={favourite.id} favourite={favourite} onForward={setForwarding} />
        ))}
      </ul>
      {hasMore && <div ref={end} className="h-10" />}
      <ForwardFavourite favourite={forwarding} onClose={() => setForwarding(null)} />
    </>
  );
}

type FavouriteRowProps = { favourite: Favourite; onForward: (favourite: Favourite) => void };

function FavouriteRow({ favourite, onForward }: FavouriteRowProps) {
  const t = useTranslations('favourites');
  const nameOf = useNameOf();
  const locale = useLocale();
  const toast = useToast();
  const refusal = useMessageRefusal();
  const { remove } = useFavouriteActions();
  const { content, sender, conversationName, sentAt, source } = favourite;
  const name = nameOf({ ...sender, nickname: favourite.senderName });
  const at = new Date(sentAt);
  const goToSource = () => {
    if (!source) return;
    requestJump(source.conversation.id, source.seq);
    navigate(chatPath(source.conversation.id));
  };
  const take = async () => {
    const outcome = await remove(favourite.id);
    if (!outcome.ok) toast.add({ title: refusal(outcome) });
  };
  return (
    <li className="flex flex-col items-start gap-2 pt-4 pb-1.5">
      <p className="flex w-full items-baseline justify-between gap-3">
        <bdi className="min-w-0 truncate font-medium text-label">
          {conversationName ? t('fromGroup', { name, group: conversationName }) : name}
        </bdi>
        <time
          dateTime={sentAt}
          title={fullTime(at, locale)}
          className="tabular shrink-0 text-ink-2 text-meta"
        >
          {momentTime(at, new Date(), locale)}
        </time>
      </p>
      <SaidBody content={content} mentions={unmentioned} own={false} startsGroup endsGroup />
      <div className="-me-2 flex self-end">
        {source && (
          <IconButton label={t('goToSource')} onClick={goToSource}>
            <MessageSquareText className="size-4.5" aria-hidden="true" />
          </IconButton>
        )}
        <IconButton label={t('forward')} onClick={() => onForward(favourite)}>
          <Forward className="size-4.5" aria-hidden="true" />
        </IconButton>
        <IconButton label={t('remove')} onClick={() => void take()}>
          <Trash2 className="size-4.5" aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}

function ForwardFavourite({
  favourite,
  onClose,
}: {
  favourite: Favourite | null;
  onClose: () => void;
}) {
  const t = useTranslations('favourites');
  const common = useTranslations('common');
  const toast = useToast();
  const refusal = useMessageRefusal();
  const { forward } = useFavouriteActions();
  const send = async (conversationId: string) => {
    if (!favourite) return;
    const outcome = await forward(favourite.id, conversationId);
    toast.add({ title: outcome.ok ? t('sent') : refusal(outcome, 'forward') });
    if (outcome.ok) onClose();
  };
  return (
    <Dialog
      open={favourite !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('forwardTo')}
      closeLabel={common('close')}
    >
      <ConversationPicker chosen={nobody} onToggle={(id) => void send(id)} />
    </Dialog>
  );
}
