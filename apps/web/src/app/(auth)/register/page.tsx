import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RegisterForm } from '@/features/accounts/components/register-form';
import { doorPath } from '@/features/accounts/next-path';
import { signInMethods } from '@/features/accounts/sign-in-methods';
import { NewcomersDoor } from '@/features/installation/components/door-sign';
import { DoorHeading } from '../door-heading';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts');
  return { title: t('createAccount') };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function RegisterPage({ searchParams }: Props) {
  const t = await getTranslations('accounts');
  const next = [(await searchParams).next].flat()[0];
  // Here and not further in, behind a boundary, where the form would come after the rest and move it.
  const methods = await signInMethods();
  return (
    <>
      <DoorHeading
        title={t('createAccount')}
        otherDoor={doorPath('/sign-in', next)}
        aside={(link) => t.rich('haveAccount', { link })}
      />
      <NewcomersDoor>
        <RegisterForm methods={methods} />
      </NewcomersDoor>
    </>
  );
}
