'use client';

import { Field } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './field-styles';

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'onChange'> & {
  label: ReactNode;
  value: string;
  onValueChange: (value: string) => void;
  hint?: ReactNode;
};

export function TextArea({ label, value, onValueChange, hint, className, ...rest }: TextAreaProps) {
  return (
    <Field.Root className="flex flex-col gap-1.5">
      <Field.Label className="font-medium text-ink text-label">{label}</Field.Label>
      <Field.Control
        render={<textarea {...rest} />}
        value={value}
        onValueChange={onValueChange}
        className={cn(
          controlClass,
          'field-sizing-content max-h-40 min-h-20 resize-none px-3 py-2',
          className,
        )}
      />
      {hint && <Field.Description className="text-ink-2 text-meta">{hint}</Field.Description>}
    </Field.Root>
  );
}
