'use client';

import { Pin, PinOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { useReached } from '@/components/use-reached';
import { graphql, type ResultOf } from '@/lib/graphql';
import { usePages } from '@/lib/urql/use-pages';
import { requestJump } from '../jumps';
import { mayRun, useOpenConversation } from '../open-conversation';
import { useMessageOperations } from '../operations';
import { useSenderName } from '../sender-name';
import { useSaidLine } from '../use-said-line';
import { Said_content } from './content/said.fragment';
import { useReportRefusal } from './menu/use-report-refusal';

const PinsQuery = graphql(
  `
  query Messages_pins($id: ID!, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      pinnedMessages(first: $first, after: $after) {
        edges {
          node {
            pinnedAt
            message {
              id
              seq
              sender {
                id
                nickname
              }
              senderMember {
                id
                groupNickname
              }
              content {
                ...Said_content
              }
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
  [Said_content],
);

type Pinned = NonNullable<
  ResultOf<typeof PinsQuery>['conversation']
>['pinnedMessages']['edges'][number]['node'];

const PAGE = 20;
const pinsOf = ({ conversation }: ResultOf<typeof PinsQuery>) => conversation?.pinnedMessages;

/** The message that was pinned last, above the history; the others when it is opened. */
export function PinsBar({ conversationId }: { conversationId: string }) {
  const t = useTranslations('messages.pins');
  const senderName = useSenderName();
  const line = useSaidLine();
  const [open, setOpen] = useState(false);
  const [{ data }] = useQuery({
    query: PinsQuery,
    variables: { id: conversationId, first: 2 },
    requestPolicy: 'cache-and-network',
  });
  const edges = data?.conversation?.pinnedMessages.edges ?? [];
  const newest = edges[0]?.node;
  if (!newest) return null;
  const { message } = newest;
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b bg-paper ps-5 pe-2 phone:ps-4">
      <Pin className="size-4 shrink-0 text-leaf-ink" aria-hidden="true" />
      <button
        type="button"
        onClick={() => requestJump(conversationId, message.seq)}
        className="-outline-offset-2 flex h-full min-w-0 flex-1 items-center gap-1.5 px-1.5 text-start text-label hover:text-leaf-ink"
      >
        <bdi className="shrink-0 font-medium">{senderName(message)}</bdi>
        <span className="truncate text-ink-2" dir="auto">
          {line(message.content)}
        </span>
      </button>
      {edges.length > 1 && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="h-9 shrink-0 rounded-control px-2 font-medium text-label text-leaf-ink hover:bg-hover touch:h-10"
        >
          {t('all')}
        </button>
      )}
      {open && <PinsDialog conversationId={conversationId} onClose={() => setOpen(false)} />}
    </div>
  );
}

function PinsDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const t = useTranslations('messages.pins');
  const common = useTranslations('common');
  const { items, hasMore, loadMore } = usePages({
    document: PinsQuery,
    variables: { id: conversationId, first: PAGE },
    pageOf: pinsOf,
  });
  const end = useReached(loadMore);
  const go = (seq: number) => {
    onClose();
    requestJump(conversationId, seq);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('title')}
      closeLabel={common('close')}
    >
      <ul className="-mx-2 flex flex-col">
        {items.map((pin) => (
          <PinRow key={pin.message.id} pin={pin} onGo={go} />
        ))}
      </ul>
      {hasMore && <div ref={end} className="h-10" />}
    </Dialog>
  );
}

function PinRow({ pin, onGo }: { pin: Pinned; onGo: (seq: number) => void }) {
  const t = useTranslations('messages.pins');
  const senderName = useSenderName();
  const line = useSaidLine();
  const operations = useMessageOperations();
  const report = useReportRefusal();
  const conversation = useOpenConversation();
  const { id, seq, content } = pin.message;
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        onClick={() => onGo(seq)}
        className="-outline-offset-2 flex min-h-14 min-w-0 flex-1 flex-col justify-center rounded-control px-2 py-2 text-start hover:bg-hover"
      >
        <bdi className="truncate font-medium text-label">{senderName(pin.message)}</bdi>
        <span className="line-clamp-2 text-ink-2 text-label" dir="auto">
          {line(content)}
        </span>
      </button>
      {mayRun(conversation) && (
        <IconButton label={t('unpin')} onClick={() => void report(operations.unpin(id))}>
          <PinOff aria-hidden="true" />
        </IconButton>
      )}
    </li>
  );
}
