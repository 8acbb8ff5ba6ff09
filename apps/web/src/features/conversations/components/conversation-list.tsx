'use client';

import { MessageSquarePlus, SearchX, UserRound, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { PaneHeader } from '@/components/frame/pane-header';
import { rovingFocus } from '@/components/frame/roving-focus';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { useAttention } from '@/components/use-attention';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { useDraftPreviews } from '@/features/messages/drafts';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { useConversationList } from '../list';
import { ConversationListSkeleton } from './conversation-list-skeleton';
import { ConversationRow } from './conversation-row';
import { ConversationRow_conversation } from './conversation-row.fragment';
import { useConversationName } from './conversation-title';
import { FirstRun } from './first-run';
import { NewChatDialog } from './new-chat-dialog';
import { NewGroupDialog } from './new-group-dialog';

type ConversationListProps = { viewerId: string; selectedId: string | null };

export function ConversationList({ viewerId, selectedId }: ConversationListProps) {
  const t = useTranslations('conversations');
  const list = useConversationList();
  const [filter, setFilter] = useState('');
  const shown = useFiltered(list.conversations, filter);
  const empty = list.conversations.length === 0;

  // The filter goes through everything, not just what has been scrolled to.
  const { hasMore, fetching, loadMore } = list;
  useEffect(() => {
    if (filter && hasMore && !fetching) loadMore();
  }, [filter, hasMore, fetching, loadMore]);

  return (
    <>
      <PaneHeader title={t('chats')} actions={<NewConversationMenu />} />
      {!empty && (
        <SearchField
          label={t('filter')}
          clearLabel={t('clearFilter')}
          value={filter}
          onValueChange={setFilter}
          className="mx-4 mb-2"
        />
      )}
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-2">
        {list.error && <ListError />}
        {empty && list.fetching && <ConversationListSkeleton />}
        {empty && !list.fetching && !list.error && <NothingYet />}
        {!empty && shown.length === 0 && !list.fetching && (
          <EmptyState picture={<SearchX className="size-7" />} title={t('nothingFound')}>
            {t('nothingFoundHint', { query: filter })}
          </EmptyState>
        )}
        <Rows {...{ viewerId, selectedId }} conversations={shown} />
        {hasMore && <ListEnd onReached={loadMore} />}
      </div>
    </>
  );
}

type Conversations = readonly FragmentOf<typeof ConversationRow_conversation>[];

function Rows(props: ConversationListProps & { conversations: Conversations }) {
  const { viewerId, selectedId, conversations } = props;
  const t = useTranslations('conversations');
  const drafts = useDraftPreviews();
  const now = useNow();
  const attentive = useAttention();
  if (conversations.length === 0) return null;
  return (
    <ul aria-label={t('chats')} className="flex flex-col" {...rovingFocus}>
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

function NewConversationMenu() {
  const t = useTranslations('conversations');
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
