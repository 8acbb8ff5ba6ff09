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

export interface Receipt {
  tick: Tick;
  /** How many of the others have it, have read it, and there are; of those members that were given. */
  delivered: number;
  read: number;
  others: number;
}

/** How far a message of mine has come, by the positions of the others. In a group one other person is enough. */
export function receiptFor(
  message: { readonly seq: number },
  myId: string,
  members: readonly Place[],
): Receipt {
  const others = members.filter(({ user }) => user.id !== myId);
  const read = others.filter(({ readSeq }) => readSeq >= message.seq).length;
  const delivered = others.filter(
    ({ deliveredSeq, readSeq }) => Math.max(deliveredSeq, readSeq) >= message.seq,
  ).length;
  const tick = read > 0 ? 'read' : delivered > 0 ? 'delivered' : 'sent';
  return { tick, delivered, read, others: others.length };
}

export function tickFor(
  message: { readonly seq: number },
  myId: string,
  members: readonly Place[],
): Tick {
  return receiptFor(message, myId, members).tick;
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
