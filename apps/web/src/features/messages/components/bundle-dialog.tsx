'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { UserAvatar, UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql, type ResultOf } from '@/lib/graphql';
import { momentTime } from '@/lib/time-format';
import { usePages } from '@/lib/urql/use-pages';
import { Said_content } from './content/said.fragment';
import { SaidBody } from './content/said-body';

const BundleQuery = graphql(
  `
  query Messages_bundle($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on ForwardBundle {
        entries(first: $first, after: $after) {
          edges {
            node {
              position
              senderName
              sentAt
              sender {
                id
                ...UserAvatar_user
              }
              content {
                ...Said_content
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
  [UserAvatar_user, Said_content],
);

const PAGE = 50;
const nobody: never[] = [];

const entriesOf = ({ node }: ResultOf<typeof BundleQuery>) =>
  node?.__typename === 'ForwardBundle' ? node.entries : null;

type BundleDialogProps = { bundleId: string; title: string; onClose: () => void };

/** The whole of a "chat history", as it was when it was forwarded. */
export function BundleDialog({ bundleId, title, onClose }: BundleDialogProps) {
  const common = useTranslations('common');
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={<bdi>{title}</bdi>}
      closeLabel={common('close')}
      className="max-w-140"
    >
      <Entries bundleId={bundleId} />
    </Dialog>
  );
}

function Entries({ bundleId }: { bundleId: string }) {
  const t = useTranslations('messages');
  const locale = useLocale();
  const { items, fetching, hasMore, loadMore, error } = usePages({
    document: BundleQuery,
    variables: { id: bundleId, first: PAGE },
    pageOf: entriesOf,
  });
  const end = useReached(loadMore);
  if (items.length === 0) {
    return (
      <div className="flex min-h-40 items-center justify-center text-ink-2 text-label">
        {fetching && !error ? <Spinner /> : t('bundleMissing')}
      </div>
    );
  }
  return (
    <ol className="flex flex-col gap-4">
      {items.map((entry) => (
        <li key={entry.position} className="flex gap-2.5">
          <UserAvatar user={entry.sender} size="small" />
          <div className="flex min-w-0 flex-1 flex-col items-start">
            <p className="mb-1 flex max-w-full items-baseline gap-2 text-ink-2 text-meta">
              <bdi className="truncate font-medium">{entry.senderName}</bdi>
              <time dateTime={entry.sentAt} className="tabular shrink-0">
                {momentTime(new Date(entry.sentAt), new Date(), locale)}
              </time>
            </p>
            <SaidBody content={entry.content} mentions={nobody} own={false} startsGroup endsGroup />
          </div>
        </li>
      ))}
      {hasMore && <div ref={end} className="h-10" />}
    </ol>
  );
}
