import type { ComponentType } from 'react';

/** A place one can go to from anywhere: an entry of the rail and of the tab bar. */
export type Destination = {
  href: string;
  label: string;
  Icon: ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;
  active: boolean;
  /** How many things wait there, and what they are. */
  badge?: { count: number; label: string };
};
