'use client';

import type { ReactNode } from 'react';
import { NavLink } from '../navigation';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import { Tooltip } from '../ui/tooltip';
import type { Destination } from './destination';

type RailProps = {
  label: string;
  /** The person signed in. */
  head: ReactNode;
  destinations: readonly Destination[];
  foot: readonly Destination[];
};

export function Rail({ label, head, destinations, foot }: RailProps) {
  return (
    <nav
      aria-label={label}
      className="flex w-(--rail-width) shrink-0 flex-col items-center gap-1 border-line border-e bg-sunken py-3 phone:hidden"
    >
      <div className="mb-3 flex h-10 items-center">{head}</div>
      {destinations.map((destination) => (
        <RailLink key={destination.href} {...destination} />
      ))}
      <div className="flex-1" />
      {foot.map((destination) => (
        <RailLink key={destination.href} {...destination} />
      ))}
    </nav>
  );
}

function RailLink({ href, label, Icon, active, badge }: Destination) {
  return (
    <Tooltip label={label} side="right">
      <NavLink
        href={href}
        aria-current={active ? 'page' : undefined}
        className={cn(
          'relative flex size-11 items-center justify-center rounded-[10px] text-ink-2 transition-colors',
          active
            ? 'bg-raised text-leaf-ink shadow-[0_0_0_1px_var(--line)]'
            : 'hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden="true" />
        <span className="sr-only">{label}</span>
        {badge && <Badge {...badge} className="absolute -end-0.5 -top-0.5 ring-2 ring-sunken" />}
      </NavLink>
    </Tooltip>
  );
}
