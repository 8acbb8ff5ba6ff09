'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';
import { Tooltip } from './tooltip';

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  label: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
};

export function IconButton({ label, side, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} side={side}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={cn(
          'inline-flex size-9 shrink-0 select-none items-center justify-center rounded-control text-ink-2 transition-colors touch:size-11',
          'not-disabled:hover:bg-hover not-disabled:hover:text-ink disabled:cursor-not-allowed disabled:text-ink-3',
          'aria-expanded:bg-hover aria-expanded:text-ink aria-pressed:bg-hover aria-pressed:text-ink',
          className,
        )}
      />
    </Tooltip>
  );
}
