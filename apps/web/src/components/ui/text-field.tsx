'use client';

import { Field } from '@base-ui/react/field';
import { CircleAlert } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './field-styles';

type TextFieldProps = Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'onChange'> & {
  label: ReactNode;
  value: string;
  onValueChange: (value: string) => void;
  /** Rules and help, said before anything is typed. */
  hint?: ReactNode;
  /** What is wrong and what to do; replaces the hint and is announced. */
  error?: ReactNode;
  /** Sits inside the field at its end (a reveal button, a counter). */
  trailing?: ReactNode;
};

export function TextField({
  label,
  value,
  onValueChange,
  hint,
  error,
  trailing,
  className,
  ...input
}: TextFieldProps) {
  return (
    <Field.Root invalid={Boolean(error)} className="flex flex-col gap-1.5">
      <Field.Label className="font-medium text-ink text-label">{label}</Field.Label>
      <div className="relative">
        <Field.Control
          {...input}
          value={value}
          onValueChange={onValueChange}
          className={cn(controlClass, 'h-11 px-3', trailing && 'pe-11', className)}
        />
        {trailing && <div className="absolute inset-y-0 end-1 flex items-center">{trailing}</div>}
      </div>
      {error ? (
        <FieldMessage tone="error">{error}</FieldMessage>
      ) : (
        hint && <FieldMessage tone="hint">{hint}</FieldMessage>
      )}
    </Field.Root>
  );
}

function FieldMessage({ tone, children }: { tone: 'hint' | 'error'; children: ReactNode }) {
  return (
    <Field.Description
      aria-live={tone === 'error' ? 'polite' : undefined}
      className={cn(
        'flex gap-1.5 text-meta',
        tone === 'error' ? 'text-vermilion-ink' : 'text-ink-2',
      )}
    >
      {tone === 'error' && <CircleAlert className="mt-px size-4" aria-hidden="true" />}
      <span>{children}</span>
    </Field.Description>
  );
}
