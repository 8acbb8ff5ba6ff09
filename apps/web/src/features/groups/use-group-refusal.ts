'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { useToast } from '@/components/ui/toast';
import { momentTime } from '@/lib/time-format';
import type { Outcome, Refused } from '@/lib/urql/outcome';

const KNOWN = [
  'RoleRequired',
  'NotFound',
  'NotFriends',
  'RecipientRefuses',
  'UserBlocked',
  'InvalidField',
  'LimitReached',
  'BannedFromGroup',
  'TokenRequired',
  'InviteUnusable',
  'JoinRequestRequired',
  'JoinRequestDecided',
  'JoinRequestPaused',
  'AlreadyMember',
  'MemberMuted',
  'UNREACHABLE',
] as const;

/** What the API would not do in or about a group, in the reader's words. */
export function useGroupRefusal(): (refused: Refused<string>) => string {
  const t = useTranslations('groups');
  const locale = useLocale();
  return ({ error, limit = 0, retryAt }) => {
    const until = retryAt ? momentTime(new Date(retryAt), new Date(), locale) : '';
    return t(`refusal.${KNOWN.find((name) => name === error) ?? 'other'}`, { limit, until });
  };
}

/** One action at a time; what went wrong is said in a toast, beside whatever it was done to. */
export function useGroupAction() {
  const refusal = useGroupRefusal();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const run = async <Done>(work: () => Promise<Outcome<Done, string>>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    const outcome = await work();
    setBusy(false);
    if (!outcome.ok) toast.add({ title: refusal(outcome) });
    return outcome.ok;
  };
  return { busy, run };
}

/** The same for a dialog or a form, which has a place for what went wrong. */
export function useGroupForm() {
  const refusal = useGroupRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async <Done>(work: () => Promise<Outcome<Done, string>>) => {
    if (busy) return null;
    setBusy(true);
    setProblem(null);
    const outcome = await work();
    setBusy(false);
    if (outcome.ok) return outcome;
    setProblem(refusal(outcome));
    return null;
  };
  const clear = useCallback(() => setProblem(null), []);
  return { busy, problem, submit, clear };
}
