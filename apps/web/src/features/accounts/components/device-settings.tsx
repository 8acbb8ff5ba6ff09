'use client';

import { useTranslations } from 'next-intl';
import { SettingsGroup } from '@/components/ui/settings-group';
import { DeviceList } from './device-list';

export function DeviceSettings() {
  const t = useTranslations('accounts.devices');
  return (
    <SettingsGroup title={t('signedIn')} hint={t('hint')}>
      <DeviceList />
    </SettingsGroup>
  );
}
