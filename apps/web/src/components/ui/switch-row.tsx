'use client';

import { Switch } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type SwitchRowProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
};

/** Something that is on or off, taking effect at once. The whole row can be pressed. */
export function SwitchRow({ label, hint, className, ...control }: SwitchRowProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control.
    <label
      className={cn(
        'flex min-h-11 cursor-pointer items-center gap-3 rounded-[8px] px-3 py-2 hover:bg-hover',
        control.disabled && 'cursor-not-allowed opacity-60',
        className,
      )}
    >
      <span className="min-w-0 flex-1">
        <span id={`${id}-label`} className="block text-body">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="block text-ink-2 text-meta">
            {hint}
          </span>
        )}
      </span>
      <Switch.Root
        {...control}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="forced-outline inline-flex h-6 w-10 shrink-0 items-center rounded-full bg-ink-3 p-0.5 transition-colors data-checked:bg-leaf"
      >
        <Switch.Thumb className="size-5 rounded-full bg-raised transition-[translate] data-checked:translate-x-4 rtl:data-checked:-translate-x-4" />
      </Switch.Root>
    </label>
  );
}
