'use client';

import { useTranslations } from 'next-intl';
import { Menu, MenuItem } from '@/components/ui/menu';
import { chooseTone, TONES, usePreferences } from './preferences';

const NAMES = ['none', 'light', 'mediumLight', 'medium', 'mediumDark', 'dark'] as const;

/** The skin tone of everything that has one. */
export function ToneChoice() {
  const t = useTranslations('emoji');
  const { tone } = usePreferences();
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t('skinTone')}
          title={t('skinTone')}
          className="flex size-9 shrink-0 items-center justify-center rounded-control font-emoji text-[1.25rem] leading-none hover:bg-hover aria-expanded:bg-hover touch:size-11"
        >
          <span aria-hidden="true">{`✋${tone}`}</span>
        </button>
      }
    >
      {TONES.map((one, at) => (
        <MenuItem
          key={one}
          onClick={() => chooseTone(one)}
          aria-current={one === tone || undefined}
        >
          <span
            aria-hidden="true"
            className="font-emoji text-[1.25rem] leading-none"
          >{`✋${one}`}</span>
          {t(`tone.${NAMES[at] ?? 'none'}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
