import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SignInForm } from '@/features/accounts/components/sign-in-form';
import { doorPath } from '@/features/accounts/next-path';
import { signInMethods } from '@/features/accounts/sign-in-methods';
import { DoorHeading } from '../door-heading';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts');
  return { title: t('signIn') };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const t = await getTranslations('accounts');
  const next = [(await searchParams).next].flat()[0];
  // Here and not further in, behind a boundary, where the form would come after the rest and move it.
  const methods = await signInMethods();
  return (
    <>
      <DoorHeading
        title={t('welcomeBack')}
        otherDoor={doorPath('/register', next)}
        aside={(link) => t.rich('noAccountYet', { link })}
      />
      <SignInForm methods={methods} />
    </>
  );
}
