'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Dialog } from '@/components/ui/dialog';
import { Segmented } from '@/components/ui/segmented';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { UserAvatar, UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql, type ResultOf } from '@/lib/graphql';
import { usePages } from '@/lib/urql/use-pages';
import type { RowMessage } from '../row';

const ReadersQuery = graphql(
  `
  query Messages_readers($id: ID!, $read: Boolean!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Message {
        delivery {
          readCount
          recipientCount
        }
        recipients(read: $read, first: $first, after: $after) {
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

const DeliveryQuery = graphql(`
  query Messages_delivery($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Message {
        delivery {
          readCount
          recipientCount
        }
      }
    }
  }
`);

const PAGE = 50;

const readersOf = ({ node }: ResultOf<typeof ReadersQuery>) =>
  node?.__typename === 'Message' ? node.recipients : null;

/** Who has read a message of mine, and who has not. */
export function ReadersDialog({
  message,
  onClose,
}: {
  message: RowMessage | null;
  onClose: () => void;
}) {
  const t = useTranslations('menu');
  const common = useTranslations('common');
  return (
    <Dialog
      open={message !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('readersTitle')}
      closeLabel={common('close')}
    >
      {message && <Readers messageId={message.id} />}
    </Dialog>
  );
}

function Readers({ messageId }: { messageId: string }) {
  const t = useTranslations('menu');
  const [read, setRead] = useState(true);
  const [{ data }] = useQuery({
    query: DeliveryQuery,
    variables: { id: messageId },
    requestPolicy: 'cache-and-network',
  });
  const delivery = data?.node?.__typename === 'Message' ? data.node.delivery : null;
  const readCount = delivery?.readCount ?? 0;
  const unreadCount = (delivery?.recipientCount ?? 0) - readCount;
  return (
    <>
      <Segmented
        label={t('readersTitle')}
        value={read ? 'read' : 'unread'}
        onValueChange={(value) => setRead(value === 'read')}
        options={[
          { value: 'read', label: t('haveRead', { count: readCount }) },
          { value: 'unread', label: t('haveNotRead', { count: unreadCount }) },
        ]}
      />
      <People messageId={messageId} read={read} />
    </>
  );
}

function People({ messageId, read }: { messageId: string; read: boolean }) {
  const t = useTranslations('menu');
  const { items, fetching, hasMore, loadMore } = usePages({
    document: ReadersQuery,
    variables: { id: messageId, read, first: PAGE },
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
      {hasMore && <div ref={end} className="h-10" />}
    </>
  );
}
