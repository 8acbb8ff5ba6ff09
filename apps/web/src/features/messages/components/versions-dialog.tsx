'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Markdown } from '@/components/markdown/markdown';
import { Dialog } from '@/components/ui/dialog';
import { Spinner } from '@/components/ui/spinner';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { graphql, type ResultOf } from '@/lib/graphql';
import { momentTime } from '@/lib/time-format';
import { usePages } from '@/lib/urql/use-pages';
import type { RowMessage } from '../row';
import { saidSource } from '../said-text';
import { MessageText } from './message-text';

const VersionsQuery = graphql(`
  query Messages_versions($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Message {
        version
        versions(first: $first, after: $after) {
          edges {
            node {
              version
              text
              writtenAt
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
`);

const PAGE = 20;
const versionsOf = ({ node }: ResultOf<typeof VersionsQuery>) =>
  node?.__typename === 'Message' ? node.versions : null;

type VersionsDialogProps = { message: RowMessage | null; onClose: () => void };

/** What an edited message says, and what it said before. */
export function VersionsDialog({ message, onClose }: VersionsDialogProps) {
  const t = useTranslations('menu');
  const common = useTranslations('common');
  return (
    <Dialog
      open={message !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('versions')}
      closeLabel={common('close')}
      className="max-w-140"
    >
      {message && <Versions message={message} />}
    </Dialog>
  );
}

function Versions({ message }: { message: RowMessage }) {
  const t = useTranslations('menu');
  const { items, fetching, hasMore, loadMore, error } = usePages({
    document: VersionsQuery,
    variables: { id: message.id, first: PAGE },
    pageOf: versionsOf,
  });
  const end = useReached(loadMore);
  const markdown = message.content.__typename === 'MarkdownContent';
  const text = saidSource(message.content);
  if (items.length === 0)
    return (
      <div className="flex min-h-40 items-center justify-center text-ink-2 text-label">
        {fetching && !error ? <Spinner /> : t('versionsMissing')}
      </div>
    );
  return (
    <ol className="flex flex-col divide-y divide-line">
      {items.map(({ version, text: said, writtenAt }) => (
        <Version key={version} {...{ version, markdown, writtenAt }} text={said} />
      ))}
      {hasMore && (
        <li>
          <div ref={end} className="h-10" />
        </li>
      )}
      {!hasMore && text !== null && (
        <Version
          version={message.version}
          markdown={markdown}
          writtenAt={message.editedAt ?? message.sentAt}
          text={text}
          current
        />
      )}
    </ol>
  );
}

type VersionProps = {
  version: number;
  markdown: boolean;
  writtenAt: string;
  text: string;
  current?: boolean;
};

function Version({ version, markdown, writtenAt, text, current = false }: VersionProps) {
  const t = useTranslations('menu');
  const locale = useLocale();
  const now = useNow();
  const place = current ? 'now' : version === 1 ? 'first' : 'between';
  return (
    <li className="py-3 first:pt-0 last:pb-0">
      <p className="mb-1 flex items-baseline justify-between gap-3 text-meta">
        <span className={current ? 'font-medium text-leaf-ink' : 'text-ink-2'}>
          {t(`version.${place}`, { version })}
        </span>
        <time dateTime={writtenAt} className="tabular shrink-0 text-ink-2">
          {momentTime(new Date(writtenAt), now, locale)}
        </time>
      </p>
      {markdown ? <Markdown text={text} /> : <MessageText text={text} />}
    </li>
  );
}
