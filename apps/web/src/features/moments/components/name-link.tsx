'use client';

import type { ReactNode } from 'react';
import { NavLink } from '@/components/navigation';
import { cn } from '@/components/ui/cn';
import { personPath } from '@/features/contacts/paths';

type NameLinkProps = { id: string; className?: string; children: ReactNode };

/** Somebody's name, which leads to them. */
export function NameLink({ id, className, children }: NameLinkProps) {
  return (
    <NavLink
      href={personPath(id)}
      className={cn('font-medium text-leaf-ink hover:underline', className)}
    >
      <bdi>{children}</bdi>
    </NavLink>
  );
}
