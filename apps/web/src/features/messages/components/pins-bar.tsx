'use client';

import { Pin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { onDemand } from '@/components/on-demand';
import { requestJump } from '../jumps';
import { useSenderName } from '../sender-name';
import { useSaidLine } from '../use-said-line';
import { PinsQuery } from './pins-query';

const PinsDialog = onDemand(() => import('./pins-dialog')).component('PinsDialog');

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
