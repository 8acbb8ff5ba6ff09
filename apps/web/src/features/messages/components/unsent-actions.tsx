'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useNow } from '@/components/use-now';
import { clockTime, daysBetween, fullTime } from '@/lib/time-format';
import { discardMessage, type OutboxEntry, retryMessage } from '../outbox';
import { fileReason, reasonOf } from '../outbox-reason';

export type WaitingMessage = OutboxEntry;

/** Why it was not sent, and what can be done, where it happened. The text stays until one decides. */
export function UnsentActions({ entry }: { entry: WaitingMessage }) {
  const t = useTranslations('messages');
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(entry.text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div
      role="status"
      className="on-page mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2"
    >
      <p className="text-end text-meta text-vermilion-ink">
        <Reason entry={entry} />
      </p>
      <span className="flex">
        <Action variant="link" onClick={() => retryMessage(entry.clientId)}>
          {t('unsent.retry')}
        </Action>
        {/* Pages without TLS may not write to the clipboard. */}
        {!entry.file && globalThis.isSecureContext && (
          <Action onClick={copy}>{copied ? t('unsent.copied') : t('unsent.copy')}</Action>
        )}
        <Action onClick={() => discardMessage(entry.clientId)}>{t('unsent.delete')}</Action>
      </span>
    </div>
  );
}

function Reason({ entry }: { entry: WaitingMessage }) {
  const t = useTranslations('messages');
  const locale = useLocale();
  const now = useNow();
  const ofFile = entry.file && fileReason(entry.reason, now, locale);
  if (ofFile) return t(`unsent.file.${ofFile.rule}`, ofFile.values);
  const reason = reasonOf(entry.reason, now);
  if (reason.kind === 'reason') return t(`unsent.reason.${reason.rule}`);
  const { rule, retryAt } = reason;
  const time =
    daysBetween(now, retryAt) > 0 ? fullTime(retryAt, locale) : clockTime(retryAt, locale);
  return t(`unsent.until.${rule}`, { time });
}

type ActionProps = { variant?: 'link' | 'quiet'; onClick: () => void; children: ReactNode };

function Action({ variant = 'quiet', onClick, children }: ActionProps) {
  return (
    <Button variant={variant} size="small" className="px-2" onClick={onClick}>
      {children}
    </Button>
  );
}
