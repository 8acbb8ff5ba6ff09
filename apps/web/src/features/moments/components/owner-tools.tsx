'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Tooltip } from '@/components/ui/tooltip';
import type { Audience } from '../audience';
import type { Moment } from '../documents';
import { useMomentActions } from '../use-moment-actions';
import { AudienceDialog } from './composer/audience-dialog';
import { VISIBILITY_ICONS } from './visibility-icons';

type OwnerToolsProps = { moment: Moment; onDeleted?: () => void };

const BUTTON =
  'inline-flex h-8 items-center gap-1 rounded-control px-1 hover:text-ink hover:underline touch:h-11 touch:min-w-11 touch:justify-center';

/** On one's own posts: who sees it, which can be changed, and taking it back. */
export function OwnerTools({ moment, onDeleted }: OwnerToolsProps) {
  const t = useTranslations('moments');
  const common = useTranslations('common');
  const { changeAudience, remove } = useMomentActions();
  const [open, setOpen] = useState<'audience' | 'delete' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { id, audience } = moment;
  const visibility = moment.momentVisibility ?? 'FRIENDS';
  const Icon = VISIBILITY_ICONS[visibility];
  const known: Audience = {
    visibility,
    userIds: audience?.users.map((user) => user.id) ?? [],
    categoryIds: audience?.categories.map((category) => category.id) ?? [],
  };
  const close = () => {
    setOpen(null);
    setProblem(null);
  };
  const confirm = async () => {
    setBusy(true);
    const wrong = await remove(id);
    setBusy(false);
    setProblem(wrong);
    if (wrong !== null) return;
    close();
    onDeleted?.();
  };
  const label = t('seenBy', { who: t(`audience.names.${visibility}`) });
  return (
    <>
      <Tooltip label={label}>
        <button
          type="button"
          aria-label={label}
          className={BUTTON}
          onClick={() => setOpen('audience')}
        >
          <Icon className="size-3.75!" aria-hidden="true" />
        </button>
      </Tooltip>
      <button type="button" className={BUTTON} onClick={() => setOpen('delete')}>
        {t('delete')}
      </button>
      <AudienceDialog
        open={open === 'audience'}
        audience={known}
        onChosen={(chosen) => changeAudience(id, chosen)}
        onClose={close}
      />
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={(next) => {
          if (!next) close();
        }}
        title={t('deletePost.title')}
        description={t('deletePost.body')}
        confirmLabel={t('delete')}
        cancelLabel={common('cancel')}
        busy={busy}
        error={problem}
        onConfirm={() => void confirm()}
      />
    </>
  );
}
