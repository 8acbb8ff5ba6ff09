'use client';

import { LogOut, UserPlus, UserRound, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { goBack, NavLink, navigate } from '@/components/navigation';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { personPath } from '@/features/contacts/paths';
import { type FragmentOf, graphql, readFragment } from '@/lib/graphql';
import { longDate } from '@/lib/time-format';
import { useConversationActions } from '../actions';
import { chatPath } from '../paths';
import { AddMembersDialog } from './add-members-dialog';
import { ConversationAvatar, useConversationName } from './conversation-title';
import { ConversationTitle_conversation } from './conversation-title.fragment';
import { MemberList } from './member-list';
import { useRefusal } from './use-refusal';

const DetailsPanel_conversation = graphql(
  `
  fragment DetailsPanel_conversation on Conversation {
    id
    kind
    memberCount
    createdAt
    viewerMember {
      id
      role
    }
    peer {
      id
      username
      bio
    }
    ...ConversationTitle_conversation
  }
`,
  [ConversationTitle_conversation],
);

const DetailsPanelQuery = graphql(
  `
  query DetailsPanel($id: ID!) {
    conversation(id: $id) {
      id
      ...DetailsPanel_conversation
    }
  }
`,
  [DetailsPanel_conversation],
);

type Conversation = FragmentOf<typeof DetailsPanel_conversation>;

/** Slides over the conversation from its end; beside it where there is room, on a phone a page of its own. */
export function DetailsPanel({
  conversationId,
  viewerId,
}: {
  conversationId: string;
  viewerId: string;
}) {
  const t = useTranslations('conversations');
  const common = useTranslations('common');
  const panel = useRef<HTMLElement>(null);
  const [{ data, error }] = useQuery({
    query: DetailsPanelQuery,
    variables: { id: conversationId },
  });
  const conversation = data?.conversation;
  const close = () => goBack(chatPath(conversationId));

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
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
      style={{ '--presence-ring': 'var(--surface)' } as CSSProperties}
      className="absolute inset-y-0 end-0 z-20 flex w-84 max-w-full shrink-0 flex-col border-line border-s bg-surface shadow-float outline-none transition-[translate,opacity] duration-180 ease-out starting:translate-x-6 starting:opacity-0 phone:w-full phone:border-0 phone:shadow-none roomy:relative roomy:shadow-none"
    >
      <header className="safe-top shrink-0 ps-4 pe-2">
        <div className="flex h-(--header-height) items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate font-semibold text-body">{t('details')}</h2>
          <IconButton label={common('close')} side="bottom" onClick={close}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
      </header>
      <div className="safe-bottom min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {error && !conversation && (
          <Notice tone="error" className="mx-4">
            {t('detailsFailed')}
          </Notice>
        )}
        {conversation && <Details conversation={conversation} viewerId={viewerId} />}
      </div>
    </aside>
  );
}

type DetailsProps = { conversation: Conversation; viewerId: string };

function Details({ conversation, viewerId }: DetailsProps) {
  const { kind } = readFragment(DetailsPanel_conversation, conversation);
  return (
    <>
      <Identity conversation={conversation} />
      {kind === 'GROUP' ? (
        <GroupSection conversation={conversation} viewerId={viewerId} />
      ) : (
        <PeerSection conversation={conversation} />
      )}
    </>
  );
}

function Identity({ conversation: masked }: { conversation: Conversation }) {
  const t = useTranslations('conversations');
  const locale = useLocale();
  const nameOf = useConversationName();
  const conversation = readFragment(DetailsPanel_conversation, masked);
  return (
    <div className="flex flex-col items-center px-6 pt-2 pb-6 text-center">
      <ConversationAvatar conversation={conversation} size="huge" />
      <p className="mt-3 max-w-full break-words font-semibold text-title" dir="auto">
        {nameOf(conversation)}
      </p>
      <p className="mt-0.5 text-ink-2 text-label">
        {conversation.peer
          ? t('handle', { username: conversation.peer.username })
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

function PeerSection({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('conversations');
  const { peer } = readFragment(DetailsPanel_conversation, conversation);
  if (!peer) return null;
  return (
    <div className="border-line border-t p-2">
      <NavLink
        href={personPath(peer.id)}
        className="-outline-offset-2 flex h-12 items-center gap-3 rounded-[8px] px-3 hover:bg-hover"
      >
        <UserRound className="text-ink-2" aria-hidden="true" />
        {t('openProfile')}
      </NavLink>
    </div>
  );
}

function GroupSection({ conversation, viewerId }: DetailsProps) {
  const t = useTranslations('conversations');
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const { id, memberCount, viewerMember } = readFragment(DetailsPanel_conversation, conversation);
  const mayAdd = viewerMember.role !== 'MEMBER';
  return (
    <>
      <section aria-labelledby="members-title" className="border-line border-t py-2">
        <div className="flex h-11 items-center justify-between ps-4 pe-2">
          <h3 id="members-title" className="tabular font-medium text-ink-2 text-label">
            {t('memberCount', { count: memberCount })}
          </h3>
          {mayAdd && (
            <Button variant="link" size="small" onClick={() => setAdding(true)}>
              <UserPlus className="size-4" aria-hidden="true" />
              {t('add')}
            </Button>
          )}
        </div>
        <MemberList conversationId={id} viewerId={viewerId} />
      </section>
      <div className="border-line border-t p-2">
        <button
          type="button"
          onClick={() => setLeaving(true)}
          className="-outline-offset-2 flex h-12 w-full items-center gap-3 rounded-[8px] px-3 text-start text-vermilion-ink hover:bg-vermilion-tint"
        >
          <LogOut aria-hidden="true" />
          {t('leaveGroup')}
        </button>
      </div>
      <AddMembersDialog conversationId={id} open={adding} onOpenChange={setAdding} />
      <LeaveDialog conversation={conversation} open={leaving} onOpenChange={setLeaving} />
    </>
  );
}

type LeaveDialogProps = {
  conversation: Conversation;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function LeaveDialog({ conversation: masked, open, onOpenChange }: LeaveDialogProps) {
  const t = useTranslations('conversations');
  const common = useTranslations('common');
  const nameOf = useConversationName();
  const { leaveGroup } = useConversationActions();
  const refusal = useRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const conversation = readFragment(DetailsPanel_conversation, masked);
  const leave = async () => {
    setBusy(true);
    setProblem(null);
    const result = await leaveGroup(conversation.id);
    setBusy(false);
    if (!result.ok) {
      setProblem(refusal(result.error));
      return;
    }
    onOpenChange(false);
    navigate('/chats', { replace: true });
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('leaveTitle', { name: nameOf(conversation) })}
      description={t('leaveBody')}
      confirmLabel={t('leave')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={leave}
    />
  );
}
