'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useStandingActions } from '../standing';
import { useAction } from './relation-actions';

/** On the page of somebody whom I keep away: what that means, and the way back. */
export function BlockedNotice({ userId, name }: { userId: string; name: string }) {
  const t = useTranslations('contacts.person');
  const { unblock } = useStandingActions();
  const { busy, problem, run } = useAction();
  const letBack = async () => {
    const outcome = await unblock(userId);
    return outcome.ok ? null : outcome.error;
  };
  return (
    <div className="w-full text-start">
      <Notice
        action={
          <Button size="small" busy={busy} onClick={() => void run(letBack)}>
            {t('unblock')}
          </Button>
        }
      >
        {t('blockedNotice', { name })}
      </Notice>
      {problem && (
        <p role="alert" className="mt-1 text-meta text-vermilion-ink">
          {problem}
        </p>
      )}
    </div>
  );
}
