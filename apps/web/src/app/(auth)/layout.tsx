import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Wordmark } from '@/components/brand';
import { LanguageSwitch } from '@/components/language-switch';
import { TeaDrawing } from '@/components/tea-drawing';
import { ThemeSwitch } from '@/components/theme-switch';
import { DoorHelp, DoorSign } from '@/features/installation/components/door-sign';
import { readDoors } from '@/features/installation/doors';

/** The name that the administrators gave stands for the product’s own. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('brand');
  const name = (await readDoors())?.name || t('name');
  return { title: { default: name, template: `%s · ${name}` } };
}

/** Paper, ink, one green leaf; the form is the only thing to do. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('brand');
  return (
    <div className="grid min-h-dvh desktop:grid-cols-[minmax(22rem,5fr)_7fr]">
      <aside className="hidden bg-surface desktop:block">
        <div className="sticky top-0 flex h-dvh flex-col justify-between p-10">
          <Wordmark />
          <div className="flex flex-col items-center gap-8 self-center">
            <TeaDrawing className="w-64" />
            <DoorSign>
              <p className="max-w-72 text-balance text-center text-ink-2 text-lead">{t('motto')}</p>
            </DoorSign>
          </div>
          <p className="text-ink-2 text-meta">{t('selfHosted')}</p>
        </div>
      </aside>
      <div className="safe-top flex min-h-dvh flex-col px-6">
        <header className="flex justify-center pt-10 pb-2 desktop:hidden">
          <Wordmark />
        </header>
        <div className="flex justify-center pt-4 desktop:hidden">
          <DoorSign />
        </div>
        <main className="mx-auto flex w-full max-w-90 flex-1 flex-col justify-center py-10 phone:justify-start">
          {children}
        </main>
        <footer className="safe-bottom">
          <DoorHelp />
          <div className="flex flex-wrap items-center justify-center gap-3 pb-8">
            <LanguageSwitch />
            <ThemeSwitch compact />
          </div>
        </footer>
      </div>
    </div>
  );
}
