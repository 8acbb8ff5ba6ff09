'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PaneHeader } from '@/components/frame/pane-header';
import { LanguageSwitch } from '@/components/language-switch';
import { usePageTitle } from '@/components/page-title';
import { TextSizeSwitch } from '@/components/text-size-switch';
import { ThemeSwitch } from '@/components/theme-switch';
import { DeviceList } from '@/features/accounts/components/device-list';
import { ProfileSummary } from '@/features/accounts/components/profile-summary';
import { SignOutButton } from '@/features/accounts/components/sign-out-button';
import { useOutboxCount } from '@/features/messages/outbox';
import { NotificationSetting } from '@/features/notifications/components/notification-setting';

export function SettingsScreen() {
  const t = useTranslations('settings');
  usePageTitle(t('title'));
  const unsent = useOutboxCount();
  return (
    <main className="flex min-w-0 flex-1 flex-col bg-paper">
      <PaneHeader measured title={t('title')} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-(--measure) flex-col gap-10 px-4 pt-4 pb-12">
          <ProfileSummary />
          <Section title={t('look')}>
            <Setting label={t('language')}>
              <LanguageSwitch />
            </Setting>
            <Setting label={t('appearance')}>
              <ThemeSwitch />
            </Setting>
            <Setting label={t('textSize')}>
              <TextSizeSwitch />
            </Setting>
          </Section>
          <NotificationSection />
          <Section title={t('devices')} hint={t('devicesHint')}>
            <DeviceList />
          </Section>
          <div>
            <SignOutButton unsent={unsent} />
          </div>
        </div>
      </div>
    </main>
  );
}

function NotificationSection() {
  const t = useTranslations('notifications');
  return (
    <Section title={t('title')}>
      <NotificationSetting />
    </Section>
  );
}

function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="font-semibold text-body">{title}</h2>
      {hint && <p className="mt-0.5 text-ink-2 text-label">{hint}</p>}
      <div className="mt-2 border-line border-t">{children}</div>
    </section>
  );
}

function Setting({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-2.5">
      <span className="text-body">{label}</span>
      {children}
    </div>
  );
}
