'use client';

import { Check, Inbox } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { PaneHeader } from '@/components/frame/pane-header';
import { NavLink } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { Button } from '@/components/ui/button';
import { buttonVariants } from '@/components/ui/button-variants';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useNow } from '@/components/use-now';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { longDate, timeAgo } from '@/lib/time-format';
import { useNameOf } from '../names';
import { CONTACTS, FIND_PEOPLE, personPath } from '../paths';
import { useSentRequests } from '../people';
import { useReceivedRequests } from '../received-requests';
import { useRequestActions } from '../requests';
import { useAction } from './relation-actions';
import { RequestRow_request } from './request-row.fragment';

export function FriendRequests() {
  const t = useTranslations('contacts');
  const received = useReceivedRequests();
  const sent = useSentRequests();
  usePageTitle(t('requests'));
  const nothing = received.items.length === 0 && sent.items.length === 0;
  const fetching = received.fetching || sent.fetching;
  return (
    <>
      <PaneHeader
        measured
        leading={<BackButton label={t('back')} fallback={CONTACTS} />}
        title={t('requests')}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-(--measure) px-4 pb-8">
          {(received.error || sent.error) && <Notice tone="error">{t('requestsFailed')}</Notice>}
          {nothing && fetching && <RequestSkeleton />}
          {nothing && !fetching && !received.error && (
            <EmptyState
              picture={<Inbox className="size-8" />}
              title={t('noRequests')}
              action={
                <NavLink href={FIND_PEOPLE} className={buttonVariants({ variant: 'secondary' })}>
                  {t('findPeople')}
                </NavLink>
              }
            >
              {t('noRequestsHint')}
            </EmptyState>
          )}
          <RequestSection title={t('received')} requests={received.items} direction="received" />
          <RequestSection title={t('sent')} requests={sent.items} direction="sent" />
        </div>
      </div>
    </>
  );
}

type Request = FragmentOf<typeof RequestRow_request>;
type Direction = 'received' | 'sent';

type RequestSectionProps = { title: string; requests: readonly Request[]; direction: Direction };

function RequestSection({ title, requests, direction }: RequestSectionProps) {
  if (requests.length === 0) return null;
  return (
    <section aria-label={title} className="pt-4">
      <h2 className="pb-1 font-medium text-ink-2 text-label">{title}</h2>
      <ul className="divide-y divide-line">
        {requests.map((request) => (
          <RequestRow
            key={readFragment(RequestRow_request, request).id}
            request={request}
            direction={direction}
          />
        ))}
      </ul>
    </section>
  );
}

function RequestRow({ request: masked, direction }: { request: Request; direction: Direction }) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const now = useNow();
  const nameOf = useNameOf();
  const request = readFragment(RequestRow_request, masked);
  const person = direction === 'received' ? request.from : request.to;
  // It is taken from the list within the hour.
  const over = Date.parse(request.expiresAt) <= now.getTime();
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 py-3">
      <UserAvatar user={person} />
      <div className="min-w-40 flex-1 phone:min-w-[calc(100%-3.25rem)]">
        <p className="flex items-baseline gap-2">
          <NavLink
            href={personPath(person.id)}
            className="min-w-0 truncate font-medium hover:underline"
          >
            <bdi>{nameOf(person)}</bdi>
          </NavLink>
          <time dateTime={request.createdAt} className="shrink-0 text-ink-2 text-meta">
            {timeAgo(new Date(request.createdAt), now, locale)}
          </time>
        </p>
        <p className="truncate text-ink-2 text-meta">
          {t('handle', { username: person.username })}
        </p>
        <p className="text-ink-2 text-meta">
          {over
            ? t('expired')
            : t('expires', { date: longDate(new Date(request.expiresAt), locale) })}
        </p>
        {request.note && (
          <p className="mt-1 whitespace-pre-wrap break-words text-body" dir="auto">
            {request.note}
          </p>
        )}
      </div>
      {!over && <RequestActions id={request.id} direction={direction} />}
    </li>
  );
}

function RequestActions({ id, direction }: { id: string; direction: Direction }) {
  const t = useTranslations('contacts');
  const { acceptRequest, cancelRequest, declineRequest } = useRequestActions();
  const { busy, problem, run } = useAction();
  const decide = (work: (id: string) => Promise<{ ok: true } | { ok: false; error: string }>) =>
    run(async () => {
      const outcome = await work(id);
      return outcome.ok ? null : outcome.error;
    });
  const buttons: ReactNode =
    direction === 'sent' ? (
      <Button size="small" busy={busy} onClick={() => decide(cancelRequest)}>
        {t('cancelRequest')}
      </Button>
    ) : (
      <>
        <Button size="small" variant="quiet" disabled={busy} onClick={() => decide(declineRequest)}>
          {t('decline')}
        </Button>
        <Button size="small" variant="primary" busy={busy} onClick={() => decide(acceptRequest)}>
          <Check className="size-4" aria-hidden="true" />
          {t('accept')}
        </Button>
      </>
    );
  return (
    <div className="ms-auto flex flex-col items-end gap-1">
      <div className="flex gap-2">{buttons}</div>
      {problem && (
        <p role="alert" className="text-end text-meta text-vermilion-ink">
          {problem}
        </p>
      )}
    </div>
  );
}

const shapes = ['w-32', 'w-24'];

function RequestSkeleton() {
  return shapes.map((width) => (
    <div key={width} className="flex h-16 items-center gap-3">
      <Skeleton className="size-10 rounded-full" />
      <Skeleton className={`h-3.5 ${width}`} />
    </div>
  ));
}
