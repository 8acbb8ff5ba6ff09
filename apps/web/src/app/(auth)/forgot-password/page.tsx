import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { ForgotPasswordForm } from '@/features/accounts/components/forgot-password-form';
import { doorPath } from '@/features/accounts/next-path';
import { signInMethods } from '@/features/accounts/sign-in-methods';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('codes');
  return { title: t('newPassword') };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function ForgotPasswordPage({ searchParams }: Props) {
  const t = await getTranslations('codes');
  const next = [(await searchParams).next].flat()[0];
  const methods = await signInMethods();
  if (!methods.emailCode && !methods.smsCode) redirect(doorPath('/sign-in', next));
  return (
    <>
      <h1 className="font-semibold text-display tracking-[-0.015em]">{t('chooseNewPassword')}</h1>
      <p className="mt-2 mb-8 text-ink-2 text-label">
        {t.rich('remembered', {
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
      <Suspense>
        <ForgotPasswordForm methods={methods} />
      </Suspense>
    </>
  );
}
