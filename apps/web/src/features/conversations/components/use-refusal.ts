'use client';

import { useTranslations } from 'next-intl';

const known = [
  'NotFriends',
  'RecipientRefuses',
  'UserBlocked',
  'RoleRequired',
  'NotFound',
  'InvalidField',
  'UNREACHABLE',
] as const;

/** What the API would not do, in the reader's words: what happened, what was kept, what to do. */
export function useRefusal(): (error: string) => string {
  const t = useTranslations('conversations');
  return (error) => {
    const rule = known.find((name) => error.startsWith(name)) ?? 'other';
    return t(`refusal.${rule}`);
  };
}
