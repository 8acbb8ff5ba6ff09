'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { TextField } from '@/components/ui/text-field';

type PasswordFieldProps = {
  /** “Password” when left out. */
  label?: ReactNode;
  value: string;
  onValueChange: (value: string) => void;
  purpose: 'current' | 'new';
  name?: string;
  hint?: ReactNode;
  error?: ReactNode;
};

export function PasswordField({ purpose, label, name = 'password', ...field }: PasswordFieldProps) {
  const t = useTranslations('accounts');
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...field}
      label={label ?? t('password')}
      name={name}
      type={shown ? 'text' : 'password'}
      autoComplete={purpose === 'new' ? 'new-password' : 'current-password'}
      required
      trailing={
        <IconButton
          label={shown ? t('hidePassword') : t('showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
      }
    />
  );
}

/** Takes somebody to the first field of a form that has just opened. By touch the keyboard would hide the form: they are taken to the form itself. */
export function focusField(form: HTMLFormElement | null): void {
  if (window.matchMedia('(pointer: coarse)').matches) form?.focus();
  else form?.querySelector('input')?.focus();
}
