'use client';

import { UserRoundX } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { CSSProperties, ReactNode } from 'react';
import { useQuery } from 'urql';
import { BackButton } from '@/components/frame/back-button';
import { usePageTitle } from '@/components/page-title';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { useNow } from '@/components/use-now';
import {
  PresenceAvatar,
  PresenceAvatar_user,
} from '@/features/accounts/components/presence-avatar';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate, timeAgo } from '@/lib/time-format';
import { CONTACTS } from '../paths';
import { RelationActions } from './relation-actions';
import { RelationActions_user } from './relation-actions.fragment';

const PersonPageQuery = graphql(
  `
  query PersonPage($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on User {
        username
        nickname
        bio
        joinedAt
        relation
        presence {
          state
          lastSeenAt
        }
        pendingFriendRequest {
          id
          note
        }
        ...PresenceAvatar_user
        ...RelationActions_user
      }
    }
  }
`,
  [PresenceAvatar_user, RelationActions_user],
);

type Person = Extract<ResultOf<typeof PersonPageQuery>['node'], { __typename: 'User' }>;
type PersonPageProps = {
  id: string;
  onMessage: (userId: string) => Promise<string | null>;
  /** What else can be done with somebody; given by whoever knows messages. */
  more?: (person: { id: string; nickname: string }) => ReactNode;
};

export function PersonPage({ id, onMessage, more }: PersonPageProps) {
  const t = useTranslations('contacts');
  const [{ data, fetching, error }, retry] = useQuery({
    query: PersonPageQuery,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const person = data?.node?.__typename === 'User' ? data.node : null;
  let content: ReactNode = null;
  if (person) content = <Profile person={person} onMessage={onMessage} more={more} />;
  else if (error)
    content = (
      <EmptyState
        className="flex-1"
        title={t('personFailed')}
        action={
          <Button onClick={() => retry({ requestPolicy: 'network-only' })}>{t('tryAgain')}</Button>
        }
      />
    );
  else if (fetching || data === undefined) content = <ProfileSkeleton />;
  else
    content = (
      <EmptyState
        className="flex-1"
        picture={<UserRoundX className="size-8" />}
        title={t('personMissing')}
      />
    );
  return (
    <>
      <div className="safe-top shrink-0 phone:ps-1">
        <div className="flex h-(--header-height) items-center">
          <BackButton label={t('back')} fallback={CONTACTS} />
        </div>
      </div>
      {content}
    </>
  );
}

type ProfileProps = { person: Person } & Pick<PersonPageProps, 'onMessage' | 'more'>;

function Profile({ person, onMessage, more }: ProfileProps) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  usePageTitle(person.nickname);
  const note = person.relation === 'REQUEST_RECEIVED' ? person.pendingFriendRequest?.note : null;
  return (
    <div
      className="min-h-0 flex-1 overflow-y-auto px-6 pb-10"
      style={{ '--presence-ring': 'var(--paper)' } as CSSProperties}
    >
      <article className="mx-auto flex w-full max-w-110 flex-col items-center pt-6 text-center">
        <PresenceAvatar user={person} size="huge" />
        <h1 className="mt-4 max-w-full break-words font-semibold text-title" dir="auto">
          {person.nickname}
        </h1>
        <p className="mt-0.5 text-ink-2 text-label">
          {t('handle', { username: person.username })} <PresenceWords person={person} />
        </p>
        {person.bio && (
          <p className="mt-4 whitespace-pre-wrap break-words" dir="auto">
            {person.bio}
          </p>
        )}
        {note && (
          <blockquote className="mt-5 w-full rounded-sheet bg-bubble px-4 py-3 text-start">
            <p className="text-ink-2 text-meta">{t('theirNote')}</p>
            <p className="mt-0.5 whitespace-pre-wrap break-words" dir="auto">
              {note}
            </p>
          </blockquote>
        )}
        <div className="mt-6">
          <RelationActions user={person} onMessage={onMessage} />
        </div>
        {more && person.relation !== 'SELF' && <div className="mt-2">{more(person)}</div>}
        <p className="mt-8 w-full border-line border-t pt-4 text-ink-2 text-meta">
          {t('joined', { date: longDate(new Date(person.joinedAt), locale) })}
        </p>
      </article>
    </div>
  );
}

function PresenceWords({ person }: { person: Person }) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const now = useNow();
  if (person.presence?.state === 'ONLINE') return t('andOnline');
  if (!person.presence?.lastSeenAt) return null;
  return t('andLastSeen', { ago: timeAgo(new Date(person.presence.lastSeenAt), now, locale) });
}

function ProfileSkeleton() {
  return (
    <div className="flex flex-col items-center pt-6">
      <Skeleton className="size-20 rounded-full" />
      <Skeleton className="mt-4 h-5 w-36" />
      <Skeleton className="mt-2 h-3.5 w-24" />
    </div>
  );
}
