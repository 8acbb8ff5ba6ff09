'use client';

import { useTranslations } from 'next-intl';
import { SwitchRow } from '@/components/ui/switch-row';
import { setNotifications, useNotificationState } from '../setting';

export function NotificationSetting() {
  const t = useTranslations('notifications');
  const state = useNotificationState();
  return (
    <SwitchRow
      className="-mx-3 min-h-14"
      label={t('label')}
      hint={t(`${state}`)}
      checked={state === 'on'}
      disabled={state === 'blocked' || state === 'unsupported'}
      onCheckedChange={(on) => void setNotifications(on)}
    />
  );
}
