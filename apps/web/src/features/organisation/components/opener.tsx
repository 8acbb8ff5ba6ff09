'use client';

import type { ReactNode } from 'react';
import { NavLink } from '@/components/navigation';

/** Where departments have addresses they are links; within a form or a dialog, buttons. */
export type Opening =
  | { hrefOf: (id: string | null) => string; onOpen?: undefined }
  | { hrefOf?: undefined; onOpen: (id: string | null) => void };

type OpenerProps = Opening & {
  id: string | null;
  className: string;
  label?: string;
  children: ReactNode;
};

export function Opener({ id, className, label, children, hrefOf, onOpen }: OpenerProps) {
  if (hrefOf)
    return (
      <NavLink href={hrefOf(id)} aria-label={label} data-roving className={className}>
        {children}
      </NavLink>
    );
  return (
    <button
      type="button"
      aria-label={label}
      data-roving
      onClick={() => onOpen(id)}
      className={className}
    >
      {children}
    </button>
  );
}
