'use client';

import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
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
  const own = useId();
  const id = input.id ?? own;
  const said = `${id}-said`;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-ink text-label">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          value={value}
          onChange={(event) => onValueChange(event.currentTarget.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? said : undefined}
          className={cn(controlClass, 'h-11 px-3', trailing && 'pe-11', className)}
        />
        {trailing && <div className="absolute inset-y-0 end-1 flex items-center">{trailing}</div>}
      </div>
      {error ? (
        <FieldMessage id={said} tone="error">
          {error}
        </FieldMessage>
      ) : (
        hint && (
          <FieldMessage id={said} tone="hint">
            {hint}
          </FieldMessage>
        )
      )}
    </div>
  );
}

type FieldMessageProps = { id: string; tone: 'hint' | 'error'; children: ReactNode };

function FieldMessage({ id, tone, children }: FieldMessageProps) {
  return (
    <p
      id={id}
      aria-live={tone === 'error' ? 'polite' : undefined}
      className={cn(
        'flex gap-1.5 text-meta',
        tone === 'error' ? 'text-vermilion-ink' : 'text-ink-2',
      )}
    >
      {tone === 'error' && <CircleAlert className="mt-px size-4" aria-hidden="true" />}
      <span>{children}</span>
    </p>
  );
}
