'use client';

import { UserRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useStrangerActions } from '../stranger-actions';
import { useRefusal } from './use-refusal';

type StrangerBarProps = { conversationId: string; peerId: string; name: string };

/** Somebody who is no friend has written: whether they may go on is the reader's to say. */
export function StrangerBar({ conversationId, peerId, name }: StrangerBarProps) {
  const t = useTranslations('strangers');
  const common = useTranslations('common');
  const { accept, block } = useStrangerActions();
  const refusal = useRefusal();
  const [busy, setBusy] = useState(false);
  const [blocking, setBlocking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (work: () => ReturnType<typeof accept> | ReturnType<typeof block>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const outcome = await work();
    setBusy(false);
    if (outcome.ok) setBlocking(false);
    else setProblem(refusal(outcome.error));
  };
  return (
    <section
      aria-label={t('asksLabel', { name })}
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b bg-leaf-tint py-2 ps-5 pe-3 phone:ps-4"
    >
      <UserRound className="size-4.5 shrink-0 text-leaf-ink" aria-hidden="true" />
      <div className="min-w-52 flex-1 text-label">
        <p className="break-words font-medium">
          {t.rich('asks', { name: () => <bdi>{name}</bdi> })}
        </p>
        <p className="text-ink-2">{t('asksHint')}</p>
        {problem && !blocking && (
          <p role="alert" className="text-vermilion-ink">
            {problem}
          </p>
        )}
      </div>
      <div className="ms-auto flex gap-2">
        <Button variant="danger" size="small" disabled={busy} onClick={() => setBlocking(true)}>
          {t('block')}
        </Button>
        <Button
          variant="primary"
          size="small"
          busy={busy}
          onClick={() => void run(() => accept(conversationId))}
        >
          {t('accept')}
        </Button>
      </div>
      <ConfirmDialog
        open={blocking}
        onOpenChange={setBlocking}
        title={t('blockTitle', { name })}
        description={t('blockBody', { name })}
        confirmLabel={t('block')}
        cancelLabel={common('cancel')}
        busy={busy}
        error={problem}
        onConfirm={() => void run(() => block(peerId))}
      />
    </section>
  );
}
