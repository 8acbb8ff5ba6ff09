'use client';

import { useSyncExternalStore } from 'react';

/** Kept for this browser: what it may show is a matter of the device. */
const KEY = 'teahouse-notifications';

export type NotificationState = 'off' | 'on' | 'blocked' | 'unsupported';

const listeners = new Set<() => void>();
const announce = () => {
  for (const listener of listeners) listener();
};

export function notificationState(): NotificationState {
  // Pages without https have no notifications to ask for.
  if (!('Notification' in window) || !window.isSecureContext) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && wished() ? 'on' : 'off';
}

function wished(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on';
  } catch {
    return false;
  }
}

/** Asks the browser's leave where it has not been given; only ever after the person has pressed. */
export async function setNotifications(on: boolean): Promise<void> {
  if (on && Notification.permission === 'default') await Notification.requestPermission();
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing shows none.
  }
  announce();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  // Leave given or taken in the browser's own settings is seen on coming back from there.
  window.addEventListener('focus', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
    window.removeEventListener('focus', listener);
  };
}

export function useNotificationState(): NotificationState {
  return useSyncExternalStore(subscribe, notificationState, () => 'off');
}
