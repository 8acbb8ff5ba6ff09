'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { themes } from './appearance';
import { useAppearance } from './appearance-provider';
import { Segmented } from './ui/segmented';

const icons = { system: Monitor, light: Sun, dark: Moon };

export function ThemeSwitch({ compact = false }: { compact?: boolean }) {
  const t = useTranslations('preferences');
  const { theme, setTheme } = useAppearance();
  const options = themes.map((value) => {
    const Icon = icons[value];
    return {
      value,
      label: (
        <>
          <Icon className="size-4" aria-hidden="true" />
          <span className={compact ? 'sr-only' : undefined}>{t(`theme.${value}`)}</span>
        </>
      ),
    };
  });
  return (
    <Segmented label={t('theme.label')} value={theme} onValueChange={setTheme} options={options} />
  );
}
