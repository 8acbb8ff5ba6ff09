'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Segmented } from '@/components/ui/segmented';
import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { PeoplePages } from '@/features/conversations/components/people-pages';
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
  const pages = usePages({
    document: ReadersQuery,
    variables: { id: announcementId, read, first: PAGE },
    pageOf: readersOf,
  });
  return <PeoplePages {...pages} nobody={read ? t('nobodyYet') : t('everybodyHas')} />;
}
