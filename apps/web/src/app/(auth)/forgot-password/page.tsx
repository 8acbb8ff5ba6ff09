import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ForgotPasswordForm } from '@/features/accounts/components/forgot-password-form';
import { doorPath } from '@/features/accounts/next-path';
import { signInMethods } from '@/features/accounts/sign-in-methods';
import { DoorHeading } from '../door-heading';

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
      <DoorHeading
        title={t('chooseNewPassword')}
        otherDoor={doorPath('/sign-in', next)}
        aside={(link) => t.rich('remembered', { link })}
      />
      <ForgotPasswordForm methods={methods} />
    </>
  );
}
