'use client';

import { useTranslations } from 'next-intl';
import { useToast } from '@/components/ui/toast';
import type { Outcome, Refused } from '@/lib/urql/outcome';

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
  'TextEmpty',
  'TextTooLong',
  'ReplyTargetMissing',
  'ScheduledMessageSettled',
  'UNREACHABLE',
] as const;

/** Rules of which only what was being done tells the meaning: what there are too many of, which field was wrong. */
const PARTICULAR = [
  'pinLimitReached',
  'pinInvalidField',
  'reactLimitReached',
  'reactInvalidField',
  'editRoleRequired',
  'editInvalidField',
  'forwardInvalidField',
  'forwardNotFound',
  'favouriteInvalidField',
  'cardNotFound',
  'scheduleLimitReached',
  'scheduleInvalidField',
  'scheduleNotFound',
  'scheduleRoleRequired',
  'remindLimitReached',
  'remindInvalidField',
] as const;

export type RefusedAction =
  | 'pin'
  | 'react'
  | 'edit'
  | 'forward'
  | 'favourite'
  | 'card'
  | 'schedule'
  | 'remind';

/** What the API would not do with a message, in the reader's words. */
export function useMessageRefusal(): (refused: Refused<string>, action?: RefusedAction) => string {
  const t = useTranslations('menu');
  return ({ error, limit = 0 }, action) => {
    const particular = PARTICULAR.find((name) => name === `${action}${error}`);
    if (particular) return t(`refusalTo.${particular}`, { limit });
    return t(`refusal.${KNOWN.find((name) => name === error) ?? 'other'}`, { limit });
  };
}

type Doing = Promise<Outcome<object, string>>;

/** For what is done in passing, where there is no dialog to say it in. */
export function useReportRefusal(): (doing: Doing, action?: RefusedAction) => Promise<void> {
  const toast = useToast();
  const refusal = useMessageRefusal();
  return async (doing, action) => {
    const outcome = await doing;
    if (!outcome.ok) toast.add({ title: refusal(outcome, action) });
  };
}
