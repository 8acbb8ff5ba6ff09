'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { discardMessage, type OutboxEntry, retryMessage } from '../outbox';

export type WaitingMessage = OutboxEntry;

const known = ['TextTooLong', 'TextEmpty', 'NotFound', 'ClientIdReused', 'Unreachable'] as const;
type KnownRule = (typeof known)[number];

function ruleOf(entry: WaitingMessage): KnownRule | 'other' {
  const rule = entry.reason?.rule.replaceAll(/[^a-z]/giu, '').toLowerCase() ?? '';
  return known.find((name) => rule.startsWith(name.toLowerCase())) ?? 'other';
}

/** Why it was not sent, and what can be done, where it happened. The text stays until one decides. */
export function UnsentActions({ entry }: { entry: WaitingMessage }) {
  const t = useTranslations('messages');
  return (
    <div role="status" className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2">
      <p className="text-end text-meta text-vermilion-ink">{t(`unsent.reason.${ruleOf(entry)}`)}</p>
      <span className="flex">
        <Button
          variant="link"
          size="small"
          className="px-2"
          onClick={() => retryMessage(entry.clientId)}
        >
          {t('unsent.retry')}
        </Button>
        <Button
          variant="quiet"
          size="small"
          className="px-2"
          onClick={() => discardMessage(entry.clientId)}
        >
          {t('unsent.discard')}
        </Button>
      </span>
    </div>
  );
}
