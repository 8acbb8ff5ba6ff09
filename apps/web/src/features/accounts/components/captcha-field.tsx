'use client';

import { CircleAlert, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Spinner } from '@/components/ui/spinner';
import { type Captcha, type CaptchaState, useCaptchaState } from '../captcha';

type CaptchaFieldProps = {
  captcha: Captcha;
  /** Not to be seen before it is needed: at most doors it never is. */
  quiet?: boolean;
};

/** One calm line: there is nothing to solve, only to know. */
export function CaptchaField({ captcha, quiet = false }: CaptchaFieldProps) {
  const t = useTranslations('accounts.captcha');
  const state = useCaptchaState(captcha);
  if (state === 'none' || (quiet && state === 'idle')) return null;
  return (
    <div className="flex min-h-6 items-center gap-2 text-ink-2 text-meta">
      <Mark state={state} />
      <span role="status" className={cn(state === 'failed' && 'text-vermilion-ink')}>
        {t(`state.${state}`)}
      </span>
      {state === 'failed' && (
        <Button size="small" variant="quiet" className="-my-1.5" onClick={captcha.begin}>
          {t('tryAgain')}
        </Button>
      )}
    </div>
  );
}

function Mark({ state }: { state: CaptchaState }) {
  if (state === 'working') return <Spinner />;
  if (state === 'failed' || state === 'offline')
    return (
      <CircleAlert
        className={cn('size-4', state === 'failed' && 'text-vermilion-ink')}
        aria-hidden="true"
      />
    );
  return (
    <ShieldCheck className={cn('size-4', state === 'solved' && 'text-leaf')} aria-hidden="true" />
  );
}
