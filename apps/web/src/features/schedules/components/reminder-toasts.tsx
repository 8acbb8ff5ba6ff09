'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useToast } from '@/components/ui/toast';
import { useSaidLine } from '@/features/messages/use-said-line';
import { onReminder } from '../due';

/** Says that a reminder's time has come, wherever one is in the app. */
export function ReminderToasts(): null {
  const t = useTranslations('schedules');
  const toast = useToast();
  const line = useSaidLine();
  useEffect(
    () =>
      onReminder(({ note, message }) => {
        const about = message ? line(message.content) : t('messageGone');
        toast.add({ title: t('reminderDue'), description: note || about, timeout: 0 });
      }),
    [toast, line, t],
  );
  return null;
}
