'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { LOCALE_COOKIE, type Locale, localeNames, locales } from '@/i18n/locale';
import { rememberLook } from './appearance';
import { tellNext } from './navigation';
import { Segmented } from './ui/segmented';

export function LanguageSwitch() {
  const t = useTranslations('preferences');
  const locale = useLocale();
  const router = useRouter();
  const [changing, startChange] = useTransition();

  const choose = (next: Locale) => {
    rememberLook(LOCALE_COOKIE, next);
    tellNext();
    startChange(() => router.refresh());
  };
  return (
    <Segmented
      label={t('language')}
      value={locale}
      onValueChange={choose}
      className={changing ? 'opacity-70' : undefined}
      options={locales.map((value) => ({ value, label: localeNames[value], lang: value }))}
    />
  );
}
