'use client';

import { useLocale, useTranslations } from 'next-intl';
import { NavLink } from '@/components/navigation';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import { graphql, type ResultOf } from '@/lib/graphql';
import { timeAgo } from '@/lib/time-format';
import { usePages } from '@/lib/urql/use-pages';
import { Groups_joinRequest, type JoinRequest } from '../documents';
import { useRunning } from '../running';
import { useGroupAction } from '../use-group-refusal';
import { PanelEmpty } from './panel';

const RequestsQuery = graphql(
  `
  query Groups_waitingRequests($id: ID!, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      joinRequests(first: $first, after: $after) {
        edges {
          node {
            ...Groups_joinRequest
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
  [Groups_joinRequest],
);

const PAGE = 20;
const requestsOf = ({ conversation }: ResultOf<typeof RequestsQuery>) => conversation?.joinRequests;

/** People who ask to be let in. */
export function JoinRequestsPage({ conversationId }: { conversationId: string }) {
  const t = useTranslations('groups.requests');
  const { items, fetching, error, hasMore, loadMore } = usePages({
    document: RequestsQuery,
    variables: { id: conversationId, first: PAGE },
    pageOf: requestsOf,
  });
  const end = useReached(loadMore);
  const waiting = items.filter(({ joinRequestStatus }) => joinRequestStatus === 'PENDING');
  return (
    <div className="px-5 pb-6">
      {error && items.length === 0 && <Notice tone="error">{t('notLoaded')}</Notice>}
      {waiting.length === 0 && !error && (
        <PanelEmpty>{fetching ? <Spinner /> : t('noneWaiting')}</PanelEmpty>
      )}
      <ul className="divide-y divide-line">
        {waiting.map((request) => (
          <RequestItem key={request.id} conversationId={conversationId} request={request} />
        ))}
      </ul>
      <div ref={end} className={hasMore ? 'h-12' : undefined} />
    </div>
  );
}

interface RequestItemProps {
  conversationId: string;
  request: JoinRequest;
  /** Where requests of several groups stand together, which one it is about. */
  namesGroup?: boolean;
}

export function RequestItem({ conversationId, request, namesGroup = false }: RequestItemProps) {
  const t = useTranslations('groups.requests');
  const nameOf = useNameOf();
  const locale = useLocale();
  const now = useNow();
  const running = useRunning(conversationId);
  const { busy, run } = useGroupAction();
  const { id, user, group, note, createdAt } = request;
  const decide = (accept: boolean) => void run(() => running.decideRequest(id, accept));
  return (
    <li className={cn('py-3', namesGroup && 'px-2')}>
      <div className="flex items-center gap-3">
        <UserAvatar user={user} />
        <div className="min-w-0 flex-1">
          <NavLink
            href={personPath(user.id)}
            className="block truncate font-medium text-body hover:underline"
          >
            <bdi>{nameOf(user)}</bdi>
          </NavLink>
          <p className="truncate text-ink-2 text-meta">
            {t('asked', {
              username: user.username,
              ago: timeAgo(new Date(createdAt), now, locale),
            })}
          </p>
        </div>
      </div>
      {namesGroup && group && (
        <p className="mt-2 text-ink-2 text-label">{t('wantsInto', { group: group.name })}</p>
      )}
      {note && (
        <p className="mt-2 whitespace-pre-wrap break-words text-body" dir="auto">
          {note}
        </p>
      )}
      <div className="mt-3 flex gap-2 *:flex-1">
        <Button
          size="small"
          disabled={busy}
          aria-label={t('declineNamed', { name: nameOf(user) })}
          onClick={() => decide(false)}
        >
          {t('decline')}
        </Button>
        <Button
          size="small"
          variant="primary"
          busy={busy}
          aria-label={t('acceptNamed', { name: nameOf(user) })}
          onClick={() => decide(true)}
        >
          {t('accept')}
        </Button>
      </div>
    </li>
  );
}
