'use client';

import { NavLink } from '../navigation';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import type { Destination } from './destination';

type TabBarProps = { label: string; destinations: readonly Destination[] };

/** The phone's way about, within reach of the thumb. */
export function TabBar({ label, destinations }: TabBarProps) {
  return (
    <nav
      aria-label={label}
      className="safe-bottom hidden shrink-0 border-line border-t bg-surface phone:block"
    >
      <div className="flex h-(--tab-bar-height)">
        {destinations.map(({ href, label: name, Icon, active, badge }) => (
          <NavLink
            key={href}
            href={href}
            replace
            aria-current={active ? 'page' : undefined}
            className={cn(
              'flex flex-1 flex-col items-center justify-center gap-0.5 font-medium text-[0.6875rem] leading-4',
              active ? 'text-leaf-ink' : 'text-ink-2',
            )}
          >
            <span className="relative">
              <Icon className="size-5.5" aria-hidden="true" />
              {badge && (
                <Badge {...badge} className="absolute start-3.5 -top-1.5 ring-2 ring-surface" />
              )}
            </span>
            {name}
          </NavLink>
        ))}
      </div>
    </nav>
  );
}
