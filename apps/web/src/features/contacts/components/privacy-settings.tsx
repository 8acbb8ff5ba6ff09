'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from 'urql';
import { NavLink } from '@/components/navigation';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { SettingsGroup, SettingsRow } from '@/components/ui/settings-group';
import { Skeleton } from '@/components/ui/skeleton';
import { SwitchRow } from '@/components/ui/switch-row';
import { useKeptFocus } from '@/components/use-kept-focus';
import { useReached } from '@/components/use-reached';
import { MomentSettings } from '@/features/moments/components/moment-settings';
import { readFragment } from '@/lib/graphql';
import { useNameOf } from '../names';
import { personPath } from '../paths';
import { refreshPresence } from '../presence';
import {
  type BlockedPerson,
  type OwnPrivacy,
  type Privacy,
  useBlocked,
  usePrivacy,
  usePrivacyActions,
} from '../privacy';
import { useStandingActions } from '../standing';
import { PersonRow } from './person-row';
import { PersonRow_user } from './person-row.fragment';
import { useAction } from './relation-actions';

/** What others find, see and may do. Each takes effect at once. */
export function PrivacySettings() {
  const own = usePrivacy();
  if (!own) return <Skeleton className="h-16 w-full" />;
  return (
    <>
      <Choices own={own} />
      <MomentSettings />
      <BlockedPeople />
    </>
  );
}

function Choices({ own: { privacy, email, unverifiedEmail, phone } }: { own: OwnPrivacy }) {
  const t = useTranslations('contacts.privacy');
  const client = useClient();
  const { update } = usePrivacyActions();
  const [failed, setFailed] = useState(false);
  const proven = email !== null && unverifiedEmail?.address !== email;
  const emailHint = proven
    ? email
    : unverifiedEmail
      ? t('unprovenEmail', { address: unverifiedEmail.address })
      : t('noEmail');
  const change = async (changes: Partial<Privacy>) => {
    const outcome = await update(changes);
    setFailed(!outcome.ok);
    if (outcome.ok && changes.presenceShownTo) void refreshPresence(client);
  };
  return (
    <>
      {failed && <Notice tone="error">{t('failed')}</Notice>}
      <SettingsGroup title={t('finding')} hint={t('findingHint')}>
        <div className="-mx-3 pt-1">
          <SwitchRow
            label={t('foundByName')}
            hint={t('foundByNameHint')}
            checked={privacy.foundByName}
            onCheckedChange={(foundByName) => void change({ foundByName })}
          />
          <SwitchRow
            label={t('foundByEmail')}
            hint={emailHint}
            disabled={!proven && !privacy.foundByEmail}
            checked={privacy.foundByEmail}
            onCheckedChange={(foundByEmail) => void change({ foundByEmail })}
          />
          <SwitchRow
            label={t('foundByPhone')}
            hint={phone ?? t('noPhone')}
            disabled={!phone && !privacy.foundByPhone}
            checked={privacy.foundByPhone}
            onCheckedChange={(foundByPhone) => void change({ foundByPhone })}
          />
        </div>
      </SettingsGroup>
      <SettingsGroup title={t('presence')}>
        <div className="-mx-3 pt-1">
          <SwitchRow
            label={t('showPresence')}
            hint={t('showPresenceHint')}
            checked={privacy.presenceShownTo === 'FRIENDS'}
            onCheckedChange={(shown) =>
              void change({ presenceShownTo: shown ? 'FRIENDS' : 'NOBODY' })
            }
          />
        </div>
      </SettingsGroup>
      <SettingsGroup title={t('reaching')} hint={t('reachingHint')}>
        <SettingsRow label={t('reachableBy')} hint={t(`reachHint.${privacy.reachableBy}`)}>
          <Segmented
            label={t('reachableBy')}
            value={privacy.reachableBy}
            onValueChange={(reachableBy) => void change({ reachableBy })}
            options={(['EVERYONE', 'FRIENDS_OF_FRIENDS', 'NOBODY'] as const).map((value) => ({
              value,
              label: t(`reach.${value}`),
            }))}
          />
        </SettingsRow>
      </SettingsGroup>
    </>
  );
}

function BlockedPeople() {
  const t = useTranslations('contacts.privacy');
  const { items, fetching, hasMore, loadMore } = useBlocked();
  const end = useReached(loadMore);
  const place = useKeptFocus<HTMLUListElement>(items.length);
  return (
    <SettingsGroup title={t('blocked')} hint={t('blockedHint')}>
      {items.length === 0 && !fetching && (
        <p className="py-4 text-ink-2 text-label">{t('nobodyBlocked')}</p>
      )}
      <ul ref={place} tabIndex={-1} className="outline-none">
        {items.map((person) => (
          <BlockedRow key={readFragment(PersonRow_user, person).id} person={person} />
        ))}
      </ul>
      {hasMore && <div ref={end} className="h-10" />}
    </SettingsGroup>
  );
}

function BlockedRow({ person: masked }: { person: BlockedPerson }) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const person = readFragment(PersonRow_user, masked);
  const { unblock } = useStandingActions();
  const { busy, problem, run } = useAction();
  const letBack = async () => {
    const outcome = await unblock(person.id);
    return outcome.ok ? null : outcome.error;
  };
  return (
    <li className="border-line border-b py-1">
      <div className="flex items-center gap-3">
        <NavLink
          href={personPath(person.id)}
          className="-mx-2 -outline-offset-2 flex h-14 min-w-0 flex-1 items-center gap-3 rounded-[8px] px-2 hover:bg-hover"
        >
          <PersonRow user={masked} />
        </NavLink>
        <Button
          size="small"
          busy={busy}
          aria-label={t('person.unblockNamed', { name: nameOf(person) })}
          onClick={() => void run(letBack)}
        >
          {t('person.unblock')}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="pb-2 text-meta text-vermilion-ink">
          {problem}
        </p>
      )}
    </li>
  );
}
