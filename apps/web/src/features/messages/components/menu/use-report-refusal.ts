'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useToast } from '@/components/ui/toast';
import { clockTime } from '@/lib/time-format';
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
  'NotFriends',
  'UserBlocked',
  'RecipientRefuses',
  'AccountDeleted',
  'StrangerLimit',
  'MessageRateLimited',
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
  'forwardLimitReached',
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
  const locale = useLocale();
  return ({ error, limit = 0, retryAt }, action) => {
    const until = retryAt ? clockTime(nextMinute(new Date(retryAt)), locale) : '';
    const particular = PARTICULAR.find((name) => name === `${action}${error}`);
    if (particular) return t(`refusalTo.${particular}`, { limit });
    return t(`refusal.${KNOWN.find((name) => name === error) ?? 'other'}`, { limit, until });
  };
}

/** The first moment of the clock’s that is not too early. */
const nextMinute = (instant: Date): Date =>
  new Date(Math.ceil(instant.getTime() / 60_000) * 60_000);

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
