'use client';

import { PinOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { useReached } from '@/components/use-reached';
import type { ResultOf } from '@/lib/graphql';
import { usePages } from '@/lib/urql/use-pages';
import { requestJump } from '../jumps';
import { mayRun, useOpenConversation } from '../open-conversation';
import { useMessageOperations } from '../operations';
import { useSenderName } from '../sender-name';
import { useSaidLine } from '../use-said-line';
import { useReportRefusal } from './menu/use-report-refusal';
import { PinsQuery } from './pins-query';

type Pinned = NonNullable<
  ResultOf<typeof PinsQuery>['conversation']
>['pinnedMessages']['edges'][number]['node'];

const PAGE = 20;
const pinsOf = ({ conversation }: ResultOf<typeof PinsQuery>) => conversation?.pinnedMessages;

type PinsDialogProps = { conversationId: string; onClose: () => void };

export function PinsDialog({ conversationId, onClose }: PinsDialogProps) {
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
