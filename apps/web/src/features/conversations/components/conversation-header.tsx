'use client';

import { PanelRight, Search } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { goBack, navigate } from '@/components/navigation';
import { onDemand } from '@/components/on-demand';
import { IconButton } from '@/components/ui/icon-button';
import { useNow } from '@/components/use-now';
import { useOpenConversation } from '@/features/messages/open-conversation';
import { useSearchOpen } from '@/features/search/use-search-open';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { timeAgo } from '@/lib/time-format';
import { chatPath, detailsPath } from '../paths';
import { ConversationAvatar, useConversationName } from './conversation-title';
import { ConversationTitle_conversation } from './conversation-title.fragment';

const ConversationSearch = onDemand(
  () => import('@/features/search/components/conversation-search'),
).component('ConversationSearch');

type Conversation = FragmentOf<typeof ConversationTitle_conversation>;
type ConversationHeaderProps = { conversation: Conversation; detailsOpen: boolean };

export function ConversationHeader({ conversation: masked, detailsOpen }: ConversationHeaderProps) {
  const t = useTranslations('conversations');
  const ts = useTranslations('search');
  const nameOf = useConversationName();
  const conversation = readFragment(ConversationTitle_conversation, masked);
  const search = useSearchOpen();
  const { viewerId } = useOpenConversation();
  const toggle = () => {
    if (detailsOpen) goBack(chatPath(conversation.id));
    else navigate(detailsPath(conversation.id));
  };
  return (
    <header
      className="safe-top shrink-0 border-line border-b bg-paper"
      style={{ '--presence-ring': 'var(--paper)' } as CSSProperties}
    >
      <div className="flex h-(--header-height) items-center gap-3 ps-5 pe-2 phone:gap-2 phone:ps-1">
        <BackButton label={t('backToChats')} fallback="/chats" />
        <ConversationAvatar conversation={masked} size="small" />
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold text-body leading-5">
            <bdi>{nameOf(masked)}</bdi>
          </h1>
          <p className="tabular truncate text-ink-2 text-meta">
            <Subtitle conversation={masked} />
          </p>
        </div>
        <IconButton
          id="search-toggle"
          label={ts('inConversation')}
          side="bottom"
          aria-expanded={search.open}
          onClick={search.toggle}
        >
          <Search aria-hidden="true" />
        </IconButton>
        <IconButton
          id="details-toggle"
          label={t('details')}
          side="bottom"
          aria-expanded={detailsOpen}
          onClick={toggle}
        >
          <PanelRight aria-hidden="true" />
        </IconButton>
      </div>
      {search.open && (
        <ConversationSearch
          conversationId={conversation.id}
          viewerId={viewerId}
          onClose={search.close}
        />
      )}
    </header>
  );
}

function Subtitle({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('conversations');
  const locale = useLocale();
  const now = useNow();
  const { kind, memberCount, peer } = readFragment(ConversationTitle_conversation, conversation);
  if (kind === 'GROUP') return t('memberCount', { count: memberCount });
  if (peer?.presence?.state === 'ONLINE') return t('online');
  if (peer?.presence?.state === 'AWAY') return t('away');
  if (peer?.presence?.lastSeenAt)
    return t('lastSeen', { ago: timeAgo(new Date(peer.presence.lastSeenAt), now, locale) });
  // Whoever has deleted their account has no username either.
  return peer?.username ? t('handle', { username: peer.username }) : null;
}
