'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NavLink } from '@/components/navigation';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { SettingsGroup, SettingsRow } from '@/components/ui/settings-group';
import { SwitchRow } from '@/components/ui/switch-row';
import { useReached } from '@/components/use-reached';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import {
  type MomentRelation,
  useMomentExceptions,
  useMomentSettings,
  useMomentStanding,
} from '../standing';

const WINDOWS = ['THREE_DAYS', 'MONTH', 'HALF_YEAR', 'ALL'] as const;

/** What others see of my posts. Each takes effect at once, on every post there is. */
export function MomentSettings() {
  const t = useTranslations('moments.settings');
  const settings = useMomentSettings();
  const { update } = useMomentStanding();
  const [failed, setFailed] = useState(false);
  if (!settings) return null;
  const change = async (changes: Parameters<typeof update>[0]) => {
    const outcome = await update(changes);
    setFailed(!outcome.ok);
  };
  return (
    <SettingsGroup title={t('title')} hint={t('hint')}>
      {failed && (
        <Notice tone="error" className="mt-3">
          {t('failed')}
        </Notice>
      )}
      <SettingsRow label={t('shown')} hint={t('shownHint')}>
        <Segmented
          label={t('shown')}
          value={settings.timelineWindow}
          onValueChange={(timelineWindow) => void change({ timelineWindow })}
          options={WINDOWS.map((value) => ({ value, label: t(`windows.${value}`) }))}
        />
      </SettingsRow>
      <div className="-mx-3 border-line border-b py-1">
        <SwitchRow
          label={t('strangers')}
          hint={t('strangersHint')}
          checked={settings.shownToStrangers}
          onCheckedChange={(shownToStrangers) => void change({ shownToStrangers })}
        />
      </div>
      <Exceptions />
    </SettingsGroup>
  );
}

function Exceptions() {
  const t = useTranslations('moments.settings');
  const nameOf = useNameOf();
  const { items, fetching, hasMore, loadMore } = useMomentExceptions();
  const end = useReached(loadMore);
  return (
    <div className="pt-4">
      <h3 className="text-body">{t('hidden')}</h3>
      <p className="text-ink-2 text-label">
        {items.length === 0 && !fetching ? t('nobodyHidden') : t('hiddenHint')}
      </p>
      <ul aria-label={t('hidden')} className="mt-1">
        {items.map((person) => (
          <li key={person.id}>
            <NavLink
              href={personPath(person.id)}
              className="-mx-2 flex min-h-14 items-center gap-3 rounded-[8px] px-2 hover:bg-hover"
            >
              <UserAvatar user={person} />
              <span className="min-w-0 flex-1">
                <bdi className="block truncate font-medium text-body">{nameOf(person)}</bdi>
                <span className="block text-ink-2 text-meta">
                  {t(`exceptions.${exceptionOf(person.momentRelation)}`)}
                </span>
              </span>
            </NavLink>
          </li>
        ))}
      </ul>
      {hasMore && <div ref={end} className="h-8" />}
    </div>
  );
}

function exceptionOf({ hidesTheirs, hidesMine }: MomentRelation) {
  if (hidesTheirs && hidesMine) return 'both';
  return hidesTheirs ? 'hidesTheirs' : 'hidesMine';
}
