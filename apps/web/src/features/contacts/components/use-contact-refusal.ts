'use client';

import { useLocale, useTranslations } from 'next-intl';
import { momentTime } from '@/lib/time-format';

const known = [
  'AlreadyFriends',
  'FriendRequestPending',
  'FriendRequestDecided',
  'FriendRequestPaused',
  'RecipientRefuses',
  'UserBlocked',
  'NotFriends',
  'NotFound',
  'InvalidField',
  'UNREACHABLE',
] as const;

/** What the API would not do, in the reader's words. */
export function useContactRefusal(): (error: string, retryAt?: string) => string {
  const t = useTranslations('contacts');
  const locale = useLocale();
  return (error, retryAt) => {
    const until = retryAt ? momentTime(new Date(retryAt), new Date(), locale) : '';
    const rule = known.find((name) => name === error) ?? 'other';
    return t(`refusal.${rule}`, { until });
  };
}
