'use client';

import { Search, X } from 'lucide-react';
import { type ComponentProps, useRef } from 'react';
import { cn } from './cn';

type SearchFieldProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  label: string;
  clearLabel: string;
  value: string;
  onValueChange: (value: string) => void;
};

export function SearchField({
  label,
  clearLabel,
  value,
  onValueChange,
  className,
  onKeyDown,
  ...input
}: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={cn('relative', className)}>
      <Search
        className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-ink-3"
        aria-hidden="true"
      />
      <input
        {...input}
        ref={field}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-label={label}
        placeholder={input.placeholder ?? label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value) {
            event.stopPropagation();
            onValueChange('');
          } else onKeyDown?.(event);
        }}
        className={cn(
          'forced-outline h-9 w-full min-w-0 rounded-control bg-sunken ps-8.5 pe-9 text-label text-ink placeholder:text-ink-2 touch:h-11 touch:text-body',
          'focus-visible:outline-2 focus-visible:outline-leaf focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden',
        )}
      />
      {value && (
        <button
          type="button"
          aria-label={clearLabel}
          className="absolute inset-y-0 end-0 flex w-9 items-center justify-center rounded-control text-ink-2 hover:text-ink touch:w-11"
          onClick={() => {
            onValueChange('');
            field.current?.focus();
          }}
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
