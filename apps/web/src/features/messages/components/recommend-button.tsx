'use client';

import { Forward } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Introduced } from '../sharing';
import { RecommendDialog } from './recommend-dialog';

type RecommendButtonProps = { introduced: Introduced; name: string };

/** Sends the card of somebody, or of a public group, to friends. */
export function RecommendButton({ introduced, name }: RecommendButtonProps) {
  const t = useTranslations('forward');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="link" onClick={() => setOpen(true)}>
        <Forward className="size-4" aria-hidden="true" />
        {t('recommendToFriend')}
      </Button>
      <RecommendDialog
        introduced={open ? introduced : null}
        name={name}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
