'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { useKeptFocus } from '@/components/use-kept-focus';
import { useReached } from '@/components/use-reached';
import { UserAvatar, UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { useNameOf } from '@/features/contacts/names';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate } from '@/lib/time-format';
import { usePages } from '@/lib/urql/use-pages';
import { useRunning } from '../running';
import { useGroupAction } from '../use-group-refusal';
import { PanelEmpty } from './panel';

const BansQuery = graphql(
  `
  query Groups_bans($id: ID!, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      bans(first: $first, after: $after) {
        edges {
          node {
            bannedAt
            by {
              id
              nickname
            }
            user {
              id
              nickname
              ...UserAvatar_user
            }
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
  [UserAvatar_user],
);

const PAGE = 30;
const bansOf = ({ conversation }: ResultOf<typeof BansQuery>) => conversation?.bans;

type Ban = NonNullable<
  NonNullable<ResultOf<typeof BansQuery>['conversation']>['bans']
>['edges'][number]['node'];

/** People who may not come back until they are let in again. */
export function BansPage({ conversationId }: { conversationId: string }) {
  const t = useTranslations('groups.bans');
  const { items, fetching, error, hasMore, loadMore } = usePages({
    document: BansQuery,
    variables: { id: conversationId, first: PAGE },
    pageOf: bansOf,
  });
  const end = useReached(loadMore);
  const place = useKeptFocus<HTMLDivElement>(items.length);
  return (
    <div ref={place} tabIndex={-1} className="px-5 pb-6 outline-none">
      {error && items.length === 0 && <Notice tone="error">{t('notLoaded')}</Notice>}
      {items.length === 0 && !error && (
        <PanelEmpty>{fetching ? <Spinner /> : t('nobody')}</PanelEmpty>
      )}
      <ul>
        {items.map((ban) => (
          <BanItem key={ban.user.id} conversationId={conversationId} ban={ban} />
        ))}
      </ul>
      <div ref={end} className={hasMore ? 'h-12' : undefined} />
    </div>
  );
}

function BanItem({ conversationId, ban }: { conversationId: string; ban: Ban }) {
  const t = useTranslations('groups.bans');
  const nameOf = useNameOf();
  const locale = useLocale();
  const running = useRunning(conversationId);
  const { busy, run } = useGroupAction();
  const { user, by, bannedAt } = ban;
  return (
    <li className="flex min-h-14 items-center gap-3">
      <UserAvatar user={user} size="small" />
      <div className="min-w-0 flex-1">
        <bdi className="block truncate text-body">{nameOf(user)}</bdi>
        <p className="truncate text-ink-2 text-meta">
          {t('by', { name: nameOf(by), date: longDate(new Date(bannedAt), locale) })}
        </p>
      </div>
      <Button
        size="small"
        busy={busy}
        aria-label={t('letBackNamed', { name: nameOf(user) })}
        onClick={() => void run(() => running.unban(user.id))}
      >
        {t('letBack')}
      </Button>
    </li>
  );
}
