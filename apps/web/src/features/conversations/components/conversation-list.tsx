'use client';

import { MessageSquarePlus, NotebookPen, UserRound, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { PaneHeader } from '@/components/frame/pane-header';
import { rovingFocus } from '@/components/frame/roving-focus';
import { navigate } from '@/components/navigation';
import { onDemand } from '@/components/on-demand';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { useAttention } from '@/components/use-attention';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { useDraftPreviews } from '@/features/messages/drafts';
import { type Filters, noFilters } from '@/features/search/filters';
import { resultKeys } from '@/features/search/result-keys';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { useConversationActions } from '../actions';
import { useConversationList } from '../list';
import { chatPath } from '../paths';
import { ConversationListSkeleton } from './conversation-list-skeleton';
import { ConversationMenuProvider } from './conversation-menu';
import { ConversationRow } from './conversation-row';
import { ConversationRow_conversation } from './conversation-row.fragment';
import { useConversationName } from './conversation-title';

const FoundMessages = onDemand(
  () => import('@/features/search/components/found-messages'),
).component('FoundMessages');
const SearchFilters = onDemand(
  () => import('@/features/search/components/search-filters'),
).component('SearchFilters');
const FirstRun = onDemand(() => import('./first-run')).component('FirstRun');
const NewChatDialog = onDemand(() => import('./new-chat-dialog')).component('NewChatDialog', {
  needed: ({ open }) => open,
});
const NewGroupDialog = onDemand(() => import('./new-group-dialog')).component('NewGroupDialog', {
  needed: ({ open }) => open,
});

type ConversationListProps = { viewerId: string; selectedId: string | null };

export function ConversationList({ viewerId, selectedId }: ConversationListProps) {
  const t = useTranslations('conversations');
  const list = useConversationList();
  const [filter, setFilter] = useState('');
  const [filters, setFilters] = useState<Filters>(noFilters);
  const searching = filter.trim() !== '';
  const shown = useFiltered(list.conversations, filter);
  const empty = list.conversations.length === 0;

  // The filter goes through everything, not just what has been scrolled to.
  const { hasMore, fetching, loadMore } = list;
  useEffect(() => {
    if (filter && hasMore && !fetching) loadMore();
  }, [filter, hasMore, fetching, loadMore]);

  return (
    <>
      <PaneHeader title={t('chats')} actions={<NewConversationMenu viewerId={viewerId} />} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the field and the results in it. */}
      <div
        className="flex min-h-0 flex-1 flex-col"
        onKeyDown={searching ? resultKeys(() => setFilter('')) : undefined}
      >
        {!empty && (
          <div className="mx-4 mb-2 flex items-center gap-1">
            <SearchField
              label={t('filter')}
              clearLabel={t('clearFilter')}
              value={filter}
              onValueChange={setFilter}
              className="min-w-0 flex-1"
            />
            {searching && (
              <SearchFilters viewerId={viewerId} filters={filters} onChange={setFilters} />
            )}
          </div>
        )}
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-2">
          {list.error && <ListError />}
          {empty && list.fetching && <ConversationListSkeleton />}
          {empty && !list.fetching && !list.error && <NothingYet />}
          {!empty && shown.length === 0 && !list.fetching && (
            <p className="px-4 py-3 text-ink-2 text-label">{t('nothingFound')}</p>
          )}
          <ConversationMenuProvider>
            <Rows {...{ viewerId, selectedId }} conversations={shown} roving={!searching} />
          </ConversationMenuProvider>
          {searching && <FoundMessages text={filter} filters={filters} />}
          {hasMore && !searching && <ListEnd onReached={loadMore} />}
        </div>
      </div>
    </>
  );
}

type Conversations = readonly FragmentOf<typeof ConversationRow_conversation>[];

type RowsProps = ConversationListProps & {
  conversations: Conversations;
  /** False among other results: the arrows then lead through all of them. */
  roving: boolean;
};

function Rows({ viewerId, selectedId, conversations, roving }: RowsProps) {
  const t = useTranslations('conversations');
  const drafts = useDraftPreviews();
  const now = useNow();
  const attentive = useAttention();
  if (conversations.length === 0) return null;
  return (
    <ul aria-label={t('chats')} className="flex flex-col" {...(roving && rovingFocus)}>
      {conversations.map((conversation) => {
        const { id } = readFragment(ConversationRow_conversation, conversation);
        return (
          <ConversationRow
            key={id}
            conversation={conversation}
            viewerId={viewerId}
            selected={id === selectedId}
            read={attentive && id === selectedId}
            draft={drafts.get(id)}
            now={now}
          />
        );
      })}
    </ul>
  );
}

function useFiltered(conversations: Conversations, filter: string): Conversations {
  const nameOf = useConversationName();
  const wanted = filter.trim().toLocaleLowerCase();
  if (!wanted) return conversations;
  return conversations.filter((masked) => {
    const conversation = readFragment(ConversationRow_conversation, masked);
    return nameOf(conversation).toLocaleLowerCase().includes(wanted);
  });
}

function NewConversationMenu({ viewerId }: { viewerId: string }) {
  const t = useTranslations('conversations');
  const { openDirect } = useConversationActions();
  const openNotes = async () => {
    const opened = await openDirect(viewerId);
    if (opened.ok) navigate(chatPath(opened.conversationId));
  };
  const [open, setOpen] = useState<'chat' | 'group' | null>(null);
  const close = (stillOpen: boolean) => {
    if (!stillOpen) setOpen(null);
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('new')} side="bottom">
            <MessageSquarePlus aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onClick={() => setOpen('chat')}>
          <UserRound aria-hidden="true" />
          {t('newChat')}
        </MenuItem>
        <MenuItem onClick={() => setOpen('group')}>
          <Users aria-hidden="true" />
          {t('newGroup')}
        </MenuItem>
        <MenuItem onClick={() => void openNotes()}>
          <NotebookPen aria-hidden="true" />
          {t('self')}
        </MenuItem>
      </Menu>
      <NewChatDialog open={open === 'chat'} onOpenChange={close} />
      <NewGroupDialog open={open === 'group'} onOpenChange={close} />
    </>
  );
}

function NothingYet() {
  const t = useTranslations('conversations');
  return (
    <>
      <p className="px-4 py-2 text-ink-2 text-label phone:hidden">{t('noneYet')}</p>
      <div className="hidden px-6 py-4 phone:block">
        <FirstRun />
      </div>
    </>
  );
}

function ListError() {
  const t = useTranslations('conversations');
  return (
    <Notice
      tone="error"
      className="mx-4 mb-2"
      action={
        <Button size="small" onClick={() => window.location.reload()}>
          {t('reload')}
        </Button>
      }
    >
      {t('listFailed')}
    </Notice>
  );
}

function ListEnd({ onReached }: { onReached: () => void }) {
  const end = useReached(onReached);
  return <div ref={end} className="h-10" />;
}
