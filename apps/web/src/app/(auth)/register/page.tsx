import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { RegisterForm } from '@/features/accounts/components/register-form';
import { doorPath } from '@/features/accounts/next-path';
import { signInMethods } from '@/features/accounts/sign-in-methods';
import { NewcomersDoor } from '@/features/installation/components/door-sign';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts');
  return { title: t('createAccount') };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function RegisterPage({ searchParams }: Props) {
  const t = await getTranslations('accounts');
  const next = [(await searchParams).next].flat()[0];
  return (
    <>
      <h1 className="font-semibold text-display tracking-[-0.015em]">{t('createAccount')}</h1>
      <p className="mt-2 mb-8 text-ink-2 text-label">
        {t.rich('haveAccount', {
          link: (chunks) => (
            <Link
              href={doorPath('/sign-in', next)}
              className="font-medium text-leaf-ink underline-offset-4 hover:underline"
            >
              {chunks}
            </Link>
          ),
        })}
      </p>
      <NewcomersDoor>
        <Suspense>
          <RegisterForm methods={await signInMethods()} />
        </Suspense>
      </NewcomersDoor>
    </>
  );
}
