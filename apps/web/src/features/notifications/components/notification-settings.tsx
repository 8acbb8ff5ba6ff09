'use client';

import { useTranslations } from 'next-intl';
import { SettingsGroup } from '@/components/ui/settings-group';
import { NotificationSetting } from './notification-setting';

export function NotificationSettings() {
  const t = useTranslations('notifications');
  return (
    <SettingsGroup title={t('inThisBrowser')}>
      <NotificationSetting />
    </SettingsGroup>
  );
}
