'use client';

import { Forward } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PanelRow } from '@/features/groups/components/panel';
import type { Introduced } from '../sharing';
import { RecommendDialog } from './recommend-dialog';

type RecommendRowProps = { introduced: Introduced; name: string };

/** The same as a row of the details panel. */
export function RecommendRow({ introduced, name }: RecommendRowProps) {
  const t = useTranslations('forward');
  const [open, setOpen] = useState(false);
  return (
    <>
      <PanelRow Icon={Forward} label={t('recommendToFriend')} onClick={() => setOpen(true)} />
      <RecommendDialog
        introduced={open ? introduced : null}
        name={name}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
