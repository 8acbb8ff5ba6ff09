'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Dialog } from '@/components/ui/dialog';
import { Segmented } from '@/components/ui/segmented';
import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { PeoplePages } from '@/features/conversations/components/people-pages';
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
  const pages = usePages({
    document: ReadersQuery,
    variables: { id: messageId, read, first: PAGE },
    pageOf: readersOf,
  });
  return <PeoplePages {...pages} nobody={read ? t('nobodyYet') : t('everybodyHas')} />;
}
