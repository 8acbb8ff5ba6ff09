'use client';

import { Check, Copy, Link2, UserRound, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { useNameOf } from '@/features/contacts/names';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate } from '@/lib/time-format';
import { usePages } from '@/lib/urql/use-pages';
import { Groups_invite, type Invite } from '../documents';
import { useRunning } from '../running';
import { useGroupAction, useGroupForm } from '../use-group-refusal';
import { PanelEmpty } from './panel';

const LinksQuery = graphql(
  `
  query Groups_links($id: ID!, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      invites(first: $first, after: $after) {
        edges {
          node {
            ...Groups_invite
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [Groups_invite],
);

const PAGE = 20;
const invitesOf = ({ conversation }: ResultOf<typeof LinksQuery>) => conversation?.invites;

/** Links that let people in, and the invitations sent to single people; the newest first. */
export function LinksPage({ conversationId }: { conversationId: string }) {
  const t = useTranslations('groups.links');
  const { items, fetching, error, hasMore, loadMore } = usePages({
    document: LinksQuery,
    variables: { id: conversationId, first: PAGE },
    pageOf: invitesOf,
  });
  const end = useReached(loadMore);
  return (
    <div className="px-5 pb-6">
      <NewLink conversationId={conversationId} />
      {error && items.length === 0 && <Notice tone="error">{t('notLoaded')}</Notice>}
      {items.length === 0 && !error && (
        <PanelEmpty>{fetching ? <Spinner /> : t('noneYet')}</PanelEmpty>
      )}
      <ul aria-label={t('list')} className="divide-y divide-line">
        {items.map((invite) => (
          <InviteItem key={invite.id} conversationId={conversationId} invite={invite} />
        ))}
      </ul>
      <div ref={end} className={hasMore ? 'h-12' : undefined} />
    </div>
  );
}

const HOURS = { day: 24, week: 168, month: 720 } as const;
const USES = { one: 1, ten: 10, any: null } as const;

function NewLink({ conversationId }: { conversationId: string }) {
  const t = useTranslations('groups.links');
  const running = useRunning(conversationId);
  const { busy, problem, submit } = useGroupForm();
  const [lasting, setLasting] = useState<keyof typeof HOURS>('week');
  const [uses, setUses] = useState<keyof typeof USES>('any');
  const create = () => submit(() => running.createLink(HOURS[lasting], USES[uses]));
  return (
    <div className="flex flex-col gap-2 border-line border-b pt-1 pb-5">
      {problem && <Notice tone="error">{problem}</Notice>}
      <p className="font-medium text-label">{t('lasting')}</p>
      <Segmented
        label={t('lasting')}
        value={lasting}
        onValueChange={setLasting}
        options={[
          { value: 'day', label: t('span.day') },
          { value: 'week', label: t('span.week') },
          { value: 'month', label: t('span.month') },
        ]}
      />
      <p className="mt-1 font-medium text-label">{t('forHowMany')}</p>
      <Segmented
        label={t('forHowMany')}
        value={uses}
        onValueChange={setUses}
        options={[
          { value: 'one', label: t('most.one') },
          { value: 'ten', label: t('most.ten') },
          { value: 'any', label: t('most.any') },
        ]}
      />
      <Button variant="primary" busy={busy} className="mt-3" onClick={() => void create()}>
        <Link2 className="size-4" aria-hidden="true" />
        {t('create')}
      </Button>
    </div>
  );
}

function InviteItem({ conversationId, invite }: { conversationId: string; invite: Invite }) {
  const t = useTranslations('groups.links');
  const nameOf = useNameOf();
  const locale = useLocale();
  const running = useRunning(conversationId);
  const { run } = useGroupAction();
  const { id, url, state, expiresAt, maxUses, uses, invitee, createdBy } = invite;
  const open = state === 'OPEN';
  const Mark = invitee ? UserRound : Link2;
  return (
    <li className="flex items-start gap-3 py-3">
      <Mark className="mt-0.5 size-4.5 shrink-0 text-ink-2" aria-hidden="true" />
      <div className={open ? 'min-w-0 flex-1' : 'min-w-0 flex-1 text-ink-2'}>
        <p className="truncate text-body leading-5">
          {invitee ? <bdi>{nameOf(invitee)}</bdi> : t('by', { name: nameOf(createdBy) })}
        </p>
        <p className="tabular mt-0.5 text-ink-2 text-meta">
          {open ? t('until', { date: longDate(new Date(expiresAt), locale) }) : t(`state.${state}`)}
          {!invitee && (
            <span className="block">
              {maxUses === null ? t('uses', { uses }) : t('usesOf', { uses, most: maxUses })}
            </span>
          )}
        </p>
      </div>
      {open && (
        <div className="-my-1.5 -me-2 flex shrink-0">
          {!invitee && <CopyButton url={url} />}
          <IconButton
            label={invitee ? t('takeBack', { name: nameOf(invitee) }) : t('revoke')}
            onClick={() => void run(() => running.revokeInvite(id))}
          >
            <X className="size-4.5" aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </li>
  );
}

function CopyButton({ url }: { url: string }) {
  const t = useTranslations('groups.links');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    setCopied(true);
  };
  return (
    <>
      <IconButton
        label={t('copy')}
        data-url={url}
        onBlur={() => setCopied(false)}
        onClick={() => void copy()}
      >
        {copied ? (
          <Check className="size-4.5 text-leaf" aria-hidden="true" />
        ) : (
          <Copy className="size-4.5" aria-hidden="true" />
        )}
      </IconButton>
      <span role="status" className="sr-only">
        {copied && t('copied')}
      </span>
    </>
  );
}
