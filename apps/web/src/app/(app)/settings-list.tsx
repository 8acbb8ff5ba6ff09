'use client';

import {
  Bell,
  Building2,
  Database,
  EyeOff,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentType, ReactNode } from 'react';
import { PaneHeader } from '@/components/frame/pane-header';
import { rovingFocus } from '@/components/frame/roving-focus';
import { NavLink } from '@/components/navigation';
import { cn } from '@/components/ui/cn';
import { usePhone } from '@/components/use-phone';
import { ProfileSummary } from '@/features/accounts/components/profile-summary';
import { SignOutButton } from '@/features/accounts/components/sign-out-button';
import {
  SETTINGS_SECTIONS,
  type SettingsSection,
  settingsPath,
} from '@/features/accounts/settings-path';
import { useAdministrator } from '@/features/installation/installation';
import { useOutboxCount } from '@/features/messages/outbox';
import { useUnpostedCount } from '@/features/moments/outbox';

type Icon = ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;

const icons: Record<SettingsSection, Icon> = {
  profile: UserRound,
  security: ShieldCheck,
  devices: MonitorSmartphone,
  privacy: EyeOff,
  appearance: Palette,
  notifications: Bell,
  data: Database,
  installation: Building2,
};

type SettingsListProps = {
  /** The section that the address names. */
  open: SettingsSection | null;
  /** The section that stands beside the list. */
  shown: SettingsSection;
};

export function SettingsList({ open, shown }: SettingsListProps) {
  const t = useTranslations('settings');
  const unsent = { messages: useOutboxCount(), posts: useUnpostedCount() };
  const current = usePhone() ? open : shown;
  const administrator = useAdministrator();
  const sections = SETTINGS_SECTIONS.filter(
    (section) => section !== 'installation' || administrator,
  );
  return (
    <>
      <PaneHeader title={t('title')} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-6">
        <nav aria-label={t('title')} className="px-2" {...rovingFocus}>
          <ul className="flex flex-col gap-0.5">
            {sections.map((section) => (
              <li key={section}>
                <SectionLink section={section} current={section === current} />
              </li>
            ))}
          </ul>
        </nav>
        <div className="mx-4 mt-4 border-line border-t pt-4">
          <SignOutButton unsent={unsent} />
        </div>
      </div>
    </>
  );
}

function SectionLink({ section, current }: { section: SettingsSection; current: boolean }) {
  const t = useTranslations('settings');
  const Icon = icons[section];
  let content: ReactNode = (
    <>
      <span className="flex w-12 justify-center text-ink-2">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1 truncate text-body">{t(`sections.${section}`)}</span>
    </>
  );
  if (section === 'profile') content = <ProfileSummary />;
  return (
    <NavLink
      href={settingsPath(section)}
      data-roving
      aria-label={t(`sections.${section}`)}
      aria-current={current ? 'page' : undefined}
      className={cn(
        '-outline-offset-2 flex items-center gap-3 rounded-[8px] px-2',
        section === 'profile' ? 'mb-2 h-18' : 'h-11 touch:h-12',
        current ? 'forced-outline bg-selected' : 'hover:bg-hover',
      )}
    >
      {content}
    </NavLink>
  );
}
