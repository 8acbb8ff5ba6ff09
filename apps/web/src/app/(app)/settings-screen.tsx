'use client';

import { useTranslations } from 'next-intl';
import { type ComponentType, useEffect } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { ListDetail } from '@/components/frame/list-detail';
import { PaneHeader } from '@/components/frame/pane-header';
import { navigate } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { DeviceSettings } from '@/features/accounts/components/device-settings';
import { FreshSignInDialog } from '@/features/accounts/components/fresh-sign-in-dialog';
import { ProfileSettings } from '@/features/accounts/components/profile-settings';
import { SecuritySettings } from '@/features/accounts/components/security-settings';
import { SETTINGS, type SettingsSection, settingsPlace } from '@/features/accounts/settings-path';
import { PrivacySettings } from '@/features/contacts/components/privacy-settings';
import { useAdministrator } from '@/features/installation/installation';
import { NotificationSettings } from '@/features/notifications/components/notification-settings';
import { PersonalDataSettings } from '@/features/personal-data/components/personal-data-settings';
import { AppearanceSettings } from './appearance-settings';
import { InstallationSettings } from './installation-settings';
import { SettingsList } from './settings-list';

const pages: Record<SettingsSection, ComponentType> = {
  profile: ProfileSettings,
  security: SecuritySettings,
  devices: DeviceSettings,
  privacy: PrivacySettings,
  appearance: AppearanceSettings,
  notifications: NotificationSettings,
  data: PersonalDataSettings,
  installation: InstallationSettings,
};

/** Where there is room for both, the list alone would leave half of the screen empty: the first section stands beside it. */
const FIRST: SettingsSection = 'profile';

export function SettingsScreen({ pathname }: { pathname: string }) {
  const t = useTranslations('settings');
  const frame = useTranslations('frame');
  const asked = settingsPlace(pathname);
  const administrator = useAdministrator();
  // While it is not known who looks, the page may stay: the API shows it to nobody else.
  const place = asked === 'installation' && administrator === false ? null : asked;
  useEffect(() => {
    if (place === null) navigate(SETTINGS, { replace: true });
  }, [place]);
  const open = place === 'list' ? null : place;
  const shown = open ?? FIRST;
  return (
    <ListDetail
      listLabel={t('title')}
      resizeLabel={frame('resizeList')}
      detailOpen={open !== null}
      list={<SettingsList open={open} shown={shown} />}
      detail={
        <>
          <Page key={shown} section={shown} titled={open !== null} />
          <FreshSignInDialog />
        </>
      }
    />
  );
}

/** `titled`: whether the window is called after the section. */
function Page({ section, titled }: { section: SettingsSection; titled: boolean }) {
  const t = useTranslations('settings');
  const Content = pages[section];
  usePageTitle(titled ? t(`sections.${section}`) : t('title'));
  return (
    <>
      <PaneHeader
        measured
        leading={<BackButton label={t('back')} fallback={SETTINGS} />}
        title={t(`sections.${section}`)}
      />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-(--measure) flex-col gap-10 px-4 pt-4 pb-12">
          <Content />
        </div>
      </div>
    </>
  );
}
