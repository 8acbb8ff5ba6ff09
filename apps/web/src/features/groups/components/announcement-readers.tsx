'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Segmented } from '@/components/ui/segmented';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { UserAvatar, UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql, type ResultOf } from '@/lib/graphql';
import { usePages } from '@/lib/urql/use-pages';

const ReadersQuery = graphql(
  `
  query Groups_announcementReaders($id: ID!, $read: Boolean!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Announcement {
        readers(read: $read, first: $first, after: $after) {
          edges {
            node {
              id
              groupNickname
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
  }
`,
  [UserAvatar_user],
);

const PAGE = 50;

const readersOf = ({ node }: ResultOf<typeof ReadersQuery>) =>
  node?.__typename === 'Announcement' ? node.readers : null;

type AnnouncementReadersProps = { announcementId: string; onClose: () => void };

/** Who has said that they read it, and who has not yet. */
export function AnnouncementReaders({ announcementId, onClose }: AnnouncementReadersProps) {
  const t = useTranslations('groups.announcements');
  const common = useTranslations('common');
  const [shown, setShown] = useState<'read' | 'unread'>('read');
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('readersTitle')}
      closeLabel={common('close')}
    >
      <Segmented
        label={t('readersTitle')}
        value={shown}
        onValueChange={setShown}
        options={[
          { value: 'read', label: t('haveRead') },
          { value: 'unread', label: t('haveNotRead') },
        ]}
      />
      <People announcementId={announcementId} read={shown === 'read'} />
    </Dialog>
  );
}

function People({ announcementId, read }: { announcementId: string; read: boolean }) {
  const t = useTranslations('groups.announcements');
  const { items, fetching, hasMore, loadMore } = usePages({
    document: ReadersQuery,
    variables: { id: announcementId, read, first: PAGE },
    pageOf: readersOf,
  });
  const end = useReached(loadMore);
  return (
    <>
      <ul className="mt-3 flex min-h-40 flex-col">
        {items.map(({ id, groupNickname, user }) => (
          <li key={id} className="flex h-12 items-center gap-3">
            <UserAvatar user={user} size="small" />
            <bdi className="truncate text-body">{groupNickname ?? user.nickname}</bdi>
          </li>
        ))}
        {items.length === 0 && (
          <li className="flex justify-center py-10 text-center text-ink-2 text-label">
            {fetching ? <Spinner /> : read ? t('nobodyYet') : t('everybodyHas')}
          </li>
        )}
      </ul>
      <div ref={end} className={hasMore ? 'h-10' : undefined} />
    </>
  );
}
