'use client';

import { useTranslations } from 'next-intl';

const known = [
  'CategoryNameTaken',
  'InvalidField',
  'LimitReached',
  'NotFound',
  'NotFriends',
  'UNREACHABLE',
] as const;

/** Why a category is not as it was asked for, in the reader's words. */
export function useCategoryRefusal(): (refused: { error: string; limit?: number }) => string {
  const t = useTranslations('contacts.categories');
  return ({ error, limit = 0 }) => {
    const rule = known.find((name) => name === error) ?? 'other';
    return t(`refusal.${rule}`, { limit });
  };
}
