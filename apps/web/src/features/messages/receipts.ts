'use client';

import { useEffect } from 'react';
import { useAttention } from '@/components/use-attention';
import { hasRead } from './reading';

export type Tick = 'sent' | 'delivered' | 'read';

interface Place {
  readonly user: { readonly id: string };
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

/** The farthest that any of the others has come. */
export type Farthest = Pick<Place, 'deliveredSeq' | 'readSeq'>;

/** Reckoned once for all messages: in a group one other person is enough, so only the first of the others counts. */
export function farthestOf(members: readonly Place[], myId: string): Farthest {
  let [deliveredSeq, readSeq] = [0, 0];
  for (const place of members) {
    if (place.user.id === myId) continue;
    readSeq = Math.max(readSeq, place.readSeq);
    // Whoever has read a message has it, even if no device ever said so.
    deliveredSeq = Math.max(deliveredSeq, place.deliveredSeq, place.readSeq);
  }
  return { deliveredSeq, readSeq };
}

/** How far a message of mine has come. */
export function tickFor(
  { seq }: { readonly seq: number },
  { deliveredSeq, readSeq }: Farthest,
): Tick {
  return readSeq >= seq ? 'read' : deliveredSeq >= seq ? 'delivered' : 'sent';
}

/**
 * Marks as read what has been on the screen while the person could be looking: page visible and focused.
 * `lastVisibleSeq`: the newest message on the screen. `active`: this conversation is what they are looking at.
 */
export function useReadTracking(
  conversationId: string,
  lastVisibleSeq: number,
  active: boolean,
): void {
  const attentive = useAttention();
  useEffect(() => {
    if (active && attentive && lastVisibleSeq > 0) hasRead(conversationId, lastVisibleSeq);
  }, [conversationId, lastVisibleSeq, active, attentive]);
}
