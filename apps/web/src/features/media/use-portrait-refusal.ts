'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { momentTime } from '@/lib/time-format';
import type { PortraitRefusal } from './portrait';

const KNOWN = [
  'Unreadable',
  'RoleRequired',
  'NotFound',
  'TooManyAttempts',
  'UploadLimit',
  'UNREACHABLE',
] as const;

/** FILE_TOO_LARGE and FileTooLargeError are one rule. */
const plain = (rule: string) => rule.replaceAll(/[^a-z]|Error$/giu, '').toLowerCase();

/** Why a picture does not stand for somebody now, in the reader’s words. */
export function usePortraitRefusal(): (refusal: PortraitRefusal) => string {
  const t = useTranslations('media.portrait');
  const locale = useLocale();
  return useCallback(
    ({ error, retryAt }) => {
      // A day’s limit names itself by what is counted.
      const named = error === 'UPLOADS_BYTES_PER_DAY' ? 'UploadLimit' : error;
      const rule = KNOWN.find((name) => plain(name) === plain(named)) ?? 'other';
      const until = retryAt ? momentTime(new Date(retryAt), new Date(), locale) : '';
      return t(`refusal.${rule}`, { until, known: retryAt ? 'yes' : 'no' });
    },
    [t, locale],
  );
}
