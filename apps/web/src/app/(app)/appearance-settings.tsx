'use client';

import { useTranslations } from 'next-intl';
import { LanguageSwitch } from '@/components/language-switch';
import { TextSizeSwitch } from '@/components/text-size-switch';
import { ThemeSwitch } from '@/components/theme-switch';
import { SettingsGroup, SettingsRow } from '@/components/ui/settings-group';
import { BackgroundSettings } from '@/features/backgrounds/components/background-row';

export function AppearanceSettings() {
  const t = useTranslations('settings');
  return (
    <>
      <SettingsGroup title={t('look')} hint={t('lookHint')}>
        <SettingsRow label={t('language')}>
          <LanguageSwitch />
        </SettingsRow>
        <SettingsRow label={t('appearance')}>
          <ThemeSwitch />
        </SettingsRow>
        <SettingsRow label={t('textSize')}>
          <TextSizeSwitch />
        </SettingsRow>
      </SettingsGroup>
      <BackgroundSettings />
    </>
  );
}
