'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Dialog } from '@/components/ui/dialog';

type OpenDialogProps = Omit<
  ComponentProps<typeof Dialog>,
  'open' | 'onOpenChange' | 'closeLabel'
> & {
  onClose: () => void;
};

/** A dialog that is there as long as it is open: what was chosen in it and not taken is forgotten. */
export function OpenDialog({ onClose, ...rest }: OpenDialogProps) {
  const t = useTranslations('common');
  return (
    <Dialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      closeLabel={t('close')}
      {...rest}
    />
  );
}
