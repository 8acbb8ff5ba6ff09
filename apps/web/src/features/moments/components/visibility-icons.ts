import { Globe, Lock, UserRoundCheck, UserRoundX, UsersRound } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Visibility } from '../audience';

type Icon = ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;

/** The sign of who may see a post. */
export const VISIBILITY_ICONS: Record<Visibility, Icon> = {
  PUBLIC: Globe,
  FRIENDS: UsersRound,
  ONLY: UserRoundCheck,
  EXCEPT: UserRoundX,
  PRIVATE: Lock,
};
