'use client';

import { useEffect } from 'react';
import { type Client, useClient } from 'urql';
import { graphql } from '@/lib/graphql';
import { onCaughtUpAgain } from '@/lib/live/live';
import { carryOut } from '@/lib/urql/carry-out';

const SetIdleMutation = graphql(`
  mutation Contacts_setIdle($input: SetIdleInput!) {
    setIdle(input: $input) {
      __typename
      idle
    }
  }
`);

/** A device that nobody has touched for so long is left alone. */
export const IDLE_AFTER_MS = 5 * 60_000;
const LOOK_EVERY_MS = 15_000;
/** What was said may have been lost on the way: it is said again now and then. */
const SAY_AGAIN_MS = 10 * 60_000;

/** Of all tabs of this browser together, which are one device: when it was last touched, and when it said that it is idle. */
const TOUCHED = 'teahouse.touched';
const SAID_IDLE = 'teahouse.idle';

interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

interface DeviceOptions {
  shelf: Shelf;
  say: (idle: boolean) => void;
  now?: () => number;
}

/** Tells when a device falls idle and when it is taken up again, once for all of its tabs. */
export function watchDevice({ shelf, say, now = Date.now }: DeviceOptions) {
  const tell = (idle: boolean) => {
    shelf.setItem(SAID_IDLE, idle ? String(now()) : '');
    say(idle);
  };
  return {
    /** Somebody uses it. */
    touch: () => {
      shelf.setItem(TOUCHED, String(now()));
      if (shelf.getItem(SAID_IDLE)) tell(false);
    },
    /** A look now and then; `again` after an interruption, when the server may not know any more. */
    look: (again = false) => {
      const idle = now() - Number(shelf.getItem(TOUCHED) ?? now()) >= IDLE_AFTER_MS;
      if (!idle) return;
      const said = Number(shelf.getItem(SAID_IDLE));
      if (again || now() - said >= SAY_AGAIN_MS) tell(true);
    },
  };
}

const USES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;
const NOTICE_EVERY_MS = 1_000;

function watch(client: Client): () => void {
  const device = watchDevice({
    shelf: localStorage,
    say: (idle) => void carryOut(client, SetIdleMutation, { idle }),
  });
  let noticed = 0;
  const touch = () => {
    if (document.visibilityState !== 'visible' || Date.now() - noticed < NOTICE_EVERY_MS) return;
    noticed = Date.now();
    device.touch();
  };
  touch();
  for (const use of USES) window.addEventListener(use, touch, { passive: true });
  document.addEventListener('visibilitychange', touch);
  const timer = setInterval(() => device.look(), LOOK_EVERY_MS);
  const stopHearing = onCaughtUpAgain(() => device.look(true));
  return () => {
    for (const use of USES) window.removeEventListener(use, touch);
    document.removeEventListener('visibilitychange', touch);
    clearInterval(timer);
    stopHearing();
  };
}

/** Friends see that I am away while nobody uses any of my devices. */
export function useIdleReports(): void {
  const client = useClient();
  useEffect(() => watch(client), [client]);
}
