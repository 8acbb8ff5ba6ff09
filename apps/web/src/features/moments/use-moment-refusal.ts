'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { momentTime } from '@/lib/time-format';

const KNOWN = [
  'NotFound',
  'NotFriends',
  'MomentEmpty',
  'MomentTextTooLong',
  'MomentRateLimited',
  'NotOwnComment',
  'InvalidField',
  'LimitReached',
  'TooManyAttempts',
  'FileTooLarge',
  'FileType',
  'UploadLimit',
  'UNREACHABLE',
] as const;

interface Refused {
  error: string;
  limit?: number;
  retryAt?: string;
}

/** FILE_TOO_LARGE and FileTooLargeError are one rule. */
const plain = (rule: string) => rule.replaceAll(/[^a-z]|Error$/giu, '').toLowerCase();

/** What the API would not do in or about Moments, in the reader's words. */
export function useMomentRefusal(): (refused: Refused) => string {
  const t = useTranslations('moments');
  const locale = useLocale();
  return useCallback(
    ({ error, limit = 0, retryAt }) => {
      const until = retryAt ? momentTime(new Date(retryAt), new Date(), locale) : '';
      const rule = KNOWN.find((name) => plain(name) === plain(error)) ?? 'other';
      return t(`refusal.${rule}`, { limit, until, known: retryAt ? 'yes' : 'no' });
    },
    [t, locale],
  );
}
