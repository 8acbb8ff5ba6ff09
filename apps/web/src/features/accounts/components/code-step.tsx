'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { CodeOutcome, SentCode } from '../codes';
import { useCodeRefusal } from '../use-code-refusal';
import { useSecondsLeft } from '../use-seconds-left';
import { CODE_LENGTH, CodeField } from './code-field';

type CodeStepProps = {
  sent: Pick<SentCode, 'retryAt'>;
  /** Where the code has gone, and what it is for. */
  children: ReactNode;
  submitLabel: string;
  /** Told all six digits, as soon as the last of them is there. When it goes well the step stays busy: one is leaving it. */
  onCode: (code: string) => Promise<CodeOutcome>;
  onResend: () => Promise<CodeOutcome>;
  /** Other ways on from here: another address, later. */
  aside?: ReactNode;
};

/** “We have sent you a code”: enter it, or have another one sent. */
export function CodeStep({ sent, children, submitLabel, onCode, onResend, aside }: CodeStepProps) {
  const t = useTranslations('codes');
  const inWords = useCodeRefusal();
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => field.current?.focus(), []);

  const enter = async (digits: string) => {
    if (busy) return;
    if (digits.length < CODE_LENGTH) {
      setProblem(t('problem.incomplete', { digits: CODE_LENGTH }));
      field.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    const outcome = await onCode(digits);
    if (outcome.ok) return;
    setBusy(false);
    setProblem(inWords(outcome));
    field.current?.select();
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void enter(code);
      }}
    >
      <p className="text-body text-ink-2">{children}</p>
      <CodeField
        ref={field}
        value={code}
        onValueChange={(digits) => {
          setCode(digits);
          setProblem(null);
          if (digits.length === CODE_LENGTH && digits !== code) void enter(digits);
        }}
        error={problem}
      />
      <Button type="submit" variant="primary" size="large" wide busy={busy}>
        {submitLabel}
      </Button>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <ResendButton
          retryAt={sent.retryAt}
          onResend={async () => {
            setCode('');
            const outcome = await onResend();
            setProblem(outcome.ok ? null : inWords(outcome));
            field.current?.focus();
            return outcome.ok;
          }}
        />
        {aside}
      </div>
    </form>
  );
}

type ResendButtonProps = { retryAt: string; onResend: () => Promise<boolean> };

export function ResendButton({ retryAt, onResend }: ResendButtonProps) {
  const t = useTranslations('codes');
  const left = useSecondsLeft(retryAt);
  const [busy, setBusy] = useState(false);
  const [resent, setResent] = useState(false);
  return (
    <>
      <Button
        variant="link"
        size="small"
        className={cn('-ms-3 tabular-nums', left > 0 && 'text-ink-2')}
        busy={busy}
        disabled={left > 0}
        onClick={async () => {
          setBusy(true);
          setResent(false);
          setResent(await onResend());
          setBusy(false);
        }}
      >
        {left > 0 ? t('resendIn', { seconds: left }) : t('resend')}
      </Button>
      <span role="status" className="sr-only">
        {resent && t('resent')}
      </span>
    </>
  );
}
