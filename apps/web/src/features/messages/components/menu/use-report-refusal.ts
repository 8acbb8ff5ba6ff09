'use client';

import { useTranslations } from 'next-intl';
import { useToast } from '@/components/ui/toast';
import type { Outcome } from '@/lib/urql/outcome';

const KNOWN = [
  'NotFound',
  'RecallWindowClosed',
  'EditWindowClosed',
  'NotOwnMessage',
  'MessageGone',
  'RoleRequired',
  'LimitReached',
  'MemberMuted',
  'AllMuted',
  'ForwardingForbidden',
  'UNREACHABLE',
] as const;

/** What the API would not do with a message, in the reader's words. */
export function useMessageRefusal(): (error: string) => string {
  const t = useTranslations('menu');
  return (error) => t(`refusal.${KNOWN.find((name) => name === error) ?? 'other'}`);
}

/** For what is done in passing, where there is no dialog to say it in. */
export function useReportRefusal(): (doing: Promise<Outcome<object, string>>) => Promise<void> {
  const toast = useToast();
  const refusal = useMessageRefusal();
  return async (doing) => {
    const outcome = await doing;
    if (!outcome.ok) toast.add({ title: refusal(outcome.error) });
  };
}
