'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import type { Captcha } from '../captcha';
import type { CodeOutcome, SentCode } from '../codes';
import { useCodeRefusal } from '../use-code-refusal';
import { CaptchaField } from './captcha-field';

/** What kind of address one types: where both are sent codes, either. */
export type AddressKind = 'email' | 'phone' | 'either';

type CodeAddressProps = {
  kind: AddressKind;
  /** Whether a number may be written without its country. */
  countryKnown: boolean;
  initial?: string;
  onSend: (address: string) => Promise<CodeOutcome<{ done: SentCode }>>;
  onSent: (address: string, sent: SentCode) => void;
  captcha: Captcha;
};

const INPUT = {
  email: { type: 'email', inputMode: 'email', autoComplete: 'email' },
  phone: { type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
  either: { type: 'text', inputMode: 'email', autoComplete: 'username' },
} as const;

/** The first step: where to send the code. */
export function CodeAddress({
  kind,
  countryKnown,
  initial = '',
  onSend,
  onSent,
  captcha,
}: CodeAddressProps) {
  const t = useTranslations('codes');
  const inWords = useCodeRefusal();
  const field = useRef<HTMLInputElement>(null);
  const [address, setAddress] = useState(initial);
  const [wrong, setWrong] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const refuse = (words: string) => {
    setWrong(words);
    field.current?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setProblem(null);
    setWrong(null);
    const typed = address.trim();
    if (!typed) return refuse(t(`problem.missing.${kind}`));
    setBusy(true);
    const outcome = await onSend(typed);
    setBusy(false);
    // The captcha says for itself what has become of it.
    if (!outcome.ok && outcome.error === 'CaptchaUnsolved') return;
    if (outcome.ok) onSent(typed, outcome.done);
    else if (outcome.error === 'InvalidField') refuse(t(`problem.invalid.${kind}`));
    else setProblem(inWords(outcome));
  };

  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={submit} onFocus={captcha.begin}>
      {problem && <Notice tone="error">{problem}</Notice>}
      <TextField
        {...INPUT[kind]}
        ref={field}
        label={t(`address.${kind}`)}
        name="address"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        required
        value={address}
        onValueChange={(typed) => {
          setAddress(typed);
          setWrong(null);
        }}
        hint={kind !== 'email' && !countryKnown && t('countryHint')}
        error={wrong}
      />
      <CaptchaField captcha={captcha} />
      <Button type="submit" variant="primary" size="large" wide busy={busy}>
        {t('send')}
      </Button>
    </form>
  );
}
