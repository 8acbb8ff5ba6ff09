'use client';

import { DoorOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { BackButton } from '@/components/frame/back-button';
import { NavLink, useInQuery } from '@/components/navigation';
import { onDemand } from '@/components/on-demand';
import { usePageTitle } from '@/components/page-title';
import { Button } from '@/components/ui/button';
import { buttonVariants } from '@/components/ui/button-variants';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { useKeptFocus } from '@/components/use-kept-focus';
import { useNow } from '@/components/use-now';
import {
  Background_conversation,
  Background_viewer,
  type ShownBackground,
} from '@/features/backgrounds/documents';
import { backgroundOf } from '@/features/backgrounds/shown';
import { AnnouncementBar } from '@/features/groups/components/announcement-bar';
import { Composer } from '@/features/messages/components/composer/composer';
import { SilentNote } from '@/features/messages/components/composer/silent-note';
import { HistorySkeleton } from '@/features/messages/components/history-skeleton';
import { MessageMenuProvider } from '@/features/messages/components/menu/message-menu';
import { MessageHistory } from '@/features/messages/components/message-history';
import { PinsBar } from '@/features/messages/components/pins-bar';
import {
  type OpenConversation,
  OpenConversationProvider,
} from '@/features/messages/open-conversation';
import { useOutbox } from '@/features/messages/outbox';
import { farthestOf, tickFor } from '@/features/messages/receipts';
import type { RowMessage } from '@/features/messages/row';
import { useSelection } from '@/features/messages/selection';
import { graphql, type ResultOf, readFragment } from '@/lib/graphql';
import { isUnknown } from '@/lib/urql/unanswered';
import { standingOf } from '../strangers';
import { ConnectionLine } from './connection-line';
import { ConversationHeader } from './conversation-header';
import { useConversationName } from './conversation-title';
import { ConversationTitle_conversation } from './conversation-title.fragment';
import { Peer_conversation } from './peer.fragment';

const Backdrop = onDemand(() => import('@/features/backgrounds/components/backdrop')).component(
  'Backdrop',
);
const ConversationGone = onDemand(
  () => import('@/features/groups/components/conversation-gone'),
).component('ConversationGone');
const SelectionBar = onDemand(
  () => import('@/features/messages/components/selection-bar'),
).component('SelectionBar');
const DetailsPanel = onDemand(() => import('./details-panel')).component('DetailsPanel');
const StrangerBar = onDemand(() => import('./stranger-bar')).component('StrangerBar');
const silence = onDemand(() => import('./peer-silence'));
const BlockedPeer = silence.component('BlockedPeer', { meanwhile: FootToCome });
const DeletedPeer = silence.component('DeletedPeer', { meanwhile: FootToCome });
const FirstToPeer = silence.component('FirstToPeer');
const UnreachablePeer = silence.component('UnreachablePeer', { meanwhile: FootToCome });
const WaitingForPeer = silence.component('WaitingForPeer', { meanwhile: FootToCome });

/** Nothing that the list does not know as well: what was chosen there is shown from the cache, offline too. */
const ConversationViewQuery = graphql(
  `
  query ConversationView($id: ID!) {
    conversation(id: $id) {
      id
      kind
      unreadCount
      allMuted
      viewerMember {
        id
        role
        mutedUntil
      }
      viewerPosition {
        readSeq
      }
      ...ConversationTitle_conversation
      ...Peer_conversation
      ...Background_conversation
    }
    viewer {
      ...Background_viewer
    }
  }
`,
  [ConversationTitle_conversation, Peer_conversation, Background_conversation, Background_viewer],
);

/** Positions of the others, for the ticks: apart, so that the page does not wait for them. */
const ConversationPositionsQuery = graphql(`
  query ConversationPositions($id: ID!) {
    conversation(id: $id) {
      id
      members(first: 100) {
        edges {
          node {
            id
            deliveredSeq
            readSeq
            user {
              id
            }
          }
        }
      }
    }
  }
`);

/** As high as what will stand there, so that the history keeps its place. */
function FootToCome() {
  return <div className="safe-bottom h-16" />;
}

type Conversation = NonNullable<ResultOf<typeof ConversationViewQuery>['conversation']>;
type ConversationViewProps = { conversationId: string; viewerId: string };

export function ConversationView({ conversationId, viewerId }: ConversationViewProps) {
  const [{ data, fetching, error }, refetch] = useQuery({
    query: ConversationViewQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
  });
  const conversation = data?.conversation;
  if (conversation)
    return (
      <OpenView
        conversation={conversation}
        viewerId={viewerId}
        background={backgroundOf(conversation, data.viewer)}
      />
    );
  if (isUnknown({ data, error }))
    return <Unreachable onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (fetching || data === undefined) return <ConversationSkeleton />;
  return <ConversationGone conversationId={conversationId} fallback={<Missing />} />;
}

type OpenViewProps = {
  conversation: Conversation;
  viewerId: string;
  background: ShownBackground | null;
};

function OpenView({ conversation, viewerId, background }: OpenViewProps) {
  const nameOf = useConversationName();
  const detailsOpen = useInQuery('details');
  usePageTitle(nameOf(conversation));
  const tickOf = useTicks(conversation.id, viewerId);
  const inGroup = conversation.kind === 'GROUP';
  // The line stays where the unread began when one came in, though reading moves the position on.
  const [unread] = useState(
    conversation.unreadCount > 0
      ? { after: conversation.viewerPosition.readSeq, count: conversation.unreadCount }
      : null,
  );
  const selection = useSelection(conversation.id);
  const { peer } = readFragment(Peer_conversation, conversation);
  const standing = standingOf(peer, useOutbox(conversation.id).length > 0);
  const { open, mutedUntil } = useOpen(conversation, viewerId);
  const foot = useKeptFocus<HTMLDivElement>(standing);
  return (
    <OpenConversationProvider value={open}>
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <ConversationHeader conversation={conversation} detailsOpen={detailsOpen} />
          <ConnectionLine />
          {inGroup && <AnnouncementBar conversationId={conversation.id} />}
          {peer && standing === 'asked' && (
            <StrangerBar
              conversationId={conversation.id}
              peerId={peer.id}
              name={nameOf(conversation)}
            />
          )}
          <PinsBar conversationId={conversation.id} />
          <MessageMenuProvider>
            <MessageHistory
              conversationId={conversation.id}
              viewerId={viewerId}
              inGroup={inGroup}
              unread={unread}
              tickOf={tickOf}
              backdrop={background && <Backdrop background={background} />}
            />
          </MessageMenuProvider>
          <div ref={foot} tabIndex={-1} className="flex shrink-0 flex-col outline-none">
            {selection ? (
              <SelectionBar selection={selection} name={nameOf(conversation)} />
            ) : !open.maySpeak ? (
              <SilentNote mutedUntil={mutedUntil} />
            ) : standing === 'deleted' ? (
              <DeletedPeer />
            ) : peer && standing === 'blocked' ? (
              <BlockedPeer peer={peer} name={nameOf(conversation)} />
            ) : peer && (standing === 'closed' || standing === 'refused') ? (
              <UnreachablePeer peer={peer} name={nameOf(conversation)} why={standing} />
            ) : peer && standing === 'waiting' ? (
              <WaitingForPeer peer={peer} name={nameOf(conversation)} />
            ) : (
              <>
                {peer && standing === 'first' && (
                  <FirstToPeer peer={peer} name={nameOf(conversation)} />
                )}
                <Composer
                  conversationId={conversation.id}
                  name={nameOf(conversation)}
                  inGroup={inGroup}
                />
              </>
            )}
          </div>
        </div>
        {detailsOpen && <DetailsPanel conversationId={conversation.id} viewerId={viewerId} />}
      </div>
    </OpenConversationProvider>
  );
}

/** What can be done here at present; a mute that runs out ends by itself. */
function useOpen(conversation: Conversation, viewerId: string) {
  const mutedUntil = mutedUntilOf(conversation, useNow());
  const { id, kind, allMuted } = conversation;
  const { role } = conversation.viewerMember;
  const maySpeak = mutedUntil === null && (!allMuted || role !== 'MEMBER');
  const open = useMemo<OpenConversation>(
    () => ({ id, kind, viewerId, role, maySpeak }),
    [id, kind, viewerId, role, maySpeak],
  );
  return { open, mutedUntil };
}

function mutedUntilOf({ viewerMember }: Conversation, now: Date): Date | null {
  const until = viewerMember.mutedUntil ? new Date(viewerMember.mutedUntil) : null;
  return until && until > now ? until : null;
}

function useTicks(id: string, viewerId: string) {
  const [{ data }] = useQuery({
    query: ConversationPositionsQuery,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const edges = data?.conversation?.members.edges;
  const farthest = useMemo(
    () =>
      farthestOf(
        (edges ?? []).map(({ node }) => node),
        viewerId,
      ),
    [edges, viewerId],
  );
  return useCallback((message: RowMessage) => tickFor(message, farthest), [farthest]);
}

function ConversationSkeleton() {
  return (
    <>
      <div className="safe-top shrink-0 border-line border-b">
        <div className="flex h-(--header-height) items-center gap-3 px-5">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex flex-col gap-1.5">
            <Skeleton className="h-3.5 w-32" />
            <Skeleton className="h-3 w-20" />
          </div>
        </div>
      </div>
      <div className="relative flex-1">
        <HistorySkeleton inGroup={false} />
      </div>
      <div className="h-24" />
    </>
  );
}

/** Not there, or not for the viewer any more: the API makes no difference, and neither do we. */
function Missing() {
  const t = useTranslations('conversations');
  return (
    <Page>
      <EmptyState
        className="flex-1"
        picture={<DoorOpen className="size-8" />}
        title={t('missing')}
        action={
          <NavLink href="/chats" replace className={buttonVariants({ variant: 'secondary' })}>
            {t('backToChats')}
          </NavLink>
        }
      >
        {t('missingHint')}
      </EmptyState>
    </Page>
  );
}

function Unreachable({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations('conversations');
  return (
    <Page>
      <EmptyState
        className="flex-1"
        title={t('notLoaded')}
        action={<Button onClick={onRetry}>{t('tryAgain')}</Button>}
      >
        {t('notLoadedHint')}
      </EmptyState>
    </Page>
  );
}

function Page({ children }: { children: ReactNode }) {
  const t = useTranslations('conversations');
  return (
    <>
      <div className="safe-top hidden h-(--header-height) items-center ps-1 phone:flex">
        <BackButton label={t('backToChats')} fallback="/chats" />
      </div>
      <ConnectionLine />
      {children}
    </>
  );
}
