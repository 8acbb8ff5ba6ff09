'use client';

import { ChevronLeft, UserRound, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { goBack, NavLink } from '@/components/navigation';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { BackgroundPanelRow } from '@/features/backgrounds/components/background-row';
import { Background_conversation } from '@/features/backgrounds/documents';
import { isDeleted, useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import {
  type GroupPageName,
  Groups_details,
} from '@/features/groups/components/group-details.fragment';
import { RecommendRow } from '@/features/messages/components/recommend-row';
import { SharedFiles } from '@/features/messages/components/shared/shared-files';
import { SharedPictures } from '@/features/messages/components/shared/shared-pictures';
import { type SharedPageName, SharedRows } from '@/features/messages/components/shared/shared-rows';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate } from '@/lib/time-format';
import { chatPath } from '../paths';
import { ConversationAvatar, useConversationName } from './conversation-title';
import { ConversationTitle_conversation } from './conversation-title.fragment';
import { GroupPanel, GroupPanelPage } from './details-panel-group';
import { MySettings } from './details-panel-settings';

const DetailsPanelQuery = graphql(
  `
  query DetailsPanel($id: ID!) {
    conversation(id: $id) {
      id
      kind
      createdAt
      viewerSettings {
        pinned
        doNotDisturb
      }
      ...Background_conversation
      peer {
        id
        username
        nickname
        bio
      }
      ...Groups_details
      ...ConversationTitle_conversation
    }
  }
`,
  [Groups_details, ConversationTitle_conversation, Background_conversation],
);

export type DetailedConversation = NonNullable<ResultOf<typeof DetailsPanelQuery>['conversation']>;

type PanelPage = GroupPageName | SharedPageName;

const isShared = (page: PanelPage): page is SharedPageName =>
  page === 'pictures' || page === 'files';

/** Slides over the conversation from its end; beside it where there is room, on a phone a page of its own. */
export function DetailsPanel({
  conversationId,
  viewerId,
}: {
  conversationId: string;
  viewerId: string;
}) {
  const t = useTranslations('conversations');
  const groups = useTranslations('groups');
  const shared = useTranslations('messages.shared');
  const common = useTranslations('common');
  const panel = useRef<HTMLElement>(null);
  const [page, setPage] = useState<PanelPage | null>(null);
  const [{ data, error }] = useQuery({
    query: DetailsPanelQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
  });
  const conversation = data?.conversation;
  const close = () => goBack(chatPath(conversationId));
  const title = !page
    ? t('details')
    : isShared(page)
      ? shared(`pages.${page}`)
      : groups(`pages.${page}`);
  const show = (next: PanelPage | null) => {
    setPage(next);
    panel.current?.focus({ preventScroll: true });
  };

  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    return () => document.getElementById('details-toggle')?.focus({ preventScroll: true });
  }, []);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t('details')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if (page) show(null);
        else close();
      }}
      style={{ '--presence-ring': 'var(--surface)' } as CSSProperties}
      className="absolute inset-y-0 end-0 z-20 flex w-84 max-w-full shrink-0 flex-col border-line border-s bg-surface shadow-float outline-none transition-[translate,opacity] duration-180 ease-out starting:translate-x-6 starting:opacity-0 phone:w-full phone:border-0 phone:shadow-none roomy:relative roomy:shadow-none"
    >
      <header className="safe-top shrink-0 ps-2 pe-2">
        <div className="flex h-(--header-height) items-center gap-1">
          {page && (
            <IconButton label={t('details')} side="bottom" onClick={() => show(null)}>
              <ChevronLeft className="rtl:rotate-180" aria-hidden="true" />
            </IconButton>
          )}
          <h2 className="min-w-0 flex-1 truncate ps-2 font-semibold text-body">{title}</h2>
          <IconButton label={common('close')} side="bottom" onClick={close}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
      </header>
      <div
        key={page ?? 'all'}
        className="safe-bottom min-h-0 flex-1 overflow-y-auto overscroll-contain"
      >
        {error && !conversation && (
          <Notice tone="error" className="mx-4">
            {t('detailsFailed')}
          </Notice>
        )}
        {page === 'pictures' && <SharedPictures conversationId={conversationId} />}
        {page === 'files' && <SharedFiles conversationId={conversationId} />}
        {conversation && page && !isShared(page) && (
          <GroupPanelPage page={page} group={conversation} viewerId={viewerId} />
        )}
        {conversation && !page && (
          <Details conversation={conversation} viewerId={viewerId} onPage={show} />
        )}
      </div>
    </aside>
  );
}

type DetailsProps = {
  conversation: DetailedConversation;
  viewerId: string;
  onPage: (page: PanelPage) => void;
};

function Details({ conversation, viewerId, onPage }: DetailsProps) {
  const nameOf = useConversationName();
  const { id, kind, viewerSettings, viewerMember } = conversation;
  const settings = (
    <>
      <SharedRows conversationId={id} onPage={onPage} />
      <MySettings
        conversationId={id}
        name={nameOf(conversation)}
        pinned={viewerSettings.pinned}
        doNotDisturb={viewerSettings.doNotDisturb}
        background={<BackgroundPanelRow conversation={conversation} />}
        nickname={kind === 'GROUP' ? viewerMember.groupNickname : undefined}
      />
    </>
  );
  if (kind === 'GROUP')
    return (
      <GroupPanel group={conversation} viewerId={viewerId} settings={settings} onPage={onPage} />
    );
  return (
    <>
      <Identity conversation={conversation} />
      <PeerSection conversation={conversation} />
      {settings}
    </>
  );
}

function Identity({ conversation }: { conversation: DetailedConversation }) {
  const t = useTranslations('conversations');
  const locale = useLocale();
  const nameOf = useConversationName();
  return (
    <div className="flex flex-col items-center px-6 pt-2 pb-6 text-center">
      <ConversationAvatar conversation={conversation} size="huge" />
      <p className="mt-3 max-w-full break-words font-semibold text-title" dir="auto">
        {nameOf(conversation)}
      </p>
      <p className="mt-0.5 text-ink-2 text-label">
        {conversation.peer
          ? conversation.peer.username && t('handle', { username: conversation.peer.username })
          : t('createdOn', { date: longDate(new Date(conversation.createdAt), locale) })}
      </p>
      {conversation.peer?.bio && (
        <p className="mt-3 whitespace-pre-wrap break-words text-body" dir="auto">
          {conversation.peer.bio}
        </p>
      )}
    </div>
  );
}

function PeerSection({ conversation }: { conversation: DetailedConversation }) {
  const t = useTranslations('conversations');
  const nameOf = useNameOf();
  const { peer } = conversation;
  if (!peer || isDeleted(peer)) return null;
  return (
    <div className="border-line border-t p-2">
      <NavLink
        href={personPath(peer.id)}
        className="-outline-offset-2 flex h-12 items-center gap-3 rounded-[8px] px-3 hover:bg-hover"
      >
        <UserRound className="text-ink-2" aria-hidden="true" />
        {t('openProfile')}
      </NavLink>
      <RecommendRow introduced={{ userId: peer.id }} name={nameOf(peer)} />
    </div>
  );
}
