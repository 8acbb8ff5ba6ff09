'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode, Ref } from 'react';
import { TextField } from '@/components/ui/text-field';

export const CODE_LENGTH = 6;

type CodeFieldProps = {
  value: string;
  onValueChange: (digits: string) => void;
  error?: ReactNode;
  ref?: Ref<HTMLInputElement>;
};

/**
 * One field for all six digits: what is pasted from a letter, offered by the phone, or typed on a Chinese keyboard
 * arrives as digits.
 */
export function CodeField({ value, onValueChange, error, ref }: CodeFieldProps) {
  const t = useTranslations('codes');
  return (
    <TextField
      ref={ref}
      label={t('code')}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      required
      value={value}
      onValueChange={(typed) =>
        onValueChange(typed.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH))
      }
      error={error}
      className="h-14 text-center font-medium text-display tabular-nums tracking-[0.3em] indent-[0.3em]"
    />
  );
}
