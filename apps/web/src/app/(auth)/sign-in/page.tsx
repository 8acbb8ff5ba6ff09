import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { SignInForm } from '@/features/accounts/components/sign-in-form';
import { doorPath } from '@/features/accounts/next-path';
import { signInMethods } from '@/features/accounts/sign-in-methods';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts');
  return { title: t('signIn') };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const t = await getTranslations('accounts');
  const next = [(await searchParams).next].flat()[0];
  return (
    <>
      <h1 className="font-semibold text-display tracking-[-0.015em]">{t('welcomeBack')}</h1>
      <p className="mt-2 mb-8 text-ink-2 text-label">
        {t.rich('noAccountYet', {
          link: (chunks) => (
            <Link
              href={doorPath('/register', next)}
              className="font-medium text-leaf-ink underline-offset-4 hover:underline"
            >
              {chunks}
            </Link>
          ),
        })}
      </p>
      <Suspense>
        <SignInForm methods={await signInMethods()} />
      </Suspense>
    </>
  );
}
