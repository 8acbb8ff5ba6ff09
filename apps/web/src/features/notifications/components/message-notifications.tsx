'use client';

import { onDemand } from '@/components/on-demand';
import { useNotificationState } from '../setting';

const Calling = onDemand(() => import('./calling')).component('Calling');

/** Where the person wants to be called, and nobody else needs what that takes. */
export function MessageNotifications({ viewerId }: { viewerId: string }) {
  return useNotificationState() === 'on' && <Calling viewerId={viewerId} />;
}
