'use client';

import { useTranslations } from 'next-intl';

const known = [
  'AlreadyFriends',
  'FriendRequestPending',
  'FriendRequestDecided',
  'NotFriends',
  'NotFound',
  'InvalidField',
  'UNREACHABLE',
] as const;

/** What the API would not do, in the reader's words. */
export function useContactRefusal(): (error: string) => string {
  const t = useTranslations('contacts');
  return (error) => {
    const rule = known.find((name) => error.startsWith(name)) ?? 'other';
    return t(`refusal.${rule}`);
  };
}
