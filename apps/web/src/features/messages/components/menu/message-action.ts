import type { LucideIcon } from 'lucide-react';

/** Something that can be done with a message: an entry of its menu. */
export interface MessageAction {
  id: string;
  label: string;
  Icon: LucideIcon;
  run: () => void;
  tone?: 'danger';
}
