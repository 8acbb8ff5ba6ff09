'use client';

import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode; lang?: string }[];
  onValueChange: (value: Value) => void;
  className?: string;
};

/** One of a few, all in sight. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onValueChange,
  className,
}: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn('inline-flex rounded-control bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          lang={option.lang}
          className={cn(
            'relative inline-flex h-8 flex-1 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-[5px] px-3 text-ink-2 text-label transition-colors touch:h-10',
            'hover:text-ink has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line)]',
          )}
        >
          {/* Over all of its words, so that it is what is pressed and what the ring of the keyboard goes around. */}
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-[5px]"
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
