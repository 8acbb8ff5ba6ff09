'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';
import { controlClass } from './field-styles';

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'onChange'> & {
  label: ReactNode;
  value: string;
  onValueChange: (value: string) => void;
  hint?: ReactNode;
};

export function TextArea({ label, value, onValueChange, hint, className, ...rest }: TextAreaProps) {
  const own = useId();
  const id = rest.id ?? own;
  const said = `${id}-said`;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-ink text-label">
        {label}
      </label>
      <textarea
        {...rest}
        id={id}
        value={value}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        aria-describedby={hint ? said : undefined}
        className={cn(
          controlClass,
          'field-sizing-content max-h-40 min-h-20 resize-none px-3 py-2',
          className,
        )}
      />
      {hint && (
        <p id={said} className="text-ink-2 text-meta">
          {hint}
        </p>
      )}
    </div>
  );
}
