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
import { useKeptFocus } from '@/components/use-kept-focus';
import { useNow } from '@/components/use-now';
import {
  PresenceAvatar,
  PresenceAvatar_user,
} from '@/features/accounts/components/presence-avatar';
import { PortraitButton } from '@/features/media/components/portrait/portrait-button';
import { Media_image } from '@/features/media/documents';
import { portraitItem } from '@/features/media/portrait';
import { PersonMoments } from '@/features/moments/components/person-moments';
import { PersonPositions } from '@/features/organisation/components/person-positions';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate, timeAgo } from '@/lib/time-format';
import { isDeleted, useNameOf } from '../names';
import { CONTACTS } from '../paths';
import { BlockedNotice } from './blocked-notice';
import { PersonCategories } from './person-categories';
import { PersonMenu } from './person-menu';
import { PersonRemark } from './person-remark';
import { isolated } from './person-row';
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
        remark
        relation
        blocked
        categories {
          id
          title
        }
        presence {
          state
          lastSeenAt
        }
        pendingFriendRequest {
          id
          note
        }
        avatar {
          ...Media_image
        }
        ...PresenceAvatar_user
        ...RelationActions_user
      }
    }
  }
`,
  [Media_image, PresenceAvatar_user, RelationActions_user],
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
  const nameOf = useNameOf();
  let content: ReactNode = null;
  if (person && !isDeleted(person))
    content = <Profile person={person} onMessage={onMessage} more={more} />;
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
          {person && !isDeleted(person) && person.relation !== 'SELF' && (
            <div className="ms-auto pe-2">
              <PersonMenu user={person} name={nameOf(person)} />
            </div>
          )}
        </div>
      </div>
      {content}
    </>
  );
}

type ProfileProps = { person: Person } & Pick<PersonPageProps, 'onMessage' | 'more'>;

function Profile({ person, onMessage, more }: ProfileProps) {
  const t = useTranslations('contacts');
  const media = useTranslations('media.portrait');
  const locale = useLocale();
  const nameOf = useNameOf();
  const name = nameOf(person);
  usePageTitle(name);
  const { avatar } = person;
  const standing = useKeptFocus<HTMLDivElement>(`${person.relation} ${person.blocked}`);
  const note = person.relation === 'REQUEST_RECEIVED' ? person.pendingFriendRequest?.note : null;
  return (
    <div
      className="min-h-0 flex-1 overflow-y-auto px-6 pb-10"
      style={{ '--presence-ring': 'var(--paper)' } as CSSProperties}
    >
      <article className="mx-auto flex w-full max-w-110 flex-col items-center pt-6 text-center">
        <PortraitButton
          large={avatar && portraitItem(avatar, name)}
          label={media('open', { name })}
        >
          <PresenceAvatar user={person} size="huge" />
        </PortraitButton>
        <h1 className="mt-4 max-w-full break-words font-semibold text-title" dir="auto">
          {name}
        </h1>
        {name !== person.nickname && (
          <p className="max-w-full break-words text-ink-2 text-label">
            {t('person.nickname', { nickname: isolated(person.nickname) })}
          </p>
        )}
        <p className="mt-0.5 text-ink-2 text-label">
          {t('handle', { username: person.username })} <PresenceWords person={person} />
        </p>
        {person.bio && (
          <p className="mt-4 whitespace-pre-wrap break-words" dir="auto">
            {person.bio}
          </p>
        )}
        <PersonPositions userId={person.id} />
        {note && (
          <blockquote className="mt-5 w-full rounded-sheet bg-bubble px-4 py-3 text-start">
            <p className="text-ink-2 text-meta">{t('theirNote')}</p>
            <p className="mt-0.5 whitespace-pre-wrap break-words" dir="auto">
              {note}
            </p>
          </blockquote>
        )}
        <div
          ref={standing}
          tabIndex={-1}
          className="mt-6 flex w-full flex-col items-center outline-none"
        >
          {person.blocked ? (
            <BlockedNotice userId={person.id} name={name} />
          ) : (
            <RelationActions user={person} onMessage={onMessage} />
          )}
        </div>
        {more && person.relation !== 'SELF' && (
          <div className="mt-2">{more({ id: person.id, nickname: name })}</div>
        )}
        <PersonMoments userId={person.id} />
        {person.relation === 'FRIEND' && (
          <section aria-label={t('person.kept')} className="mt-8 w-full text-start">
            <PersonRemark userId={person.id} nickname={person.nickname} remark={person.remark} />
            <PersonCategories userId={person.id} name={name} categories={person.categories} />
            <p className="text-ink-2 text-meta">{t('person.keptHint')}</p>
          </section>
        )}
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
  if (person.presence?.state === 'AWAY') return t('andAway');
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
